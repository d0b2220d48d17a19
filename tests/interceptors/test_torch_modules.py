"""Layers of `torch.nn` and what goes with them: attention, packed sequences, norms of weights."""

import contextlib
import warnings

import pytest
import torch
from support.sides import Cases, assert_same_on, gradients, values
from torch import nn
from torch.nn.utils import parametrize, rnn

pytestmark = pytest.mark.filterwarnings(  # advice of PyTorch about these layers, natively too
    "ignore:enable_nested_tensor is True",
    "ignore:Detected call of `lr_scheduler.step",
)


def _mha_eval(ctx):
    m = nn.MultiheadAttention(8, 2, batch_first=True).eval()
    x = values(3, 5, 8)
    with ctx():
        a = m(x, x, x)
        b = m(x, x, x, need_weights=False)[0]
        pad = torch.zeros(3, 5).bool()
        pad[0, 4] = True
        c = m(x, x, x, key_padding_mask=pad)
    return (*a, b, *c)


def _enc(ctx, train=False, **kw):
    layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True, **kw)
    m = nn.TransformerEncoder(layer, 2)
    m.train(train)
    x = values(3, 5, 8)
    pad = torch.tensor([[0, 0, 0, 0, 1], [0] * 5, [0, 0, 0, 1, 1]]).bool()
    with ctx():
        return (
            m(x),
            m(x, src_key_padding_mask=pad),
            m(x, mask=nn.Transformer.generate_square_subsequent_mask(5), is_causal=True),
        )


def _packed(kind, **kw):
    m = getattr(nn, kind)(
        4, 3, num_layers=2, bidirectional=True, batch_first=True, dropout=0.2, **kw
    )
    x = values(3, 6, 4).requires_grad_()
    p = rnn.pack_padded_sequence(x, torch.tensor([6, 2, 4]), batch_first=True, enforce_sorted=False)
    y, h = m(p)
    out, lengths = rnn.pad_packed_sequence(y, batch_first=True, padding_value=-1.0, total_length=7)
    hs = h if isinstance(h, tuple) else (h,)
    (out.pow(2).sum() + sum(v.sum() for v in hs)).backward()
    return (out, lengths, *hs, x.grad, *gradients(m))


class _Sym(nn.Module):
    def forward(self, X):
        return X.triu() + X.triu(1).transpose(-1, -2)

    def right_inverse(self, A):
        return A.triu()


CASES = Cases()
case = CASES.case


@case
def mha_train():
    m = nn.MultiheadAttention(8, 2, dropout=0.1)
    x = values(5, 3, 8).requires_grad_()
    y, w = m(x, x, x)
    (y.sum() + w.pow(2).sum()).backward()
    return (y, w, x.grad, *gradients(m))


@case
def mha_masks():
    m = nn.MultiheadAttention(8, 2, batch_first=True, add_bias_kv=True, add_zero_attn=True)
    x = values(3, 5, 8)
    pad = torch.tensor([[0, 0, 0, 0, 1], [0] * 5, [0, 0, 0, 1, 1]]).bool()
    mask = nn.Transformer.generate_square_subsequent_mask(5)
    y, w = m(x, x, x, key_padding_mask=pad, attn_mask=mask.isinf(), average_attn_weights=False)
    y.sum().backward()
    return (y, w, *gradients(m))


@case
def mha_kv_dims():
    m = nn.MultiheadAttention(8, 2, kdim=6, vdim=4, bias=False)
    y, _ = m(values(5, 3, 8), values(7, 3, 6), values(7, 3, 4), need_weights=False)
    y.sum().backward()
    return (y, *gradients(m))


@case
def mha_eval():
    return _mha_eval(contextlib.nullcontext)


@case
def mha_eval_no_grad():
    return _mha_eval(torch.no_grad)


@case
def mha_eval_inference():
    return [t.clone() for t in _mha_eval(torch.inference_mode)]


@case
def ctc_loss_of_lists_in_inference_mode():
    scores = values(6, 2, 4).log_softmax(-1)
    targets = torch.tensor([[1, 2], [3, 1]])
    with torch.inference_mode():
        return torch.nn.CTCLoss()(scores, targets, [6, 5], [2, 1])


@case
def pooling_checks_as_many_places_as_a_shape_has():
    pool = nn.AdaptiveMaxPool2d(3)
    return [pool(values(2, *size)) for size in ((5, 7), (11, 4), (5, 7))]


@case
def encoder_train():
    return _enc(contextlib.nullcontext, True)


@case
def encoder_eval():
    return _enc(contextlib.nullcontext)


@case
def encoder_eval_no_grad():
    return _enc(torch.no_grad)


@case
def encoder_eval_no_grad_prenorm_gelu():
    return _enc(torch.no_grad, norm_first=True, activation="gelu")


