"""Ops of neural networks beside PyTorch's functions: `CASES[name]` is both, and their inputs."""

import numpy as np
import torch
import torch.nn.functional as T

from ivy import functional as F

RANDOM = np.random.default_rng(3)
X = RANDOM.standard_normal((2, 4, 6, 5))
ROWS = RANDOM.standard_normal((3, 4))
OTHER = RANDOM.standard_normal((3, 4))
PROBABILITIES = RANDOM.uniform(0.1, 0.9, (3, 4))
CLASSES = np.array([0, 3, 1])
SIGNS = np.array([1.0, -1.0, 1.0])
WEIGHT = RANDOM.uniform(0.5, 2.0, 4)
BIAS = RANDOM.standard_normal(4)
EDGES = np.array([-7.0, -3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0, 6.0, 7.0, np.inf, -np.inf, np.nan])

CASES = {}


def own(value):
    """An array as one of the current backend; anything else as it is."""
    return F.constant(value) if isinstance(value, np.ndarray) else value


def tensor(value):
    """An array as a tensor; anything else as it is."""
    return torch.tensor(value) if isinstance(value, np.ndarray) else value


def case(name, ours, theirs, *inputs):
    """The op and PyTorch's function, on the same arrays."""
    assert name not in CASES
    CASES[name] = (ours, theirs, inputs)


def same(name, theirs, *inputs, **options):
    case(name, lambda *a: getattr(F, name)(*a, **options), theirs, *inputs)


# -- activations

for _name, _theirs in {
    "celu": T.celu,
    "elu": T.elu,
    "hard_shrink": T.hardshrink,
    "hard_sigmoid": T.hardsigmoid,
    "hard_swish": T.hardswish,
    "hard_tanh": T.hardtanh,
    "leaky_relu": T.leaky_relu,
    "log_sigmoid": T.logsigmoid,
    "mish": T.mish,
    "relu": T.relu,
    "relu6": T.relu6,
    "selu": T.selu,
    "silu": T.silu,
    "soft_shrink": T.softshrink,
    "softsign": T.softsign,
    "tanh_shrink": T.tanhshrink,
    "gelu": T.gelu,
}.items():
    same(_name, _theirs, EDGES)
case("softplus", F.softplus, T.softplus, EDGES[np.isfinite(EDGES)])
case("softplus-beta", lambda x: F.softplus(x, beta=2.0), lambda x: T.softplus(x, 2.0), ROWS)
case("celu-alpha", lambda x: F.celu(x, alpha=2.0), lambda x: T.celu(x, 2.0), ROWS)
same("glu", T.glu, ROWS)
case("prelu", F.prelu, lambda x, w: T.prelu(x, w), ROWS, WEIGHT)
case("threshold", lambda x: F.threshold(x, 0.1, 7.0), lambda x: T.threshold(x, 0.1, 7.0), ROWS)
case("softmin", F.softmin, lambda x: T.softmin(x, -1), ROWS)
case("swish", lambda x: F.swish(x, beta=2.0), lambda x: x * torch.sigmoid(2 * x), ROWS)

# -- losses

