"""Functions of other frameworks in NumPy code: plain calls, as NumPy has no transformations."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from ivy._core.foreign import Foreign

arrays = (np.ndarray, np.generic)
enter = np.asarray
tracing = contextlib.nullcontext


def is_traced(given: Sequence[Any]) -> bool:
    """Never."""
    return False


def register(cls: type, flatten: Any, unflatten: Any) -> None:
    """NumPy has no pytrees."""


def call(function: Foreign, given: Sequence[Any]) -> list[Any]:
    """See `ivy._core.foreign`."""
    return [np.asarray(x) for x in function.run(*given)]
