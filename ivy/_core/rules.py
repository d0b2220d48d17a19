"""Shape and dtype rules of ops: from the arguments of a call to the shape or dtype of its result.

A rule is called with the call's own arguments. Shape rules get arrays, or what has their `shape` and
`dtype` (an `ivy.DType`); dtype rules get each array replaced by its dtype (Python numbers stay). An
op with several results has a tuple of both. `ivy._core.inference` asks them.
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
    """The shape, or the dtype, of the first argument."""
    return x if is_dtype(x) else _shape(x)


def same_as_second(_: Any, x: Any, *__: Any, **___: Any) -> Any:
    """The shape, or the dtype, of the second argument."""
    return same(x)


def of_view(function: Callable[..., Any]) -> Callable[..., Any]:
    """The rule of an op of which NumPy has a view: it is taken of an array without memory."""

    def rule(x: Any, *args: Any, **options: Any) -> Shape:
        return function(np.broadcast_to(np.empty(()), _shape(x)), *args, **options).shape

    return rule


def several(axis: int | Sequence[int]) -> tuple[int, ...]:
    """One axis or several as a tuple."""
    return (axis,) if isinstance(axis, int) else tuple(axis)


def broadcast(*args: Any, **_: Any) -> Shape:
    """The broadcast shape of all arguments."""
    return np.broadcast_shapes(*map(_shape, args))


def _axes(axis: int | Sequence[int] | None, ndim: int) -> tuple[int, ...]:
    if axis is None:
        return tuple(range(ndim))
    return tuple(a % max(ndim, 1) for a in several(axis))


def reduce(x: Any, *_: Any, axis: Any = None, keepdims: bool = False, **__: Any) -> Shape:
    """The shape of `x` without `axis` (with ones there if `keepdims`)."""
    shape, axes = _shape(x), _axes(axis, len(_shape(x)))
    if keepdims:
        return tuple(1 if i in axes else n for i, n in enumerate(shape))
    return tuple(n for i, n in enumerate(shape) if i not in axes)


def given(shape: Any, *_: Any, **__: Any) -> Shape:
    """The shape that the call names as its first argument."""
    return (shape,) if isinstance(shape, int) else tuple(shape)


def given_second(_: Any, shape: Any, *__: Any, **___: Any) -> Shape:
    """The shape that the call names as its second argument."""
    return (shape,) if isinstance(shape, int) else tuple(shape)


def promote(*args: Any, **_: Any) -> DType:
    """The common dtype of all arguments; Python numbers do not count."""
    return functools.reduce(np.promote_types, filter(is_dtype, args))


def floating(*args: Any, **_: Any) -> DType:
    """As `promote`; the op takes floating dtypes only."""
    return promote(*args)


def boolean(*_: Any, **__: Any) -> DType:
    """bool."""
    return dtypes.bool_


def index(*_: Any, **__: Any) -> DType:
    """int64, the dtype of positions."""
    return dtypes.int64


def real(x: DType, *_: Any, **__: Any) -> DType:
    """The real dtype of `x`."""
    return dtypes.real_of(x)


def named(*_: Any, dtype: Any = None, **__: Any) -> DType:
    """The dtype that the call names."""
    return dtype


def named_second(_: Any, dtype: Any, *__: Any, **___: Any) -> DType:
    """The dtype that the call names as its second argument."""
    return dtype


def axes_behind(indices: Sequence[Any], ndim: int) -> int:
    """How many axes of `x[indices]` follow those of the index arrays; `x` has `ndim`.

    Index arrays with whole axes (None) between them put theirs first.
    """
    used = [axis for axis, index in enumerate(indices) if index is not None]
    together = not used or used[-1] - used[0] == len(used) - 1
    return ndim - 1 - used[-1] if used and together else ndim - len(used)