for _how in ("mean", "sum", "none"):
    for _name, _theirs, _inputs in (
        ("l1_loss", T.l1_loss, (ROWS, OTHER)),
        ("mse_loss", T.mse_loss, (ROWS, OTHER)),
        ("huber_loss", T.huber_loss, (ROWS, OTHER)),
        ("smooth_l1_loss", T.smooth_l1_loss, (ROWS, OTHER)),
        ("kl_div_loss", T.kl_div, (ROWS, PROBABILITIES)),
        ("poisson_nll_loss", T.poisson_nll_loss, (ROWS, PROBABILITIES)),
        ("gaussian_nll_loss", T.gaussian_nll_loss, (ROWS, OTHER, PROBABILITIES)),
        ("soft_margin_loss", T.soft_margin_loss, (ROWS, np.sign(OTHER))),
        ("hinge_embedding_loss", T.hinge_embedding_loss, (ROWS, np.sign(OTHER))),
        ("margin_ranking_loss", T.margin_ranking_loss, (ROWS, OTHER, np.sign(ROWS))),
        ("cosine_embedding_loss", T.cosine_embedding_loss, (ROWS, OTHER, SIGNS)),
        ("triplet_margin_loss", T.triplet_margin_loss, (ROWS, OTHER, PROBABILITIES)),
        ("nll_loss", T.nll_loss, (ROWS, CLASSES)),
        ("cross_entropy_loss", T.cross_entropy, (ROWS, CLASSES)),
        ("binary_cross_entropy", lambda t, p, reduction: T.binary_cross_entropy(
            p, t, reduction=reduction), (PROBABILITIES[::-1].copy(), PROBABILITIES)),
        ("sigmoid_cross_entropy_with_logits", T.binary_cross_entropy_with_logits,
         (ROWS, PROBABILITIES)),
    ):  # fmt: skip
        case(f"{_name}-{_how}", lambda *a, n=_name, r=_how: getattr(F, n)(*a, reduction=r),
             lambda *a, f=_theirs, r=_how: f(*a, reduction=r), *_inputs)  # fmt: skip
    for _name, _options in {
        "weight": {"weight": WEIGHT},
        "ignored": {"ignore_index": 3},
        "smooth": {"label_smoothing": 0.2, "weight": WEIGHT, "ignore_index": 1},
    }.items():
        case(f"cross_entropy_loss-{_name}-{_how}",
             lambda x, y, o=_options, r=_how: F.cross_entropy_loss(
                 x, y, reduction=r, **{k: own(v) for k, v in o.items()}),
             lambda x, y, o=_options, r=_how: T.cross_entropy(
                 x, y, reduction=r, **{k: tensor(v) for k, v in o.items()}),
             ROWS, CLASSES)  # fmt: skip
    case(f"cross_entropy_loss-soft-{_how}",
         lambda *a, r=_how: F.cross_entropy_loss(*a, reduction=r, label_smoothing=0.1),
         lambda *a, r=_how: T.cross_entropy(*a, reduction=r, label_smoothing=0.1),
         X, np.abs(X) / np.abs(X).sum(1, keepdims=True))  # fmt: skip
case("cross_entropy_loss-places", F.cross_entropy_loss, T.cross_entropy, X,
     RANDOM.integers(0, 4, (2, 6, 5)))  # fmt: skip
case("kl_div_loss-log", lambda *a: F.kl_div_loss(*a, log_target=True, reduction="batchmean"),
     lambda *a: T.kl_div(*a, log_target=True, reduction="batchmean"), ROWS, OTHER)  # fmt: skip
case("huber_loss-delta", lambda *a: F.huber_loss(*a, delta=0.3),
     lambda *a: T.huber_loss(*a, delta=0.3), ROWS, OTHER)  # fmt: skip
case("smooth_l1_loss-beta", lambda *a: F.smooth_l1_loss(*a, beta=0.3),
     lambda *a: T.smooth_l1_loss(*a, beta=0.3), ROWS, OTHER)  # fmt: skip
case("poisson_nll_loss-full", lambda *a: F.poisson_nll_loss(*a, full=True),
     lambda *a: T.poisson_nll_loss(*a, full=True), ROWS, PROBABILITIES * 4)  # fmt: skip
case("gaussian_nll_loss-full", lambda *a: F.gaussian_nll_loss(*a, full=True),
     lambda *a: T.gaussian_nll_loss(*a, full=True), ROWS, OTHER, PROBABILITIES)  # fmt: skip
case("triplet_margin_loss-swap", lambda *a: F.triplet_margin_loss(*a, swap=True, p=1.0),
     lambda *a: T.triplet_margin_loss(*a, swap=True, p=1.0), ROWS, OTHER, PROBABILITIES)  # fmt: skip
same("cosine_similarity", T.cosine_similarity, ROWS, OTHER)
case("pairwise_distance", F.pairwise_distance, T.pairwise_distance, ROWS, OTHER)
case("sparse_softmax_cross_entropy_with_logits",
     F.sparse_softmax_cross_entropy_with_logits,
     lambda x, y: T.cross_entropy(x, y, reduction="none"), ROWS, CLASSES)  # fmt: skip
case("softmax_cross_entropy_with_logits", F.softmax_cross_entropy_with_logits,
     lambda x, y: T.cross_entropy(x, y, reduction="none"), ROWS, PROBABILITIES)  # fmt: skip
case("cross_entropy", lambda p, q: F.cross_entropy(p, q),
     lambda p, q: -(p * q.log()).sum(-1).mean(), PROBABILITIES, PROBABILITIES)  # fmt: skip
case("sparse_cross_entropy", F.sparse_cross_entropy,
     lambda y, p: T.nll_loss(p.log(), y), CLASSES, PROBABILITIES)  # fmt: skip

# -- layers

case("linear", F.linear, T.linear, X, RANDOM.standard_normal((3, 5)), RANDOM.standard_normal(3))
case("bilinear", F.bilinear, T.bilinear, ROWS, OTHER, RANDOM.standard_normal((2, 4, 4)),
     RANDOM.standard_normal(2))  # fmt: skip
