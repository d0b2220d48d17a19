"""Ivy ops on native torch tensors, outside of autograd.

Gradients belong to whoever calls: a redirected framework differentiates above these ops, so they
run under `torch.no_grad()` (`scope`). No op writes into an argument: arrays that came in by DLPack
share memory with values that their framework takes for immutable.
"""

from __future__ import annotations

import contextlib
from typing import Any

import ml_dtypes
import numpy as np
import torch

from ivy._core import dtypes, errors
from ivy.backends.torch import _compat

NAME = "torch"
ARRAY_TYPES = (torch.Tensor,)
TO_TORCH = {dtypes.as_dtype(name): getattr(torch, name) for name in dtypes.NAMES}
TO_NUMPY = {native: ours for ours, native in TO_TORCH.items()}
DTYPES = frozenset(TO_TORCH)
_BFLOAT16 = np.dtype(ml_dtypes.bfloat16)

scope = torch.no_grad
program_scope = contextlib.nullcontext


def native_dtype(dtype: np.dtype) -> torch.dtype:
    """`dtype` as torch names it.

    Raises
    ------
    UnsupportedDtypeError
        torch has no such dtype.
    """
    try:
        return TO_TORCH[dtype]
    except KeyError:
        raise errors.UnsupportedDtypeError(f"torch has no dtype {dtype}.") from None


def shape(x: torch.Tensor) -> tuple[int, ...]:
    """The shape of `x`."""
    return tuple(x.shape)


def dtype(x: torch.Tensor) -> np.dtype:
    """The dtype of `x`."""
    return TO_NUMPY[x.dtype]


def check_device(name: str) -> None:
    """Raises ValueError unless `name` is the CPU, the one device that is supported here."""
    if name != "cpu":
        raise ValueError(f"device={name!r}: the target torch is supported on 'cpu' only.")


def to_numpy(x: torch.Tensor) -> np.ndarray:
    """The values of `x` as a host array of its own."""
    if _compat.is_wrapped(x):
        raise errors.ReadsValueError(
            f"{x.dtype}{list(x.shape)} is read in a transformation of PyTorch"
        )
    x = x.detach().cpu().resolve_conj().resolve_neg()
    if x.dtype is torch.bfloat16:
        return np.array(x.contiguous().view(torch.int16).numpy()).view(_BFLOAT16)
    return np.array(x.numpy())


def from_numpy(a: np.ndarray, device: str | None = None) -> torch.Tensor:
    """A copy of `a` on `device` ("cpu", "gpu:1", ...; None: the CPU)."""
    native_dtype(a.dtype)
    a = np.array(a, order="C")
    if a.dtype == _BFLOAT16:
        tensor = torch.from_numpy(a.view(np.int16)).view(torch.bfloat16)
    else:
        if a.dtype.kind == "u":  # NumPy has two types of 64 bits, of which torch knows one
            a = a.view(a.dtype.name)
        tensor = torch.from_numpy(a)
    return tensor if device is None else tensor.to(device.replace("gpu", "cuda"))


def from_dlpack(x: Any) -> torch.Tensor:
    """A tensor on the memory of `x`, which the caller keeps unchanged."""
    return torch.from_dlpack(x)
