"""Functions that write into an array that they get: `numpy.put`, `numpy.copyto` and their like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import flat, is_sequence
from ivy.frontends.numpy._frontend import write
from ivy.frontends.numpy._ndarray import FRONTEND, _put_back, ndarray
from ivy.frontends.numpy._tables import SPACE


def _copied(dst: Any, src: Any, casting: str = "same_kind", where: Any = True) -> Any:
    new = SPACE.array(src)
    number = ivy.python_kind(src) if not is_sequence(src) else None
    if number is None and not np.can_cast(ivy.dtype(new), ivy.dtype(dst), casting):
        raise TypeError(
            f"Cannot cast array data from {ivy.dtype(new)!r} to {ivy.dtype(dst)!r} according to "
            f"the rule {casting!r}"
        )
    new = SPACE.broadcast_to(SPACE.cast(src if number else new, ivy.dtype(dst)), tuple(dst.shape))
    if where is True:
        return new
    mask = SPACE.broadcast_to(SPACE.cast(SPACE.array(where), dtypes.bool_), tuple(dst.shape))
    return ivy.where(mask, new, dst)


def _placed(arr: Any, mask: Any, vals: Any) -> Any:
    hits = ivy.nonzero(flat(SPACE.cast(SPACE.array(mask), dtypes.bool_)))[0]
    values = flat(SPACE.cast(SPACE.array(vals), ivy.dtype(arr)))
    if not hits.shape[0]:
        return arr
    if not values.shape[0]:
        raise ValueError("Cannot insert from an empty array!")
    return _put_back(arr, hits, SPACE.resize(values, (hits.shape[0],)))


def _masked(a: Any, mask: Any, values: Any) -> Any:
    mask = SPACE.cast(SPACE.array(mask), dtypes.bool_)
    if SPACE.size(mask) != SPACE.size(a):
        raise ValueError("putmask: mask and data must be the same size")
    values = flat(SPACE.cast(SPACE.array(values), ivy.dtype(a)))
    values = ivy.reshape(SPACE.resize(values, (SPACE.size(a),)), tuple(a.shape))
    return ivy.where(ivy.reshape(mask, tuple(a.shape)), values, a)


def _put_along(arr: Any, indices: Any, values: Any, axis: Any) -> Any:
    at = SPACE.array(indices)
    if axis is None:
        if len(at.shape) != 1:
            raise ValueError("when axis=None, `indices` must have a single dimension.")
        return _put_back(arr, at, SPACE.broadcast_to(SPACE.array(values), tuple(at.shape)))
    axis = SPACE.axis(axis, len(arr.shape))
    _, where = SPACE._aligned(arr, at, axis)
    values = SPACE.broadcast_to(SPACE.cast(SPACE.array(values), ivy.dtype(arr)), tuple(where.shape))
    return ivy.put_along_axis(arr, where, values, axis=axis)


def _diagonal_filled(a: Any, val: Any, wrap: bool = False) -> Any:
    if len(a.shape) < 2:
        raise ValueError("array must be at least 2-d")
    size = SPACE.size(a)
    if len(a.shape) == 2:
        step, end = a.shape[1] + 1, None if wrap else a.shape[1] * a.shape[1]
    else:
        if len(set(a.shape)) > 1:
            raise ValueError("All dimensions of input must be of equal length")
        step, end = 1 + sum(int(np.prod(a.shape[:i])) for i in range(1, len(a.shape))), None
    at = np.arange(size)[:end:step]
    values = SPACE.resize(flat(SPACE.cast(SPACE.array(val), ivy.dtype(a))), (len(at),))
    return _put_back(a, ivy.constant(at), values)


def _writing(raw: Callable) -> Callable:
    """A function that replaces the values of its first argument by what `raw` gives."""
    wrapped = FRONTEND.wrap(raw)

    def function(array: Any, *args: Any, **kwargs: Any) -> None:
        if isinstance(array, ndarray):
            write(array, wrapped(array, *args, **kwargs)._read())
        elif hasattr(array, "__setitem__") and hasattr(array, "shape"):
            array[...] = wrapped(array, *args, **kwargs)
        else:
            raise TypeError(f"argument 1 must be numpy.ndarray, not {type(array).__name__}")

    return function


WRITERS = {
    "copyto": (_copied, "dst"),
    "fill_diagonal": (_diagonal_filled, "a"),
    "place": (_placed, "arr"),
    "put": (_put_back, "a"),
    "put_along_axis": (_put_along, "arr"),
    "putmask": (_masked, "a"),
}
