"""Ops that make arrays."""

import math

import numpy as np
import tensorflow as tf

from ivy.backends import tensorflow as backend
from ivy.backends.tensorflow import inspection
from ivy.backends.tensorflow._raw import ints, raw, scalar


def _shape(shape):
    return ints((shape,) if isinstance(shape, int) else shape)


def _count(n):
    return raw.Range(start=ints(0), limit=ints(n), delta=ints(1))


def arange(start, stop, step=1, /, *, dtype):
    native = backend.native_dtype(dtype)
    if all(isinstance(n, int) for n in (start, stop, step)):
        numbers = _count(len(range(start, stop, step)))
        numbers = raw.AddV2(x=raw.Mul(x=numbers, y=_wrapped(step)), y=_wrapped(start))
        return raw.Cast(x=numbers, DstT=native)
    numbers = raw.Cast(x=_count(max(math.ceil((stop - start) / step), 0)), DstT=tf.float64)
    numbers = raw.AddV2(x=raw.Mul(x=numbers, y=float(step)), y=float(start))
    return raw.Cast(x=numbers, DstT=native)


def _wrapped(n):
    return ints((n + 2**63) % 2**64 - 2**63)


def asarray(x, /, *, dtype):
    if isinstance(x, tf.Tensor):
        return inspection.astype(x, dtype)
    return backend.from_numpy(np.asarray(x).astype(dtype))


def constant(values, /, *, dtype=None):
    return backend.from_numpy(np.asarray(values, dtype))


def eye(n, m=None, /, *, k=0, dtype):
    rows = raw.ExpandDims(input=_count(n), axis=ints(1))
    columns = _count(n if m is None else m)
    on = raw.Equal(x=raw.Sub(x=columns, y=rows), y=ints(k))
    return raw.Cast(x=on, DstT=backend.native_dtype(dtype))


_SMALL = 128  # integers that every dtype has


def full(shape, value, /, *, dtype):
    kind = type(value)
    if kind is bool or (kind is int and 0 <= value < _SMALL):
        value = scalar(value, backend.native_dtype(dtype))  # kept, unlike other values
    else:
        value = asarray(value, dtype=dtype)
    if value.ndim == 0:
        return raw.Fill(dims=_shape(shape), value=value)
    return raw.BroadcastTo(input=value, shape=_shape(shape))


def linspace(start, stop, num, /, *, dtype):
    if isinstance(start, complex) or isinstance(stop, complex):
        start, stop = complex(start), complex(stop)
        real = linspace(start.real, stop.real, num, dtype=np.dtype("float64"))
        imag = linspace(start.imag, stop.imag, num, dtype=np.dtype("float64"))
        pairs = raw.Complex(real=real, imag=imag, Tout=tf.complex128)
        return raw.Cast(x=pairs, DstT=backend.native_dtype(dtype))
    native = backend.native_dtype(dtype)
    if num == 0:
        return zeros((0,), dtype=dtype)
    wide = [tf.constant(n, tf.float64) for n in (start, stop)]
    numbers = raw.LinSpace(start=wide[0], stop=wide[1], num=ints(num))
    return raw.Cast(x=raw.Floor(x=numbers) if native.is_integer else numbers, DstT=native)


def ones(shape, /, *, dtype):
    return full(shape, 1, dtype=dtype)


def zeros(shape, /, *, dtype):
    return full(shape, 0, dtype=dtype)
