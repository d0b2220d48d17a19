"""Ops that reduce or accumulate along axes."""

import numpy as np

from ivy.backends.numpy import _adapters as like

all = like.reduction(np.all)
any = like.reduction(np.any)
argmax = np.argmax
argmin = np.argmin
bitwise_xor_reduce = like.reduction(np.bitwise_xor.reduce)
cummax = np.maximum.accumulate
cummin = np.minimum.accumulate
max = like.reduction(np.max)
mean = like.wide(like.reduction(np.mean))
min = like.reduction(np.min)


@like.wide
def cumlogsumexp(x, /, *, axis):
    if x.dtype.kind == "f":
        return np.logaddexp.accumulate(x, axis=axis)
    out = np.moveaxis(np.array(x), axis, 0)
    for i in range(1, len(out)):
        # one at a time: the phase must go on where the one before ends, not jump by 2 pi
        swap = out[i].real >= out[i - 1].real
        low, high = np.where(swap, out[i - 1], out[i]), np.where(swap, out[i], out[i - 1])
        out[i] = np.where(np.isneginf(high.real), low, np.log1p(np.exp(low - high)) + high)
    return np.moveaxis(out, 0, axis)


@like.wide
def cumprod(x, /, *, axis):
    return np.cumprod(x, axis=axis, dtype=_total(x.dtype)).astype(x.dtype)


@like.wide
def cumsum(x, /, *, axis):
    return np.cumsum(x, axis=axis, dtype=_total(x.dtype)).astype(x.dtype)


def _total(dtype):
    # one term after the other loses digits that the pairwise sums of np.sum keep
    return np.float64 if dtype == np.float32 else dtype


@like.wide
def prod(x, /, *, axis=None, keepdims=False):
    return np.prod(x, axis=like.axes(axis), keepdims=keepdims, dtype=x.dtype)


@like.wide
def sum(x, /, *, axis=None, keepdims=False):
    return np.sum(x, axis=like.axes(axis), keepdims=keepdims, dtype=x.dtype)