@case
def encoder_eval_inference():
    return [t.clone() for t in _enc(torch.inference_mode)]


@case
def encoder_layer_eval_no_grad():
    m = nn.TransformerEncoderLayer(8, 2, 16).eval()
    with torch.no_grad():
        return m(values(5, 3, 8))


@case
def transformer_train():
    m = nn.Transformer(8, 2, 1, 1, 16, dropout=0.1, batch_first=True)
    x = values(3, 5, 8).requires_grad_()
    t = values(3, 4, 8, seed=2)
    y = m(x, t, tgt_mask=m.generate_square_subsequent_mask(4))
    y.pow(2).sum().backward()
    return (y, x.grad, *gradients(m))


@case
def transformer_eval_no_grad():
    m = nn.Transformer(8, 2, 1, 1, 16).eval()
    with torch.no_grad():
        return m(values(5, 3, 8), values(4, 3, 8))


@case
def decoder_layer():
    m = nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2, 16), 2, nn.LayerNorm(8))
    y = m(values(4, 3, 8), values(5, 3, 8))
    y.sum().backward()
    return (y, *gradients(m))


@case
def packed_lstm():
    return _packed("LSTM")


@case
def packed_gru():
    return _packed("GRU")


@case
def packed_rnn():
    return _packed("RNN")


@case
def packed_lstm_proj():
    return _packed("LSTM", proj_size=2)


@case
def packed_list_lengths_no_grad():
    m = nn.GRU(4, 3)
    with torch.no_grad():
        p = rnn.pack_padded_sequence(values(6, 3, 4), [6, 4, 2])
        y, h = m(p)
        o, lengths = rnn.pad_packed_sequence(y)
        return (o, lengths, h)


@case
def pack_sequence_helpers():
    s = [values(3, 2), values(5, 2), values(1, 2)]
    p = rnn.pack_sequence(s, enforce_sorted=False)
    return (
        p.data,
        p.batch_sizes,
        p.sorted_indices,
        p.unsorted_indices,
        rnn.pad_sequence(s, batch_first=True),
        *rnn.unpack_sequence(p),
        *rnn.unpad_sequence(rnn.pad_sequence(s), torch.tensor([3, 5, 1])),
        p.to(torch.float64).data,
        torch.tensor(p.is_cuda),
    )


@case
def lstm_eval_hidden():
    m = nn.LSTM(4, 3).eval()
    with torch.no_grad():
        _y, h = m(values(6, 3, 4))
        y2, h2 = m(values(2, 3, 4, seed=3), h)
        return (y2, *h2)


@case
def cells():
    out = []
    for kind in (nn.RNNCell, nn.GRUCell, nn.LSTMCell):
        m = kind(4, 3)
        h = None
        for t in range(3):
            h = m(values(2, 4, seed=t), h)
        h = h if isinstance(h, tuple) else (h,)
        sum(v.sum() for v in h).backward()
        out += [*h, *gradients(m)]
    return out


@case
def clipping():
    m = nn.Sequential(nn.Linear(4, 8), nn.Linear(8, 2))
    m(values(3, 4)).pow(2).sum().backward()
    n1 = nn.utils.clip_grad_norm_(m.parameters(), 0.5)
    n2 = nn.utils.clip_grad_norm_(
        m.parameters(), 0.3, norm_type=float("inf"), error_if_nonfinite=True
    )
    n3 = nn.utils.clip_grad_norm_(next(iter(m.parameters())), 0.1, foreach=False)
    nn.utils.clip_grad_value_(m.parameters(), 0.01)
    n4 = nn.utils.get_total_norm(gradients(m))
    return (n1, n2, n3, n4, *gradients(m))


@case
def averaged_model():
    from torch.optim import swa_utils as S

    m = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Linear(8, 2))
    opt = torch.optim.SGD(m.parameters(), lr=0.1)
    a = S.AveragedModel(m)
    e = S.AveragedModel(m, multi_avg_fn=S.get_ema_multi_avg_fn(0.9), use_buffers=True)
    e2 = S.AveragedModel(m, avg_fn=S.get_ema_avg_fn(0.8))
    sch = S.SWALR(opt, swa_lr=0.05)
    for k in range(3):
        opt.zero_grad()
        m(values(5, 4, seed=k)).pow(2).mean().backward()
        opt.step()
        sch.step()
        a.update_parameters(m)
        e.update_parameters(m)
        e2.update_parameters(m)
    S.update_bn([values(5, 4, seed=k) for k in range(2)], a)
    return (*a.state_dict().values(), *e.state_dict().values(), *e2.state_dict().values())


