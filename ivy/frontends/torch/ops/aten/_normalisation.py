"""Normalisation by batch, layer and group, and the gradients.

All are one formula: elements are standardised over some axes, then scaled and shifted by weights.
16-bit floats are computed in float32. Statistics come back in the dtype of the parameters.
"""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _opmath as opmath


def _statistics_dtype(input, *parameters):
    return next((ivy.dtype(p) for p in parameters if p is not None), ivy.dtype(input))


def _moments(x, axes, eps):
    """Mean, variance and 1 / sqrt(variance + eps) over `axes`, which stay as axes of length 1."""
    mean = ivy.mean(x, axis=axes, keepdims=True)
    var = ivy.mean(ivy.square(x - mean), axis=axes, keepdims=True)
    return mean, var, ivy.divide(1.0, ivy.sqrt(var + eps))


def _scaled(x, weight, bias):
    """`x * weight + bias`, each of the two optional."""
    if weight is not None:
        x = x * weight
    return x if bias is None else x + bias


def _shaped(parameter, shape):
    """A parameter in the dtype of the computation, its axes where `shape` has them."""
    return None if parameter is None else ivy.reshape(opmath.widen(parameter), shape)


def _input_gradient(grad, standard, rstd, axes):
    """The gradient of the input of a standardisation over `axes`, from that of its output."""
    mean = ivy.mean(grad, axis=axes, keepdims=True)
    slope = ivy.mean(grad * standard, axis=axes, keepdims=True)
    return (grad - mean - standard * slope) * rstd


def _parameter_gradients(grad, standard, axes, shape, mask):
    """The gradients of weight and bias, summed over `axes`; None where `mask` does not ask."""
    weight = ivy.sum(grad * standard, axis=axes) if mask[0] else None
    bias = ivy.sum(grad, axis=axes) if mask[1] else None
    return [None if g is None else ivy.reshape(g, shape) for g in (weight, bias)]


def _channels(ndim):
    """All axes but that of channels, and the shape in which one number per channel broadcasts."""
    return (0, *range(2, ndim)), (1, -1) + (1,) * (ndim - 2)


# -- batch


def _native_batch_norm_legit_functional(
    input, weight, bias, running_mean, running_var, training, momentum, eps
):
    out, mean, invstd, var = _batch_norm(
        input, weight, bias, running_mean, running_var, training, eps
    )
    if not training:
        return out, mean, invstd, running_mean, running_var
    count = math.prod(input.shape) // max(input.shape[1], 1)
    # one element has no unbiased variance: 0 * inf makes the NaN of PyTorch's 0 / 0
    unbiased = var * (count / (count - 1) if count > 1 else math.inf)
    dtype = _statistics_dtype(input, weight, bias, running_mean, running_var)
    return (
        out,
        to.cast(mean, dtype),
        to.cast(invstd, dtype),
        _moved(running_mean, mean, momentum),
        _moved(running_var, unbiased, momentum),
    )


def _native_batch_norm_legit(input, weight, bias, training, momentum, eps):
    # the overload without running statistics; the other one is written with the functional form
    return _native_batch_norm_legit_functional(
        input, weight, bias, None, None, training, momentum, eps
    )[:3]


def _batch_norm(input, weight, bias, running_mean, running_var, training, eps):
    """The output, and the mean, 1 / standard deviation and variance of a batch (else empty)."""
    axes, shape = _channels(input.ndim)
    x, weight, bias = opmath.widen(input), _shaped(weight, shape), _shaped(bias, shape)
    if training:
        mean, var, invstd = _moments(x, axes, eps)
    else:
        mean, var = _shaped(running_mean, shape), _shaped(running_var, shape)
        invstd = ivy.divide(1.0, ivy.sqrt(var + eps))
    scale = invstd if weight is None else invstd * weight
    shift = -mean * scale if bias is None else bias - mean * scale
    out = to.cast(x * scale + shift, ivy.dtype(input))
    if training:
        return out, *(ivy.reshape(v, (-1,)) for v in (mean, invstd, var))
    dtype = _statistics_dtype(input, running_mean)
    return out, *(ivy.zeros((0,), dtype=dtype) for _ in range(3))


def _moved(running, new, momentum):
    """A running statistic after a step towards `new`."""
    if running is None:
        return None
    moved = opmath.widen(running) * (1 - momentum) + new * momentum
    return to.cast(moved, ivy.dtype(running))


def native_batch_norm_backward(
    grad_out,
    input,
    weight,
    running_mean,
    running_var,
    save_mean,
    save_invstd,
    train,
    eps,
    output_mask,
):
    axes, shape = _channels(input.ndim)
    grad, x = opmath.widen(grad_out), opmath.widen(input)
    if train:
        mean, invstd = _shaped(save_mean, shape), _shaped(save_invstd, shape)
    else:
        mean = _shaped(running_mean, shape)
        invstd = ivy.divide(1.0, ivy.sqrt(_shaped(running_var, shape) + eps))
    standard = (x - mean) * invstd
    scale = invstd if weight is None else invstd * _shaped(weight, shape)
    grad_input = None
    if output_mask[0]:
        grad_input = _input_gradient(grad, standard, scale, axes) if train else grad * scale
    parameters = _parameter_gradients(grad, standard, axes, (-1,), output_mask[1:])
    dtype = _statistics_dtype(input, weight)
    return (
        opmath.narrow(grad_input, ivy.dtype(input)),
        *(opmath.narrow(g, dtype) for g in parameters),
    )


