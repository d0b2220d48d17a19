"""`torch.nn.functional`: losses and distances."""

import math

import ivy.frontends.torch as torch
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED

REDUCTIONS = {"none": 0, "mean": 1, "sum": 2}


def _code(reduction):
    if reduction not in REDUCTIONS:
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return REDUCTIONS[reduction]


def reduced(loss, reduction):
    """The losses of all elements, reduced: none, mean or sum."""
    code = _code(reduction)
    return loss if code == 0 else loss.mean() if code == 1 else loss.sum()


def old_style(size_average, reduce, reduction):
    """The `reduction` that replaced the two deprecated flags."""
    if size_average is None and reduce is None:
        return reduction
    if reduce is False:
        return "none"
    return "mean" if size_average in (None, True) else "sum"


def _pairwise(kernel):
    """`f(input, target, size_average=None, reduce=None, reduction='mean')` of an ATen loss."""

    def function(input, target, size_average=None, reduce=None, reduction="mean"):
        code = _code(old_style(size_average, reduce, reduction))
        input, target = torch.broadcast_tensors(input, target)
        dtype = torch.promote_types(input.dtype, target.dtype)
        return getattr(torch.ops.aten, kernel)(input.to(dtype), target.to(dtype), code)

    return function


soft_margin_loss = _pairwise("soft_margin_loss")


def mse_loss(input, target, size_average=None, reduce=None, reduction="mean", weight=None):
    code = _code(old_style(size_average, reduce, reduction))
    input, target = torch.broadcast_tensors(input, target)
    if weight is not None:
        loss = torch.square(input - target) * weight
        return loss.sum() / weight.expand_as(input).sum() if code == 1 else reduced(loss, reduction)
    dtype = torch.promote_types(input.dtype, target.dtype)
    return torch.ops.aten.mse_loss(input.to(dtype), target.to(dtype), code)


def l1_loss(input, target, size_average=None, reduce=None, reduction="mean", weight=None):
    reduction = old_style(size_average, reduce, reduction)
    input, target = torch.broadcast_tensors(input, target)
    loss = (input - target).abs()
    if weight is not None:
        loss = loss * weight
        if reduction == "mean":
            return loss.sum() / weight.expand_as(input).sum()
    return reduced(loss, reduction)


def huber_loss(input, target, reduction="mean", delta=1.0, weight=None):
    if delta <= 0:
        raise RuntimeError("huber_loss does not support non-positive values for delta.")
    input, target = torch.broadcast_tensors(input, target)
    if weight is None:
        return torch.ops.aten.huber_loss(input, target, _code(reduction), delta)
    loss = torch.ops.aten.huber_loss(input, target, 0, delta) * weight
    return (
        loss.sum() / weight.expand_as(input).sum()
        if reduction == "mean"
        else reduced(loss, reduction)
    )


def smooth_l1_loss(input, target, size_average=None, reduce=None, reduction="mean", beta=1.0):
    reduction = old_style(size_average, reduce, reduction)
    if beta < 0:
        raise RuntimeError("smooth_l1_loss does not support negative values for beta.")
    input, target = torch.broadcast_tensors(input, target)
    if beta == 0:
        return l1_loss(input, target, reduction=reduction)
    return torch.ops.aten.smooth_l1_loss(input, target, _code(reduction), beta)


def binary_cross_entropy(
    input, target, weight=None, size_average=None, reduce=None, reduction="mean"
):
    code = _code(old_style(size_average, reduce, reduction))
    if input.shape != target.shape:
        raise ValueError(
            f"Using a target size ({target.shape}) that is different to the input size "
            f"({input.shape}) is deprecated. Please ensure they have the same size."
        )
    if not bool(((input >= 0) & (input <= 1)).all()):
        raise RuntimeError("all elements of input should be between 0 and 1")
    if weight is not None:
        weight = weight.expand(torch.broadcast_shapes(target.shape, weight.shape))
    return torch.ops.aten.binary_cross_entropy(input, target, weight, code)


def binary_cross_entropy_with_logits(
    input,
    target,
    weight=None,
    size_average=None,
    reduce=None,
    reduction="mean",
    pos_weight=None,
):
    reduction = old_style(size_average, reduce, reduction)
    if input.shape != target.shape:
        raise ValueError(
            f"Target size ({target.shape}) must be the same as input size ({input.shape})"
        )
    rest = (
        logsigmoid(input)
        if pos_weight is None
        else logsigmoid(input) * ((pos_weight - 1) * target + 1)
    )
    loss = (1 - target) * input - rest
    return reduced(loss if weight is None else loss * weight, reduction)


def logsigmoid(input):
    return torch.nn.functional.logsigmoid(input)


