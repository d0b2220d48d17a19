"""What an array is."""

import jax.numpy as jnp
import numpy as np
from jax import lax

from ivy.backends import jax as backend
from ivy.backends.jax import _compile

dtype = backend.dtype
python_kind = backend.python_kind


def astype(x, dtype, /):
    if x.dtype.kind == "c" and dtype.kind not in "cb":
        x = jnp.real(x)
    return jnp.asarray(x).astype(dtype)


def bitcast(x, dtype, /):
    if x.dtype == bool or dtype == bool:
        return x.astype(dtype)
    size, new = x.dtype.itemsize, dtype.itemsize
    if "c" in (x.dtype.kind, dtype.kind):
        return _bitcast_complex(x, dtype)
    if new > size:
        x = x.reshape(*x.shape[:-1], -1, new // size)
    out = lax.bitcast_convert_type(x, dtype)
    return out.reshape(*x.shape[:-1], -1) if new < size else out


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
    value = x.item()
    return value if type(value) in (bool, int, float, complex) else float(value)


def to_numpy(x, /):
    _compile.settle()
    return backend.to_numpy(x)