def _batch_norm_with_update_functional(
    input, weight, bias, running_mean, running_var, momentum, eps
):
    out, mean, invstd, *running = _native_batch_norm_legit_functional(
        input, weight, bias, running_mean, running_var, True, momentum, eps
    )
    return out, mean, invstd, ivy.zeros((0,), dtype=dtypes.uint8), *running


def _batch_norm_no_update(input, weight, bias, running_mean, running_var, momentum, eps):
    out, mean, invstd, _, _ = _native_batch_norm_legit_functional(
        input, weight, bias, running_mean, running_var, False, momentum, eps
    )
    return out, mean, invstd, ivy.zeros((0,), dtype=dtypes.uint8)


def batch_norm_backward(
    grad_out,
    input,
    weight,
    running_mean,
    running_var,
    save_mean,
    save_var,
    update,
    eps,
    output_mask,
    reserve,
):
    return native_batch_norm_backward(
        grad_out,
        input,
        weight,
        running_mean,
        running_var,
        save_mean,
        save_var,
        update,
        eps,
        output_mask,
    )


# -- layer


def _layer(input, normalized_shape):
    """The leading and the normalised axes."""
    lead = input.ndim - len(normalized_shape)
    if tuple(input.shape[lead:]) != tuple(normalized_shape):
        raise ValueError(f"{input.shape} does not end in {normalized_shape}")
    return tuple(range(lead)), tuple(range(lead, input.ndim))


def native_layer_norm(input, normalized_shape, weight, bias, eps):
    _, axes = _layer(input, normalized_shape)
    mean, _, rstd = _moments(opmath.widen(input), axes, eps)
    standard = (opmath.widen(input) - mean) * rstd
    out = _scaled(standard, opmath.widen(weight), opmath.widen(bias))
    dtype = _statistics_dtype(input, weight, bias)
    return to.cast(out, ivy.dtype(input)), to.cast(mean, dtype), to.cast(rstd, dtype)


def native_layer_norm_backward(
    grad_out, input, normalized_shape, mean, rstd, weight, bias, output_mask
):
    lead, axes = _layer(input, normalized_shape)
    grad = opmath.widen(grad_out)
    rstd = opmath.widen(rstd)
    standard = (opmath.widen(input) - opmath.widen(mean)) * rstd
    grad_input = None
    if output_mask[0]:
        scaled = _scaled(grad, opmath.widen(weight), None)
        grad_input = to.cast(_input_gradient(scaled, standard, rstd, axes), ivy.dtype(input))
    parameters = _parameter_gradients(grad, standard, lead, normalized_shape, output_mask[1:])
    dtype = _statistics_dtype(input, weight, bias)
    return grad_input, *(opmath.narrow(g, dtype) for g in parameters)


# -- group


def _grouped(x, groups):
    """Batch, group, channel of a group, elements of a channel."""
    batch, channels = x.shape[:2]
    size = math.prod(x.shape[2:])
    return ivy.reshape(opmath.widen(x), (batch, groups, channels // groups, size))


def native_group_norm(input, weight, bias, N, C, HxW, group, eps):
    x = _grouped(input, group)
    mean, _, rstd = _moments(x, (2, 3), eps)
    shape = (1, group, C // group, 1)
    out = _scaled((x - mean) * rstd, _shaped(weight, shape), _shaped(bias, shape))
    out = to.cast(ivy.reshape(out, input.shape), ivy.dtype(input))
    dtype = _statistics_dtype(input, weight, bias)
    return out, *(to.cast(ivy.reshape(v, (N, group)), dtype) for v in (mean, rstd))


def native_group_norm_backward(grad_out, input, mean, rstd, weight, N, C, HxW, group, output_mask):
    grad, rstd = _grouped(grad_out, group), _shaped(rstd, (N, group, 1, 1))
    standard = (_grouped(input, group) - _shaped(mean, (N, group, 1, 1))) * rstd
    grad_input = None
    if output_mask[0]:
        scaled = _scaled(grad, _shaped(weight, (1, group, C // group, 1)), None)
        grad_input = ivy.reshape(_input_gradient(scaled, standard, rstd, (2, 3)), input.shape)
    parameters = _parameter_gradients(grad, standard, (0, 3), (C,), output_mask[1:])
    dtype = _statistics_dtype(input, weight)
    return (
        opmath.narrow(grad_input, ivy.dtype(input)),
        *(opmath.narrow(g, dtype) for g in parameters),
    )


_publish.publish(__name__, native="torch.ops.aten")