case("embedding", lambda w, i: F.embedding(w, i), lambda w, i: T.embedding(i, w), ROWS,
     np.array([[0, 2], [1, 1]]))  # fmt: skip
case("layer_norm", lambda x: F.layer_norm(x, axis=(-2, -1)), lambda x: T.layer_norm(x, (6, 5)), X)
case("layer_norm-affine", lambda x, w, b: F.layer_norm(x, weight=w, bias=b),
     lambda x, w, b: T.layer_norm(x, (4,), w, b), ROWS, WEIGHT, BIAS)  # fmt: skip
case("rms_norm", lambda x, w: F.rms_norm(x, weight=w), lambda x, w: T.rms_norm(x, (4,), w), ROWS,
     WEIGHT)  # fmt: skip
case("instance_norm", lambda x, w, b: F.instance_norm(x, weight=w, bias=b),
     lambda x, w, b: T.instance_norm(x, weight=w, bias=b), X, WEIGHT, BIAS)  # fmt: skip
case("group_norm", lambda x, w, b: F.group_norm(x, 2, weight=w, bias=b),
     lambda x, w, b: T.group_norm(x, 2, w, b), X, WEIGHT, BIAS)  # fmt: skip
case("lp_normalize", lambda x: F.lp_normalize(x, p=3.0), lambda x: T.normalize(x, 3.0), X)
case("local_response_norm", lambda x: F.local_response_norm(x, 3),
     lambda x: T.local_response_norm(x, 3), X)  # fmt: skip
case("local_response_norm-even", lambda x: F.local_response_norm(x, 2),
     lambda x: T.local_response_norm(x, 2), X)  # fmt: skip


def _batch_norm(x, mean, variance, w, b):
    mean, variance = mean.clone(), variance.clone()
    out = T.batch_norm(x, mean, variance, w, b, training=True)
    return torch.cat([out.reshape(-1), mean, variance])


def _our_batch_norm(x, mean, variance, w, b):
    out, mean, variance = F.batch_norm(x, mean, variance, weight=w, bias=b, training=True)
    mean, variance = F.stop_gradient(mean), F.stop_gradient(variance)  # as PyTorch's buffers
    return F.concat([F.reshape(out, (-1,)), mean, variance])


case("batch_norm-training", _our_batch_norm, _batch_norm, X, BIAS, WEIGHT, WEIGHT, BIAS)
case("batch_norm", lambda x, m, v: F.batch_norm(x, m, v)[0], T.batch_norm, X, BIAS, WEIGHT)

# -- attention

Q, K, V = (RANDOM.standard_normal((2, 3, n, 4)) for n in (5, 6, 6))
MASK = RANDOM.uniform(size=(5, 6)) > 0.3
MASK[:, 0] = True
_attention = T.scaled_dot_product_attention
same("scaled_dot_product_attention", _attention, Q, K, V)
case("attention-causal",
     lambda *a: F.scaled_dot_product_attention(*a, is_causal=True, scale=0.3),
     lambda *a: _attention(*a, is_causal=True, scale=0.3), Q, K, V)  # fmt: skip
case("attention-mask", lambda q, k, v, m: F.scaled_dot_product_attention(q, k, v, mask=m),
     _attention, Q, K, V, MASK)  # fmt: skip
case("attention-bias", lambda q, k, v, m: F.scaled_dot_product_attention(q, k, v, mask=m),
     _attention, Q, K, V, RANDOM.standard_normal((5, 6)))  # fmt: skip


def _heads(x, w, b, ow, ob):
    out, _ = T.multi_head_attention_forward(
        x.transpose(0, 1), x.transpose(0, 1), x.transpose(0, 1), 4, 2, w, b, None, None, False, 0.0,
        ow, ob, need_weights=False,
    )  # fmt: skip
    return out.transpose(0, 1)


case("multi_head_attention",
     lambda x, w, b, ow, ob: F.multi_head_attention(
         x, num_heads=2, in_weight=w, in_bias=b, out_weight=ow, out_bias=ob),
     _heads, X[:, 0, :, :4].copy(), RANDOM.standard_normal((12, 4)), RANDOM.standard_normal(12),
     RANDOM.standard_normal((4, 4)), BIAS)  # fmt: skip

# -- convolutions and pooling, channels first

_FIRST = {"data_format": "channels_first"}
W2 = RANDOM.standard_normal((6, 2, 3, 2))
case("conv", lambda x, w, b: F.conv(x, w, bias=b, strides=(2, 1), padding=1, groups=2,
                                    dilations=(1, 2), **_FIRST),
     lambda x, w, b: T.conv2d(x, w, b, (2, 1), 1, (1, 2), 2), X, W2,
     RANDOM.standard_normal(6))  # fmt: skip
