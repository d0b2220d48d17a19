"""Lists and tuples of arrays, as arguments and results of ops have them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeGuard


def is_nested(x: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Whether `x` is a list or a tuple."""
    return isinstance(x, (list, tuple))


def rebuilt(like: list[Any] | tuple[Any, ...], items: Iterable[Any]) -> Any:
    """A list or tuple of the type of `like`, with other items."""
    kind: Any = type(like)
    return kind(*items) if hasattr(like, "_fields") else kind(items)


def map_leaves(function: Callable[[Any], Any], x: Any) -> Any:
    """`x` with `function` of everything in its lists and tuples, however deep."""
    if is_nested(x):
        return rebuilt(x, [map_leaves(function, item) for item in x])
    return function(x)
