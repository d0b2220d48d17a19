"""Functions that reduce, accumulate or compare along axes. `axis=None` means all of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ivy import functional
from ivy._array import boundary, pointwise, promotion
from ivy._array.boundary import Axes, standard
from ivy._array.indexing import normal_axes, normal_axis
from ivy._core import dtypes
from ivy._core.dtypes import DType


def _total(dtype: DType) -> DType:
    """The dtype of sums: integers add up in 64 bits, of their own signedness."""
    if dtype == dtypes.bool_:
        return dtypes.int64
    if dtypes.is_integral(dtype):
        return dtypes.uint64 if dtype.kind == "u" else dtypes.int64
    return dtype


def _over(axis: Axes, x: Any) -> Axes:
    """Axes counted from the front, a single one or None as it is: frameworks are faster then."""
    if axis is None:
        return None
    return normal_axis(axis, x.ndim) if type(axis) is int else normal_axes(axis, x.ndim)


def _summable(x: Any, dtype: DType | None) -> Any:
    found = functional.dtype(x)
    wanted = dtype or _total(found)
    return x if found == wanted else functional.astype(x, wanted)


def _truth(x: Any) -> Any:
    is_bool = functional.dtype(x) == dtypes.bool_
    return x if is_bool else functional.astype(x, dtypes.bool_)


@standard
def all(x: Any, /, *, axis: Axes = None, keepdims: bool = False) -> Any:
    """Whether all elements are true (nonzero).

    >>> import ivy
    >>> bool(ivy.all(ivy.asarray([True, False])))
    False
    """
    return functional.all(_truth(x), axis=_over(axis, x), keepdims=keepdims)


@standard
def any(x: Any, /, *, axis: Axes = None, keepdims: bool = False) -> Any:
    """Whether one element is true (nonzero).

    >>> import ivy
    >>> bool(ivy.any(ivy.asarray([True, False])))
    True
    """
    return functional.any(_truth(x), axis=_over(axis, x), keepdims=keepdims)


@standard
def count_nonzero(x: Any, /, *, axis: Axes = None, keepdims: bool = False) -> Any:
    """The number of nonzero elements.

    >>> import ivy
    >>> int(ivy.count_nonzero(ivy.asarray([0, 3, 4])))
    2
    """
    ones = functional.astype(_truth(x), dtypes.int64)
    return functional.sum(ones, axis=_over(axis, x), keepdims=keepdims)


def _cumulative(name: str, x: Any, axis: int | None, dtype: Any, include_initial: bool) -> Any:
    if axis is None:
        if x.ndim > 1:
            raise ValueError(f"ivy.{name} needs an axis for an array of several axes.")
        axis = 0
    if not x.ndim:
        x = functional.reshape(x, (1,))
    axis = normal_axis(axis, x.ndim)
    pointwise.check(name, functional.dtype(x), "ifc")
    x = _summable(x, dtype)
    sums = name == "cumulative_sum"
    if include_initial:
        shape = tuple(1 if i == axis else n for i, n in enumerate(x.shape))
        first = functional.zeros if sums else functional.ones
        x = functional.concat([first(shape, dtype=functional.dtype(x)), x], axis=axis)
    return (functional.cumsum if sums else functional.cumprod)(x, axis=axis)


@standard
def cumulative_prod(
    x: Any,
    /,
    *,
    axis: int | None = None,
    dtype: DType | None = None,
    include_initial: bool = False,
) -> Any:
    """Products of the elements up to each position, after a 1 if `include_initial`.

    >>> import ivy
    >>> ivy.cumulative_prod(ivy.asarray([1, 2, 3])).tolist()
    [1, 2, 6]
    """
    return _cumulative("cumulative_prod", x, axis, dtype, include_initial)


@standard
def cumulative_sum(
    x: Any,
    /,
    *,
    axis: int | None = None,
    dtype: DType | None = None,
    include_initial: bool = False,
) -> Any:
    """Sums of the elements up to each position, after a 0 if `include_initial`.

    >>> import ivy
    >>> ivy.cumulative_sum(ivy.asarray([1, 2, 3]), include_initial=True).tolist()
    [0, 1, 3, 6]
    """
    return _cumulative("cumulative_sum", x, axis, dtype, include_initial)


@standard
def diff(x: Any, /, *, axis: int = -1, n: int = 1, prepend: Any = None, append: Any = None) -> Any:
    """The differences of neighbours along an axis, `n` times over.

    >>> import ivy
    >>> ivy.diff(ivy.asarray([1, 4, 9, 16]), n=2).tolist()
    [2, 2]
    """
    axis = normal_axis(axis, x.ndim)
    parts = [part for part in (prepend, x, append) if part is not None]
    if len(parts) > 1:
        x = functional.concat(parts, axis=axis)
    before = (slice(None),) * axis
    for _ in range(n):
        size = x.shape[axis]
        later = functional.slice_(x, (*before, slice(1 if size else 0, size)))
        earlier = functional.slice_(x, (*before, slice(0, size - 1 if size else 0)))
        minus = (
            functional.logical_xor if functional.dtype(x) == dtypes.bool_ else functional.subtract
        )
        x = minus(later, earlier)
    return x


def _extreme(name: str, x: Any, axis: Axes, keepdims: bool) -> Any:
    pointwise.check(name, functional.dtype(x), "if")
    axes = _over(axis, x)
    try:
        return getattr(functional, name)(x, axis=axes, keepdims=keepdims)
    except Exception:  # backends raise different errors
        if 0 not in [x.shape[a] for a in normal_axes(axis, x.ndim)]:
            raise
    raise ValueError(f"ivy.{name}: there is no element along axis {axis} of {tuple(x.shape)}.")


@standard
def max(x: Any, /, *, axis: Axes = None, keepdims: bool = False) -> Any:
    """Largest element; NaN if there is one.

    >>> import ivy
    >>> int(ivy.max(ivy.asarray([1, 3, 2])))
    3
    """
    return _extreme("max", x, axis, keepdims)


@standard
def min(x: Any, /, *, axis: Axes = None, keepdims: bool = False) -> Any:
    """Smallest element; NaN if there is one.

    >>> import ivy
    >>> int(ivy.min(ivy.asarray([1, 3, 2])))
    1
    """
    return _extreme("min", x, axis, keepdims)


@standard
def mean(x: Any, /, *, axis: Axes = None, keepdims: bool = False) -> Any:
    """Arithmetic mean.

    >>> import ivy
    >>> float(ivy.mean(ivy.asarray([1.0, 3.0])))
    2.0
    """
    pointwise.check("mean", functional.dtype(x), "fc")
    return functional.mean(x, axis=_over(axis, x), keepdims=keepdims)


@standard
def prod(
    x: Any, /, *, axis: Axes = None, dtype: DType | None = None, keepdims: bool = False
) -> Any:
    """Product of the elements; integers multiply in 64 bits.

    >>> import ivy
    >>> int(ivy.prod(ivy.asarray([2, 3], dtype=ivy.int8)))
    6
    """
    return functional.prod(_summable(x, dtype), axis=_over(axis, x), keepdims=keepdims)


@standard
def sum(x: Any, /, *, axis: Axes = None, dtype: DType | None = None, keepdims: bool = False) -> Any:
    """Sum of the elements; integers add up in 64 bits.

    >>> import ivy
    >>> int(ivy.sum(ivy.asarray([100, 100], dtype=ivy.int8)))
    200
    """
    return functional.sum(_summable(x, dtype), axis=_over(axis, x), keepdims=keepdims)


def _variance(name: str, x: Any, axis: Axes, correction: float, keepdims: bool) -> Any:
    pointwise.check(name, functional.dtype(x), "f")
    axes = normal_axes(axis, x.ndim)
    count = math.prod(x.shape[a] for a in axes)
    if count <= correction:  # 0/0 and x/0, as in the frameworks
        shape = tuple(
            1 if a in axes else n for a, n in enumerate(x.shape) if keepdims or a not in axes
        )
        return functional.full(shape, math.nan, dtype=functional.dtype(x))
    return functional.var(x, axis=axes, correction=correction, keepdims=keepdims)


@standard
def std(x: Any, /, *, axis: Axes = None, correction: float = 0.0, keepdims: bool = False) -> Any:
    """Standard deviation: the root of the variance.

    >>> import ivy
    >>> float(ivy.std(ivy.asarray([1.0, 3.0])))
    1.0
    """
    return functional.sqrt(_variance("std", x, axis, correction, keepdims))


@standard
def var(x: Any, /, *, axis: Axes = None, correction: float = 0.0, keepdims: bool = False) -> Any:
    """Variance: the squared distance from the mean, summed, divided by count - correction.

    >>> import ivy
    >>> float(ivy.var(ivy.asarray([1.0, 3.0]), correction=1))
    2.0
    """
    return _variance("var", x, axis, correction, keepdims)


@standard
def clip(x: Any, /, min: Any = None, max: Any = None) -> Any:
    """`x` limited to the interval [min, max]; NaN stays NaN.

    >>> import ivy
    >>> ivy.clip(ivy.asarray([-1.0, 0.5, 2.0]), 0.0, 1.0).tolist()
    [0.0, 0.5, 1.0]
    """
    backend, dtype = boundary._current(), functional.dtype(x)
    pointwise.check("clip", dtype, "if")
    for bound, limit in ((min, functional.maximum), (max, functional.minimum)):
        if bound is None:
            continue
        if type(bound) in promotion.NUMBERS:
            promotion.with_number(dtype, type(bound))
            x = _limited(x, bound, limit, dtype)
            continue
        left, right = pointwise.unified("clip", "if", backend, x, bound)
        x = functional.astype(limit(left, right), dtype)
    return x


def _limited(x: Any, bound: Any, limit: Any, dtype: DType) -> Any:
    """`x` limited by a Python number, which may be out of range for an integer dtype."""
    if dtypes.is_integral(dtype):
        lowest, highest = dtypes.limits(dtype)
        bound = lowest if bound < lowest else highest if bound > highest else bound
    return limit(x, functional.constant(np.asarray(bound).astype(dtype)))


__all__ = [
    "all",
    "any",
    "clip",
    "count_nonzero",
    "cumulative_prod",
    "cumulative_sum",
    "diff",
    "max",
    "mean",
    "min",
    "prod",
    "std",
    "sum",
    "var",
]