case("conv-same", lambda x, w: F.conv2d(x, w, padding="SAME", **_FIRST),
     lambda x, w: T.conv2d(x, w, padding="same"), X, RANDOM.standard_normal((3, 4, 3, 2)))  # fmt: skip
case("conv_transpose",
     lambda x, w, b: F.conv_transpose(x, w, bias=b, strides=2, padding=1, output_padding=1,
                                      groups=2, dilations=2, **_FIRST),
     lambda x, w, b: T.conv_transpose2d(x, w, b, 2, 1, 1, 2, 2), X,
     RANDOM.standard_normal((4, 3, 3, 2)), RANDOM.standard_normal(6))  # fmt: skip
case("conv1d_transpose", lambda x, w: F.conv1d_transpose(x, w, strides=3, **_FIRST),
     lambda x, w: T.conv_transpose1d(x, w, stride=3), ROWS[None].copy(),
     RANDOM.standard_normal((3, 2, 4)))  # fmt: skip
case("depthwise_conv",
     lambda x, w: F.depthwise_conv2d(x, w, **_FIRST),
     lambda x, w: T.conv2d(x, w.permute(2, 3, 0, 1).reshape(8, 1, 3, 2), groups=4), X,
     RANDOM.standard_normal((3, 2, 4, 2)))  # fmt: skip
for _note, _o in {
    "plain": {},
    "strides": {"stride": 1},
    "padded": {"padding": 1, "stride": 2},
    "ceil": {"ceil_mode": True, "padding": 1, "stride": 3},
}.items():
    _ours = {"strides" if k == "stride" else k: v for k, v in _o.items()}
    case(f"max_pool-{_note}", lambda x, o=_ours: F.max_pool(x, 2, **o, **_FIRST),
         lambda x, o=_o: T.max_pool2d(x, 2, **o), X)  # fmt: skip
    for _pad in (True, False):
        case(f"avg_pool-{_note}-{_pad}",
             lambda x, o=_ours, p=_pad: F.avg_pool(x, 3, count_include_pad=p, **o, **_FIRST),
             lambda x, o=_o, p=_pad: T.avg_pool2d(x, 3, count_include_pad=p, **o), X)  # fmt: skip
case("max_pool-dilated", lambda x: F.max_pool2d(x, (2, 3), strides=1, dilations=(2, 1), **_FIRST),
     lambda x: T.max_pool2d(x, (2, 3), 1, 0, (2, 1)), X)  # fmt: skip
case("lp_pool", lambda x: F.lp_pool(F.abs(x), 3.0, 2, **_FIRST),
     lambda x: T.lp_pool2d(x.abs(), 3.0, 2), X)  # fmt: skip
case("adaptive_avg_pool", lambda x: F.adaptive_avg_pool2d(x, (4, 3), **_FIRST),
     lambda x: T.adaptive_avg_pool2d(x, (4, 3)), X)  # fmt: skip
case("adaptive_max_pool", lambda x: F.adaptive_max_pool2d(x, (4, 3), **_FIRST),
     lambda x: T.adaptive_max_pool2d(x, (4, 3)), X)  # fmt: skip

# -- interpolation

for _mode in ("nearest", "nearest-exact", "bilinear", "bicubic", "area"):
    for _size in ((3, 9), (12, 4)):
        case(f"interpolate-{_mode}-{_size[0]}",
             lambda x, m=_mode, s=_size: F.interpolate(x, s, mode=m),
             lambda x, m=_mode, s=_size: T.interpolate(x, s, mode=m), X)  # fmt: skip
        if _mode.startswith("bi"):
            case(f"interpolate-{_mode}-{_size[0]}-corners",
                 lambda x, m=_mode, s=_size: F.interpolate(x, s, mode=m, align_corners=True),
                 lambda x, m=_mode, s=_size: T.interpolate(x, s, mode=m, align_corners=True),
                 X)  # fmt: skip
            case(f"interpolate-{_mode}-{_size[0]}-antialias",
                 lambda x, m=_mode, s=_size: F.interpolate(x, s, mode=m, antialias=True),
                 lambda x, m=_mode, s=_size: T.interpolate(x, s, mode=m, antialias=True),
                 X)  # fmt: skip
    for _scale in (0.7, 1.7):
        case(f"interpolate-{_mode}-scale{_scale}",
             lambda x, m=_mode, s=_scale: F.interpolate(x, scale_factor=s, mode=m),
             lambda x, m=_mode, s=_scale: T.interpolate(x, scale_factor=s, mode=m), X)  # fmt: skip
