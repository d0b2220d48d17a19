"""Convolution, and the sliding windows that pooling and short-time transforms are made of."""

import functools
import math

import torch
import torch.nn.functional as F

from ivy.backends.torch import _adapters as like

_KERNELS = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}


def _dilated(x, factors):
    """`x` with zeros between the elements of its last axes."""
    if all(f == 1 for f in factors):
        return x
    lead = x.ndim - len(factors)
    sizes = [max((n - 1) * f + 1, 0) for n, f in zip(x.shape[lead:], factors, strict=True)]
    result = x.new_zeros((*x.shape[:lead], *sizes))
    result[(..., *[slice(None, None, f) for f in factors])] = x
    return result


def _patches(x, size, strides, dilation):
    """A view (..., *windows, *size) of the last axes of `x`."""
    lead = x.ndim - len(size)
    for axis, (k, s, d) in enumerate(zip(size, strides, dilation, strict=True), lead):
        x = x.unfold(axis, (k - 1) * d + 1, s)[..., ::d]
    return x


def _correlated(x, filters, strides, dilation, groups):
    """The correlation as a product of matrices, for what torch has no kernel of."""
    features, channels, *size = filters.shape
    patches = _patches(x, size, strides, dilation)
    counts = patches.shape[2 : 2 + len(size)]
    rows = channels * math.prod(size)
    batch, places = x.shape[0], math.prod(counts)
    patches = patches.reshape(batch, groups, channels, places, math.prod(size))
    patches = patches.movedim(3, 2).reshape(batch, groups, places, rows)
    filters = filters.reshape(groups, features // groups, rows).mT
    return like.unsigned(torch.matmul)(patches, filters).mT.reshape(batch, features, *counts)


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
    x = F.pad(_dilated(x, lhs_dilation), [n for pair in reversed(padding) for n in pair])
    groups = feature_group_count * batch_group_count
    if batch_group_count > 1:  # parts of the batch become parts of the channels
        x = x.unflatten(0, (groups, -1)).transpose(0, 1).flatten(1, 2)
    kernel = _KERNELS.get(x.ndim - 2)
    fits = all(
        (k - 1) * d < n
        for n, k, d in zip(x.shape[2:], filters.shape[2:], rhs_dilation, strict=True)
    )
    if kernel is None or not fits or not x.is_floating_point():
        return _correlated(x, filters, strides, rhs_dilation, groups)
    return kernel(x, filters, stride=tuple(strides), dilation=tuple(rhs_dilation), groups=groups)


def _at(axis, index):
    return (*[slice(None)] * axis, index)


@like.unsigned
def overlap_add(x, length, /, *, axis, stride=1, dilation=1):
    count, size = x.shape[axis : axis + 2]
    result = x.new_zeros((*x.shape[:axis], length, *x.shape[axis + 2 :]))
    span = (count - 1) * stride + 1
    for i in range(size if count > 0 else 0):
        at = slice(i * dilation, i * dilation + span, stride)
        result[_at(axis, at)] += x[_at(axis + 1, i)]
    return result


@like.unsigned
def window_sum(x, size, /, *, axis, stride=1, dilation=1):
    parts = windows(x, size, axis=axis, stride=stride, dilation=dilation).unbind(axis + 1)
    return functools.reduce(torch.add, parts)


def windows(x, size, /, *, axis, stride=1, dilation=1):
    reach = (size - 1) * dilation + 1
    if x.shape[axis] < reach:
        return x.new_empty((*x.shape[:axis], 0, size, *x.shape[axis + 1 :]))
    spans = x.unfold(axis, reach, stride)
    return spans[..., ::dilation].movedim(-1, axis + 1)
