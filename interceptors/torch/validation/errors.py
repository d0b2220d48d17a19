"""Exceptions as PyTorch raises them, with a note of the call, the target and the user's line."""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np
import torch

from interceptors.session import Session
from interceptors.shared.destination import CastRefused
from interceptors.shared.errors import NotRedirectable, describe_call, where
from interceptors.torch import _compat
from interceptors.torch.dispatch.schema import Operator
from interceptors.torch.validation import replay
from ivy._core import errors

# How PyTorch spells dtypes when it refuses to cast a result.
_SPELLINGS = {
    "int8": "Char",
    "uint8": "Byte",
    "int16": "Short",
    "int32": "Int",
    "int64": "Long",
    "bool": "Bool",
    "float16": "Half",
    "bfloat16": "BFloat16",
    "float32": "Float",
    "float64": "Double",
    "complex64": "ComplexFloat",
    "complex128": "ComplexDouble",
}


def raise_as_native(
    session: Session, op: Operator, args: tuple, kwargs: dict, error: Exception
) -> NoReturn:
    """Raises what PyTorch would raise for this call, with a note of the call and its place."""
    if isinstance(error, (NotRedirectable, errors.ReadsValueError)):
        raise error
    note = where(describe(op.name, args, kwargs), session.target.name)
    if isinstance(error, CastRefused):
        given, wanted = (_SPELLINGS.get(d.name, d.name) for d in (error.dtype, error.wanted))
        error = RuntimeError(
            f"result type {given} can't be cast to the desired output type {wanted}"
        )
    if isinstance(error, np.linalg.LinAlgError):  # PyTorch has a class of its own for a bad factor
        error = _compat.LinAlgError(str(error))
    if isinstance(error, errors.IndexOutOfRangeError) or not isinstance(error, errors.IvyError):
        own = replay.native_error(op.func, args, kwargs)
        if own is not None:
            own.add_note(note)
            raise own from None
        if not isinstance(error, (RuntimeError, IndexError, MemoryError)):
            raise RuntimeError(f"{note}: {type(error).__name__}: {error}") from error
    error.add_note(note)
    raise error


def describe(name: str, args: tuple, kwargs: dict) -> str:
    """A call with dtypes and shapes: `torch.mm(float32[2, 3], float32[2, 3])`."""
    return describe_call(name, args, kwargs, _spell)


def _spell(value: Any) -> str:
    if not isinstance(value, torch.Tensor):
        return repr(value)
    shape = "[nested]" if value.is_nested else list(value.shape)
    return f"{str(value.dtype).removeprefix('torch.')}{shape}"
