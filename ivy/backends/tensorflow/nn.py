"""Ops of neural networks, and the loop that recurrent ones need."""

import math

from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow._raw import ints, raw, scalar


def _times(x, number):
    return raw.Mul(x=x, y=scalar(number, x.dtype))


def _gelu(x, /, *, approximate=False):
    if not approximate:
        return raw.Mul(x=x, y=_times(raw.Erfc(x=_times(x, -math.sqrt(0.5))), 0.5))
    cube = _times(raw.Mul(x=raw.Square(x=x), y=x), 0.044715)
    bend = raw.Tanh(x=_times(raw.AddV2(x=x, y=cube), math.sqrt(2 / math.pi)))
    return raw.Mul(x=_times(x, 0.5), y=raw.AddV2(x=bend, y=scalar(1, x.dtype)))


gelu = like.through_half(_gelu)


def _is_last(x, axis):
    """Whether the kernels of TensorFlow will do: along the last axis, for finite numbers."""
    values = like.finite(x)
    return values is not None and values.ndim > 0 and axis in (-1, values.ndim - 1)


# TensorFlow's own softmax, which costs a fourth, gives 0 beside a NaN (2.21, float32)
def _shifted(x, axis):
    at = ints((like.one_axis(axis, x.ndim),))
    return raw.Sub(x=x, y=raw.Max(input=x, axis=at, keep_dims=True)), at


def _log_softmax(x, /, *, axis):
    if _is_last(x, axis):
        return raw.LogSoftmax(x)
    x, at = _shifted(x, axis)
    return raw.Sub(x=x, y=raw.Log(x=raw.Sum(input=raw.Exp(x=x), axis=at, keep_dims=True)))


def _softmax(x, /, *, axis):
    if _is_last(x, axis):
        return raw.Softmax(x)
    x, at = _shifted(x, axis)
    powers = raw.Exp(x=x)
    return raw.RealDiv(x=powers, y=raw.Sum(input=powers, axis=at, keep_dims=True))


log_softmax = like.through_half(_log_softmax)
softmax = like.through_half(_softmax)


def scan(function, carry, xs, /, *, reverse=False):
    steps = list(zip(*[raw.Unpack(value=x, num=x.shape[0], axis=0) for x in xs], strict=True))
    rows = []
    for step in reversed(steps) if reverse else steps:
        carry, row = function(carry, step)
        rows.append(row)
    if reverse:
        rows.reverse()
    return carry, tuple(raw.Pack(values=column, axis=0) for column in zip(*rows, strict=True))
