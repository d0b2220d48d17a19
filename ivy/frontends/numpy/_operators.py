"""Python's operators of `numpy.ndarray`, implemented by the ufuncs."""

from __future__ import annotations

from typing import Any

from ivy.frontends._numpy_api._operators import OPERATORS
from ivy.frontends._publish import NATIVE
from ivy.frontends.numpy._ndarray import FRONTEND, ndarray

_IN_PLACE = "add and floordiv lshift matmul mod mul or pow rshift sub truediv xor".split()


def give() -> None:
    """Adds the operators to `ndarray`."""
    functions = {op: FRONTEND.wrap(NATIVE[f"numpy.{name}"]) for op, name in OPERATORS.items()}
    FRONTEND.give_operators(functions)
    for name in _IN_PLACE:
        setattr(ndarray, f"__i{name}__", _in_place(functions[name]))


def _in_place(function: Any) -> Any:
    def operator(self: Any, other: Any) -> Any:
        return function(self, other, out=self) if FRONTEND.is_operand(other) else NotImplemented

    return operator
