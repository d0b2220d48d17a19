"""Calling conventions of JAX primitives, each written once.

Parameters that only steer XLA (`accuracy`, `sharding`) are taken and not used; any other parameter
that a function does not name is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy import functional as ivy


def unary(op: Callable) -> Callable:
    """`f(x)`, perhaps with an `accuracy`."""

    def function(x: Any, *, accuracy: Any = None) -> Any:
        return op(x)

    return function


def binary(op: Callable) -> Callable:
    """`f(x, y)` of one dtype."""

    def function(x: Any, y: Any) -> Any:
        return op(x, y)

    return function


def ordered(op: Callable) -> Callable:
    """As `binary`, of numbers that have an order."""

    def function(x: Any, y: Any) -> Any:
        if ivy.dtype(x).kind == "c":
            raise NotImplementedError("an order of complex numbers")
        return op(x, y)

    return function


def reduction(op: Callable) -> Callable:
    """`f(x, axes=)`."""

    def function(x: Any, *, axes: tuple[int, ...], out_sharding: Any = None) -> Any:
        return op(x, axis=axes)

    return function


def same() -> Callable:
    """`f(x)` is `x`."""

    def function(x: Any) -> Any:
        return x

    return function
