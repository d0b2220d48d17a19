"""What an array is."""

import tensorflow as tf

from ivy._core import dtypes, float8
from ivy._core.backend import Backend
from ivy.backends import tensorflow as backend
from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow._raw import ints, raw

dtype = backend.dtype
python_kind = Backend.python_kind
to_numpy = backend.to_numpy


def astype(x, dtype, /):
    native = backend.native_dtype(dtype)
    if x.dtype is native:
        return x
    if dtypes.is_float8(dtype) or dtypes.is_float8(backend.dtype(x)):
        return backend.from_numpy(float8.convert(to_numpy(x), dtype))
    if native is tf.bool:
        return like.truth(x)
    return raw.Cast(x=x, DstT=native)


def bitcast(x, dtype, /):
    native = backend.native_dtype(dtype)
    if dtypes.is_float8(dtype) or dtypes.is_float8(backend.dtype(x)):  # TensorFlow has no kernel
        return backend.from_numpy(to_numpy(x).view(dtype))
    if x.dtype is tf.bool:
        x = raw.Cast(x=x, DstT=tf.uint8)
    if native is tf.bool:
        return raw.Cast(x=raw.Bitcast(input=x, type=tf.uint8), DstT=tf.bool)
    size, new = x.dtype.size, native.size
    lead = tuple(x.shape[:-1])
    if new > size:
        x = raw.Reshape(tensor=x, shape=ints((*lead, x.shape[-1] * size // new, new // size)))
    out = raw.Bitcast(input=x, type=native)
    if new < size:
        last = x.shape[-1] if x.ndim else 1
        out = raw.Reshape(tensor=out, shape=ints((*lead, last * size // new)))
    return out


def require(x, holds, /, *, message, error=ValueError):
    if not like.all_hold(holds, message):
        raise error(message)
    return x


def item(x, /):
    value = to_numpy(x).item()
    return float(value) if x.dtype is tf.bfloat16 else value