@case
def weight_norm_old():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        m = nn.utils.weight_norm(nn.Linear(4, 3))
        y = m(values(2, 4))
        y.sum().backward()
        g = gradients(m)
        nn.utils.remove_weight_norm(m)
    return (y, *g, m.weight)


@case
def weight_norm_new():
    m = nn.utils.parametrizations.weight_norm(nn.Conv1d(4, 3, 2), dim=1)
    y = m(values(2, 4, 5))
    y.sum().backward()
    g = gradients(m)
    parametrize.remove_parametrizations(m, "weight")
    return (y, *g, m.weight)


@case
def spectral_norm_old():
    m = nn.utils.spectral_norm(nn.Linear(4, 3))
    y = m(values(2, 4))
    y.sum().backward()
    g = gradients(m)
    m.eval()
    return (y, *g, m(values(2, 4)), m.weight_u)


@case
def spectral_norm_new():
    m = nn.utils.parametrizations.spectral_norm(nn.Conv2d(2, 3, 2))
    y = m(values(2, 2, 4, 4))
    y.sum().backward()
    return (y, *gradients(m), *m.buffers())


@case
def orthogonal():
    out = []
    for k in ("matrix_exp", "cayley", "householder"):
        m = nn.utils.parametrizations.orthogonal(nn.Linear(3, 3), orthogonal_map=k)
        y = m(values(2, 3))
        y.pow(3).sum().backward()
        out += [y, m.weight @ m.weight.t(), *gradients(m)]
    return out


@case
def parametrizations():
    m = nn.Linear(3, 3)
    parametrize.register_parametrization(m, "weight", _Sym())
    A = values(3, 3)
    m.weight = A + A.t()
    with parametrize.cached():
        y = m(values(2, 3)) + m.weight.sum()
    y.sum().backward()
    return (y, m.weight, *gradients(m))


@case
def pruning():
    from torch.nn.utils import prune

    m = nn.Linear(4, 4)
    prune.l1_unstructured(m, "weight", amount=0.5)
    prune.ln_structured(m, "weight", amount=0.25, n=2, dim=0)
    y = m(values(2, 4))
    y.sum().backward()
    g = m.weight_orig.grad
    prune.remove(m, "weight")
    return (y, g, m.weight)


@case
def vectors():
    m = nn.Linear(2, 2)
    v = nn.utils.parameters_to_vector(m.parameters())
    nn.utils.vector_to_parameters(v * 2, m.parameters())
    return (v, *m.parameters(), m(values(1, 2)))


@case
def vector_grad():
    m = nn.Linear(2, 2)
    v = nn.utils.parameters_to_vector(m.parameters())
    (v**2).sum().backward()
    return gradients(m)


@case
def fused_conv_bn():
    c, b = (nn.Conv2d(1, 2, 3).eval(), nn.BatchNorm2d(2).eval())
    return nn.utils.fuse_conv_bn_eval(c, b)(values(1, 1, 5, 5))


@case
def skip_init():
    m = nn.utils.skip_init(nn.Linear, 2, 2)
    nn.init.ones_(m.weight)
    nn.init.zeros_(m.bias)
    return m(values(1, 2))


@case
def stateless_and_swap():
    m = nn.Linear(2, 2)
    with torch.nn.utils.stateless._reparametrize_module(m, {"weight": torch.ones(2, 2)}):
        a = m(values(1, 2))
    return (a, m(values(1, 2)))


@case
def swap_tensors():
    torch.__future__.set_swap_module_params_on_conversion(True)
    try:
        m = nn.Linear(2, 2)
        m.double()
        m.load_state_dict({k: torch.ones_like(v) for k, v in m.state_dict().items()})
    finally:
        torch.__future__.set_swap_module_params_on_conversion(False)
    a, b = (values(2), values(3))
    torch.utils.swap_tensors(a, b)
    return (*m.parameters(), a, b)


@case
def optimizers_state_moves():
    m = nn.Linear(2, 2)
    o = torch.optim.AdamW(m.parameters())
    m(values(3, 2)).sum().backward()
    o.step()
    s = o.state_dict()
    n = nn.Linear(2, 2)
    n.load_state_dict(m.state_dict())
    p = torch.optim.AdamW(n.parameters())
    p.load_state_dict(s)
    for q in n.parameters():
        q.grad = torch.ones_like(q)
    p.step()
    p.zero_grad(set_to_none=False)
    sch = torch.optim.lr_scheduler.OneCycleLR(p, 0.1, total_steps=5)
    sch.step()
    return (*n.parameters(), *gradients(n), [sch.get_last_lr()[0]])


# what PyTorch itself computes with there, on purpose: comparisons, printing, workers
UNWATCHED = set()


@pytest.mark.parametrize("name", CASES)
def test_gives_what_it_gives_natively(target, name):
    assert_same_on(target, CASES[name], watch=name not in UNWATCHED)
