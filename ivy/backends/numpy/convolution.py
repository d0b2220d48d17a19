"""Convolution, and the sliding windows that pooling and short-time transforms are made of."""

import numpy as np

from ivy.backends.numpy import _adapters as like


def _dilated(x, factors):
    """`x` with zeros between the elements of its last axes."""
    if all(f == 1 for f in factors):
        return x
    lead = x.ndim - len(factors)
    sizes = [max((n - 1) * f + 1, 0) for n, f in zip(x.shape[lead:], factors, strict=True)]
    result = np.zeros((*x.shape[:lead], *sizes), x.dtype)
    result[(..., *[slice(None, None, f) for f in factors])] = x
    return result


def _padded(x, padding):
    """The last axes of `x` with zeros around them; negative widths crop."""
    if not any(width for pair in padding for width in pair):
        return x
    lead = x.ndim - len(padding)
    sizes = [n + lo + hi for n, (lo, hi) in zip(x.shape[lead:], padding, strict=True)]
    result = np.zeros((*x.shape[:lead], *sizes), x.dtype)
    inner, outer = [], []
    for n, size, (lo, _) in zip(x.shape[lead:], sizes, padding, strict=True):
        outer.append(slice(max(lo, 0), min(size, lo + n)))
        inner.append(slice(max(-lo, 0), min(n, size - lo)))
    result[(..., *outer)] = x[(..., *inner)]
    return result


def _patches(x, size, strides, dilation):
    """A view (groups, channels, *size, batch, *windows) of `x` (groups, batch, channels, *spatial)."""
    axes = tuple(range(3, x.ndim))
    spans = [(k - 1) * d + 1 for k, d in zip(size, dilation, strict=True)]
    spans = np.lib.stride_tricks.sliding_window_view(x, spans, axes)
    steps = [*(slice(None, None, s) for s in strides), *(slice(None, None, d) for d in dilation)]
    chosen = spans[(slice(None), slice(None), slice(None), *steps)]
    windows = tuple(range(3, x.ndim))
    return chosen.transpose(0, 2, *(len(size) + a for a in windows), 1, *windows)


@like.wide
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
    x = _padded(_dilated(x, lhs_dilation), padding)
    features, channels, *size = filters.shape
    if batch_group_count > 1:
        groups = batch_group_count
        x = x.reshape(groups, -1, *x.shape[1:])
    else:
        groups = feature_group_count
        x = x.reshape(x.shape[0], groups, channels, *x.shape[2:]).swapaxes(0, 1)
    patches = _patches(x, size, strides, rhs_dilation)
    batch, *counts = patches.shape[2 + len(size) :]
    rows = channels * int(np.prod(size, dtype=int))
    columns = batch * int(np.prod(counts, dtype=int))
    product = np.matmul(
        filters.reshape(groups, features // groups, rows), patches.reshape(groups, rows, columns)
    )
    return np.ascontiguousarray(product.reshape(features, batch, *counts).swapaxes(0, 1))


def _at(axis, index):
    return (*[slice(None)] * axis, index)


def overlap_add(x, length, /, *, axis, stride=1, dilation=1):
    count, size = x.shape[axis : axis + 2]
    result = np.zeros((*x.shape[:axis], length, *x.shape[axis + 2 :]), x.dtype)
    span = (count - 1) * stride + 1
    for i in range(size if count > 0 else 0):
        at = slice(i * dilation, i * dilation + span, stride)
        result[_at(axis, at)] += x[_at(axis + 1, i)]
    return result


def window_sum(x, size, /, *, axis, stride=1, dilation=1):
    span = ((x.shape[axis] - (size - 1) * dilation - 1) // stride) * stride + 1
    result = np.array(x[_at(axis, slice(0, span, stride))])
    for i in range(1, size):
        result += x[_at(axis, slice(i * dilation, i * dilation + span, stride))]
    return result


def windows(x, size, /, *, axis, stride=1, dilation=1):
    spans = np.lib.stride_tricks.sliding_window_view(x, (size - 1) * dilation + 1, axis)
    chosen = spans[(*_at(axis, slice(None, None, stride)), ..., slice(None, None, dilation))]
    return np.moveaxis(chosen, -1, axis + 1)
