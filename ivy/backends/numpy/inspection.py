"""What an array is."""

import numpy as np

from ivy._core import float8
from ivy._core.backend import Backend
from ivy._core.dtypes import is_float8
from ivy._core.specialization import specializes
from ivy.backends import numpy as backend
from ivy.backends.numpy import _adapters as like

dtype = backend.dtype
python_kind = Backend.python_kind
to_numpy = backend.to_numpy


def _conversion(x, dtype, /):
    if is_float8(dtype) or is_float8(x.dtype):
        return None
    plain = like.is_array(x) and x.dtype.kind != "c" and dtype != np.uint8
    return (np.ndarray.astype, (x, dtype), {}) if plain else None


@specializes(_conversion)
def astype(x, dtype, /):
    if is_float8(dtype) or is_float8(x.dtype):
        return float8.convert(np.asarray(x), dtype)
    if x.dtype.kind == "c" and dtype.kind not in "cb":
        x = np.real(x)
    if dtype == np.uint8 and x.dtype == np.float64:
        x = np.asarray(x).astype(np.int64)  # NumPy goes by int32, which loses more
    return np.asarray(x).astype(dtype)


def bitcast(x, dtype, /):
    out = np.ascontiguousarray(x).view(dtype)  # which gives 0-d arrays an axis
    return out.reshape(x.shape) if x.dtype.itemsize == dtype.itemsize else out


def require(x, holds, /, *, message, error=ValueError):
    if not np.all(holds):
        raise error(message)
    return x


def item(x, /):
    value = x.item()
    return value if type(value) in (bool, int, float, complex) else float(value)
