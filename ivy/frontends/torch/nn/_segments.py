"""Segments of an axis, for `segment_reduce`: data as outer, position, inner axes."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from ivy import functional as ivy
from ivy._core import dtypes

REDUCTIONS = {"sum": "add", "mean": "add", "prod": "multiply", "max": "maximum", "min": "minimum"}
SECOND_NAMES = {"amax": "max", "amin": "min"}
STARTS = {"sum": 0.0, "mean": 0.0, "prod": 1.0, "max": -math.inf, "min": math.inf}


class Segments(NamedTuple):
    """The segment of each position, the size of each segment, and which positions are in one."""

    row: Any
    numbers: Any
    sizes: Any
    within: Any


def of(data: Any, lengths: Any, offsets: Any, axis: int) -> Segments:
    """The segments that `lengths` or `offsets` cut from `axis`."""
    outer, size = math.prod(data.shape[:axis]), data.shape[axis]
    if lengths is None:
        offsets = ivy.reshape(ivy.astype(offsets, dtypes.int64), (outer, -1))
        lengths = offsets[:, 1:] - offsets[:, :-1]
        starts = offsets[:, :-1]
    else:
        lengths = ivy.reshape(ivy.astype(lengths, dtypes.int64), (outer, -1))
        starts = ivy.cumsum(lengths, axis=1) - lengths
    row = ivy.arange(0, outer, dtype=dtypes.int64)[:, None]
    marks = ivy.zeros((outer, size + 1), dtype=dtypes.int64)
    ones = ivy.ones(starts.shape, dtype=dtypes.int64)
    marks = ivy.set_index(marks, [row, starts], ones, reduction="add")
    numbers = ivy.maximum(ivy.cumsum(marks, axis=1)[:, :size] - 1, 0)
    ends = ivy.take_along_axis(starts + lengths, numbers, axis=1)
    position = ivy.arange(0, size, dtype=dtypes.int64)
    within = ivy.logical_and(position < ends, position >= starts[:, :1])
    return Segments(row, numbers, lengths, within)


def gather(values: Any, segments: Segments) -> Any:
    """For each position the value of its segment."""
    return ivy.get_index(values, [segments.row, segments.numbers])


def reduce(data: Any, segments: Segments, reduction: str, initial: float) -> Any:
    """The reduced elements of each segment, from `initial` on."""
    shape = (*segments.sizes.shape, *data.shape[2:])
    onto = ivy.full(shape, initial, dtype=ivy.dtype(data))
    index = [segments.row, segments.numbers]
    neutral = {"add": 0.0, "multiply": 1.0}.get(reduction, initial)
    data = ivy.where(segments.within[:, :, None], data, neutral)
    return ivy.set_index(onto, index, data, reduction=reduction)


def products_of_others(data: Any, segments: Segments, initial: float | None) -> Any:
    """For each position the product of all other elements of its segment, and of `initial`."""
    zero = ivy.equal(data, 0.0)
    factors = ivy.where(zero, 1.0, data)
    product = gather(
        reduce(factors, segments, "multiply", 1.0 if initial is None else initial), segments
    )
    zeros = gather(reduce(ivy.astype(zero, ivy.dtype(data)), segments, "add", 0.0), segments)
    others = ivy.subtract(zeros, ivy.astype(zero, ivy.dtype(data)))
    return ivy.where(others > 0, 0.0, ivy.divide(product, factors))
