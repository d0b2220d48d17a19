"""What an array is."""

import math

import jax.numpy as jnp
import numpy as np
from jax import lax

from ivy._core import dtypes, float8
from ivy.backends import jax as backend
from ivy.backends.jax import _compile

dtype = backend.dtype
python_kind = backend.python_kind


def astype(x, dtype, /):
    x = jnp.asarray(x)
    if dtypes.is_float8(x.dtype):
        return x if x.dtype == dtype else _decoded(x, dtype)
    if x.dtype.kind == "c" and dtype.kind not in "cb":
        x = jnp.real(x)
    if dtypes.is_float8(dtype):
        return bitcast(float8.encode(jnp, x.astype(jnp.float32), dtype), dtype)
    if dtype.kind in "iu" and dtypes.is_floating(x.dtype):
        return _truncated(x, dtype)
    return x.astype(dtype)


def _decoded(x, dtype):
    table, byte = float8.table(x.dtype, dtype), np.dtype(np.uint8)
    if dtypes.is_float8(dtype):  # XLA reads elements of some by way of float16
        return bitcast(jnp.asarray(table.view(byte))[bitcast(x, byte)], dtype)
    return jnp.asarray(table)[bitcast(x, byte)]


def _truncated(x, dtype):
    """Floats as integers, as x86 converts them: what does not fit becomes the lowest integer.

    XLA saturates instead, and makes NaN 0. Narrow integers are cut out of wider ones, wide unsigned
    ones are put together from two halves.
    """
    if dtype in (np.uint32, np.uint64):
        signed = np.dtype(f"int{dtype.itemsize * 8}")
        half, top = 2.0 ** (dtype.itemsize * 8 - 1), np.iinfo(signed).min
        upper = _converted(x - half, signed) ^ top
        return jnp.where(x >= half, upper, _converted(x, signed)).astype(dtype)
    through = np.int64 if dtype in (np.uint8, np.int64) else np.int32
    return _converted(x, through).astype(dtype)


def _converted(x, dtype):
    lowest = np.iinfo(dtype).min
    fits = (x >= float(lowest)) & (x < -float(lowest))
    return jnp.where(fits, x.astype(dtype), jnp.asarray(lowest, dtype))


def bitcast(x, dtype, /):
    if "b" in (x.dtype.kind, dtype.kind):
        return x.astype(dtype)
    size, new = x.dtype.itemsize, dtype.itemsize
    if "c" in (x.dtype.kind, dtype.kind):
        return _bitcast_complex(x, dtype)
    if new > size:
        x = x.reshape(*x.shape[:-1], math.prod(x.shape[-1:]) * size // new, new // size)
    out = lax.bitcast_convert_type(x, dtype)
    return out.reshape(*x.shape[:-1], math.prod(x.shape[-1:]) * size // new) if new < size else out


def _bitcast_complex(x, dtype):
    # XLA has no bitcast of complex numbers: go by way of the pairs
    if x.dtype.kind == "c":
        half = np.dtype(f"float{x.dtype.itemsize * 4}")
        pairs = jnp.stack([x.real, x.imag], -1).reshape(*x.shape[:-1], -1)
        return bitcast(pairs.astype(half), dtype)
    half = np.dtype(f"float{dtype.itemsize * 4}")
    pairs = bitcast(x, half).reshape(*x.shape[:-1], -1, 2)
    return lax.complex(pairs[..., 0], pairs[..., 1])


def item(x, /):
    _compile.settle()
    value = backend.to_numpy(x).item()
    return value if type(value) in (bool, int, float, complex) else float(value)


def require(x, holds, /, *, message, error=ValueError):
    _compile.require(jnp.all(holds), message, error)
    return x


def to_numpy(x, /):
    _compile.settle()
    return backend.to_numpy(x)
