"""What an array is."""

import numpy as np

from ivy.backends import numpy as backend

dtype = backend.dtype
python_kind = backend.python_kind
to_numpy = backend.to_numpy


def astype(x, dtype, /):
    if x.dtype.kind == "c" and dtype.kind not in "cb":
        x = np.real(x)
    if dtype == np.uint8 and x.dtype == np.float64:
        x = np.asarray(x).astype(np.int64)  # NumPy goes by int32, which loses more
    return np.asarray(x).astype(dtype)


def bitcast(x, dtype, /):
    return (
        np.ascontiguousarray(x)
        .view(dtype)
        .reshape(x.shape[:-1] + (-1,) if x.dtype.itemsize != dtype.itemsize else x.shape)
    )


def item(x, /):
    value = x.item()
    return value if type(value) in (bool, int, float, complex) else float(value)