def nll_loss(
    input,
    target,
    weight=None,
    size_average=None,
    ignore_index=-100,
    reduce=None,
    reduction="mean",
):
    code = _code(old_style(size_average, reduce, reduction))
    if target.is_floating_point():
        raise RuntimeError(f"expected scalar type Long but found {target.dtype.name}")
    if input.ndim == 0:
        raise RuntimeError("Expected 1 or more dimensions (got 0)")
    axis = 0 if input.ndim == 1 else 1
    shape = (*input.shape[:axis], *input.shape[axis + 1 :])
    if input.ndim > 1 and target.ndim and input.shape[0] != target.shape[0]:
        raise ValueError(
            f"Expected input batch_size ({input.shape[0]}) to match target batch_size "
            f"({target.shape[0]})."
        )
    if tuple(target.shape) != shape:
        raise RuntimeError(
            f"size mismatch (got input: {list(input.shape)} , target: {list(target.shape)})"
        )
    if weight is not None and tuple(weight.shape) != (input.shape[axis],):
        raise RuntimeError(
            f"weight tensor should be defined either for all {input.shape[axis]} classes or no "
            f"classes but got weight tensor of shape: {list(weight.shape)}"
        )
    counted = target[target != ignore_index] if target.ndim else target.reshape(1)
    bad = (counted < 0) | (counted >= input.shape[axis])
    if bool((bad & (counted != ignore_index)).any()):
        raise IndexError("Target is out of bounds.")
    return torch.ops.aten.nll_loss_forward(input, target, weight, code, ignore_index)[0]


def cross_entropy(
    input,
    target,
    weight=None,
    size_average=None,
    ignore_index=-100,
    reduce=None,
    reduction="mean",
    label_smoothing=0.0,
):
    reduction = old_style(size_average, reduce, reduction)
    axis = 0 if input.ndim == 1 else 1
    if label_smoothing < 0 or label_smoothing > 1:
        raise RuntimeError(f"label_smoothing must be between 0.0 and 1.0. Got: {label_smoothing}")
    scores = torch.log_softmax(input, axis)
    if target.shape == input.shape and target.is_floating_point():
        return _soft_entropy(scores, target, weight, reduction, label_smoothing, axis)
    hard = nll_loss(scores, target, weight, ignore_index=ignore_index, reduction=reduction)
    if not label_smoothing:
        return hard
    return _smoothed(hard, scores, target, weight, ignore_index, reduction, label_smoothing, axis)


def linear_cross_entropy(
    input,
    linear_weight,
    target,
    *,
    linear_bias=None,
    weight=None,
    reduction="mean",
    ignore_index=None,
    label_smoothing=0.0,
    options=None,  # chunks that save memory, and change a number by its rounding at most
):
    _demand_linear(input, linear_weight, linear_bias)
    shape = (*input.shape[:-1], *linear_weight.shape[:-1])
    if tuple(target.shape) == shape and ignore_index is not None:
        raise RuntimeError("ignore_index cannot be specified when target contains probabilities")
    rows = linear_weight.reshape(-1, input.shape[-1])
    bias = None if linear_bias is None else linear_bias.reshape(-1)
    return cross_entropy(
        torch.nn.functional.linear(input, rows, bias).reshape(shape),
        target,
        weight,
        ignore_index=-100 if ignore_index is None else ignore_index,
        reduction=reduction,
        label_smoothing=label_smoothing,
    )


def _demand_linear(input, weight, bias):
    if input.ndim not in (1, 2):
        raise RuntimeError(f"expected input with dimensionality 1 or 2, got {input.ndim}")
    if weight.ndim < 2:
        raise RuntimeError(
            f"expected linear_weight with dimensionality at least 2, got {weight.ndim}"
        )
    if input.shape[-1] != weight.shape[-1]:
        raise RuntimeError(
            "expected equal input and linear_weight last dimensions (in_features), got "
            f"{input.shape[-1]} and {weight.shape[-1]}, respectively"
        )
    if bias is not None and bias.shape != weight.shape[:-1]:
        raise RuntimeError(
            f"expected linear_bias shape {tuple(weight.shape[:-1])}, got {tuple(bias.shape)}"
        )
    if weight.ndim > 2 and input.ndim == 1:
        raise RuntimeError(
            f"K-dimensional loss defined by linear_weight shape {tuple(weight.shape)} requires batched "
            f"input, (N, {input.shape[-1]}), got unbatched input with shape {tuple(input.shape)}"
        )


def _class_weights(weight, ndim, axis):
    return weight.reshape([-1 if i == axis else 1 for i in range(ndim)])


