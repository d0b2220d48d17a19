"""Ops that reduce or accumulate along axes."""

import numpy as np

from ivy._core.specialization import specializes
from ivy.backends.numpy import _adapters as like

all = like.reduction(np.all, np.ndarray.all)
any = like.reduction(np.any, np.ndarray.any)
argmax = like.method(np.argmax, np.ndarray.argmax, "axis")
argmin = like.method(np.argmin, np.ndarray.argmin, "axis")
bitwise_xor_reduce = like.reduction(np.bitwise_xor.reduce)
cummax = np.maximum.accumulate
cummin = np.minimum.accumulate
max = like.reduction(np.max, np.maximum.reduce)
mean = like.wide(like.reduction(np.mean, np.ndarray.mean))
min = like.reduction(np.min, np.minimum.reduce)
prod = like.wide(like.total(np.multiply.reduce))
sum = like.wide(like.total(np.add.reduce))


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

    # one term after the other loses digits that the pairwise sums of np.sum keep
    def in_64(x, axis):
        return accumulate(x, axis, np.float64).astype(np.float32)

    def plain(x, axis):
        return in_64(x, axis) if x.dtype == np.float32 else accumulate(x, axis, x.dtype)

    def call(x, /, *, axis, exclusive=False, reverse=False):
        if exclusive or reverse or not x.ndim:
            return None
        return (
            (in_64, (x, axis), {})
            if x.dtype == np.float32
            else (accumulate, (x, axis, x.dtype), {})
        )

    @like.wide
    @specializes(call)
    def run(x, /, *, axis, exclusive=False, reverse=False):
        x = np.atleast_1d(x)
        if not (exclusive or reverse):
            return plain(x, axis)
        rows = np.moveaxis(x, axis, -1)
        out = plain(rows[..., ::-1] if reverse else rows, -1)
        if exclusive:
            out = np.concatenate([np.full_like(out[..., :1], first), out[..., :-1]], -1)
        return np.moveaxis(out[..., ::-1] if reverse else out, -1, axis)

    return run


cumprod = _running(np.multiply.accumulate, 1)
cumsum = _running(np.add.accumulate, 0)
