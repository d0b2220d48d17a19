"""Rows gathered into bags and given back, for `embedding_bag` and its gradients."""

from __future__ import annotations

from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes


def of_positions(offsets: Any, length: int, count: int) -> Any:
    """The bag of each of `length` positions; bag i begins at `offsets[i]`, `count` bags in all."""
    starts = ivy.astype(offsets[:count], dtypes.int64)
    marks = ivy.zeros((length + 1,), dtype=dtypes.int64)
    ones = ivy.ones((count,), dtype=dtypes.int64)
    marks = ivy.set_index(marks, [starts], ones, reduction="add")
    return ivy.cumsum(marks, axis=0)[:length] - 1


def add(rows: Any, bag: Any, count: int) -> Any:
    """The sum of the rows of each bag."""
    onto = ivy.zeros((count, *rows.shape[1:]), dtype=ivy.dtype(rows))
    return ivy.set_index(onto, [bag], rows, reduction="add")


def maximum(rows: Any, counts: Any, indices: Any, bag: Any, count: int) -> tuple[Any, Any]:
    """The largest element of each bag and column (0 in an empty bag), and the index of its row."""
    length, width = rows.shape
    lowest = ivy.full((count, width), -float("inf"), dtype=ivy.dtype(rows))
    counted = ivy.where(counts[:, None], rows, -float("inf"))
    largest = ivy.set_index(lowest, [bag], counted, reduction="maximum")
    position = ivy.arange(0, length, dtype=dtypes.int64)[:, None]
    is_largest = ivy.logical_and(ivy.equal(rows, ivy.take(largest, bag, axis=0)), counts[:, None])
    last = ivy.full((count, width), length, dtype=dtypes.int64)
    first = ivy.set_index(last, [bag], ivy.where(is_largest, position, length), reduction="minimum")
    empty = ivy.equal(first, length)
    if length:
        first = ivy.take(indices, ivy.where(empty, 0, first), axis=0)
    return ivy.where(empty, 0.0, largest), ivy.where(empty, 0, first)


def scatter(table: Any, indices: Any, rows: Any, padding: int, by_frequency: bool) -> Any:
    """`table` with `rows` added at `indices` (not at `padding`), over their frequency if asked."""
    if by_frequency:
        times = ivy.zeros(table.shape[:1], dtype=ivy.dtype(rows))
        ones = ivy.ones(indices.shape, dtype=ivy.dtype(rows))
        times = ivy.set_index(times, [indices], ones, reduction="add")
        rows = ivy.divide(rows, ivy.take(times, indices, axis=0)[:, None])
    rows = ivy.where(ivy.equal(indices, padding)[:, None], 0.0, rows)
    return ivy.set_index(table, [indices], rows, reduction="add")