def _soft_entropy(scores, target, weight, reduction, smoothing, axis):
    classes = scores.shape[axis]
    if smoothing:
        target = target * (1 - smoothing) + smoothing / classes
    if weight is not None:
        scores = scores * _class_weights(weight, scores.ndim, axis)
    loss = -(scores * target).sum(axis)
    if reduction == "mean":
        return loss.sum() / max(scores.numel() // classes, 1)
    return reduced(loss, reduction)


def _smoothed(hard, scores, target, weight, ignore_index, reduction, smoothing, axis):
    classes = scores.shape[axis]
    weights = None if weight is None else _class_weights(weight, scores.ndim, axis)
    smooth = -(scores if weights is None else scores * weights).sum(axis)
    ignored = target == ignore_index
    smooth = smooth.masked_fill(ignored, 0.0)
    if reduction == "mean":
        if weight is None:
            total = (~ignored).sum().to(smooth.dtype)
        else:
            total = weight[target.masked_fill(ignored, 0)].masked_fill(ignored, 0.0).sum()
        smooth = smooth.sum() / total
    else:
        smooth = reduced(smooth, reduction)
    return hard * (1 - smoothing) + smooth * (smoothing / classes)


def kl_div(input, target, size_average=None, reduce=None, reduction="mean", log_target=False):
    if reduction not in (*REDUCTIONS, "batchmean"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    if log_target:
        loss = target.exp() * (target - input)
    else:
        loss = torch.xlogy(target, target) - target * input
    if reduction == "batchmean":
        return loss.sum() / input.shape[0] if input.ndim else loss.sum()
    return reduced(loss, old_style(size_average, reduce, reduction))


def poisson_nll_loss(
    input,
    target,
    log_input=True,
    full=False,
    size_average=None,
    eps=1e-8,
    reduce=None,
    reduction="mean",
):
    reduction = old_style(size_average, reduce, reduction)
    loss = input.exp() - target * input if log_input else input - target * (input + eps).log()
    if full:
        stirling = target * target.log() - target + 0.5 * (2 * math.pi * target).log()
        loss = loss + stirling.masked_fill(target <= 1, 0)
    return reduced(loss, reduction)


def gaussian_nll_loss(input, target, var, full=False, eps=1e-6, reduction="mean"):
    var = var if hasattr(var, "shape") else var * torch.ones_like(input)
    if bool((var < 0).any()):
        raise ValueError("var has negative entry/entries")
    if var.shape != input.shape:
        if input.shape[:-1] == var.shape:
            var = var.unsqueeze(-1)
        elif input.ndim != var.ndim or any(m not in (1, n) for n, m in zip(input.shape, var.shape)):
            raise ValueError("var is of incorrect size")
    if reduction not in REDUCTIONS:
        raise ValueError(f"{reduction} is not valid")
    var = torch.clamp(var, min=eps)
    loss = 0.5 * (torch.log(var) + (input - target) ** 2 / var)
    return reduced(loss + 0.5 * math.log(2 * math.pi) if full else loss, reduction)


def multi_margin_loss(
    input,
    target,
    p=1,
    margin=1.0,
    weight=None,
    size_average=None,
    reduce=None,
    reduction="mean",
):
    code = _code(old_style(size_average, reduce, reduction))
    if p not in (1, 2):
        raise ValueError("only p == 1 and p == 2 supported")
    if weight is not None and weight.ndim != 1:
        raise ValueError("weight must be one-dimensional")
    return torch.ops.aten.multi_margin_loss(input, target, p, margin, weight, code)


def multilabel_margin_loss(input, target, size_average=None, reduce=None, reduction="mean"):
    code = _code(old_style(size_average, reduce, reduction))
    return torch.ops.aten.multilabel_margin_loss_forward(input, target, code)[0]


def multilabel_soft_margin_loss(
    input, target, weight=None, size_average=None, reduce=None, reduction="mean"
):
    loss = -(target * logsigmoid(input) + (1 - target) * logsigmoid(-input))
    loss = loss if weight is None else loss * weight
    return reduced(loss.sum(-1) / input.shape[-1], old_style(size_average, reduce, reduction))


def ctc_loss(
    log_probs,
    targets,
    input_lengths,
    target_lengths,
    blank=0,
    reduction="mean",
    zero_infinity=False,
):
    code = _code(reduction)
    targets = targets.to(torch.int64)
    lengths = [
        x.tolist() if hasattr(x, "tolist") else list(x) for x in (input_lengths, target_lengths)
    ]
    loss, _ = torch.ops.aten._ctc_loss(log_probs, targets, *lengths, blank, zero_infinity)
    loss = loss.squeeze(0) if log_probs.ndim == 2 else loss
    if zero_infinity:
        loss = torch.where(loss == math.inf, torch.zeros_like(loss), loss)
    if code == 1:
        counts = torch.tensor(lengths[1], dtype=loss.dtype).clamp_min(1)
        return (loss / counts).mean()
    return loss if code == 0 else loss.sum()


_publish.publish(
    __name__,
    native="torch.nn.functional",
    registry=COMPOSED,
    helpers=(logsigmoid, old_style, reduced),
)
