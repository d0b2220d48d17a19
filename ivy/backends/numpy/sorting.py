"""Sorting, ranking and searching."""

import numpy as np


def _key(x):
    """What sorts as `x` does; NumPy compares bfloat16 wrongly where there is a NaN."""
    return x.astype(np.float32) if x.dtype.kind == "V" else x


def argsort(x, /, *, axis=-1, descending=False, stable=True):
    kind = "stable" if stable else None
    if not descending:
        return np.argsort(_key(x), axis=axis, kind=kind)
    # stable and backwards: the order of what is flipped, flipped
    order = np.argsort(np.flip(_key(x), axis), axis=axis, kind=kind)
    return np.flip(x.shape[axis] - 1 - order, axis)


def lexsort(keys, /):
    return np.lexsort([_key(k) for k in keys])


def searchsorted(x1, x2, /, *, side="left"):
    x1, x2 = _key(x1), _key(x2)
    if x1.ndim == 1:
        return np.asarray(np.searchsorted(x1, x2, side))
    out = np.zeros(x2.shape, np.int64)
    for row in np.ndindex(x1.shape[:-1]):
        out[row] = np.searchsorted(x1[row], x2[row], side)
    return out


def sort(x, /, *, axis=-1, descending=False, stable=True):
    ordered = np.sort(_key(x), axis=axis, kind="stable" if stable else None).astype(x.dtype)
    return np.flip(ordered, axis) if descending else ordered


def sort_with_indices(x, /, *, axis=-1, descending=False):
    order = argsort(x, axis=axis, descending=descending)
    return np.take_along_axis(x, order, axis), order


def top_k(x, k, /, *, axis=-1, largest=True):
    order = np.take(argsort(x, axis=axis, descending=largest), np.arange(k), axis=axis)
    return np.take_along_axis(x, order, axis), order
