"""`torch.nn.functional`: distances, and losses made of them."""

import ivy.frontends.torch as torch
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED
from ivy.frontends.torch.standalone._composed._losses import REDUCTIONS as _REDUCTIONS
from ivy.frontends.torch.standalone._composed._losses import old_style as _old_style
from ivy.frontends.torch.standalone._composed._losses import reduced as _reduced


def hinge_embedding_loss(
    input, target, margin=1.0, size_average=None, reduce=None, reduction="mean"
):
    zero = torch.zeros_like(input)
    far = torch.where(target != 1, (margin - input).clamp_min(0), zero)
    near = torch.where(target != -1, input, zero)
    return _reduced(far + near, _old_style(size_average, reduce, reduction))


def margin_ranking_loss(
    input1, input2, target, margin=0, size_average=None, reduce=None, reduction="mean"
):
    if not input1.ndim == input2.ndim == target.ndim:
        raise RuntimeError(
            f"margin_ranking_loss : All input tensors should have same dimension but got sizes: "
            f"input1: {input1.shape}, input2: {input2.shape}, target: {target.shape} "
        )
    loss = (-target * (input1 - input2) + margin).clamp_min(0)
    return _reduced(loss, _old_style(size_average, reduce, reduction))


def cosine_similarity(x1, x2, dim=1, eps=1e-8):
    dtype = torch.promote_types(x1.dtype, x2.dtype)
    if not (torch.zeros((), dtype=dtype).is_floating_point()):
        raise RuntimeError(
            "expected common dtype to be floating point, yet common dtype is " + dtype.name
        )
    x1, x2 = torch.broadcast_tensors(x1.to(dtype), x2.to(dtype))
    a = x1 / torch.linalg.vector_norm(x1, 2, dim, True).clamp_min(eps)
    b = x2 / torch.linalg.vector_norm(x2, 2, dim, True).clamp_min(eps)
    return (a * b).sum(dim)


def cosine_embedding_loss(
    input1, input2, target, margin=0, size_average=None, reduce=None, reduction="mean"
):
    if target.ndim + 1 != input1.ndim or target.ndim + 1 != input2.ndim:
        raise RuntimeError(
            f"{target.ndim}D target tensor expects {target.ndim + 1}D input tensors, but found "
            f"inputs with sizes {list(input1.shape)} and {list(input2.shape)}."
        )
    eps = 1e-12
    product = (input1 * input2).sum(-1)
    lengths = ((input1 * input1).sum(-1) + eps) * ((input2 * input2).sum(-1) + eps)
    cosine = product / lengths.sqrt()
    zero = torch.zeros_like(cosine)
    near = torch.where(target == 1, 1 - cosine, zero)
    far = torch.where(target == -1, (cosine - margin).clamp_min(0), zero)
    return _reduced(near + far, _old_style(size_average, reduce, reduction))


def pairwise_distance(x1, x2, p=2.0, eps=1e-6, keepdim=False):
    return torch.linalg.vector_norm(x1 - x2 + eps, p, -1, keepdim)


def pdist(input, p=2.0):
    if input.ndim != 2:
        raise RuntimeError(f"pdist only supports 2D tensors, got: {input.ndim}D")
    if p < 0:
        raise RuntimeError("pdist only supports non-negative p values")
    return torch.ops.aten._pdist_forward(input, p)


def triplet_margin_loss(
    anchor,
    positive,
    negative,
    margin=1.0,
    p=2,
    eps=1e-6,
    swap=False,
    size_average=None,
    reduce=None,
    reduction="mean",
):
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    if not anchor.ndim == positive.ndim == negative.ndim:
        raise RuntimeError(
            "The anchor, positive, and negative tensors are expected to have the same number "
            "of dimensions"
        )
    distance = lambda a, b: pairwise_distance(a, b, p, eps)  # noqa: E731
    return _triplet(
        anchor,
        positive,
        negative,
        distance,
        margin,
        swap,
        _old_style(size_average, reduce, reduction),
    )


def triplet_margin_with_distance_loss(
    anchor, positive, negative, *, distance_function=None, margin=1.0, swap=False, reduction="mean"
):
    if reduction not in _REDUCTIONS:
        raise ValueError(f"{reduction} is not a valid value for reduction")
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    distance = pairwise_distance if distance_function is None else distance_function
    return _triplet(anchor, positive, negative, distance, margin, swap, reduction)


def _triplet(anchor, positive, negative, distance, margin, swap, reduction):
    near, far = distance(anchor, positive), distance(anchor, negative)
    if swap:
        far = torch.minimum(far, distance(positive, negative))
    return _reduced((near - far + margin).clamp_min(0), reduction)


_publish.publish(__name__, native="torch.nn.functional", registry=COMPOSED)
