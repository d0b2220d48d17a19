"""Ops that reduce or accumulate along axes (`axis=None`: all of them)."""

from __future__ import annotations

from collections.abc import Sequence

from ivy._core import rules
from ivy._core.op import Array, Scalar, composite, primitive


@primitive(shape=rules.reduce, dtype=rules.boolean)
def all(x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Array:
    """Whether all elements are true (nonzero)."""
    ...


@primitive(shape=rules.reduce, dtype=rules.boolean)
def any(x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Array:
    """Whether one element is true (nonzero)."""
    ...


@primitive(shape=rules.reduce, dtype=rules.index)
def argmax(x: Array, /, *, axis: int | None = None, keepdims: bool = False) -> Array:
    """Position of the first largest element; a NaN counts as largest."""
    ...


@primitive(shape=rules.reduce, dtype=rules.index)
def argmin(x: Array, /, *, axis: int | None = None, keepdims: bool = False) -> Array:
    """Position of the first smallest element; a NaN counts as smallest."""
    ...


@primitive(shape=rules.same, dtype=rules.same)
def cumprod(x: Array, /, *, axis: int) -> Array:
    """Products of the elements up to each position."""
    ...


@primitive(shape=rules.same, dtype=rules.same)
def cumsum(x: Array, /, *, axis: int) -> Array:
    """Sums of the elements up to each position."""
    ...


@primitive(shape=rules.reduce, dtype=rules.same)
def max(x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Array:
    """Largest element; NaN if there is one."""
    ...


@primitive(shape=rules.reduce, dtype=rules.floating)
def mean(x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Array:
    """Arithmetic mean."""
    ...


@primitive(shape=rules.reduce, dtype=rules.same)
def min(x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Array:
    """Smallest element; NaN if there is one."""
    ...


@primitive(shape=rules.reduce, dtype=rules.same)
def prod(x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Array:
    """Product of the elements, in the dtype of `x`."""
    ...


@composite(shape=rules.reduce, dtype=rules.real)
def var(
    x: Array,
    /,
    *,
    axis: int | Sequence[int] | None = None,
    correction: Scalar = 0.0,
    keepdims: bool = False,
) -> Array:
    """Variance: the squared distance from the mean, summed and divided by count - correction."""
    from ivy.functional import elementwise

    shape = rules.reduce(x, axis=axis, keepdims=True)
    count = 1
    for n, m in zip(x.shape, shape, strict=True):
        count *= n // m if m else 1
    centred = elementwise.subtract(x, mean(x, axis=axis, keepdims=True))
    squares = elementwise.real(elementwise.multiply(centred, elementwise.conj(centred)))
    divisor = count - correction if count > correction else 0.0
    total = sum(squares, axis=axis, keepdims=keepdims)
    return elementwise.divide(total, float(divisor))


@primitive(shape=rules.reduce, dtype=rules.same)
def sum(x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Array:
    """Sum of the elements, in the dtype of `x`."""
    ...
