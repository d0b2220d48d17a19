"""NumPy's own Python code, run on redirected arrays.

A function is cloned over other globals: in them, what makes arrays makes redirected ones, and functions
of the same module are clones in turn. NumPy itself is left as it is.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from typing import Any

from interceptors.numpy import _compat

_globals: dict[str, dict[str, Any]] = {}
proxies: dict[int, Any] = {}  # by the identity of what they stand for; `proxy.py` fills it


def of(function: Any) -> Callable:
    """The clone of a function, or the function itself if it is written in C."""
    code = _compat.implementation(function)
    if code is None:
        return function
    module = sys.modules.get(code.__globals__.get("__name__", ""))
    if module is None or not module.__name__.startswith("numpy"):
        return function
    return _clone(code, _globals_of(module))


def _clone(function: types.FunctionType, space: dict[str, Any]) -> types.FunctionType:
    made = types.FunctionType(
        function.__code__, space, function.__name__, function.__defaults__, function.__closure__
    )
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def _globals_of(module: types.ModuleType) -> dict[str, Any]:
    found = _globals.get(module.__name__)
    if found is not None:
        return found
    found = _globals[module.__name__] = dict(vars(module))
    for name, value in vars(module).items():
        if id(value) in proxies:
            found[name] = proxies[id(value)]
        elif isinstance(value, types.FunctionType) and value.__module__ == module.__name__:
            found[name] = _clone(value, found)
    return found
