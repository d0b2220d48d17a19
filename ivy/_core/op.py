"""An op is declared once: signature, docstring, kinds of parameters, shape and dtype rule, flags.

    @primitive(shape=broadcast, dtype=promote)
    def add(x1: Array, x2: Array, /) -> Array: ...

`primitive` says that each backend has a line of this name; `composite` that the body, written with
other ops, is the implementation (a backend may still override it). What is called is a dispatcher
that finds the op on the current backend. The kind of each parameter is read off its annotation:
compiled, lazy and eager execution all go by it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

from ivy._core import backend as _backend

OPS: dict[str, Op] = {}
FUNCTIONS: list[str] = []  # the public functions beside the ops: those of functions, as `grad`

# Names for annotations of declarations; what an array is, the backend decides.
Array = Any
Scalar = bool | int | float | complex
Shape = tuple[int, ...]
Key = Any

CO_VARARGS = 4  # as in `inspect`, which costs more to import than all of Ivy

KINDS = {
    "Array": "tensor",
    "Array | None": "optional tensor",
    "Array | Scalar": "tensor or scalar",
    "Array | Scalar | None": "tensor or scalar",
    "Sequence[Array]": "tensor list",
    "Scalar": "scalar",
    "Scalar | None": "scalar",
    "float": "scalar",
    "Shape": "shape",
    "Key": "key",
    "Callable": "function",
}


class Op(NamedTuple):
    """One declaration.

    `shape` and `dtype` are rules from `ivy._core.rules` (None: only the backends know);
    `vjp` has a function per positional parameter, written with ops, that gives its gradient
    (`ivy/functional/_gradients`, read when the first gradient is taken).
    """

    name: str
    declaration: Callable
    composite: bool
    shape: Callable | None = None
    dtype: Callable | None = None
    vjp: tuple[Callable | None, ...] | None = None
    dynamic_shape: bool = False
    random: bool = False
    reads_value: bool = False

    @property
    def takes_function(self) -> bool:
        """Whether a parameter is a function of arrays, as in loops."""
        return "Callable" in self.declaration.__annotations__.values()

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each parameter, read off its annotation."""
        code, notes = self.declaration.__code__, self.declaration.__annotations__
        count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & CO_VARARGS)
        return {n: KINDS.get(str(notes.get(n)), "static") for n in code.co_varnames[:count]}


def _publish(function: Callable) -> None:
    """Puts a function into `__all__` of its file: a star import takes what is declared, no more."""
    function.__globals__.setdefault("__all__", []).append(function.__name__)


def public(function: Callable) -> Callable:
    """Marks a public function that is no op: one of functions, as `grad`."""
    FUNCTIONS.append(function.__name__)
    _publish(function)
    return function


def _declare(declaration: Callable, composite: bool, options: dict[str, Any]) -> Callable:
    name = declaration.__name__
    if name in OPS:
        raise ValueError(f"{name} is declared twice: {OPS[name].declaration.__module__}")
    OPS[name] = Op(name, declaration, composite, **options)
    _publish(declaration)
    current = _backend.CURRENT.get

    @functools.wraps(declaration)
    def op(*args, **kwargs):
        backend = current()
        if backend is None:
            return _inferred(name, args, kwargs)
        return getattr(backend, name)(*args, **kwargs)

    return op


def _inferred(name: str, args: tuple, kwargs: dict[str, Any]) -> Any:
    """Runs an op on the backend of its arguments, where a composite makes its constants too."""
    backend = _backend.of_arguments(args, kwargs)
    token = _backend.CURRENT.set(backend)
    try:
        return getattr(backend, name)(*args, **kwargs)
    finally:
        _backend.CURRENT.reset(token)


def primitive(**options: Any) -> Callable:
    """Declares an op that every backend implements by a function of the same name."""
    return lambda declaration: _declare(declaration, False, options)


def composite(**options: Any) -> Callable:
    """Declares an op whose body, made of other ops, is its implementation."""
    return lambda declaration: _declare(declaration, True, options)
