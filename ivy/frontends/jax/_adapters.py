"""Calling conventions of JAX primitives, each written once.

Parameters that are hints to XLA (`accuracy`, `sharding`) are accepted and not used; any other
parameter that a function does not name is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy.frontends.jax import _configuration


def unary(op: Callable) -> Callable:
    """`f(x)`, with an optional `accuracy`."""

    def function(x: Any, *, accuracy: Any = None) -> Any:
        return op(x)

    return function


def binary(op: Callable) -> Callable:
    """`f(x, y)` of one dtype."""

    def function(x: Any, y: Any) -> Any:
        return op(x, y)

    return function


def reduction(op: Callable) -> Callable:
    """`f(x, axes=)`."""

    def function(x: Any, *, axes: tuple[int, ...], out_sharding: Any = None) -> Any:
        return op(x, axis=axes)

    return function


def position(op: Callable) -> Callable:
    """`f(x, axes=, index_dtype=)`, along one axis."""

    def function(x: Any, *, axes: tuple[int, ...], index_dtype: Any) -> Any:
        return op(x, axes[0], index_dtype)

    return function


def same() -> Callable:
    """`f(x)` is `x`."""

    def function(x: Any) -> Any:
        return x

    return function


def with_64_bits(function: Callable) -> Callable:
    """A function of `jax.lax` that narrows nothing."""

    def wide(*args: Any, **kwargs: Any) -> Any:
        with _configuration.enable_x64():
            return function(*args, **kwargs)

    return wide
