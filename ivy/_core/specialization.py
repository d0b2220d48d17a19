"""Specialization of adapters: the framework call that an adapter makes for given dtypes and shapes.

An adapter of a backend inspects its arguments on each call (does this dtype have a kernel?) and
calls a function of the framework. `specializes` declares how to resolve that call in advance:

    @specializes(lambda x, /: None if x.dtype in _HALF else (function, (x,), {}))
    def run(x, /): ...

A plan (`ivy._array.recording`) then makes the resolved call directly. The arguments of the resolver
are boxes with the dtype and shape of the arrays; None means that there is no simpler call than the
adapter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]

# not an attribute: `functools.wraps` would copy it to an adapter around this one
_RESOLVERS: dict[Callable[..., Any], Callable[..., Call | None]] = {}


def specializes(
    how: Callable[..., Call | None],
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Attaches to an adapter its resolver `how`, which takes the same arguments."""

    def mark(adapter: Callable[..., Any]) -> Callable[..., Any]:
        _RESOLVERS[adapter] = how
        return adapter

    return mark


class Small(NamedTuple):
    """Alternative to a function of one array (its attribute `small`) for arrays up to `most` bytes.

    A plan checks the size of the array in C, without a Python frame.
    """

    most: int
    function: Callable[..., Any]
    options: dict[str, Any]


def resolve(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Call:
    """The call that `function(*args, **kwargs)` resolves to, as far as its adapters declare it."""
    while (how := _RESOLVERS.get(function)) and (call := how(*args, **kwargs)):
        before = function
        function, args, kwargs = call
        if function is before:  # only its arguments change
            break
    return function, args, kwargs
