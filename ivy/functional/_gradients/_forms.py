"""Building blocks of gradient rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy._core import dtypes, ops


def is_complex(x: Any) -> bool:
    return dtypes.is_complex(ops.dtype(x))


def conj(x: Any) -> Any:
    """The conjugate; `x` itself if real."""
    return ops.conj(x) if is_complex(x) else x


def times(g: Any, derivative: Any) -> Any:
    """`g` times the conjugate of a derivative."""
    return ops.multiply(g, conj(derivative))


def zeros_like(x: Any) -> Any:
    return ops.zeros(tuple(x.shape), dtype=ops.dtype(x))


def ones_like(x: Any) -> Any:
    return ops.ones(tuple(x.shape), dtype=ops.dtype(x))


def as_zero(x: Any) -> Any:
    """A 0-d zero of the dtype of `x`."""
    return ops.zeros((), dtype=ops.dtype(x))


def cast(mask: Any, like: Any) -> Any:
    """A mask as numbers of the dtype of `like`."""
    return ops.astype(mask, ops.dtype(like))


def masked(g: Any, mask: Any) -> Any:
    """`g` where `mask` holds, 0 elsewhere."""
    return ops.where(mask, g, as_zero(g))


def summed_to(g: Any, shape: tuple[int, ...]) -> Any:
    """`g` summed over the axes along which an array of `shape` was broadcast."""
    have, shape = tuple(g.shape), tuple(shape)
    if have == shape:
        return g
    extra = len(have) - len(shape)
    axes = [a for a in range(len(have)) if a < extra or (shape[a - extra] == 1 and have[a] != 1)]
    return ops.reshape(ops.sum(g, axis=tuple(axes)) if axes else g, shape)


def unary(derivative: Callable) -> Callable:
    """A rule from `derivative(x, out)`."""
    return lambda g, out, x: times(g, derivative(x, out))


def binary(first: Callable | None, second: Callable | None) -> tuple:
    """Rules from `f(g, out, x1, x2)`, whose results are summed to the shapes of operands."""

    def of_first(g: Any, out: Any, x1: Any, x2: Any) -> Any:
        return summed_to(first(g, out, x1, x2), x1.shape) if first else None

    def of_second(g: Any, out: Any, x1: Any, x2: Any) -> Any:
        return summed_to(second(g, out, x1, x2), x2.shape) if second else None

    return of_first if first else None, of_second if second else None
