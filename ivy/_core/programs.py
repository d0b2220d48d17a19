"""Functions of several ops that a backend with a compiler (JAX) compiles as one unit.

Called op by op, JAX compiles and launches a program per op, and again for every new shape: the
inverse of a matrix took 30. The control flow of a marked function may depend on shapes, dtypes and
options, but not on values.
"""

from collections.abc import Callable
from typing import Any


def jit_unit(function: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a function of arrays (positional) and hashable options (keywords) as one program."""
    function.jit_unit = True  # pyright: ignore[reportFunctionMemberAccess]
    return function


def is_jit_unit(function: Callable[..., Any]) -> bool:
    """Whether a function is marked by `jit_unit`."""
    return getattr(function, "jit_unit", False)
