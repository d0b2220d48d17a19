"""One step of an optimizer for one parameter, as PyTorch's fused kernels take it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _opmath as opmath


def unscaled(gradient: Any, grad_scale: Any) -> Any:
    """The gradient as it is before the scaling of mixed precision."""
    if grad_scale is None:
        return gradient
    return ivy.divide(gradient, to.cast(grad_scale, ivy.dtype(gradient)))


def is_zero(x: Any) -> bool:
    """Whether a number is 0 and known to be, so that its term may be left out."""
    return type(x) in (int, float) and x == 0


def decayed(gradient: Any, parameter: Any, weight_decay: Any, maximize: bool) -> Any:
    """The gradient to go down by, the pull to 0 included."""
    gradient = -gradient if maximize else gradient
    if is_zero(weight_decay):
        return gradient
    return ivy.add(gradient, parameter * weight_decay)


def shrunk(parameter: Any, by: Any) -> Any:
    """The parameter after a decay that the gradient does not see."""
    if is_zero(by):
        return parameter
    return ivy.subtract(parameter, ivy.multiply(parameter, like(by, parameter)))


def like(x: Any, other: Any) -> Any:
    """The number or 0-d array `x` in the dtype of `other`."""
    return to.cast(x, ivy.dtype(other))


def unless(found_inf: Any, new: tuple, old: tuple) -> tuple:
    """`new`, or `old` if the gradients are not finite."""
    if found_inf is None:
        return new
    skip = ivy.not_equal(found_inf, 0)
    return tuple(ivy.where(skip, o, n) for n, o in zip(new, old, strict=True))


def _wide(x: Any) -> Any:
    return to.cast(x, dtypes.float64)


def adam(
    state: tuple, gradient: Any, step: Any, lr: Any, betas: tuple, eps: Any, amsgrad: bool
) -> tuple:
    """Parameter, mean, mean of squares (and its maximum) after a step; corrections in float64."""
    parameter, mean, squares, *largest = state
    mean = ivy.add(mean, ivy.subtract(gradient, mean) * like(1 - betas[0], mean))
    of_new = ivy.multiply(ivy.square(gradient), like(1 - betas[1], squares))
    squares = ivy.add(ivy.multiply(squares, like(betas[1], squares)), of_new)
    corrections = [1 - ivy.pow(_wide(beta), _wide(step)) for beta in betas]
    if amsgrad:
        largest = [ivy.maximum(largest[0], squares)]
    size = ivy.sqrt(largest[0] if amsgrad else squares)
    size = ivy.divide(size, like(ivy.sqrt(corrections[1]), size)) + eps
    rate = like(ivy.divide(_wide(lr), corrections[0]), mean)
    parameter = ivy.subtract(parameter, ivy.divide(ivy.multiply(mean, rate), size))
    return (parameter, mean, squares, *largest)


def adagrad(state: tuple, gradient: Any, step: Any, lr: Any, lr_decay: Any, eps: Any) -> tuple:
    """Parameter and sum of squares after a step."""
    parameter, total = state
    total = ivy.add(total, ivy.square(gradient))
    rate = ivy.divide(_wide(lr), 1 + (_wide(step) - 1) * lr_decay)
    move = ivy.divide(ivy.multiply(gradient, like(rate, gradient)), ivy.sqrt(total) + eps)
    return ivy.subtract(parameter, move), total


def sgd(
    state: tuple, gradient: Any, lr: Any, momentum: Any, dampening: Any, nesterov: bool, first: bool
) -> tuple:
    """Parameter (and momentum, if there is one) after a step."""
    parameter, *buffer = state
    if buffer:
        new = gradient * (1 - dampening)
        buffer = [gradient if first else ivy.add(buffer[0] * momentum, new)]
        gradient = ivy.add(gradient, buffer[0] * momentum) if nesterov else buffer[0]
    moved = ivy.subtract(parameter, ivy.multiply(gradient, like(lr, gradient)))
    return (moved, *buffer)


def run(
    step: Callable, states: list, grads: list, counts: list, grad_scale: Any, found_inf: Any
) -> tuple[list[list], list]:
    """`step(state, gradient, count)` for each parameter: the new states, column by column, and the
    gradients. Numbers of 16 bits are computed in float32; what is not finite changes nothing.
    """
    gradients = [unscaled(g, grad_scale) for g in grads]
    rows = []
    for old, gradient, count in zip(zip(*states, strict=True), gradients, counts, strict=True):
        new = step(tuple(map(opmath.widen, old)), opmath.widen(gradient), count)
        new = tuple(to.cast(n, ivy.dtype(o)) for n, o in zip(new, old, strict=True))
        rows.append(unless(found_inf, new, old))
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in states]
    return columns, gradients
