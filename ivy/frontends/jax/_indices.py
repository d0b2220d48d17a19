"""`x[index]` and `x.at[index]` of JAX's arrays: NumPy's indices, but never an error out of bounds.

A read out of bounds takes the nearest element (or a fill value, depending on the mode), a write out of
bounds is dropped.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _indexing
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax._numpy._rules import JaxRules

_RULES = JaxRules()
_BOUNDS = {"promise_in_bounds": "clip", "clip": "clip", "fill": "drop", "drop": "drop"}


def _bounds(mode: Any, otherwise: str) -> str:
    if mode is None:
        return otherwise
    name = mode if isinstance(mode, str) else mode.name.lower().removesuffix("_or_drop")
    if name not in _BOUNDS:
        raise ValueError(f'Unknown gather mode "{mode}"')
    return _BOUNDS[name]


def _parsed(index: Any, shape: tuple[int, ...]) -> _indexing.Parts:
    """The static and the dynamic part of an index; integers out of bounds become arrays.

    An array has its bounds treated by `bounds`, a static integer has not.
    """
    items = index if isinstance(index, tuple) else (index,)
    if any(isinstance(i, list) for i in items):
        raise TypeError("Using a non-tuple sequence for multidimensional indexing is not allowed")
    items = tuple(
        ivy.asarray(i, dtype=dtypes.int64) if _may_be_outside(i, shape) else i for i in items
    )
    return _indexing.parsed(_RULES, items, shape)


def _may_be_outside(item: Any, shape: tuple[int, ...]) -> bool:
    is_integer = isinstance(item, int) and type(item) is not bool
    return is_integer and abs(item) >= min(shape, default=0)


def _read(x: Any, index: Any, bounds: str) -> Any:
    basic, arrays = _parsed(index, tuple(x.shape))
    part = ivy.slice_(x, basic) if basic else x
    if all(a is None for a in arrays):
        return part
    return ivy.get_index(part, arrays, bounds=bounds)


def _places(x: Any, index: Any, bounds: str) -> Any:
    """The positions that an index selects in the flattened array; -1 out of bounds."""
    shape = tuple(x.shape)
    count = ivy.reshape(ivy.arange(1, math.prod(shape) + 1, dtype=dtypes.int64), shape)
    return _read(count, index, bounds) - 1


def getitem(
    x: Any,
    index: Any,
    *,
    indices_are_sorted: bool = False,
    unique_indices: bool = False,
    mode: Any = None,
    fill_value: Any = None,
) -> Any:
    """`x.at[index].get(mode=, fill_value=)`."""
    x, bounds = to.array(x), _bounds(mode, "clip")
    if bounds == "clip":
        return _read(x, index, "clip")
    found, dtype = _read(x, index, "clip"), ivy.dtype(x)
    if fill_value is None:
        low, high = (0, 0) if dtypes.category(dtype) > 1 else dtypes.limits(dtype)
        fill_value = math.nan if dtypes.category(dtype) > 1 else high if dtype.kind in "ub" else low
    outside = ivy.less(_places(x, index, "drop"), 0)
    return ivy.where(outside, to.cast(fill_value, dtype), found)


def _written(reduction: str) -> Callable:
    def write(
        x: Any,
        index: Any,
        values: Any,
        *,
        indices_are_sorted: bool = False,
        unique_indices: bool = False,
        mode: Any = None,
        wrap_negative_indices: bool = True,
    ) -> Any:
        x = to.array(x)
        at = _places(x, index, _bounds(mode, "drop"))
        values = to.cast(to.array(values), ivy.dtype(x))
        if np.broadcast_shapes(tuple(values.shape), tuple(at.shape)) != tuple(at.shape):
            raise ValueError(
                f"Incompatible shapes for broadcasting: {tuple(values.shape)} and {tuple(at.shape)}"
            )
        if 0 in at.shape:
            return x
        values = ivy.reshape(ivy.broadcast_to(values, tuple(at.shape)), (-1,))
        flat = ivy.set_index(
            ivy.reshape(x, (-1,)),
            [ivy.reshape(at, (-1,))],
            values,
            reduction=reduction,
            bounds="drop",
        )
        return ivy.reshape(flat, tuple(x.shape))

    return write


set_ = _written("set")
add = _written("add")
multiply = _written("multiply")
minimum = _written("minimum")
maximum = _written("maximum")


def subtract(x: Any, index: Any, values: Any, **options: Any) -> Any:
    """`x.at[index].subtract(values)`."""
    values = to.cast(to.array(values), ivy.dtype(to.array(x)))
    return add(x, index, ivy.negative(values), **options)


def _factors(x: Any, index: Any, values: Any, options: dict[str, Any]) -> Any:
    one = ivy.ones(tuple(x.shape), dtype=ivy.dtype(to.array(values)))
    return multiply(one, index, values, **options)


def divide(x: Any, index: Any, values: Any, **options: Any) -> Any:
    """`x.at[index].divide(values)`."""
    x, by = to.promote_inexact(x, _factors(x, index, values, options))
    return ivy.divide(x, by)


def power(x: Any, index: Any, values: Any, **options: Any) -> Any:
    """`x.at[index].power(values)`."""
    x, by = to.promote(x, _factors(x, index, values, options))
    return ivy.pow(x, by)


def apply(x: Any, index: Any, func: Callable, **options: Any) -> Any:
    """`x.at[index].apply(func)`."""
    x = to.array(x)
    there = ivy.zeros(tuple(x.shape), dtype=dtypes.int32)
    there = set_(there, index, ivy.ones((), dtype=dtypes.int32), **options)
    return ivy.where(ivy.not_equal(there, 0), to.cast(to.array(func(x)), ivy.dtype(x)), x)
