"""Convolution, and the sliding windows that pooling and short-time transforms are made of."""

import functools
import math

import numpy as np
import tensorflow as tf

from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow import linalg, manipulation
from ivy.backends.tensorflow._raw import int_array, ints, raw, scalar


def _count(length, size, stride, dilation):
    return (length - (size - 1) * dilation - 1) // stride + 1


@functools.lru_cache(64)
def _positions(count, size, stride, dilation):
    """Where the elements of each window are, kept for the next call."""
    return int_array(np.arange(count)[:, None] * stride + np.arange(size) * dilation)


def windows(x, size, /, *, axis, stride=1, dilation=1):
    count = max(_count(x.shape[axis], size, stride, dilation), 0)
    if size == 1:  # each element by itself, or every second one, ...
        if stride > 1:
            x = manipulation.slice_(x, (*(slice(None),) * axis, slice(None, None, stride)))
        return raw.ExpandDims(input=x, axis=ints(axis + 1))
    at = _positions(count, size, stride, dilation)
    return raw.GatherV2(params=x, indices=at, axis=ints(axis))


def _total(x, axis):
    def total(x):
        return raw.Sum(input=x, axis=ints((axis,)))

    return like.through({**like.BOOL, **like.HALF}, total)(x)


def window_sum(x, size, /, *, axis, stride=1, dilation=1):
    return _total(windows(x, size, axis=axis, stride=stride, dilation=dilation), axis + 1)


def _overlapped(x, length, axis, stride, dilation):
    count, size = x.shape[axis : axis + 2]
    lead, rest = tuple(x.shape[:axis]), tuple(x.shape[axis + 2 :])
    at = raw.Reshape(tensor=_positions(count, size, stride, dilation), shape=ints((-1,)))
    order = (axis, axis + 1, *range(axis), *range(axis + 2, x.ndim))
    rows = like.transposed(x, order)
    rows = raw.Reshape(tensor=rows, shape=ints((count * size, *lead, *rest)))
    out = raw.UnsortedSegmentSum(data=rows, segment_ids=at, num_segments=ints(length))
    return manipulation.moveaxis(out, 0, axis)


def overlap_add(x, length, /, *, axis, stride=1, dilation=1):
    if 0 in x.shape:
        shape = (*x.shape[:axis], length, *x.shape[axis + 2 :])
        return raw.Fill(dims=ints(shape), value=scalar(0, x.dtype))
    return like.through({**like.BOOL, **like.HALF}, _overlapped)(x, length, axis, stride, dilation)


def _dilated(x, factors):
    """`x` with zeros between the elements of its last axes."""
    lead = x.ndim - len(factors)
    for axis, factor in enumerate(factors, lead):
        length = x.shape[axis]
        if factor == 1 or length == 0:
            continue
        x = raw.ExpandDims(input=x, axis=ints(axis + 1))
        x = manipulation.pad(
            x, [(0, factor - 1) if a == axis + 1 else (0, 0) for a in range(x.ndim)]
        )
        shape = (*x.shape[:axis], length * factor, *x.shape[axis + 2 :])
        x = raw.Reshape(tensor=x, shape=ints(shape))
        x = manipulation.slice_(x, (*(slice(None),) * axis, slice(0, length * factor - factor + 1)))
    return x


def conv_general(
    x,
    filters,
    /,
    *,
    strides,
    padding,
    lhs_dilation,
    rhs_dilation,
    feature_group_count=1,
    batch_group_count=1,
):
    x = _dilated(x, lhs_dilation)
    groups, batch_groups = feature_group_count, batch_group_count
    by_kernel = groups <= _MANY or _is_depthwise(filters, strides, rhs_dilation)
    if any(n > 1 for n in rhs_dilation):
        by_kernel = math.prod(filters.shape[2:]) > _LARGE
    if by_kernel and _has_kernel(x, filters, padding, groups, batch_groups):
        x = _beside(x, batch_groups) if batch_groups > 1 else x
        return _by_kernel(x, filters, strides, padding, rhs_dilation)
    if any(width for pair in padding for width in pair):
        x = manipulation.pad(x, [(0, 0), (0, 0), *padding])
    return _by_product(x, filters, strides, rhs_dilation, groups, batch_groups)


