"""Exceptions as PyTorch raises them, with a note of the call, the target and the user's line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import torch

from interceptors._report import user_line
from interceptors.torch import replay
from interceptors.torch.schema import Operator
from ivy._core import errors

if TYPE_CHECKING:
    from interceptors._base import Session


class NotOurs(Exception):
    """A tensor of this call can't be redirected: meta, fake, sparse, on a device, a foreign class."""


def explain(
    session: Session, facts: Operator, args: tuple, kwargs: dict, error: Exception
) -> NoReturn:
    """Raises what PyTorch would raise for this call, with a note that says where and what."""
    if isinstance(error, (NotOurs, errors.ReadsValueError)):
        raise error
    where = f"{describe(facts.name, args, kwargs)} on {session.target.name}, at {user_line()}"
    if isinstance(error, np.linalg.LinAlgError):  # PyTorch has a class of its own for a bad factor
        error = torch.linalg.LinAlgError(str(error))
    if isinstance(error, errors.IndexOutOfRangeError) or not isinstance(error, errors.IvyError):
        own = replay.native_error(facts.func, args, kwargs)
        if own is not None:
            own.add_note(where)
            raise own from None
        if not isinstance(error, (RuntimeError, IndexError, MemoryError)):
            raise RuntimeError(f"{where}: {type(error).__name__}: {error}") from error
    error.add_note(where)
    raise error


def describe(name: str, args: tuple, kwargs: dict) -> str:
    """A call with dtypes and shapes: `torch.mm(float32[2, 3], float32[2, 3])`."""
    parts = [_spell(a) for a in args] + [f"{k}={_spell(v)}" for k, v in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def _spell(value: Any) -> str:
    if isinstance(value, torch.Tensor):
        shape = "[nested]" if value.is_nested else list(value.shape)
        return f"{str(value.dtype).removeprefix('torch.')}{shape}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_spell, value[:8]))}{', ...' * (len(value) > 8)}]"
    return repr(value)
