"""Ops that reduce or accumulate along axes."""

import functools
import math

import numpy as np
import tensorflow as tf

from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow._raw import along, ints, raw, scalar

# 16-bit numbers are summed in 32 bits
_SUMS = {**like.BOOL, **like.HALF}

prod = like.through(_SUMS, like.reduction(raw.Prod))
sum = like.through(_SUMS, like.reduction(raw.Sum))

_mean = like.through_half(like.reduction(raw.Mean))
_all = like.reduction(raw.All)
_any = like.reduction(raw.Any)
_max = like.through(like.ORDER, like.reduction(raw.Max))
_min = like.through(like.ORDER, like.reduction(raw.Min))


def all(x, /, *, axis=None, keepdims=False):
    return _all(like.truth(x), axis=axis, keepdims=keepdims)


def any(x, /, *, axis=None, keepdims=False):
    return _any(like.truth(x), axis=axis, keepdims=keepdims)


def _check_not_empty(x, axis):
    if 0 in x.shape and 0 in [x.shape[a] for a in like.axes(axis, x.ndim)]:
        raise ValueError("there is no largest or smallest among no elements")


def max(x, /, *, axis=None, keepdims=False):
    _check_not_empty(x, axis)
    return _max(x, axis=axis, keepdims=keepdims)


def min(x, /, *, axis=None, keepdims=False):
    _check_not_empty(x, axis)
    return _min(x, axis=axis, keepdims=keepdims)


def mean(x, /, *, axis=None, keepdims=False):
    if x.dtype.is_complex and 0 in x.shape:  # the kernel says 0
        total = sum(x, axis=axis, keepdims=keepdims)
        count = math.prod(x.shape[a] for a in like.axes(axis, x.ndim))
        return raw.RealDiv(x=total, y=scalar(count, x.dtype))
    return _mean(x, axis=axis, keepdims=keepdims)


_FEW = 2**16  # elements: NumPy is through with them before a kernel has begun


def _position(kernel, search, *, nan_first):
    def run(x, /, *, axis=None, keepdims=False):
        values = like.on_host(x)
        if values is not None and 0 < values.size <= _FEW and values.dtype.kind in "fiu":
            if axis is not None:
                axis = like.one_axis(axis, values.ndim)
            return tf.constant(search(values, axis, keepdims=keepdims))
        _check_not_empty(x, axis)
        key = like.comparable(x, nan_first=nan_first)  # the kernel passes NaN over
        if axis is None:
            out = kernel(input=raw.Reshape(tensor=key, shape=ints((-1,))), dimension=ints(0))
            return raw.Reshape(tensor=out, shape=ints((1,) * x.ndim)) if keepdims else out
        axis = like.one_axis(axis, x.ndim)
        if x.ndim > 7:
            out = along(key, axis, lambda rows: run(rows, axis=1, keepdims=True))
            return out if keepdims else raw.Squeeze(input=out, axis=[axis])
        out = kernel(input=key, dimension=ints(axis))
        return raw.ExpandDims(input=out, axis=ints(axis)) if keepdims else out

    return run


argmax = _position(raw.ArgMax, np.ndarray.argmax, nan_first=False)
argmin = _position(raw.ArgMin, np.ndarray.argmin, nan_first=True)


def _xor(x, /, *, axis=None, keepdims=False):
    for a in sorted((like.one_axis(a, x.ndim) for a in like.axes(axis, x.ndim)), reverse=True):
        rows = raw.Unpack(value=x, num=x.shape[a], axis=a)
        shape = ints([n for i, n in enumerate(x.shape) if i != a])
        nothing = raw.Fill(dims=shape, value=scalar(0, x.dtype))
        x = functools.reduce(lambda x1, x2: raw.BitwiseXor(x=x1, y=x2), rows, nothing)
        x = raw.ExpandDims(input=x, axis=ints(a)) if keepdims else x
    return x


bitwise_xor_reduce = like.through(like.ORDER, _xor)


def _running(kernel):
    def run(x, /, *, axis, **direction):
        return kernel(x=x, axis=ints(like.one_axis(axis, x.ndim)), **direction)

    return run


cumprod = like.through(_SUMS, _running(raw.Cumprod))
cumsum = like.through(_SUMS, _running(raw.Cumsum))
_cumlogsumexp = like.through(like.HALF, _running(raw.CumulativeLogsumexp))


def cumlogsumexp(x, /, *, axis):
    if x.dtype.is_complex:
        return _complex_cumlogsumexp(x, like.one_axis(axis, x.ndim))
    nans = raw.SelectV2(condition=raw.IsNan(x=x), t=x, e=raw.ZerosLike(x=x))
    found = cumsum(nans, axis=axis)  # the kernel passes NaN over
    return raw.AddV2(x=_cumlogsumexp(x, axis=axis), y=found)


def _complex_cumlogsumexp(x, axis):
    # one at a time: the phase must go on where the one before ends, not jump by 2 pi
    rows = raw.Unpack(value=x, num=x.shape[axis], axis=axis)
    for i in range(1, len(rows)):
        a, b = rows[i - 1], rows[i]
        real_a, real_b = (raw.Real(input=z, Tout=x.dtype.real_dtype) for z in (a, b))
        swap = raw.GreaterEqual(x=real_b, y=real_a)
        low, high = raw.SelectV2(condition=swap, t=a, e=b), raw.SelectV2(condition=swap, t=b, e=a)
        power = raw.Exp(x=raw.Sub(x=low, y=high))
        total = raw.AddV2(x=raw.Log(x=raw.AddV2(x=power, y=scalar(1, x.dtype))), y=high)
        nothing = raw.Equal(
            x=raw.Maximum(x=real_a, y=real_b), y=scalar(float("-inf"), real_a.dtype)
        )
        rows[i] = raw.SelectV2(condition=nothing, t=low, e=total)
    return raw.Pack(values=rows, axis=axis) if rows else x


def _extremes(kernel):
    """The running `kernel`: each step lets every element see twice as far back."""

    def run(x, /, *, axis):
        axis = like.one_axis(axis, x.ndim)
        length, reach = x.shape[axis], 1
        while reach < length:
            head, rest, far = (
                _part(x, axis, start, count)
                for start, count in ((0, reach), (reach, length - reach), (0, length - reach))
            )
            x = raw.ConcatV2(values=[head, kernel(x=rest, y=far)], axis=ints(axis))
            reach *= 2
        return x

    return like.through(like.ORDER, run)


def _part(x, axis, start, count):
    begin = tuple(start if a == axis else 0 for a in range(x.ndim))
    size = tuple(count if a == axis else -1 for a in range(x.ndim))
    return raw.Slice(input=x, begin=ints(begin), size=ints(size))


cummax = _extremes(raw.Maximum)
cummin = _extremes(raw.Minimum)
