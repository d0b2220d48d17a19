"""Between `ivy.Array` and backend arrays: unwrapping arguments, wrapping results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ivy._array.array import Array, home, wrap
from ivy._array.extension import ENTER
from ivy._core.backend import Backend

_new = object.__new__


def unwrap(x: Any, backend: Backend) -> Any:
    """An argument with each `ivy.Array` unwrapped and NumPy arrays converted to the backend."""
    kind = type(x)
    if kind is Array:
        x = x._value
        kind = type(x)
    elif kind is list or kind is tuple:
        return kind([unwrap(item, backend) for item in x])
    elif kind is dict:
        return {key: unwrap(item, backend) for key, item in x.items()}
    owner = home(x)
    if owner is None or owner.name == backend.name:
        return x
    return backend.from_numpy(np.asarray(x))


def wrap_all(x: Any, backend: Backend) -> Any:
    """A result with each backend array wrapped in an `ivy.Array`."""
    if isinstance(x, backend.array_types):
        return wrap(x, backend)
    if isinstance(x, (list, tuple)):
        items = [wrap_all(item, backend) for item in x]
        return type(x)(*items) if hasattr(x, "_fields") else type(x)(items)
    if type(x) is dict:
        return {key: wrap_all(item, backend) for key, item in x.items()}
    return x


def wrapper(backend: Backend) -> Callable[[Any], Array]:
    """A function that wraps one array of `backend`, for fast paths."""
    canonical = backend.canonical
    if ENTER:  # an array of the first type is canonical
        return ENTER.Wrap(backend.array_types[0], canonical)

    def wrap_one(value: Any) -> Array:
        array = _new(Array)
        array._value = canonical(value)
        return array

    return wrap_one
