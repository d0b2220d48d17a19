"""Which call an adapter makes: known beforehand to whoever knows what its arguments look like.

An adapter of a backend looks at its arguments each time (`is this one of the dtypes without a
kernel?`) and calls a function of the framework. `unfolds` says beside it how to find that call:

    @unfolds(lambda x, /: None if x.dtype in _HALF else (function, (x,), {}))
    def run(x, /): ...

A plan (`ivy._array.recording`) then makes that call at once. What is asked are boxes that tell dtype
and shape of the arrays; None means that there is no simpler call than the adapter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]

# not an attribute: `functools.wraps` would hand it on to the adapter around this one
_UNFOLDED: dict[Callable[..., Any], Callable[..., Call | None]] = {}


def unfolds(how: Callable[..., Call | None]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Marks an adapter: `how` gives the call that it makes of the same arguments."""

    def mark(adapter: Callable[..., Any]) -> Callable[..., Any]:
        _UNFOLDED[adapter] = how
        return adapter

    return mark


class Small(NamedTuple):
    """What a function of one array, whose `small` it is, does with one of at most `most` bytes.

    A plan asks an array for its size without a frame of Python's.
    """

    most: int
    function: Callable[..., Any]
    options: dict[str, Any]


def unfolded(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Call:
    """The call in which one of a function ends, as far as adapters tell."""
    while (how := _UNFOLDED.get(function)) and (call := how(*args, **kwargs)):
        before = function
        function, args, kwargs = call
        if function is before:  # its arguments in another way
            break
    return function, args, kwargs
