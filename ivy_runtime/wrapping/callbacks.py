"""Functions of the target as arguments of wrapped code, which calls them with values of the source."""

from __future__ import annotations

import functools
from typing import Any

from interceptors.shared import trees
from ivy_runtime.wrapping.border import Border
from ivy_runtime.wrapping.calls import Slot, filled


class Callback:
    """A function of the target's arrays that wrapped code calls with values of the source."""

    def __init__(self, border: Border, function: Any):
        functools.update_wrapper(self, function, updated=())
        self.border = border
        self.function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        border, given = self.border, []
        kinds = border.value_types
        template = trees.map_leaves(lambda x: _leave(x, given, kinds), (args, kwargs))
        results: Any = None

        def run(*arrays: Any) -> list[Any]:
            nonlocal results
            positional, named = filled(template, arrays.__getitem__)
            found: list[Any] = []
            out = self.function(*positional, **named)
            results = trees.map_leaves(
                lambda x: _leave(x, found, border.backend.foreign.arrays), out
            )
            return found

        values = border.call_back(run, given)
        return filled(results, values.__getitem__)


def _leave(x: Any, found: list[Any], kinds: tuple[type, ...]) -> Any:
    if not isinstance(x, kinds):
        return x
    found.append(x)
    return Slot(len(found) - 1)
