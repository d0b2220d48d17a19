"""Reductions of rows that belong together, and counts."""

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._checks import raise_if
from ivy.frontends.tensorflow import _schema
from ivy.frontends.tensorflow._raw import _pointwise as pointwise
from ivy.frontends.tensorflow._schema import Host
from ivy.frontends.tensorflow.errors import invalid, require

_STARTS = {
    "add": lambda dtype: 0,
    "multiply": lambda dtype: 1,
    "maximum": lambda dtype: dtypes.limits(dtype)[0],
    "minimum": lambda dtype: dtypes.limits(dtype)[1],
}


def _gathered(data, ids, count, reduction):
    """The rows of `data` combined by `ids` (a host array; rows of negative ones are dropped)."""
    dtype, rest = ivy.dtype(data), tuple(data.shape[ids.ndim :])
    base = ivy.full((count, *rest), _STARTS[reduction](dtype), dtype=dtype)
    if not ids.size or not count:
        return base
    kept = np.flatnonzero(ids >= 0)
    rows = ivy.take(ivy.reshape(data, (ids.size, *rest)), ivy.constant(kept), axis=0)
    places = ivy.constant(ids.reshape(-1)[kept].astype(np.int64))
    return ivy.set_index(base, [places], rows, reduction=reduction)


def _ascending(data, ids, count=None):
    """The number of segments of sorted ids."""
    require(ids.ndim == 1, "segment_ids should be a vector.")
    require(data.ndim > 0 and data.shape[0] == ids.size, "segment_ids should be the size of data")
    require(not (np.diff(ids) < 0).any(), "segment ids are not increasing")
    require(not ids.size or ids[0] >= 0, "Segment id out of range")
    needed = int(ids[-1]) + 1 if ids.size else 0
    require(count is None or needed <= count, "segment ids must be < num_segments")
    return needed if count is None else count


def _sizes(ids, count, like):
    """How many rows each segment has, in a shape that broadcasts with `like`."""
    counts = np.bincount(ids.reshape(-1), minlength=count)
    return counts.reshape((-1,) + (1,) * (like.ndim - 1))


def _where_filled(result, ids, count):
    """0 in the place of segments that nothing belongs to."""
    filled = _sizes(ids, count, result) > 0
    return result if filled.all() else ivy.where(ivy.constant(filled), result, 0)


def _sorted(reduction):
    """`f(data, segment_ids)`."""

    def function(data, segment_ids: Host):
        count = _ascending(data, segment_ids)
        result = _gathered(data, segment_ids, count, reduction)
        if reduction in ("maximum", "minimum"):
            result = _where_filled(result, segment_ids, count)
        return result

    return function


SegmentMax = _sorted("maximum")
SegmentMin = _sorted("minimum")
SegmentProd = _sorted("multiply")
SegmentSum = _sorted("add")


def _divided(total, sizes):
    sizes = ivy.astype(ivy.constant(np.maximum(sizes, 1)), ivy.dtype(total))
    if pointwise.integral(total):
        return pointwise.truncated_quotient(total, sizes)
    return ivy.divide(total, sizes)


def SegmentMean(data, segment_ids: Host):
    count = _ascending(data, segment_ids)
    total = _gathered(data, segment_ids, count, "add")
    return _divided(total, _sizes(segment_ids, count, total))


def _summed(data, ids, count):
    """The sums of segments; a negative number is of none."""
    rest = tuple(data.shape[ids.ndim :])
    rows = ivy.reshape(data, (math.prod(ids.shape), *rest))
    ids = ivy.astype(ivy.reshape(ids, (-1,) if 0 not in ids.shape else (0,)), dtypes.int64)
    places = ivy.where(ivy.less(ids, 0), count, ids)
    return ivy.slice_(ivy.segment_sum(rows, places, count + 1), (slice(count),))


def _unsorted(reduction):
    """`f(data, segment_ids, num_segments)`."""

    def function(data, segment_ids, num_segments: Host):
        require(num_segments.ndim == 0, "num_segments should be a scalar")
        require(num_segments >= 0, "num_segments must be non-negative")
        starts = tuple(data.shape[: segment_ids.ndim]) == tuple(segment_ids.shape)
        require(starts, "data.shape does not start with segment_ids.shape")
        over = ivy.greater_equal(segment_ids, int(num_segments))
        raise_if(over, invalid(f"segment_ids is out of range [0, {num_segments})"))
        if reduction == "add":
            return _summed(data, segment_ids, int(num_segments))
        segment_ids = ivy.to_numpy(segment_ids)
        return _gathered(data, segment_ids, int(num_segments), reduction)

    return function


UnsortedSegmentMax = _unsorted("maximum")
UnsortedSegmentMin = _unsorted("minimum")
UnsortedSegmentProd = _unsorted("multiply")
UnsortedSegmentSum = _unsorted("add")


