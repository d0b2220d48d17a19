"""Functions of several ops that are one program on a backend that compiles (JAX).

Op by op, JAX compiles and starts a program for each of them, again for every new shape: the inverse
of a matrix took 30. What such a function does may depend on shapes, dtypes and options, on no value.
"""

from collections.abc import Callable
from typing import Any


def one_program(function: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a function of arrays (by position) and hashable options (by name) as one program."""
    function.one_program = True  # pyright: ignore[reportFunctionMemberAccess]
    return function


def is_one_program(function: Callable[..., Any]) -> bool:
    """Whether a function was marked."""
    return getattr(function, "one_program", False)
