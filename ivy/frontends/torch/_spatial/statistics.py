"""Normalisation by batch, layer and group, and the gradients.

All are one formula: elements are standardised over some axes, then scaled and shifted by weights.
16-bit floats are computed in float32. Statistics come back in the dtype of the parameters.
"""

import math

from ivy import functional as ivy
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _opmath as opmath


def dtype_of_statistics(input, *parameters):
    return next((ivy.dtype(p) for p in parameters if p is not None), ivy.dtype(input))


def moments(x, axes, eps):
    """Mean, variance and 1 / sqrt(variance + eps) over `axes`, which stay as axes of length 1."""
    mean = ivy.mean(x, axis=axes, keepdims=True)
    var = ivy.mean(ivy.square(x - mean), axis=axes, keepdims=True)
    return mean, var, ivy.divide(1.0, ivy.sqrt(var + eps))


def scaled(x, weight, bias):
    """`x * weight + bias`, each of the two optional."""
    if weight is not None:
        x = x * weight
    return x if bias is None else x + bias


def shaped(parameter, shape):
    """A parameter in the dtype of the computation, its axes where `shape` has them."""
    return None if parameter is None else ivy.reshape(opmath.widen(parameter), shape)


def input_gradient(grad, standard, rstd, axes):
    """The gradient of the input of a standardisation over `axes`, from that of its output."""
    mean = ivy.mean(grad, axis=axes, keepdims=True)
    slope = ivy.mean(grad * standard, axis=axes, keepdims=True)
    return (grad - mean - standard * slope) * rstd


def parameter_gradients(grad, standard, axes, shape, mask):
    """The gradients of weight and bias, summed over `axes`; None where `mask` does not ask."""
    weight = ivy.sum(grad * standard, axis=axes) if mask[0] else None
    bias = ivy.sum(grad, axis=axes) if mask[1] else None
    return [None if g is None else ivy.reshape(g, shape) for g in (weight, bias)]


def channels(ndim):
    """All axes but that of channels, and the shape in which one number per channel broadcasts."""
    return (0, *range(2, ndim)), (1, -1) + (1,) * (ndim - 2)


def batch_norm(input, weight, bias, running_mean, running_var, training, eps):
    """The output, and the mean, 1 / standard deviation and variance of a batch (else empty)."""
    axes, shape = channels(input.ndim)
    dtype = dtype_of_statistics(input, weight, bias, running_mean, running_var)
    x, weight, bias = opmath.widen(input), shaped(weight, shape), shaped(bias, shape)
    if training:
        mean, var, invstd = moments(x, axes, eps)
        if opmath.wide(dtype) != dtype:
            mean, var, invstd = _kept(mean, var, eps, math.prod(input.shape), dtype)
    else:
        mean, var = shaped(running_mean, shape), shaped(running_var, shape)
        invstd = ivy.divide(1.0, ivy.sqrt(var + eps))
    scale = invstd if weight is None else invstd * weight
    shift = -mean * scale if bias is None else bias - mean * scale
    out = to.cast(x * scale + shift, ivy.dtype(input))
    if training:
        return out, *(ivy.reshape(v, (-1,)) for v in (mean, invstd, var))
    dtype = dtype_of_statistics(input, running_mean)
    return out, *(ivy.zeros((0,), dtype=dtype) for _ in range(3))


def _kept(mean, var, eps, count, dtype):
    """Mean, variance and 1 / standard deviation as a kernel keeps them that has 16 bits for each."""
    count //= max(mean.shape[1], 1)
    mean, squares = opmath.rounded(mean, dtype), opmath.rounded(var * count, dtype)
    var = squares / count
    return mean, var, opmath.rounded(ivy.divide(1.0, ivy.sqrt(var + eps)), dtype)


def moved(running, new, momentum):
    """A running statistic after a step towards `new`."""
    if running is None:
        return None
    moved = opmath.widen(running) * (1 - momentum) + new * momentum
    return to.cast(moved, ivy.dtype(running))


def layer(input, normalized_shape):
    """The leading and the normalised axes."""
    lead = input.ndim - len(normalized_shape)
    if tuple(input.shape[lead:]) != tuple(normalized_shape):
        raise ValueError(f"{input.shape} does not end in {normalized_shape}")
    return tuple(range(lead)), tuple(range(lead, input.ndim))


def grouped(x, groups):
    """Batch, group, channel of a group, elements of a channel."""
    batch, channels = x.shape[:2]
    size = math.prod(x.shape[2:])
    return ivy.reshape(opmath.widen(x), (batch, groups, channels // groups, size))
