"""Shape and dtype rules of ops: from the arguments of a call to the shape or dtype of its result.

A rule takes the arguments of the call. For shape rules, arrays are anything with `shape` and
`dtype` (an `ivy.DType`); for dtype rules, each array is replaced by its dtype (Python numbers
stay). The rules of an op with several results return tuples. `ivy._core.inference` applies them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeGuard

import numpy as np

from ivy._core import dtypes
from ivy._core.dtypes import DType

Shape = tuple[int, ...]


def is_dtype(x: object) -> TypeGuard[DType]:
    """Whether `x` is a dtype."""
    return isinstance(x, np.dtype)


def _shape(x: Any) -> Shape:
    return tuple(getattr(x, "shape", ()))


def same(x: Any, *_: Any, **__: Any) -> Any:
    """Shape or dtype of the first argument."""
    return x if is_dtype(x) else _shape(x)


def same_as_second(_: Any, x: Any, *__: Any, **___: Any) -> Any:
    """Shape or dtype of the second argument."""
    return same(x)


def of_view(function: Callable[..., Any]) -> Callable[..., Any]:
    """Shape rule of an op that NumPy computes as a view: applied to an array without memory."""

    def rule(x: Any, *args: Any, **options: Any) -> Shape:
        return function(np.broadcast_to(np.empty(()), _shape(x)), *args, **options).shape

    return rule


def several(axis: int | Sequence[int]) -> tuple[int, ...]:
    """One or several axes as a tuple."""
    return (axis,) if isinstance(axis, int) else tuple(axis)


def broadcast(*args: Any, **_: Any) -> Shape:
    """Broadcast shape of all arguments."""
    return np.broadcast_shapes(*map(_shape, args))


def _axes(axis: int | Sequence[int] | None, ndim: int) -> tuple[int, ...]:
    if axis is None:
        return tuple(range(ndim))
    return tuple(a % max(ndim, 1) for a in several(axis))


def reduce(x: Any, *_: Any, axis: Any = None, keepdims: bool = False, **__: Any) -> Shape:
    """Shape of `x` without `axis` (of length 1 with `keepdims`)."""
    shape, axes = _shape(x), _axes(axis, len(_shape(x)))
    if keepdims:
        return tuple(1 if i in axes else n for i, n in enumerate(shape))
    return tuple(n for i, n in enumerate(shape) if i not in axes)


def given(shape: Any, *_: Any, **__: Any) -> Shape:
    """The first argument, a shape."""
    return (shape,) if isinstance(shape, int) else tuple(shape)


def given_second(_: Any, shape: Any, *__: Any, **___: Any) -> Shape:
    """The second argument, a shape."""
    return (shape,) if isinstance(shape, int) else tuple(shape)


def promote(*args: Any, **_: Any) -> DType:
    """Common dtype of all arguments; Python numbers do not count."""
    return functools.reduce(np.promote_types, filter(is_dtype, args))


def floating(*args: Any, **_: Any) -> DType:
    """As `promote`, for ops that take floating dtypes only."""
    return promote(*args)


def boolean(*_: Any, **__: Any) -> DType:
    """bool."""
    return dtypes.bool_


def index(*_: Any, **__: Any) -> DType:
    """int64, the dtype of indices."""
    return dtypes.int64


def real(x: DType, *_: Any, **__: Any) -> DType:
    """Real dtype of `x`."""
    return dtypes.real_of(x)


def named(*_: Any, dtype: Any = None, **__: Any) -> DType:
    """The keyword `dtype`."""
    return dtype


def named_second(_: Any, dtype: Any, *__: Any, **___: Any) -> DType:
    """The second argument, a dtype."""
    return dtype


def axes_behind(indices: Sequence[Any], ndim: int) -> int:
    """Number of axes of `x[indices]` after those of the index arrays, for `x` of `ndim` axes.

    Index arrays separated by whole axes (None) put their axes first.
    """
    used = [axis for axis, index in enumerate(indices) if index is not None]
    together = not used or used[-1] - used[0] == len(used) - 1
    return ndim - 1 - used[-1] if used and together else ndim - len(used)
