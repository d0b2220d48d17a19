"""The private names of JAX that this backend uses. Tested with jax 0.10.2."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from jax._src import config
from jax._src.array import ArrayImpl as ArrayImpl

# The thread-local switch itself: entering `jax.enable_x64(True)` costs four times as much.
swap_x64 = config.enable_x64.swap_local
restore_x64 = config.enable_x64.set_local


def entrance(executable: Any) -> Callable:
    """The C++ function behind a compiled program that has been called once."""
    return executable._call


def has_constants(executable: Any) -> bool:
    """Whether arrays are constants of a program: jax 0.10.2 makes further arguments of them."""
    return bool(executable._params.const_args)


@contextlib.contextmanager
def x64() -> Iterator[None]:
    """64-bit types in this thread."""
    previous = swap_x64(True)
    try:
        yield
    finally:
        restore_x64(previous)
