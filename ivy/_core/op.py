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
from typing import Any

from ivy._core import backend as _backend
from ivy._core import ops
from ivy._core.context import CURRENT
from ivy._core.registry import CO_VARARGS as CO_VARARGS
from ivy._core.registry import FUNCTIONS as FUNCTIONS
from ivy._core.registry import OPS as OPS
from ivy._core.registry import Array as Array
from ivy._core.registry import Key as Key
from ivy._core.registry import Op as Op
from ivy._core.registry import Scalar as Scalar
from ivy._core.registry import Shape as Shape


def _publish(function: Callable[..., Any]) -> None:
    """Puts a function into `__all__` of its file: a star import takes what is declared, no more."""
    function.__globals__.setdefault("__all__", []).append(function.__name__)


def public(function: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a public function that is no op: one of functions, as `grad`."""
    FUNCTIONS.append(function.__name__)
    _publish(function)
    return function


def _declare(
    declaration: Callable[..., Any], composite: bool, options: dict[str, Any]
) -> Callable[..., Any]:
    name = declaration.__name__
    if name in OPS:
        raise ValueError(f"{name} is declared twice: {OPS[name].declaration.__module__}")
    OPS[name] = Op(name, declaration, composite, **options)
    _publish(declaration)
    current = CURRENT.get

    @functools.wraps(declaration)
    def op(*args: Any, **kwargs: Any) -> Any:
        backend = current()
        if backend is None:
            return _inferred(name, args, kwargs)
        return getattr(backend, name)(*args, **kwargs)

    setattr(ops, name, op)
    return op


def _inferred(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Runs an op on the backend of its arguments, where a composite makes its constants too."""
    backend = _backend.of_arguments(args, kwargs)
    token = CURRENT.set(backend)
    try:
        return getattr(backend, name)(*args, **kwargs)
    finally:
        CURRENT.reset(token)


def primitive(**options: Any) -> Callable[..., Any]:
    """Declares an op that every backend implements by a function of the same name."""
    return functools.partial(_declare, composite=False, options=options)


def composite(**options: Any) -> Callable[..., Any]:
    """Declares an op whose body, made of other ops, is its implementation."""
    return functools.partial(_declare, composite=True, options=options)
