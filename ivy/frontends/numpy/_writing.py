"""Functions that write to their first argument: `numpy.put`, `numpy.copyto` and the like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _selection, _shapes
from ivy.frontends._numpy_api._values import flat, is_sequence, size_of
from ivy.frontends.numpy._frontend import write
from ivy.frontends.numpy._ndarray import FRONTEND, _put_back, ndarray
from ivy.frontends.numpy._tables import RULES


def _copied(dst: Any, src: Any, casting: str = "same_kind", where: Any = True) -> Any:
    new = RULES.array(src)
    number = ivy.python_kind(src) if not is_sequence(src) else None
    if number is None and not np.can_cast(ivy.dtype(new), ivy.dtype(dst), casting):
        raise TypeError(
            f"Cannot cast array data from {ivy.dtype(new)!r} to {ivy.dtype(dst)!r} according to "
            f"the rule {casting!r}"
        )
    new = _shapes.broadcast_to(
        RULES, RULES.cast(src if number else new, ivy.dtype(dst)), tuple(dst.shape)
    )
    if where is True:
        return new
    mask = _shapes.broadcast_to(
        RULES, RULES.cast(RULES.array(where), dtypes.bool_), tuple(dst.shape)
    )
    return ivy.where(mask, new, dst)


def _placed(arr: Any, mask: Any, vals: Any) -> Any:
    hits = ivy.nonzero(flat(RULES.cast(RULES.array(mask), dtypes.bool_)))[0]
    values = flat(RULES.cast(RULES.array(vals), ivy.dtype(arr)))
    if not hits.shape[0]:
        return arr
    if not values.shape[0]:
        raise ValueError("Cannot insert from an empty array!")
    return _put_back(arr, hits, _shapes.resize(RULES, values, (hits.shape[0],)))


def _masked(a: Any, mask: Any, values: Any) -> Any:
    mask = RULES.cast(RULES.array(mask), dtypes.bool_)
    if size_of(mask) != size_of(a):
        raise ValueError("putmask: mask and data must be the same size")
    values = flat(RULES.cast(RULES.array(values), ivy.dtype(a)))
    values = ivy.reshape(_shapes.resize(RULES, values, (size_of(a),)), tuple(a.shape))
    return ivy.where(ivy.reshape(mask, tuple(a.shape)), values, a)


def _put_along(arr: Any, indices: Any, values: Any, axis: Any) -> Any:
    at = RULES.array(indices)
    if axis is None:
        if len(at.shape) != 1:
            raise ValueError("when axis=None, `indices` must have a single dimension.")
        return _put_back(arr, at, _shapes.broadcast_to(RULES, RULES.array(values), tuple(at.shape)))
    axis = RULES.axis(axis, len(arr.shape))
    wide, where = _selection.aligned(RULES, arr, at, axis)
    values = _shapes.broadcast_to(
        RULES, RULES.cast(RULES.array(values), ivy.dtype(arr)), tuple(where.shape)
    )
    if tuple(wide.shape) != tuple(arr.shape):  # an element of `arr` stands for several
        places = ivy.constant(np.arange(size_of(arr)).reshape(tuple(arr.shape)))
        places = ivy.broadcast_to(places, tuple(wide.shape))
        places = ivy.take_along_axis(places, where, axis=axis)
        return _put_back(arr, flat(places), flat(values))
    return ivy.put_along_axis(arr, where, values, axis=axis)


def _diagonal_filled(a: Any, val: Any, wrap: bool = False) -> Any:
    if len(a.shape) < 2:
        raise ValueError("array must be at least 2-d")
    size = size_of(a)
    if len(a.shape) == 2:
        step, end = a.shape[1] + 1, None if wrap else a.shape[1] * a.shape[1]
    else:
        if len(set(a.shape)) > 1:
            raise ValueError("All dimensions of input must be of equal length")
        step, end = 1 + sum(int(np.prod(a.shape[:i])) for i in range(1, len(a.shape))), None
    at = np.arange(size)[:end:step]
    values = _shapes.resize(RULES, flat(RULES.cast(RULES.array(val), ivy.dtype(a))), (len(at),))
    return _put_back(a, ivy.constant(at), values)


def _writing(raw: Callable) -> Callable:
    """A function that replaces the values of its first argument by the result of `raw`."""
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
