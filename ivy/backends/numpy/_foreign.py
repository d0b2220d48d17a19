"""Functions of other frameworks in NumPy code: plain calls, as NumPy has no transformations."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ivy._core import errors
from ivy._core.foreign import Foreign

arrays = (np.ndarray, np.generic)
enter = np.asarray
tracing = contextlib.nullcontext


def is_traced(given: Sequence[Any]) -> bool:
    """Never."""
    return False


is_watched = is_traced
to_keep = enter


def key_words(key: Any) -> Any:
    """A key that `ivy.random_key` has made."""
    return enter(getattr(key, "data", key))


def register(cls: type, flatten: Any, unflatten: Any) -> None:
    """NumPy has no pytrees."""


def call_back(function: Callable, given: Sequence[Any]) -> list[Any]:
    """See `ivy._core.foreign`."""
    return [np.asarray(x) for x in function(*given)]


def vjp(function: Callable, given: Sequence[Any]) -> Any:
    """Refuses: nobody knows the derivative of a function of NumPy arrays.

    Raises
    ------
    UnsupportedOpError
        Always.
    """
    raise errors.UnsupportedOpError(
        "a function of NumPy arrays was called with a value that gradients are computed for; NumPy has "
        "no derivatives. Compute without gradients, or wrap for 'jax' or 'torch'."
    )


def call(function: Foreign, given: Sequence[Any]) -> list[Any]:
    """See `ivy._core.foreign`."""
    return [np.asarray(x) for x in function.run(*given)]
