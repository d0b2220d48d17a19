"""What an array is."""

import torch

from ivy._core.unfolding import unfolds
from ivy.backends import torch as backend

dtype = backend.dtype
python_kind = backend.python_kind
to_numpy = backend.to_numpy


def _conversion(x, dtype, /):
    plain = not x.dtype.is_complex and dtype.kind != "b"
    return (torch.Tensor.to, (x, backend.native_dtype(dtype)), {}) if plain else None


@unfolds(_conversion)
def astype(x, dtype, /):
    if x.is_complex() and dtype.kind not in "cb":
        x = x.real
    return x != 0 if dtype.kind == "b" else x.to(backend.native_dtype(dtype))


def bitcast(x, dtype, /):
    native = backend.native_dtype(dtype)
    if native.itemsize == x.dtype.itemsize:
        return x.contiguous().view(native)
    x = x.reshape(1) if x.ndim == 0 else x
    size = x.shape[-1] * x.dtype.itemsize // native.itemsize
    if not x.numel():  # whose strides torch does not like here
        return x.new_empty((*x.shape[:-1], size), dtype=native)
    return x.reshape(-1).view(native).reshape((*x.shape[:-1], size))


def item(x, /):
    return x.item()
