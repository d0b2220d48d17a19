"""One XLA program from a function of ivy ops, with index checks carried out of it.

An op with `bounds='error'` can't raise inside a program. It leaves a flag here instead (`require`);
the program returns its flags beside its result, and they are read at once on CPU, where a read costs
no more than a call, else when a value is next read (`settle`). Outside a program `require` reads the
flag on the spot.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from ivy._core import errors
from ivy.backends.jax import _compat


class _Flags(threading.local):
    collected: list[tuple[Any, str]] | None = None


_flags = _Flags()
_pending: list[tuple[Any, list[str]]] = []


def require(holds: Any, message: str) -> None:
    """Raises IndexOutOfRangeError unless `holds` is true, at the latest when a value is read."""
    if _flags.collected is not None:
        _flags.collected.append((holds, message))
    elif isinstance(holds, jax.core.Tracer):
        raise errors.ReadsValueError("an index check inside a transformation of JAX's own")
    elif not np.asarray(holds):
        raise errors.IndexOutOfRangeError(message)


def settle() -> None:
    """Reads every flag that is still open."""
    while _pending:
        _read(*_pending.pop(0))


def _read(flags: Any, messages: list[str]) -> None:
    for holds, message in zip(np.asarray(flags), messages, strict=True):
        if not holds:
            raise errors.IndexOutOfRangeError(message)


def compile(function: Callable) -> Callable:
    """`function` of arrays and Python numbers, as one program per shape and dtype of its arguments.

    Raises
    ------
    ReadsValueError
        The function needs the value of an array to know what to do.
    """
    messages: list[str] = []
    swap, restore = _compat.swap_x64, _compat.restore_x64

    def traced(*arguments: Any) -> Any:
        outer, _flags.collected = _flags.collected, []
        try:
            out = function(*arguments)
            flags = _flags.collected
            messages[:] = [message for _, message in flags]
            return (out, jnp.stack([holds for holds, _ in flags])) if flags else (out, None)
        finally:
            _flags.collected = outer

    program = jax.jit(traced)

    def run(*arguments: Any) -> Any:
        previous = swap(True)
        try:
            out, flags = program(*arguments)
        except (jax.errors.ConcretizationTypeError, jax.errors.NonConcreteBooleanIndexError) as e:
            raise errors.ReadsValueError(str(e)) from e
        finally:
            restore(previous)
        if flags is not None:
            _keep(flags, messages)
        return out

    return run


def _keep(flags: Any, messages: list[str]) -> None:
    if isinstance(flags, jax.core.Tracer):
        raise errors.ReadsValueError("an index check inside a transformation of JAX's own")
    if next(iter(flags.devices())).platform == "cpu":
        _read(flags, messages)
    else:
        _pending.append((flags, messages))
