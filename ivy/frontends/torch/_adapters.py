"""Calling conventions of PyTorch functions, each written once.

No `functools.wraps`: what `inspect.signature` shows must be PyTorch's signature, not the op's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy import functional as ivy
from ivy.frontends.torch import _dtypes as to


def elementwise(op: Callable) -> Callable:
    """`f(input)` in the dtype of `input`."""

    def function(input: Any) -> Any:
        return op(input)

    return function


def unary(op: Callable) -> Callable:
    """`f(input)`; integers become floating first."""

    def function(input: Any) -> Any:
        return op(to.floating(input))

    return function


def integral_identity(op: Callable) -> Callable:
    """`f(input)` for rounding functions: integers are what they are."""

    def function(input: Any) -> Any:
        return op(input) if ivy.dtype(input).kind not in "iu" else input

    return function


def binary(op: Callable) -> Callable:
    """`f(input, other)` in the common dtype."""

    def function(input: Any, other: Any) -> Any:
        return op(*to.promote(input, other))

    return function


def binary_floating(op: Callable) -> Callable:
    """`f(input, other)` in the common dtype, made floating."""

    def function(input: Any, other: Any) -> Any:
        return op(*to.promote_floating(input, other))

    return function


def binary_alpha(op: Callable) -> Callable:
    """`f(input, other, alpha=1)`: `other` counts `alpha` times."""

    def function(input: Any, other: Any, *, alpha: Any = 1) -> Any:
        input, other = to.promote(input, other)
        if type(alpha) is not int or alpha != 1:
            other = ivy.multiply(other, to.cast(alpha, ivy.dtype(other)))
        return op(input, other)

    return function


def logical(op: Callable) -> Callable:
    """`f(input, other)` on truth values, bool out."""

    def function(input: Any, other: Any) -> Any:
        return op(to.cast(input, to.ivy.bool_), to.cast(other, to.ivy.bool_))

    return function


def reduction(op: Callable, dtype_rule: Callable = lambda dtype: dtype) -> Callable:
    """`f(input, dim=None, keepdim=False, *, dtype=None)`; no `dim`, or an empty one, means all."""

    def function(input: Any, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Any:
        input = to.cast(input, dtype or dtype_rule(ivy.dtype(input)))
        return op(input, axis=axes(dim), keepdims=keepdim)

    return function


def axes(dim: Any) -> Any:
    """PyTorch's `dim` as an axis: an empty list means all."""
    if isinstance(dim, (list, tuple)):
        return tuple(dim) or None
    return dim
