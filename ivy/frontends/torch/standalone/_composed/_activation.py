"""`torch.nn.functional`: activations, normalisation and encodings."""

import math

import ivy.frontends.torch as torch
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED


def _demand_float(x, name):
    if not (x.is_floating_point() or x.is_complex()):
        raise NotImplementedError(f'"{name}" not implemented for {x.dtype.name}')


def elu(input, alpha=1.0, inplace=False):
    _demand_float(input, "elu_cpu")
    return given(torch.ops.aten.elu(input, alpha), input, inplace)


def selu(input, inplace=False):
    _demand_float(input, "elu_cpu")
    out = torch.ops.aten.elu(input, 1.6732632423543772, 1.0507009873554805)
    return given(out, input, inplace)


def relu6(input, inplace=False):
    if input.dtype == torch.bool:
        raise RuntimeError('"hardtanh" not implemented for bool')
    return given(torch.nn.functional.hardtanh(input, 0.0, 6.0), input, inplace)


def given(result, input, inplace):
    return input.copy_(result) if inplace else result


def logsigmoid(input):
    _demand_float(input, "log_sigmoid_cpu")
    return torch.ops.aten.log_sigmoid_forward(input)[0]


def prelu(input, weight):
    if weight.numel() != 1:
        if not input.ndim:
            raise RuntimeError("Not allow zero-dim input tensor.")
        channels = input.shape[1] if input.ndim > 1 else 1
        if channels != weight.numel():
            raise RuntimeError(
                f"Mismatch of parameter numbers and input channel size. Found parameter numbers = "
                f"{weight.numel()} and channel size = {channels}."
            )
    if weight.ndim > 1:
        raise RuntimeError(
            f"prelu: Expected `weight` to be a scalar or 1D tensor, but got: ndim = {weight.ndim}"
        )
    if weight.ndim and input.ndim > 1:
        weight = weight.reshape([1, -1] + [1] * (input.ndim - 2))
    elif not input.ndim:
        weight = weight.reshape(())
    return torch.ops.aten._prelu_kernel(input, weight)


def softmin(input, dim=None, _stacklevel=3, dtype=None):
    return torch.softmax(-input, dim, dtype)


def softsign(input):
    return input / (input.abs() + 1)


def tanhshrink(input):
    return input - input.tanh()


def gumbel_softmax(logits, tau=1, hard=False, eps=1e-10, dim=-1):
    noise = -torch.empty_like(logits).exponential_().log()
    soft = torch.softmax((logits + noise) / tau, dim)
    if not hard:
        return soft
    at = soft.max(dim, keepdim=True)[1]
    return torch.zeros_like(logits).scatter(dim, at, 1.0)


def normalize(input, p=2.0, dim=1, eps=1e-12, out=None):
    length = torch.linalg.vector_norm(input, p, dim, True).clamp_min(eps)
    return torch.div(input, length.expand_as(input), out=out)


def batch_norm(
    input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5
):
    if training:
        count = math.prod(input.shape) // max(input.shape[1], 1)
        if count == 1:
            raise ValueError(
                f"Expected more than 1 value per channel when training, got input size {input.shape}"
            )
    elif running_mean is None or running_var is None:
        raise RuntimeError("running_mean must be defined in evaluation mode")
    for given in (running_mean, running_var, weight, bias):
        if given is not None and given.numel() != input.shape[1]:
            raise RuntimeError(
                f"running_mean should contain {input.shape[1]} elements not {given.numel()}"
            )
    out, _, _, *moved = torch.ops.aten._native_batch_norm_legit_functional(
        input, weight, bias, running_mean, running_var, training, momentum, eps
    )
    if training and running_mean is not None:
        running_mean.copy_(moved[0])
        running_var.copy_(moved[1])
    return out


def group_norm(input, num_groups, weight=None, bias=None, eps=1e-05):
    if input.ndim < 2:
        raise RuntimeError(
            f"Expected at least 2 dimensions for input tensor but received {input.ndim}"
        )
    count, channels = input.shape[:2]
    if num_groups <= 0 or channels % num_groups:
        raise RuntimeError(
            f"Expected number of channels in input to be divisible by num_groups, but got input of "
            f"shape {list(input.shape)} and num_groups={num_groups}"
        )
    rest = math.prod(input.shape[2:])
    return torch.ops.aten.native_group_norm(
        input, weight, bias, count, channels, rest, num_groups, eps
    )[0]


def instance_norm(
    input,
    running_mean=None,
    running_var=None,
    weight=None,
    bias=None,
    use_input_stats=True,
    momentum=0.1,
    eps=1e-5,
):
    if use_input_stats and math.prod(input.shape[2:]) == 1:
        raise ValueError(
            f"Expected more than 1 spatial element when training, got input size {input.shape}"
        )
    batch, channels = input.shape[:2]
    many = lambda x: None if x is None else x.repeat(batch)  # noqa: E731
    mean, var = many(running_mean), many(running_var)
    out = torch.nn.functional.batch_norm(
        input.reshape(1, batch * channels, *input.shape[2:]),
        mean,
        var,
        many(weight),
        many(bias),
        use_input_stats,
        momentum,
        eps,
    )
    if use_input_stats and running_mean is not None:
        running_mean.copy_(mean.reshape(batch, channels).mean(0))
        running_var.copy_(var.reshape(batch, channels).mean(0))
    return out.reshape(input.shape)


