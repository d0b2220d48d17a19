"""Files the methods of a namespace object as functions under native names."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from typing import Any

from ivy.frontends import _publish


def publish(
    space: Any,
    native: str,
    registry: dict[str, Callable],
    reference: Any,
    without: Collection[str] = (),
) -> None:
    """Files those methods of `space` that are functions of NumPy's module `reference` by name.

    The others are rules that the functions go by.
    """
    for name in dir(type(space)):
        known = None if name.startswith("_") or name in without else getattr(reference, name, None)
        if known is not None and callable(known) and not isinstance(known, type):
            key = f"{native}.{name}"
            function = function_of(getattr(space, name), native, name)
            _publish._file(registry, key, function, __name__)


def function_of(method: Callable, native: str, name: str) -> Callable:
    """A function that calls a bound method, under its native name and with its signature."""

    @functools.wraps(method)
    def function(*args: Any, **kwargs: Any) -> Any:
        return method(*args, **kwargs)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = function.__doc__ or f"`{native}.{name}`, written with ivy functions."
    return function
