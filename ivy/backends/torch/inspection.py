"""What an array is."""

from ivy.backends import torch as backend

dtype = backend.dtype
python_kind = backend.python_kind
to_numpy = backend.to_numpy


def astype(x, dtype, /):
    if x.is_complex() and dtype.kind not in "cb":
        x = x.real
    return x != 0 if dtype.kind == "b" else x.to(backend.native_dtype(dtype))


def bitcast(x, dtype, /):
    native = backend.native_dtype(dtype)
    if x.ndim == 0 and native.itemsize != x.dtype.itemsize:
        x = x.reshape(1)
    return x.contiguous().view(native)


def item(x, /):
    return x.item()
