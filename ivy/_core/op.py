"""Declaration of ops: signature, docstring, parameter kinds, shape and dtype rule, flags.

    @primitive(shape=broadcast, dtype=promote)
    def add(x1: Array, x2: Array, /) -> Array: ...

A `primitive` is implemented by each backend, under the same name. A `composite` is implemented by
its body, written with other ops; a backend may override it. The decorated function is a dispatcher
that looks the op up on the current backend. The kind of each parameter comes from its annotation;
compiled, lazy and eager execution all rely on it.
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
    """Adds a function to `__all__` of its module, so that a star import takes declarations only."""
    function.__globals__.setdefault("__all__", []).append(function.__name__)


def public(function: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a public function that is not an op: a transform such as `grad`."""
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
    """Runs an op on the backend of its arguments, as the current one: composites create arrays."""
    backend = _backend.of_arguments(args, kwargs)
    token = CURRENT.set(backend)
    try:
        return getattr(backend, name)(*args, **kwargs)
    finally:
        CURRENT.reset(token)


def primitive(**options: Any) -> Callable[..., Any]:
    """Declares an op that every backend implements, as a function of the same name."""
    return functools.partial(_declare, composite=False, options=options)


def composite(**options: Any) -> Callable[..., Any]:
    """Declares an op implemented by its body, which is written with other ops."""
    return functools.partial(_declare, composite=True, options=options)
