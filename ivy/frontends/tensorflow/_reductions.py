"""`tensorflow.math`: reductions, running totals, segments, counts."""

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.tensorflow import _convert as to
from ivy.frontends.tensorflow import _math as pointwise
from ivy.frontends.tensorflow import _public
from ivy.frontends.tensorflow._public import axes_of, public
from ivy.frontends.tensorflow._raw import _indexing as indexing
from ivy.frontends.tensorflow._raw import _pointwise as raw_pointwise
from ivy.frontends.tensorflow._raw import _reductions as raw
from ivy.frontends.tensorflow._raw import _segments as segments
from ivy.frontends.tensorflow.errors import require


def _reduction(op):
    """`f(input_tensor, axis=None, keepdims=False)`."""

    def function(input_tensor, axis=None, keepdims=False, name=None):
        x = to.tensor(input_tensor)
        return op(input=x, axis=axes_of(x, axis), keep_dims=bool(keepdims))

    return function


reduce_all = _reduction(raw.All)
reduce_any = _reduction(raw.Any)
reduce_euclidean_norm = _reduction(raw.EuclideanNorm)
reduce_max = _reduction(raw.Max)
reduce_mean = _reduction(raw.Mean)
reduce_min = _reduction(raw.Min)
reduce_prod = _reduction(raw.Prod)
reduce_sum = _reduction(raw.Sum)


def reduce_logsumexp(input_tensor, axis=None, keepdims=False, name=None):
    x = to.tensor(input_tensor)
    top = reduce_max(x, axis, True)
    top = ivy.where(raw_pointwise.IsFinite(x=top), top, 0)
    total = reduce_sum(pointwise.exp(ivy.subtract(x, top)), axis, keepdims)
    result = pointwise.log(total)
    return ivy.add(result, ivy.reshape(top, tuple(result.shape)))


def reduce_variance(input_tensor, axis=None, keepdims=False, name=None):
    x = to.tensor(input_tensor)
    means = reduce_mean(x, axis, True)
    if dtypes.is_integral(ivy.dtype(x)):
        raise TypeError(f"Input must be either real or complex. Received {ivy.dtype(x)}.")
    difference = ivy.subtract(x, means)
    if dtypes.is_complex(ivy.dtype(x)):
        squares = ivy.real(ivy.multiply(ivy.conj(difference), difference))
    else:
        squares = ivy.square(difference)
    return reduce_mean(squares, axis, keepdims)


def reduce_std(input_tensor, axis=None, keepdims=False, name=None):
    return pointwise.sqrt(reduce_variance(input_tensor, axis, keepdims))


def _running(op):
    """`f(x, axis=0, exclusive=False, reverse=False)`."""

    def function(x, axis=0, exclusive=False, reverse=False, name=None):
        return op(x=x, axis=axis, exclusive=exclusive, reverse=reverse)

    return function


cumprod = _running(raw.Cumprod)
cumsum = _running(raw.Cumsum)
cumulative_logsumexp = _running(raw.CumulativeLogsumexp)


def _position(op):
    """`f(input, axis=None, output_type=int64)`; no axis means the first."""

    def function(input, axis=None, output_type=dtypes.int64, name=None):
        return op(input=input, dimension=0 if axis is None else axis, output_type=output_type)

    return function


argmax = _position(raw.ArgMax)
argmin = _position(raw.ArgMin)

segment_max = public(segments.SegmentMax)
segment_mean = public(segments.SegmentMean)
segment_min = public(segments.SegmentMin)
segment_prod = public(segments.SegmentProd)
segment_sum = public(segments.SegmentSum)
unsorted_segment_max = public(segments.UnsortedSegmentMax)
unsorted_segment_min = public(segments.UnsortedSegmentMin)
unsorted_segment_prod = public(segments.UnsortedSegmentProd)
unsorted_segment_sum = public(segments.UnsortedSegmentSum)


def _counts(data, segment_ids, num_segments):
    """How many rows belong to each segment, at least 1, to divide their sums."""
    ids = to.tensor(segment_ids)
    ones = ivy.ones(tuple(ids.shape), dtype=ivy.dtype(data))
    counts = pointwise.maximum(unsorted_segment_sum(ones, ids, num_segments), 1)
    return ivy.reshape(counts, (-1,) + (1,) * (data.ndim - ids.ndim))


def unsorted_segment_mean(data, segment_ids, num_segments, name=None):
    data = to.tensor(data)
    total = unsorted_segment_sum(data, segment_ids, num_segments)
    return pointwise.truediv(total, _counts(data, segment_ids, num_segments))


def unsorted_segment_sqrt_n(data, segment_ids, num_segments, name=None):
    data = to.tensor(data)
    total = unsorted_segment_sum(data, segment_ids, num_segments)
    return pointwise.truediv(total, pointwise.sqrt(_counts(data, segment_ids, num_segments)))


