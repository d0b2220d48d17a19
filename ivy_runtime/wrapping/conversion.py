"""What crosses a border and is no array: code and objects come out as proxies, and go in as what
these stand for; functions of the target go in as callbacks.

What belongs to Python itself, to NumPy or to the target, and plain values, come out as they are.
"""

from __future__ import annotations

import enum
import functools
import sys
import types
from typing import Any

from ivy_runtime.wrapping.border import Border
from ivy_runtime.wrapping.callbacks import Callback
from ivy_runtime.wrapping.modules import WrappedModule
from ivy_runtime.wrapping.proxies import (
    Proxy,
    WrappedClass,
    WrappedFunction,
    WrappedNamespace,
    WrappedObject,
)
from ivy_runtime.wrapping.state import is_object

_FUNCTIONS = (types.FunctionType, types.MethodType, types.BuiltinFunctionType)
_BUILT_IN = (types.BuiltinFunctionType, types.MethodDescriptorType, types.WrapperDescriptorType)
_PLAIN_CLASSES = (BaseException, enum.Enum)
_PLAIN_PACKAGES = ("numpy", "ivy", "ivy_runtime", "interceptors")


def root_of(x: Any) -> str:
    """The package that something belongs to; an object to that of its class."""
    if isinstance(x, types.ModuleType):
        name = x.__name__
    else:
        owner = getattr(x, "__objclass__", x)  # of a method written in C
        if isinstance(x, types.BuiltinFunctionType) and x.__module__ is None:
            owner = x.__self__
        name = getattr(owner, "__module__", None) or type(owner).__module__
    return name.partition(".")[0]


def _is_plain(border: Border, x: Any) -> bool:
    """Whether code of the target gets it as it is: of Python itself, NumPy, the target, the runtime."""
    root = root_of(x)
    return root in sys.stdlib_module_names or root in {*_PLAIN_PACKAGES, border.target}


def outward(border: Border, x: Any) -> Any:
    """What code of the target gets for a value of wrapped code."""
    if isinstance(x, border.interceptor.value_types):
        return border.array(x)
    make = _proxy_class(border, x)
    return x if make is None else make(x, border)


def _proxy_class(border: Border, x: Any) -> type[Proxy] | None:
    """The kind of proxy for `x`; None if it comes out as it is."""
    if isinstance(x, (Proxy, Callback)) or x is None:
        return None
    if not isinstance(x, types.ModuleType) and border.named_values(x) is not None:
        return WrappedModule
    if _is_plain(border, x) and border.source != root_of(x):
        return None
    if isinstance(x, types.ModuleType):
        return WrappedNamespace
    if isinstance(x, type):
        return None if issubclass(x, _PLAIN_CLASSES) or not hasattr(x, "__dict__") else WrappedClass
    if isinstance(x, _PLAIN_CLASSES):
        return None
    if is_object(x) and not isinstance(x, _FUNCTIONS):
        return WrappedObject
    return WrappedFunction if callable(x) else None


def inward(border: Border, x: Any) -> Any:
    """What wrapped code gets for a value of code of the target."""
    if isinstance(x, Proxy):
        return x.__wrapped__
    if isinstance(x, (type, *border.value_types)) or not callable(x):
        return x
    if isinstance(x, _BUILT_IN) and root_of(x) != border.target:  # `len`, say
        return x
    function = x.func if isinstance(x, functools.partial) else x
    if root_of(function) in border.packages or border.named_values(x) is not None:
        return x
    return Callback(border, x)
