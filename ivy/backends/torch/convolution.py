"""Convolution, and the sliding windows that pooling and short-time transforms are made of."""

import functools
import math

import torch
import torch.nn.functional as F

from ivy._core.backend import by_declaration
from ivy.backends.torch import _adapters as like

_KERNELS = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
_POOLS = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}


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
    x, pads = _dilated(x, lhs_dilation), tuple(low for low, _ in padding)
    if any(low != high or low < 0 for low, high in padding):  # the kernels pad both ends alike
        x, pads = F.pad(x, [n for pair in reversed(padding) for n in pair]), (0,) * len(pads)
    groups = feature_group_count * batch_group_count
    if batch_group_count > 1:  # parts of the batch become parts of the channels
        x = x.unflatten(0, (groups, -1)).transpose(0, 1).flatten(1, 2)
    kernel = _KERNELS.get(x.ndim - 2)
    fits = all(
        (k - 1) * d < n + 2 * p
        for n, k, d, p in zip(x.shape[2:], filters.shape[2:], rhs_dilation, pads, strict=True)
    )
    if kernel is None or not fits or not x.is_floating_point():
        x = F.pad(x, [p for p in reversed(pads) for _ in "ab"])
        return _correlated(x, filters, strides, rhs_dilation, groups)
    steps = {"stride": tuple(strides), "padding": pads, "dilation": tuple(rhs_dilation)}
    return kernel(x, filters, **steps, groups=groups)


def max_pool(
    x,
    size,
    /,
    *,
    strides=None,
    padding="VALID",
    dilations=1,
    ceil_mode=False,
    data_format="channels_last",
):
    kernel, first = _POOLS.get(x.ndim - 2), data_format == "channels_first"
    pads = _alike(0 if padding == "VALID" else padding, x.ndim - 2)
    if kernel and first and pads and x.is_floating_point() and x.numel() and not ceil_mode:
        sizes, gaps = (_per_axis(n, x.ndim - 2) for n in (size, dilations))
        bounds = zip(x.shape[2:], sizes, gaps, pads, strict=True)
        if all(2 * p <= k and (k - 1) * d < n + 2 * p for n, k, d, p in bounds):
            return kernel(x, sizes, stride=strides, padding=pads, dilation=gaps)
    options = {"ceil_mode": ceil_mode, "data_format": data_format, "dilations": dilations}
    return by_declaration("torch", "max_pool", x, size, strides=strides, padding=padding, **options)


def _per_axis(n, axes):
    return (n,) * axes if isinstance(n, int) else tuple(n)


def _alike(padding, axes):
    """The padding of both ends of each axis; None if it is not the same."""
    if isinstance(padding, int):
        return (padding,) * axes
    pairs = [p if isinstance(p, (tuple, list)) else (None, p) for p in padding]
    return tuple(low for low, _ in pairs) if all(a == b for a, b in pairs) else None


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
