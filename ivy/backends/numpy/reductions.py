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


def _running(accumulate, first):
    """`f(x, axis=)`; without the element itself it begins with `first`."""

    @like.wide
    def run(x, /, *, axis, exclusive=False, reverse=False):
        if not (exclusive or reverse):
            return accumulate(x, axis, _total(x.dtype)).astype(x.dtype)
        rows = np.moveaxis(x, axis, -1)
        rows = rows[..., ::-1] if reverse else rows
        out = accumulate(rows, -1, _total(x.dtype)).astype(x.dtype)
        if exclusive:
            out = np.concatenate([np.full_like(out[..., :1], first), out[..., :-1]], -1)
        return np.moveaxis(out[..., ::-1] if reverse else out, -1, axis)

    return run


cumprod = _running(np.cumprod, 1)
cumsum = _running(np.cumsum, 0)


def _total(dtype):
    # one term after the other loses digits that the pairwise sums of np.sum keep
    return np.float64 if dtype == np.float32 else dtype


@like.wide
def prod(x, /, *, axis=None, keepdims=False):
    return np.multiply.reduce(x, like.axes(axis), x.dtype, None, keepdims)  # np.prod, faster


@like.wide
def sum(x, /, *, axis=None, keepdims=False):
    return np.add.reduce(x, like.axes(axis), x.dtype, None, keepdims)
