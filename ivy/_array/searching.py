"""Sorting, searching, selection and set functions."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ivy import functional
from ivy._array import boundary, pointwise, promotion
from ivy._array.boundary import standard
from ivy._array.indexing import normal_axis
from ivy._core import dtypes


class UniqueAll(NamedTuple):
    """Result of `ivy.unique_all`."""

    values: Any
    indices: Any
    inverse_indices: Any
    counts: Any


class UniqueCounts(NamedTuple):
    """Result of `ivy.unique_counts`."""

    values: Any
    counts: Any


class UniqueInverse(NamedTuple):
    """Result of `ivy.unique_inverse`."""

    values: Any
    inverse_indices: Any


def _position(name: str, x: Any, axis: int | None, keepdims: bool) -> Any:
    pointwise.check(name, functional.dtype(x), "if")
    find = getattr(functional, name)
    if axis is not None:
        return _index(find(x, axis=normal_axis(axis, x.ndim), keepdims=keepdims))
    out = find(functional.reshape(x, (-1,)), axis=0, keepdims=False)
    return functional.reshape(_index(out), (1,) * x.ndim if keepdims else ())


def _index(x: Any) -> Any:
    found = functional.dtype(x)
    return x if found == dtypes.int64 else functional.astype(x, dtypes.int64)


@standard
def argmax(x: Any, /, *, axis: int | None = None, keepdims: bool = False) -> Any:
    """Position of the first largest element (of the flattened array, if no axis is named).

    >>> import ivy
    >>> int(ivy.argmax(ivy.asarray([1, 3, 2])))
    1
    """
    return _position("argmax", x, axis, keepdims)


@standard
def argmin(x: Any, /, *, axis: int | None = None, keepdims: bool = False) -> Any:
    """Position of the first smallest element (of the flattened array, if no axis is named).

    >>> import ivy
    >>> int(ivy.argmin(ivy.asarray([1, 3, 2])))
    0
    """
    return _position("argmin", x, axis, keepdims)


@standard
def nonzero(x: Any, /) -> tuple[Any, ...]:
    """The positions of nonzero elements in row-major order, one int64 array per axis.

    >>> import ivy
    >>> [a.tolist() for a in ivy.nonzero(ivy.asarray([[0, 1], [2, 0]]))]
    [[0, 1], [1, 0]]
    """
    if not x.ndim:
        raise ValueError("ivy.nonzero needs an axis.")
    return tuple(map(_index, functional.nonzero(x)))


@standard
def searchsorted(x1: Any, x2: Any, /, *, side: str = "left", sorter: Any = None) -> Any:
    """Where in the ascending `x1` each of `x2` would go in, before (`left`) or after its equals.

    >>> import ivy
    >>> ivy.searchsorted(ivy.asarray([1, 2, 2]), ivy.asarray([2]), side="right").tolist()
    [3]
    """
    if side not in ("left", "right"):
        raise ValueError(f"side is 'left' or 'right', not {side!r}.")
    x1, x2 = pointwise.unified("searchsorted", "if", boundary._current(), x1, x2)
    if sorter is not None:
        x1 = functional.take(x1, sorter, axis=0)
    return _index(functional.searchsorted(x1, x2, side=side))


@standard
def where(condition: Any, x1: Any, x2: Any, /) -> Any:
    """`x1` where `condition` holds, `x2` elsewhere.

    >>> import ivy
    >>> ivy.where(ivy.asarray([True, False]), ivy.asarray([1, 2]), 0).tolist()
    [1, 0]
    """
    backend = boundary._current()
    pointwise.check("where", functional.dtype(condition), "b")
    x1, x2 = pointwise.unified("where", "bifc", backend, x1, x2)
    dtype = functional.dtype(x1 if hasattr(x1, "dtype") else x2)
    x1, x2 = (
        functional.constant(np.asarray(x).astype(dtype)) if type(x) in promotion.NUMBERS else x
        for x in (x1, x2)
    )
    return functional.where(condition, x1, x2)


@standard
def argsort(x: Any, /, *, axis: int = -1, descending: bool = False, stable: bool = True) -> Any:
    """Positions that put `x` in order.

    >>> import ivy
    >>> ivy.argsort(ivy.asarray([1, 3, 3, 2]), descending=True).tolist()
    [1, 2, 3, 0]
    """
    pointwise.check("argsort", functional.dtype(x), "if")
    axis = normal_axis(axis, x.ndim)
    return _index(functional.argsort(x, axis=axis, descending=descending, stable=stable))


@standard
def sort(x: Any, /, *, axis: int = -1, descending: bool = False, stable: bool = True) -> Any:
    """`x` in ascending or descending order along an axis.

    >>> import ivy
    >>> ivy.sort(ivy.asarray([3, 1, 2])).tolist()
    [1, 2, 3]
    """
    pointwise.check("sort", functional.dtype(x), "if")
    axis = normal_axis(axis, x.ndim)
    return functional.sort(x, axis=axis, descending=descending, stable=stable)


def _unique(x: Any) -> UniqueAll:
    """Values in ascending order; each NaN is a value of its own."""
    shape = tuple(x.shape)
    flat = functional.reshape(x, (-1,))
    if not flat.shape[0]:
        none = functional.zeros((0,), dtype=dtypes.int64)
        return UniqueAll(flat, none, functional.reshape(none, shape), none)
    order = _index(_order(flat))
    ordered = functional.take(flat, order, axis=0)
    later = functional.slice_(ordered, (slice(1, None),))
    earlier = functional.slice_(ordered, (slice(0, -1),))
    one = functional.ones((1,), dtype=dtypes.bool_)
    new = functional.concat([one, functional.not_equal(later, earlier)], axis=0)
    (starts,) = map(_index, functional.nonzero(new))
    rank = functional.cumsum(functional.astype(new, dtypes.int64), axis=0)
    inverse = functional.take(
        functional.subtract(rank, 1), functional.invert_permutation(order), axis=0
    )
    end = functional.full((1,), flat.shape[0], dtype=dtypes.int64)
    ends = functional.concat([functional.slice_(starts, (slice(1, None),)), end], axis=0)
    return UniqueAll(
        functional.take(ordered, starts, axis=0),
        functional.take(order, starts, axis=0),
        functional.reshape(_index(inverse), shape),
        functional.subtract(ends, starts),
    )


def _order(flat: Any) -> Any:
    """Positions that bring equal values together; complex ones are ordered by parts."""
    dtype = functional.dtype(flat)
    if dtypes.is_complex(dtype):
        return functional.lexsort([functional.imag(flat), functional.real(flat)])
    if dtype == dtypes.bool_:
        flat = functional.astype(flat, dtypes.uint8)
    return functional.argsort(flat, axis=0)


@standard
def unique_all(x: Any, /) -> UniqueAll:
    """Distinct values, their first positions, the positions of each element among them, counts.

    >>> import ivy
    >>> [a.tolist() for a in ivy.unique_all(ivy.asarray([2, 1, 2]))]
    [[1, 2], [1, 0], [1, 0, 1], [1, 2]]
    """
    return _unique(x)


@standard
def unique_counts(x: Any, /) -> UniqueCounts:
    """Distinct values, and how often each occurs.

    >>> import ivy
    >>> [a.tolist() for a in ivy.unique_counts(ivy.asarray([2, 1, 2]))]
    [[1, 2], [1, 2]]
    """
    found = _unique(x)
    return UniqueCounts(found.values, found.counts)


@standard
def unique_inverse(x: Any, /) -> UniqueInverse:
    """Distinct values, and which of them each element is.

    >>> import ivy
    >>> [a.tolist() for a in ivy.unique_inverse(ivy.asarray([2, 1, 2]))]
    [[1, 2], [1, 0, 1]]
    """
    found = _unique(x)
    return UniqueInverse(found.values, found.inverse_indices)


@standard
def unique_values(x: Any, /) -> Any:
    """Distinct values, ascending; each NaN is one of its own.

    >>> import ivy
    >>> ivy.unique_values(ivy.asarray([2, 1, 2])).tolist()
    [1, 2]
    """
    return _unique(x).values


__all__ = [
    "argmax",
    "argmin",
    "argsort",
    "nonzero",
    "searchsorted",
    "sort",
    "unique_all",
    "unique_counts",
    "unique_inverse",
    "unique_values",
    "where",
]
