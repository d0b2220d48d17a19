"""Runs of equal elements in a row: what `mode` and the `unique` functions are made of."""

from __future__ import annotations

import math
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes


def lengths(x: Any, axis: int) -> Any:
    """How many equal elements in a row end at each position along `axis`."""
    count = x.shape[axis]
    if count == 0:
        return ivy.zeros(x.shape, dtype=dtypes.int64)
    after = (slice(None),) * axis
    new = ivy.not_equal(
        ivy.slice_(x, (*after, slice(1, None))), ivy.slice_(x, (*after, slice(0, count - 1)))
    )
    shape = (-1,) + (1,) * (x.ndim - axis - 1)
    at = ivy.broadcast_to(ivy.reshape(_range(count), shape), x.shape)
    first = ivy.zeros((*x.shape[:axis], 1, *x.shape[axis + 1 :]), dtype=dtypes.int64)
    later = ivy.where(new, ivy.slice_(at, (*after, slice(1, None))), 0)
    start = ivy.cummax(ivy.concat([first, later], axis=axis), axis=axis)
    return ivy.add(ivy.subtract(at, start), 1)


def unique(x: Any, in_order: bool, with_inverse: bool, with_counts: bool) -> tuple:
    """Elements, where each one of `x` is among them, how often it is there; empty if not wanted.

    `in_order` sorts the elements, else only equal neighbours become one.
    """
    flat = ivy.reshape(x, (-1,))
    order = None
    if in_order:
        flat, order = ivy.sort_with_indices(flat, axis=0)
    new = ivy.not_equal(ivy.slice_(flat, (slice(1, None),)), ivy.slice_(flat, (slice(0, -1),)))
    starts, inverse, counts = _split(new, flat.shape[0], order)
    empty = ivy.zeros((0,), dtype=dtypes.int64)
    return (
        ivy.take(flat, starts, axis=0),
        ivy.reshape(inverse, x.shape) if with_inverse else empty,
        counts if with_counts else empty,
    )


def unique_slices(x: Any, dim: int, in_order: bool) -> tuple:
    """As `unique`, of the slices of `x` along `dim`, all three results."""
    if x.ndim == 0:
        raise IndexError("a tensor without dimensions has no slices")
    count = x.shape[dim]
    moved = ivy.moveaxis(x, dim, 0)
    rows = ivy.reshape(moved, (count, math.prod(moved.shape[1:]) if count else 0))
    order = None
    if in_order and rows.shape[1]:
        # the first element of a slice counts most
        order = ivy.lexsort(
            [ivy.slice_(rows, (slice(None), j)) for j in range(rows.shape[1])[::-1]]
        )
        rows = ivy.take(rows, order, axis=0)
        moved = ivy.take(moved, order, axis=0)
    new = ivy.not_equal(ivy.slice_(rows, (slice(1, None),)), ivy.slice_(rows, (slice(0, -1),)))
    starts, inverse, counts = _split(ivy.any(new, axis=1), count, order)
    return ivy.moveaxis(ivy.take(moved, starts, axis=0), 0, dim), inverse, counts


def _split(new: Any, count: int, order: Any) -> tuple:
    """Where runs start, the run of each element and the length of each run.

    `new` says which elements but the first differ from the one before; `order` is where the
    elements came from.
    """
    if count == 0:
        empty = ivy.zeros((0,), dtype=dtypes.int64)
        return empty, empty, empty
    new = ivy.concat([ivy.ones((1,), dtype=dtypes.bool_), new], axis=0)
    (starts,) = ivy.nonzero(new)
    ends = ivy.concat(
        [ivy.slice_(starts, (slice(1, None),)), ivy.full((1,), count, dtype=dtypes.int64)], axis=0
    )
    inverse = ivy.subtract(ivy.cumsum(ivy.astype(new, dtypes.int64), axis=0), 1)
    if order is not None:
        inverse = ivy.put_along_axis(inverse, order, inverse, axis=0, bounds="clip")
    return starts, inverse, ivy.subtract(ends, starts)


def _range(count: int) -> Any:
    return ivy.arange(0, count, dtype=dtypes.int64)