def rms_norm(input, normalized_shape, weight=None, eps=None):
    if not normalized_shape:
        raise RuntimeError(
            "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one "
            f"element, but got normalized_shape = {list(normalized_shape)}"
        )
    if list(input.shape[input.ndim - len(normalized_shape) :]) != list(normalized_shape):
        raise RuntimeError(
            f"Given normalized_shape={list(normalized_shape)}, expected input with shape "
            f"[*, {list(normalized_shape)}], but got input of size{list(input.shape)}"
        )
    import numpy as np

    wide = input.to(torch.float32) if input.dtype.itemsize == 2 else input
    eps = float(np.finfo(wide.dtype).eps) if eps is None else eps
    axes = list(range(-len(normalized_shape), 0))
    out = wide * torch.rsqrt((wide * wide).mean(axes, keepdim=True) + eps)
    return (out if weight is None else out * weight).to(input.dtype)


def local_response_norm(input, size, alpha=1e-4, beta=0.75, k=1.0):
    if input.ndim < 3:
        raise ValueError(
            f"Expected 3D or higher dimensionality input (got {input.ndim} dimensions)"
        )
    if not input.numel():
        return input
    square = input * input
    padded = torch.constant_pad_nd(
        square, [0, 0] * (input.ndim - 2) + [size // 2, (size - 1) // 2], 0
    )
    windows = padded.unfold(1, size, 1)
    if input.is_floating_point():
        mean = windows.mean(-1)
    else:  # pooling divides integers without a remainder
        mean = windows.sum(-1).div(size, rounding_mode="trunc")
    return input / (mean * alpha + k) ** beta


def embedding(
    input,
    weight,
    padding_idx=None,
    max_norm=None,
    norm_type=2.0,
    scale_grad_by_freq=False,
    sparse=False,
):
    if input.dtype not in (torch.int64, torch.int32):
        raise RuntimeError(
            f"Expected tensor for argument #1 'indices' to have one of the following scalar types: "
            f"Long, Int; but got {input.dtype} instead (while checking arguments for embedding)"
        )
    if padding_idx is not None and not -weight.shape[0] <= padding_idx < weight.shape[0]:
        raise AssertionError("Padding_idx must be within num_embeddings")
    if max_norm is not None:
        weight.copy_(torch.ops.aten.embedding_renorm(weight, input, max_norm, norm_type))
    return torch.ops.aten.embedding(weight, input)


def embedding_bag(
    input,
    weight,
    offsets=None,
    max_norm=None,
    norm_type=2,
    scale_grad_by_freq=False,
    mode="mean",
    sparse=False,
    per_sample_weights=None,
    include_last_offset=False,
    padding_idx=None,
):
    if weight.dtype == torch.int64 and input.is_floating_point():  # the order of old versions
        input, weight = weight, input
    modes = ("sum", "mean", "max")
    if mode not in modes:
        raise ValueError("mode has to be one of sum, mean or max")
    if per_sample_weights is not None and mode != "sum":
        raise NotImplementedError(
            "embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for "
            f"mode='sum' (got mode='{mode}')."
        )
    if input.ndim == 2:
        if offsets is not None:
            raise ValueError("if input is 2D, then offsets has to be None")
        offsets = torch.arange(0, input.numel(), input.shape[1], dtype=input.dtype)
        weights = per_sample_weights
        per_sample_weights = None if weights is None else weights.reshape(-1)
        input = input.reshape(-1)
    elif input.ndim != 1:
        raise ValueError(
            f"input has to be 1D or 2D Tensor, but got Tensor of dimension {input.ndim}"
        )
    elif offsets is None:
        raise ValueError("offsets has to be a 1D Tensor but got None")
    elif offsets.ndim != 1:
        raise ValueError("offsets has to be a 1D Tensor")
    if max_norm is not None:
        weight.copy_(torch.ops.aten.embedding_renorm(weight, input, max_norm, norm_type))
    padding = -1 if padding_idx is None else padding_idx % weight.shape[0]
    return torch.ops.aten._embedding_bag(
        weight,
        input,
        offsets,
        scale_grad_by_freq,
        modes.index(mode),
        sparse,
        per_sample_weights,
        include_last_offset,
        padding,
    )[0]


def bilinear(input1, input2, weight, bias=None):
    if input1.shape[:-1] != input2.shape[:-1]:
        raise RuntimeError("bilinear(): input batch dimensions do not match")
    if input1.shape[-1] != weight.shape[1] or input2.shape[-1] != weight.shape[2]:
        raise RuntimeError("bilinear(): input size does not match weight size")
    out = torch.einsum(
        "bi,oij,bj->bo",
        input1.reshape(-1, input1.shape[-1]),
        weight,
        input2.reshape(-1, input2.shape[-1]),
    )
    out = out if bias is None else out + bias
    return out.reshape(*input1.shape[:-1], weight.shape[0])


_publish.publish(__name__, native="torch.nn.functional", helpers=[given], registry=COMPOSED)
