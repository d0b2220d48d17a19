"""Ops that move, join, split and repeat elements."""

import numpy as np

from ivy.backends.numpy import _adapters as like

broadcast_to = np.broadcast_to
concat = np.concatenate
expand_dims = np.expand_dims
flip = np.flip
moveaxis = np.moveaxis
permute_dims = like.method(np.transpose, np.ndarray.transpose)
repeat = np.repeat
reshape = like.method(np.reshape, np.ndarray.reshape)
roll = np.roll
stack = np.stack
tile = np.tile
tril = np.tril
triu = np.triu


def as_strided(x, shape, strides, offset=0, /):
    x = np.ascontiguousarray(x)
    if 0 in shape:
        return np.empty(shape, x.dtype)
    size = x.itemsize
    # three times as fast as np.lib.stride_tricks, and a window too large raises by itself
    return np.ndarray(shape, x.dtype, x, offset * size, [s * size for s in strides])


def as_strided_scatter(x, values, shape, strides, offset=0, /):
    result = np.array(x, order="C")
    if 0 not in shape:
        as_strided(result, shape, strides, offset)[...] = values
    return result


def pad(x, widths, value=0, /):
    shape, inside, kept = [], [], []  # np.pad takes ten times as long for a small array
    for n, (before, after) in zip(x.shape, widths, strict=True):
        start, end = max(-before, 0), n - max(-after, 0)
        kept.append(slice(start, end))
        start = max(before, 0)
        end = start + len(range(n)[kept[-1]])
        inside.append(slice(start, end))
        shape.append(end + max(after, 0))
    result = np.full(shape, value, x.dtype)
    result[tuple(inside)] = x[tuple(kept)]
    return result


def slice_(x, index, /):
    return x[index]


def squeeze(x, /, *, axis):
    return np.squeeze(x, axis=tuple(axis) if isinstance(axis, list) else axis)