def _has_kernel(x, filters, padding, groups, batch_groups):
    """Whether TensorFlow's kernel is for this convolution, and faster than a product of matrices."""
    size = filters.shape[2:]
    return (
        x.dtype in (tf.float32, tf.float64)
        and len(size) <= 2
        and any(n > 1 for n in size)
        and min(groups, batch_groups) == 1
        and 0 not in (*x.shape, *filters.shape)
        and all(width >= 0 for pair in padding for width in pair)
    )


def _beside(x, groups):
    """Parts of the batch as channels beside each other."""
    batch, channels, *size = x.shape
    x = raw.Reshape(tensor=x, shape=ints((groups, batch // groups, channels, *size)))
    x = like.transposed(x, (1, 0, *range(2, x.ndim)))
    return raw.Reshape(tensor=x, shape=ints((batch // groups, groups * channels, *size)))


def _by_kernel(x, filters, strides, padding, dilation):
    """Convolution along one or two axes; the number of groups follows from those of channels."""
    along_one = len(strides) == 1
    if along_one:
        x, filters = (raw.ExpandDims(input=a, axis=ints(2)) for a in (x, filters))
        strides, padding, dilation = strides * 2, ((0, 0), *padding), (1, *dilation)
    options = {
        "strides": [1, *strides, 1],
        "padding": "EXPLICIT",
        "explicit_paddings": [0, 0, *(n for pair in padding for n in pair), 0, 0],
        "dilations": [1, *dilation, 1],
    }
    out = _in_groups(like.transposed(x, (0, 2, 3, 1)), filters, options)
    out = like.transposed(out, (0, 3, 1, 2))
    return raw.Squeeze(input=out, axis=[2]) if along_one else out


def _in_groups(x, filters, options):
    """Convolution of channels-last `x`. A kernel that knows groups (Conv2D) has no gradient on the CPU,
    and takes up to 70 times as long for a group per channel (TensorFlow 2.21)."""
    features, each = filters.shape[:2]
    channels = x.shape[3]
    groups = channels // each
    if groups > 1 and _is_depthwise(filters, options["strides"][1:3], options["dilations"]):
        shape = ints((channels, features // channels, *filters.shape[2:]))
        filters = like.transposed(raw.Reshape(tensor=filters, shape=shape), (2, 3, 0, 1))
        return raw.DepthwiseConv2dNative(input=x, filter=filters, **options)
    filters = like.transposed(filters, (2, 3, 1, 0))
    if not 1 < groups <= _MANY:
        return raw.Conv2D(input=x, filter=filters, **options)
    parts = (raw.Split(axis=3, value=a, num_split=groups) for a in (x, filters))
    out = [raw.Conv2D(input=a, filter=f, **options) for a, f in zip(*parts, strict=True)]
    return raw.ConcatV2(values=out, axis=ints(3))


_MANY = 64  # groups that are computed one by one
_LARGE = (
    25  # elements of a dilated kernel: it has no gradient on the CPU. Larger ones are gradients
)


def _is_depthwise(filters, strides, dilations):
    """Whether the kernel for a group per channel takes this."""
    return filters.shape[1] == 1 and len({*strides}) == 1 and all(n == 1 for n in dilations)


def _by_product(x, filters, strides, dilations, feature_group_count, batch_group_count):
    features, channels, *size = filters.shape
    for axis, (k, stride, dilation) in enumerate(zip(size, strides, dilations, strict=True)):
        x = windows(x, k, axis=2 + 2 * axis, stride=stride, dilation=dilation)
    groups = max(feature_group_count, batch_group_count)
    rank, batch = len(size), x.shape[0] // batch_group_count
    counts, rows = tuple(x.shape[2::2]), channels * math.prod(size)
    # (batch groups, batch, feature groups, channels, count, k, count, k, ...)
    lead = (batch_group_count, batch, feature_group_count, channels)
    x = raw.Reshape(tensor=x, shape=ints((*lead, *x.shape[2:])))
    places, elements = range(4, 4 + 2 * rank, 2), range(5, 5 + 2 * rank, 2)
    x = like.transposed(x, (0, 2, 3, *elements, 1, *places))
    columns = raw.Reshape(tensor=x, shape=ints((groups, rows, batch * math.prod(counts))))
    kernels = raw.Reshape(tensor=filters, shape=ints((groups, features // groups, rows)))
    out = linalg.matmul(kernels, columns)
    out = raw.Reshape(tensor=out, shape=ints((features, batch, *counts)))
    return manipulation.moveaxis(out, 0, 1)
