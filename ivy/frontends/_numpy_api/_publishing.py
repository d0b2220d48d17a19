"""Binds functions to the rules of a source and registers them under native names."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping
from types import FunctionType, ModuleType
from typing import Any

from ivy.frontends import _publish
from ivy.frontends._numpy_api._rules import Rules


def functions_of(*modules: ModuleType) -> dict[str, Callable]:
    """The public functions that modules define, by name.

    Raises
    ------
    ValueError
        Two modules define one name.
    """
    found: dict[str, Callable] = {}
    for module in modules:
        for name, value in vars(module).items():
            born_here = isinstance(value, FunctionType) and value.__module__ == module.__name__
            if born_here and not name.startswith("_"):
                if name in found:
                    raise ValueError(f"{name} is in {found[name].__module__} and {module.__name__}")
                found[name] = value
    return found


def bound(function: Callable, rules: Rules, native: str, name: str) -> Callable:
    """`function` bound to `rules`, with its native name and signature."""
    partial: Any = functools.partial(function, rules)
    functools.update_wrapper(partial, function)
    del partial.__wrapped__  # `inspect.signature` would show `rules`
    partial.__name__ = partial.__qualname__ = name
    partial.__doc__ = function.__doc__ or f"`{native}.{name}`, written with ivy functions."
    return partial


def publish(
    functions: Mapping[str, Callable],
    rules: Rules,
    native: str,
    registry: dict[str, Callable],
    reference: ModuleType,
    without: Collection[str] = (),
) -> None:
    """Registers the functions that exist in NumPy's module `reference`, bound to `rules`.

    The others are helpers shared by several modules.
    """
    for name in sorted(functions.keys() - set(without)):
        known = getattr(reference, name, None)
        if callable(known) and not isinstance(known, type):
            function = bound(functions[name], rules, native, name)
            _publish._file(registry, f"{native}.{name}", function, __name__)
