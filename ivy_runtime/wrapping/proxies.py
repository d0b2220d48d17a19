"""What stands for wrapped packages, classes, functions and objects: proxies that look like them.

A proxy converts when it is used, and nothing before.
"""

from __future__ import annotations

import inspect
import operator
import types
from typing import Any

import wrapt

from ivy_runtime.wrapping.border import Border
from ivy_runtime.wrapping.calls import Call


class Proxy(wrapt.ObjectProxy):
    """What all proxies do: equality by what they stand for and where, conversion of attributes."""

    autograph_info__ = None  # AutoGraph leaves what has this as it is, and does not look behind it

    def __init__(self, wrapped: Any, border: Border):
        super().__init__(wrapped)
        self._self_border = border
        self._self_known: dict[int, tuple[Any, Any]] = {}

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Proxy)
            and type(self) is type(other)
            and self.__wrapped__ is other.__wrapped__
            and self._self_border == other._self_border
        )

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((id(self.__wrapped__), self._self_border.target))

    def __repr__(self) -> str:
        return f"<{self.__wrapped__!r} for {self._self_border.target}>"

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("wrapped code can't be pickled; pickle what it stands for, and wrap that.")

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.__wrapped__, name)
        known = self._self_known.get(id(value))
        if (
            known is None
        ):  # the same proxy each time, and the value is kept, so that its id stays its
            known = value, self._self_border.outward(self._self_border, value)
            if known[1] is value or isinstance(known[1], Proxy):
                self._self_known[id(value)] = known
        return known[1]

    def __ivy_to_source__(self) -> Any:
        """What the proxy stands for."""
        return self.__wrapped__

    def _call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        return Call(self._self_border, function, args, kwargs)()


class WrappedNamespace(Proxy):
    """A package or module."""


class WrappedFunction(Proxy):
    """A function or method, which takes and returns arrays of the target."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._call(self.__wrapped__, *args, **kwargs)

    def with_key(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        """A call that draws its random numbers from a key of the target's."""
        return Call(self._self_border, self.__wrapped__, args, kwargs, key=key)()

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self if instance is None else types.MethodType(self, instance)


class WrappedClass(Proxy):
    """A class: what it makes is wrapped, and so are its methods."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._call(self.__wrapped__, *args, **kwargs)

    def __instancecheck__(self, instance: Any) -> bool:
        return isinstance(instance, self.__wrapped__)

    def __subclasscheck__(self, cls: Any) -> bool:
        return issubclass(getattr(cls, "__wrapped__", cls), self.__wrapped__)


class WrappedObject(Proxy):
    """An instance: its attributes come out as arrays of the target, and go in as such."""

    def __getattr__(self, name: str) -> Any:
        found = inspect.getattr_static(self.__wrapped__, name, None)
        if isinstance(found, types.FunctionType):
            return WrappedFunction(getattr(self.__wrapped__, name), self._self_border)
        return self._call(getattr, self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith(("_self_", "__")) or isinstance(
            getattr(type(self), name, None), property
        ):
            super().__setattr__(name, value)
        else:
            self._call(setattr, self, name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._call(self.__wrapped__.__call__, *args, **kwargs)

    def __iter__(self) -> Any:
        return iter(self._call(list, self))

    def __enter__(self) -> Any:
        return self._call(self.__wrapped__.__enter__)

    def __repr__(self) -> str:
        return f"<{type(self.__wrapped__).__qualname__} for {self._self_border.target}>"

    __str__ = __repr__


def _operation(name: str) -> Any:
    function = getattr(operator, name.strip("_").replace("truth", "bool"), None)
    function = getattr(operator, name, function)

    def forward(self: WrappedObject, *args: Any) -> Any:
        return self._call(function, self, *args)

    def reflected(self: WrappedObject, other: Any) -> Any:
        return self._call(function, other, self)

    return forward, reflected


_ARITHMETIC = (
    "add",
    "sub",
    "mul",
    "truediv",
    "floordiv",
    "mod",
    "pow",
    "matmul",
    "and",
    "or",
    "xor",
)
for _name in _ARITHMETIC:
    _forward, _reflected = _operation(f"__{_name}__")
    setattr(WrappedObject, f"__{_name}__", _forward)
    setattr(WrappedObject, f"__r{_name}__", _reflected)
for _name in ("neg", "pos", "abs", "invert", "getitem", "setitem", "delitem", "contains"):
    setattr(WrappedObject, f"__{_name}__", _operation(f"__{_name}__")[0])