def count_nonzero(input, axis=None, keepdims=None, dtype=dtypes.int64, name=None):
    x = to.tensor(input)
    holds = x if ivy.dtype(x) == dtypes.bool_ else ivy.not_equal(x, 0)
    counts = reduce_sum(ivy.astype(holds, dtypes.int64), axis, bool(keepdims))
    return ivy.astype(counts, to.as_dtype(dtype))


def zero_fraction(value, name=None):
    x = to.tensor(value)
    size = math.prod(x.shape)
    zeros = ivy.subtract(ivy.full((), size, dtype=dtypes.int64), count_nonzero(x))
    return ivy.divide(ivy.astype(zeros, dtypes.float32), float(size))


def bincount(
    arr, weights=None, minlength=None, maxlength=None, dtype=dtypes.int32,
    name=None, axis=None, binary_output=False,
):  # fmt: skip
    arr = to.tensor(arr)
    if weights is not None and binary_output:
        raise ValueError("Arguments `binary_output` and `weights` are mutually exclusive.")
    if not dtypes.is_integral(ivy.dtype(arr)):
        arr = ivy.astype(arr, dtypes.int32)
    if axis not in (None, 0, -1):
        raise ValueError(f"Unsupported value for argument axis={axis}.")
    size = int(ivy.item(ivy.max(arr))) + 1 if math.prod(arr.shape) else 0
    if minlength is not None:
        size = max(size, int(minlength))
    if maxlength is not None:
        size = min(size, int(maxlength))
    if axis is None or axis == 0:
        arr = ivy.reshape(arr, (-1,))
        weights = None if weights is None else ivy.reshape(to.tensor(weights), (-1,))
    if weights is None:
        weights = ivy.zeros((0,), dtype=to.as_dtype(dtype))
    size = np.asarray(size, ivy.dtype(arr))
    return segments.DenseBincount(
        input=arr, size=size, weights=weights, binary_output=binary_output
    )


def confusion_matrix(
    labels, predictions, num_classes=None, weights=None, dtype=dtypes.int32, name=None
):  # fmt: skip
    labels, predictions = (ivy.astype(to.tensor(v), dtypes.int64) for v in (labels, predictions))
    both = ivy.stack([labels, predictions], axis=1)
    low = ivy.item(ivy.min(both)) if math.prod(both.shape) else 0
    high = ivy.item(ivy.max(both)) if math.prod(both.shape) else -1
    require(low >= 0, "`labels` or `predictions` contain negative values")
    count = high + 1 if num_classes is None else int(num_classes)
    require(high < count, "`labels` or `predictions` out of bound")
    dtype = to.as_dtype(dtype)
    values = ivy.ones(tuple(labels.shape), dtype=dtype)
    if weights is not None:
        weights = to.tensor(weights)
        _public.compatible(predictions, weights)
        values = ivy.astype(weights, dtype)
    return indexing.ScatterNd(indices=both, updates=values, shape=np.asarray([count, count]))


def is_non_decreasing(x, name=None):
    return _ordered(to.tensor(x), ivy.less_equal)


def is_strictly_increasing(x, name=None):
    return _ordered(to.tensor(x), ivy.less)


def _ordered(x, relation):
    flat = ivy.reshape(x, (-1,))
    return ivy.all(relation(flat[:-1], flat[1:]))


def lbeta(x, name=None):
    x = to.tensor(x)
    top = reduce_sum(pointwise.lgamma(x), [-1])
    return ivy.subtract(top, pointwise.lgamma(reduce_sum(x, [-1])))


def top_k(input, k=1, sorted=True, index_type=dtypes.int32, name=None):
    return indexing.TopKV2(input=input, k=k, sorted=sorted, index_type=index_type)


def in_top_k(targets, predictions, k, name=None):
    return indexing.InTopKV2(predictions=predictions, targets=targets, k=k)


def l2_normalize(x, axis=None, epsilon=1e-12, name=None):
    x = to.tensor(x)
    if dtypes.is_complex(ivy.dtype(x)):
        parts = ivy.real(x), ivy.imag(x)
        total = ivy.add(ivy.square(parts[0]), ivy.square(parts[1]))
        factor = pointwise.rsqrt(pointwise.maximum(reduce_sum(total, axis, True), epsilon))
        return ivy.complex(*(ivy.multiply(p, factor) for p in parts))
    total = reduce_sum(pointwise.square(x), axis, True)
    return ivy.multiply(x, pointwise.rsqrt(pointwise.maximum(total, epsilon)))


_public.publish(__name__, native="tensorflow.math", helpers=(require, axes_of))
