"""Sorting, ranking and searching."""

import tensorflow as tf

from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow import indexing
from ivy.backends.tensorflow._raw import ints, raw


def _key(x, descending):
    """Integers of which the largest ones come first."""
    key = like.comparable(x)
    return key if descending else raw.Invert(x=key)


def _ranked(x, count, axis, descending):
    """The first `count` positions in order; of equal elements the kernel takes the first one first."""
    key = like.moved_last(_key(x, descending), axis)
    out = raw.TopKV2(input=key, k=tf.constant(count, tf.int32), sorted=True, index_type=tf.int64)
    return like.moved_back(out.indices, axis)


def argsort(x, /, *, axis=-1, descending=False, stable=True):
    if x.ndim == 0:
        return ints(0)
    axis = like.one_axis(axis, x.ndim)
    return _ranked(x, x.shape[axis], axis, descending)


def lexsort(keys, /):
    order = argsort(keys[0], axis=0)
    for key in keys[1:]:
        again = argsort(raw.GatherV2(params=key, indices=order, axis=ints(0)), axis=0)
        order = raw.GatherV2(params=order, indices=again, axis=ints(0))
    return order


def searchsorted(x1, x2, /, *, side="left"):
    search = raw.LowerBound if side == "left" else raw.UpperBound
    rows = (-1, x1.shape[-1]) if x1.ndim > 1 else (1, x1.shape[-1])
    if 0 in x2.shape or 0 in x1.shape:
        return raw.Fill(dims=ints(x2.shape), value=ints(0))
    table = raw.Reshape(tensor=like.comparable(x1), shape=ints(rows))
    values = raw.Reshape(tensor=like.comparable(x2), shape=ints((table.shape[0], -1)))
    out = search(sorted_inputs=table, values=values, out_type=tf.int64)
    return raw.Reshape(tensor=out, shape=ints(x2.shape))


def sort(x, /, *, axis=-1, descending=False, stable=True):
    return sort_with_indices(x, axis=axis, descending=descending)[0]


def sort_with_indices(x, /, *, axis=-1, descending=False):
    order = argsort(x, axis=axis, descending=descending)
    if x.ndim == 0:
        return x, order
    return indexing.take_along_axis(x, order, axis=axis, bounds="clip"), order


def top_k(x, k, /, *, axis=-1, largest=True):
    axis = like.one_axis(axis, x.ndim)
    order = _ranked(x, k, axis, largest)
    return indexing.take_along_axis(x, order, axis=axis, bounds="clip"), order
