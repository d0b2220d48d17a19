"""Calling conventions that many lines of this backend share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any


def axes(axis: Any) -> Any:
    """Lists of axes as the tuples that JAX wants."""
    return tuple(axis) if isinstance(axis, list) else axis


def reduction(function: Callable) -> Callable:
    """`function(x, axis=, keepdims=)` with lists of axes allowed."""

    @functools.wraps(function)
    def run(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        return function(x, axis=axes(axis), keepdims=keepdims)

    return run


def exact(function: Callable) -> Callable:
    """As `reduction`, in the dtype of `x`, where JAX would widen integers."""

    @functools.wraps(function)
    def run(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        return function(x, axis=axes(axis), keepdims=keepdims, dtype=x.dtype)

    return run
