"""Calling conventions of PyTorch functions, each written once.

`takes` names the kinds of dtypes (`_dtypes.kind`) that PyTorch's own kernel has; others raise.

No `functools.wraps`: what `inspect.signature` shows must be PyTorch's signature, not the op's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _opmath as opmath

ALL = "bihfc"
REAL = "bihf"


def elementwise(op: Callable, takes: str = ALL) -> Callable:
    """`f(input)` in the dtype of `input`."""

    def function(input: Any) -> Any:
        to.accept(ivy.dtype(input), takes)
        return op(input)

    return function


def unary(op: Callable, takes: str = ALL) -> Callable:
    """`f(input)`; integers become floating first."""

    def function(input: Any) -> Any:
        to.accept(ivy.dtype(input), takes)
        return op(to.floating(input))

    return function


def integral_identity(op: Callable) -> Callable:
    """`f(input)` for rounding functions: integers are what they are."""

    def function(input: Any) -> Any:
        to.accept(ivy.dtype(input), "ihf")
        return op(input) if ivy.dtype(input).kind not in "iu" else input

    return function


def binary(op: Callable, takes: str = ALL) -> Callable:
    """`f(input, other)` in the common dtype."""

    def function(input: Any, other: Any) -> Any:
        input, other = to.promote(input, other)
        to.accept(ivy.dtype(input), takes)
        return op(input, other)

    return function


def wide_binary(op: Callable, takes: str = ALL) -> Callable:
    """As `binary`; 16-bit floats are rounded once, at the end."""

    def function(input: Any, other: Any) -> Any:
        dtype = to.result_type(input, other)
        to.accept(dtype, takes)
        return opmath.computed(op, dtype, to.cast(input, dtype), to.cast(other, dtype))

    return function


def product(op: Callable) -> Callable:
    """As `binary`; 16-bit floats are multiplied by a number with all of its digits."""

    def function(input: Any, other: Any) -> Any:
        dtype = to.result_type(input, other)
        if opmath.keeps_number(dtype, other):
            return opmath.computed(op, dtype, input, other)
        return op(to.cast(input, dtype), to.cast(other, dtype))

    return function


def binary_floating(op: Callable, takes: str = ALL) -> Callable:
    """`f(input, other)` in the common dtype, made floating."""

    def function(input: Any, other: Any) -> Any:
        input, other = to.promote_floating(input, other)
        to.accept(ivy.dtype(input), takes)
        return op(input, other)

    return function


def times_log(op: Callable, log: Callable) -> Callable:
    """`op(x, y)`, which is `x * log(y)`, with 16-bit floats rounded at every step."""

    def function(x: Any, y: Any) -> Any:
        if to.kind(ivy.dtype(x)) != "h":
            return op(x, y)
        zero = ivy.logical_and(ivy.equal(x, 0), ivy.logical_not(ivy.isnan(y)))
        return ivy.where(zero, to.like(0, x), ivy.multiply(x, log(y)))

    return function


def binary_alpha(op: Callable) -> Callable:
    """`f(input, other, alpha=1)`: `other` counts `alpha` times."""

    def function(input: Any, other: Any, alpha: Any = 1) -> Any:
        input, other = to.promote(input, other)
        if type(alpha) is int and alpha == 1:
            return op(input, other)
        dtype = ivy.dtype(input)
        _demand_alpha(dtype, ivy.python_kind(alpha))

        def added(input: Any, other: Any, alpha: Any) -> Any:
            return op(input, ivy.multiply(other, alpha))

        return opmath.computed(added, dtype, input, other, to.exactly(alpha, dtype))

    return function


def _demand_alpha(dtype: Any, kind: type | None) -> None:
    category = dtypes.category(dtype)
    if kind is bool and category > 0:
        raise RuntimeError("Boolean alpha only supported for Boolean results.")
    if kind is float and category < 2:
        raise RuntimeError(
            "For integral input tensors, argument alpha must not be a floating point number."
        )
    if kind is complex and category < 3:
        raise RuntimeError(
            "For non-complex input tensors, argument alpha must not be a complex number."
        )


def division(op: Callable, keeps_number: bool = False) -> Callable:
    """`f(input, other)` for quotients and remainders; an integer 0 that divides anything raises."""

    def function(input: Any, other: Any) -> Any:
        dtype = to.result_type(input, other)
        to.accept(dtype, "ihf")
        number = ivy.python_kind(other) is not None
        if dtype.kind in "iu" and number and other == 0 and 0 not in input.shape:
            raise RuntimeError("ZeroDivisionError")
        if keeps_number and opmath.keeps_number(dtype, other):
            return opmath.computed(op, dtype, input, other)
        return op(to.cast(input, dtype), to.cast(other, dtype))

    return function


def shift(op: Callable) -> Callable:
    """`f(input, other)` for shifts; one by a negative number moves all bits out."""

    def function(input: Any, other: Any) -> Any:
        input, other = to.promote(input, other)
        dtype = ivy.dtype(input)
        to.accept(dtype, "i")
        if dtype.kind == "i":
            other = ivy.where(ivy.less(other, 0), to.like(8 * dtype.itemsize, other), other)
        return op(input, other)

    return function


def shifted(op: Callable) -> Callable:
    """`f(input, n)`: the polynomial `op` on [0, 1] instead of [-1, 1]."""

    def function(input: Any, n: Any) -> Any:
        input, n = to.promote_floating(input, n)
        to.accept(ivy.dtype(input), "f")
        return op(2 * input - 1, n)

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
