"""What an array is."""

import torch

from ivy._core.backend import Backend
from ivy._core.specialization import specializes
from ivy.backends import torch as backend

dtype = backend.dtype
python_kind = Backend.python_kind
to_numpy = backend.to_numpy


# what costs half as much as `to` with a dtype
_CONVERSIONS = {
    torch.bfloat16: torch.Tensor.bfloat16,
    torch.complex64: torch.Tensor.cfloat,
    torch.complex128: torch.Tensor.cdouble,
    torch.float16: torch.Tensor.half,
    torch.float32: torch.Tensor.float,
    torch.float64: torch.Tensor.double,
    torch.int8: torch.Tensor.char,
    torch.int16: torch.Tensor.short,
    torch.int32: torch.Tensor.int,
    torch.int64: torch.Tensor.long,
    torch.uint8: torch.Tensor.byte,
}


def _conversion(x, dtype, /):
    if x.dtype.is_complex or dtype.kind == "b":
        return None
    native = backend.native_dtype(dtype)
    method = _CONVERSIONS.get(native)
    return (method, (x,), {}) if method else (torch.Tensor.to, (x, native), {})


@specializes(_conversion)
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
    return x.contiguous().reshape(-1).view(native).reshape((*x.shape[:-1], size))


def item(x, /):
    return x.item()


def require(x, holds, /, *, message, error=ValueError):
    if not torch.all(holds):
        raise error(message)
    return x
