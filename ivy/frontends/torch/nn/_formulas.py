"""Pieces of formulas that functions and their gradients share."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _opmath as opmath


def halves(x, dim):
    """The first and the second half along `dim`."""
    dim %= x.ndim
    middle = x.shape[dim] // 2
    before = (slice(None),) * dim
    return (
        ivy.slice_(x, (*before, slice(0, middle))),
        ivy.slice_(x, (*before, slice(middle, None))),
    )


def log1p_exp(x):
    """log(1 + exp(x)) without overflow."""
    return ivy.logaddexp(x, ivy.zeros((), dtype=ivy.dtype(x)))


def reduce_loss(loss: Any, reduction: int) -> Any:
    """The losses of all elements, their mean or their sum, for PyTorch's codes 0, 1, 2."""
    if reduction == 0:
        return loss
    return ivy.mean(loss) if reduction == 1 else ivy.sum(loss)


def share(grad_output: Any, shape: tuple, reduction: int) -> Any:
    """What each element gets of the gradient of a reduced loss."""
    count = float(math.prod(shape) or 1)
    return ivy.divide(grad_output, count) if reduction == 1 else grad_output


def require_fractions(x: Any, name: str) -> Any:
    """`x`, whose elements must be between 0 and 1."""
    holds = ivy.logical_and(ivy.greater_equal(x, 0), ivy.less_equal(x, 1))
    message = f"all elements of {name} should be between 0 and 1"
    return ivy.require(x, holds, message=message, error=RuntimeError)


def gelu_slope_tanh(x: Any) -> Any:
    """The derivative of the approximate gelu."""
    scale, cubic = math.sqrt(2 / math.pi), 0.044715
    squares = ivy.square(x)
    squashed = ivy.tanh(ivy.multiply(x, squares * cubic + 1) * scale)
    inner = ivy.multiply(squares * (3 * cubic) + 1, x) * scale
    slope = ivy.multiply(1 - ivy.square(squashed), inner)
    return ivy.add(squashed + 1, slope) * 0.5


def zero_where(condition: Any, x: Any) -> Any:
    """`x` with zeros where `condition` holds."""
    return ivy.where(condition, ivy.zeros((), dtype=ivy.dtype(x)), x)


def along(normalise: Callable, x: Any, dim: int) -> Any:
    """`normalise(x, axis=dim)`, also of a 0-d or empty array."""
    if 0 in x.shape:
        return x
    return (
        normalise(x, axis=dim)
        if x.ndim
        else ivy.reshape(normalise(ivy.reshape(x, (1,)), axis=0), ())
    )


def weighted_rest(grad_output: Any, weights: Any, dim: int) -> Any:
    """The sum of gradients along `dim`, given to each element by its weight."""
    total = ivy.sum(grad_output, axis=dim, keepdims=True) if weights.ndim else grad_output
    return ivy.multiply(weights, total)


def widen_mask(mask: Any, shape: tuple, mask_type: int | None) -> Any:
    """A mask by query and key (0) or batch and key (1), for scores by batch, head, query, key."""
    if mask_type == 0:
        mask = ivy.reshape(mask, (1,) * (len(shape) - 2) + shape[-2:])
    elif mask_type == 1:
        mask = ivy.reshape(mask, (shape[0], 1, 1, shape[-1]))
    return ivy.broadcast_to(mask, tuple(shape))


def huber(distance: Any, delta: Any) -> Any:
    """Half the square up to `delta`, from there on a line."""
    size = ivy.abs(distance)
    return ivy.where(size <= delta, ivy.square(size) * 0.5, (size - delta * 0.5) * delta)


def smooth(distance: Any, beta: Any) -> Any:
    """Half the square by `beta` below it, from there on a line of slope 1."""
    if beta < 0:
        raise RuntimeError("smooth_l1_loss does not support negative values for beta.")
    size = ivy.abs(distance)
    return ivy.where(size < beta, ivy.square(size) * 0.5 / beta, size - beta * 0.5)


def smooth_slope(distance: Any, beta: Any) -> Any:
    """The derivative of `smooth`."""
    return ivy.where(ivy.abs(distance) < beta, distance / beta, ivy.sign(distance))


def weigh(x: Any, weight: Any) -> Any:
    """`x` times `weight`, if there is one."""
    return x if weight is None else ivy.multiply(x, weight)


def class_axis(scores: Any) -> int:
    """The axis of classes in the scores of a classification loss."""
    return 0 if scores.ndim == 1 else 1


def class_numbers(scores: Any, axis: int) -> Any:
    """0, 1, 2, ... along the axis of classes."""
    numbers = ivy.arange(0, scores.shape[axis], dtype=dtypes.int64)
    return lie_along(numbers, axis, scores.ndim)


def lie_along(x: Any, axis: int, ndim: int) -> Any:
    """A vector as an array of `ndim` axes that lies along `axis`."""
    return ivy.reshape(x, (1,) * axis + tuple(x.shape) + (1,) * (ndim - axis - 1))


def norm(x: Any, order: float) -> Any:
    """The norm of each vector along the last axis."""
    if order == math.inf:
        return ivy.max(ivy.abs(x), axis=-1) if x.shape[-1] else ivy.sum(x, axis=-1)
    if order == -math.inf:
        return ivy.min(ivy.abs(x), axis=-1)
    total = power_sum(x, order, axis=-1)
    if order == 2:
        return ivy.sqrt(total)
    return total if order in (0, 1) else ivy.pow(total, 1 / order)


def whole_norm(x: Any, order: float, dtype: Any = None) -> Any:
    """The norm of all elements; of 16-bit ones in float32, rounded once."""
    dtype = dtype or ivy.dtype(ivy.abs(x))
    wide = to.cast(x, opmath.wide(dtype))
    return opmath.narrow(norm(ivy.reshape(wide, (-1,)), order), dtype)


def power_sum(x: Any, order: float, axis: int | None = None) -> Any:
    """The sum of |x| to the power of `order`."""
    if order == 0:
        return ivy.sum(ivy.astype(ivy.not_equal(x, 0), ivy.dtype(ivy.abs(x))), axis=axis)
    size = ivy.abs(x)
    if order == 2:
        size = ivy.square(size)
    elif order != 1:
        size = ivy.pow(size, order)
    return ivy.sum(size, axis=axis)