def _sparse(finish):
    """`f(data, indices, segment_ids)`: sums of chosen rows, `finish(total, sizes)` of them."""

    def function(data, indices: Host, segment_ids: Host, count=None):
        require(indices.ndim == 1, "indices should be a vector.")
        require(indices.shape == segment_ids.shape, "segment_ids and indices should be one size.")
        inside = ((indices >= 0) & (indices < data.shape[0])).all()
        require(inside, f"Bad: indices out of range [0, {data.shape[0]})")
        rows = ivy.take(data, ivy.constant(indices.astype(np.int64)), axis=0)
        count = _ascending(rows, segment_ids, count)
        total = _gathered(rows, segment_ids, count, "add")
        return finish(total, _sizes(segment_ids, count, total))

    return function


def _of_rows(finish):
    """The form without and the form with `num_segments`."""
    whole = _sparse(finish)

    def function(data, indices: Host, segment_ids: Host, sparse_gradient):
        return whole(data, indices, segment_ids)

    def counted(data, indices: Host, segment_ids: Host, num_segments: Host, sparse_gradient):
        require(num_segments.ndim == 0, "num_segments should be a scalar")
        return whole(data, indices, segment_ids, int(num_segments))

    return function, counted


SparseSegmentMean, SparseSegmentMeanWithNumSegments = _of_rows(_divided)
SparseSegmentSqrtN, SparseSegmentSqrtNWithNumSegments = _of_rows(
    lambda total, sizes: _divided(total, np.sqrt(sizes).clip(1))
)
SparseSegmentSum, SparseSegmentSumWithNumSegments = _of_rows(lambda total, sizes: total)


def _size(size):
    require(size.ndim == 0, f"Shape must be rank 0 but is rank {size.ndim}")
    require(size >= 0, "size must be non-negative")
    return int(size)


def _counted(arr, size, weights, binary):
    """How often 0 .. size - 1 stand in each row of `arr`, or the sums of their weights."""
    require(not arr.size or arr.min() >= 0, "Input arr must be non-negative!")
    rows = np.arange(arr.shape[0])[:, None] * size + np.where(arr < size, arr, 0)
    places = ivy.constant(np.where(arr < size, rows, -1).reshape(-1).astype(np.int64))
    empty = ivy.zeros((arr.shape[0] * size,), dtype=ivy.dtype(weights))
    if binary or not weights.shape[0]:
        weights = ivy.ones((arr.size,), dtype=ivy.dtype(weights))
    elif arr.size:
        weights = ivy.reshape(weights, (-1,))
    reduction = "maximum" if binary else "add"
    totals = ivy.set_index(empty, [places], weights, reduction=reduction, bounds="drop")
    return ivy.reshape(totals, (arr.shape[0], size))


def Bincount(arr: Host, size: Host, weights):
    size = _size(size)
    fits = not weights.shape[0] or tuple(weights.shape) == arr.shape
    require(fits, "`weights` must be of the shape of `arr` or empty")
    return ivy.reshape(_counted(arr.reshape(1, -1), size, weights, False), (size,))


def DenseBincount(input: Host, size: Host, weights, binary_output):
    size = _size(size)
    require(input.ndim in (1, 2), "Shape must be at most rank 2")
    fits = not weights.shape[0] or tuple(weights.shape) == input.shape
    require(fits, "`weights` must be of the shape of `arr` or empty")
    counts = _counted(np.atleast_2d(input), size, weights, binary_output)
    return counts if input.ndim == 2 else ivy.reshape(counts, (size,))


def Bucketize(input, boundaries):
    require(list(boundaries) == sorted(boundaries), "Expected sorted boundaries")
    edges = ivy.constant(np.asarray(boundaries, np.float32))
    places = ivy.searchsorted(edges, ivy.astype(input, dtypes.float32), side="right")
    return ivy.astype(places, dtypes.int32)


def HistogramFixedWidth(values, value_range: Host, nbins: Host, dtype):
    require(value_range.shape == (2,), "value_range should be a 2-element vector")
    low, high = value_range
    require(
        low < high, f"value_range should satisfy value_range[0] < value_range[1]: {low}, {high}"
    )
    require(nbins.ndim == 0 and nbins > 0, "nbins should be a positive number")
    step = (np.float64(high) - np.float64(low)) / int(nbins)
    flat = ivy.astype(ivy.reshape(values, (-1,)), dtypes.float64)
    bins = ivy.clip(
        ivy.floor(ivy.divide(ivy.subtract(flat, float(low)), float(step))), 0, nbins - 1
    )
    counts = ivy.zeros((int(nbins),), dtype=dtype)
    ones = ivy.ones((flat.shape[0],), dtype=dtype)
    return ivy.set_index(counts, [ivy.astype(bins, dtypes.int64)], ones, reduction="add")


_schema.publish(__name__)
