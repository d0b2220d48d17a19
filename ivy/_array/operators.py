"""Python's operators and the transposes of `ivy.Array`: each is a function of the namespace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy import linalg
from ivy._array import boundary, entries, pointwise
from ivy._array.array import Array
from ivy._core import errors

_UNARY = {"abs": "abs", "neg": "negative", "pos": "positive", "invert": "bitwise_invert"}
_ARITHMETIC = {
    "add": "add",
    "and": "bitwise_and",
    "floordiv": "floor_divide",
    "lshift": "bitwise_left_shift",
    "matmul": "matmul",
    "mod": "remainder",
    "mul": "multiply",
    "or": "bitwise_or",
    "pow": "pow",
    "rshift": "bitwise_right_shift",
    "sub": "subtract",
    "truediv": "divide",
    "xor": "bitwise_xor",
}
_COMPARISONS = {
    "eq": "equal",
    "ge": "greater_equal",
    "gt": "greater",
    "le": "less_equal",
    "lt": "less",
    "ne": "not_equal",
}
_NUMBERS = (bool, int, float, complex)


def _known(other: Any) -> bool:
    return type(other) in _NUMBERS or boundary.home(other) is not None


def _unary(function: Callable) -> Callable:
    function = entries.fast_path_of(function)

    def method(self: Array, /) -> Any:
        return function(self)

    return method


def _binary(function: Callable) -> Callable:
    function = entries.fast_path_of(function)

    def method(self: Array, other: Any, /) -> Any:
        if type(other) is Array or _known(other):
            return function(self, other)
        return NotImplemented

    return method


def _reflected(function: Callable) -> Callable:
    function = entries.fast_path_of(function)

    def method(self: Array, other: Any, /) -> Any:
        return function(other, self) if _known(other) else NotImplemented

    return method


def _in_place(function: Callable, name: str) -> Callable:
    def method(self: Array, other: Any, /) -> Any:
        if type(other) is not Array and not _known(other):
            return NotImplemented
        out = function(self, other)
        if out.shape != self.shape or out.dtype != self.dtype:
            raise errors.UnsupportedDtypeError(
                f"{name} would make {out.dtype} of shape {out.shape} of "
                f"{self.dtype} of shape {self.shape}; write x = x ... instead."
            )
        self._value = out._value
        return self

    return method


def _attach(name: str, method: Callable, doc: str | None) -> None:
    method.__name__ = f"__{name}__"
    method.__qualname__ = f"Array.__{name}__"
    method.__doc__ = doc
    setattr(Array, f"__{name}__", method)


def _function(name: str) -> Callable:
    return linalg.matmul if name == "matmul" else getattr(pointwise, name)


for _name, _op in _UNARY.items():
    _attach(_name, _unary(_function(_op)), _function(_op).__doc__)
for _name, _op in {**_ARITHMETIC, **_COMPARISONS}.items():
    _attach(_name, _binary(_function(_op)), _function(_op).__doc__)
for _name, _op in _ARITHMETIC.items():
    _attach(f"r{_name}", _reflected(_function(_op)), _function(_op).__doc__)
    _attach(f"i{_name}", _in_place(_function(_op), f"x.__i{_name}__"), _function(_op).__doc__)


def _transpose(self: Array) -> Array:
    """The transpose of a matrix."""
    if self.ndim != 2:
        raise ValueError(f"x.T needs two axes, not {self.ndim}; see x.mT and ivy.permute_dims.")
    return linalg.matrix_transpose(self)


def _matrix_transpose(self: Array) -> Array:
    """The last two axes swapped."""
    return linalg.matrix_transpose(self)


Array.T, Array.mT = property(_transpose), property(_matrix_transpose)
