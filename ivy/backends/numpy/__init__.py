"""Ivy ops on NumPy arrays. 0-d results may be NumPy scalars; the layers above take both."""

from __future__ import annotations

import contextlib
from typing import Any

import ml_dtypes
import numpy as np

from ivy._core import dtypes

NAME = "numpy"
# ml_dtypes' scalars are no np.generic
_SCALARS = (getattr(ml_dtypes, name) for name in dtypes.FLOAT8)
ARRAY_TYPES = (np.ndarray, np.generic, ml_dtypes.bfloat16, *_SCALARS)
DTYPES = frozenset(map(dtypes.as_dtype, (*dtypes.NAMES, *dtypes.FLOAT8)))


def check_device(name: str) -> None:
    """Raises ValueError unless `name` is the CPU, the one device that is supported here."""
    if name != "cpu":
        raise ValueError(f"device={name!r}: the target numpy is supported on 'cpu' only.")


def to_numpy(x: Any) -> np.ndarray:
    """The values of `x` as an array of its own."""
    return np.array(x)


def from_numpy(a: np.ndarray, device: str | None = None) -> np.ndarray:
    """A copy of `a`; NumPy has one device."""
    return np.array(a)


def canonical(x: Any) -> np.ndarray:
    """The array of a 0-d result, which NumPy gives as a scalar."""
    return np.asarray(x)


def dtype(x: Any) -> np.dtype:
    """The dtype of `x`."""
    return x.dtype


def scope() -> contextlib.AbstractContextManager:
    """NumPy's warnings on overflow or division by zero stay off: other frameworks give none."""
    return np.errstate(all="ignore")
