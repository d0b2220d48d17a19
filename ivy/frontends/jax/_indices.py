"""`x[index]` and `x.at[index]` of JAX's arrays: NumPy's indices, of which none is ever out of bounds.

A read outside takes the nearest element (or a fill value, if the mode says so), a write outside does
nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax._numpy._space import JaxNumPy


class _Positions(JaxNumPy):
    """NumPy's indices without the check of bounds."""

    def _check_position(self, position: Any, length: int, axis: int) -> None:
        pass

    def _inside(self, at: Any, length: int, axis: int) -> Any:
        at = ivy.astype(at, dtypes.int64)
        return ivy.where(ivy.less(at, 0), ivy.add(at, length), at)

    def parsed(self, index: Any, shape: tuple[int, ...]) -> Any:
        """The two halves of an index; integers outside are arrays, which have bounds of a kind."""
        items = index if isinstance(index, tuple) else (index,)
        if any(isinstance(i, list) for i in items):
            raise TypeError(
                "Using a non-tuple sequence for multidimensional indexing is not allowed"
            )
        if any(isinstance(i, int) and type(i) is not bool for i in items):
            items = tuple(
                ivy.asarray(i, dtype=dtypes.int64)
                if isinstance(i, int) and type(i) is not bool and abs(i) >= min(shape, default=0)
                else i
                for i in items
            )
        return super().parsed(items, shape)


_POSITIONS = _Positions()
_BOUNDS = {"promise_in_bounds": "clip", "clip": "clip", "fill": "drop", "drop": "drop"}


def _bounds(mode: Any, otherwise: str) -> str:
    if mode is None:
        return otherwise
    name = mode if isinstance(mode, str) else mode.name.lower().removesuffix("_or_drop")
    if name not in _BOUNDS:
        raise ValueError(f'Unknown gather mode "{mode}"')
    return _BOUNDS[name]


def _read(x: Any, index: Any, bounds: str) -> Any:
    basic, arrays = _POSITIONS.parsed(index, tuple(x.shape))
    part = ivy.slice_(x, basic) if basic else x
    if all(a is None for a in arrays):
        return part
    return ivy.get_index(part, arrays, bounds=bounds)


def _places(x: Any, index: Any, bounds: str) -> Any:
    """The positions in the flattened array that an index means; -1 where it is outside."""
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
