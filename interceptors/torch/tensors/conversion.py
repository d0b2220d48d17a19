"""Conversion of dtypes, and of values between native tensors and host arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from interceptors.torch import _compat
from ivy._core import dtypes, errors

CPU = torch.device("cpu")
TORCH = {
    dtypes.as_dtype(name): getattr(torch, name)
    for name in (*dtypes.NAMES, *dtypes.FLOAT8)
    if hasattr(torch, name)
}
NUMPY = {ours: name for name, ours in TORCH.items()}
# dtypes of ml_dtypes, which PyTorch lends to NumPy as integers only
_LENT_AS = {ours: np.dtype(f"int{8 * ours.itemsize}") for ours in TORCH if ours.isbuiltin != 1}


def dtype_of(dtype: torch.dtype) -> np.dtype:
    """`torch.dtype` as `ivy.DType`."""
    try:
        return NUMPY[dtype]
    except KeyError:
        raise errors.UnsupportedDtypeError(f"{dtype} has no counterpart on any target.") from None


def fits(value: Any, dtype: torch.dtype | None) -> bool:
    """Whether `value` is a plain number whose conversion to `dtype` is unambiguous in PyTorch."""
    if type(value) not in (bool, int, float):
        return False
    return abs(value) <= (1e4 if dtype is None or dtype.is_floating_point else 127)


def to_host(tensor: torch.Tensor) -> np.ndarray:
    """The values of a native tensor, sharing memory where it can be."""
    dtype = dtype_of(tensor.dtype)
    with _compat.quiet():  # a mode would redirect what is done here
        if _compat.is_zero(tensor):
            return np.zeros(tensor.shape, dtype)
        tensor = tensor.detach().resolve_conj().resolve_neg()
        bits = _LENT_AS.get(dtype)
        return tensor.numpy() if bits is None else tensor.view(TORCH[bits]).numpy().view(dtype)


def from_host(array: np.ndarray) -> torch.Tensor:
    """A native tensor over the memory of `array`."""
    array = np.asarray(array)
    if not array.flags.writeable or any(s < 0 for s in array.strides):
        array = array.copy()
    bits = _LENT_AS.get(array.dtype)
    if bits is None:
        return torch.from_numpy(array)
    return torch.from_numpy(array.view(bits)).view(TORCH[array.dtype])
