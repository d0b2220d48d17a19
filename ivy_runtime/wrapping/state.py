"""The source's values that objects hold: parameters, buffers, attributes, whatever is in them.

A traced call must not read them behind the back of the target's transformation, nor leave values of
its trace in them. So they become arguments of the call, and what it has changed becomes a result.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Iterable
from typing import Any

from interceptors.shared import trees

_OPAQUE = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType)


def is_object(x: Any) -> bool:
    """Whether `x` is an instance with attributes, of a class that is not Python's own."""
    if isinstance(x, _OPAQUE) or not hasattr(x, "__dict__"):
        return False
    return type(x).__module__.partition(".")[0] not in sys.stdlib_module_names


class State:
    """Where the values are: entries of dictionaries, each with all that is nested in it."""

    def __init__(self, objects: Iterable[Any], kinds: tuple[type, ...]):
        self.kinds = kinds
        self.entries: list[tuple[dict, Any, Any]] = []
        self.values: dict[int, Any] = {}
        self._seen: set[int] = set()
        for each in objects:
            self._walk(each)

    def _walk(self, x: Any) -> None:
        if id(x) in self._seen:
            return
        self._seen.add(id(x))
        for holder in (vars(x), x) if isinstance(x, dict) else (vars(x),):
            for key, entry in list(dict.items(holder)):
                held = [leaf for leaf in trees.leaves(entry) if self._is_value(leaf)]
                if held:
                    self.entries.append((holder, key, entry))

    def _is_value(self, leaf: Any) -> bool:
        if isinstance(leaf, self.kinds):
            self.values.setdefault(id(leaf), leaf)
            return True
        if is_object(leaf):
            self._walk(leaf)
        return False

    def put(self, change: Callable[[Any], Any]) -> None:
        """Replaces each value."""
        for holder, key, entry in self.entries:
            made = trees.map_leaves(lambda x: change(x) if isinstance(x, self.kinds) else x, entry)
            dict.__setitem__(holder, key, made)

    def restore(self, later: State, *, drops: bool) -> None:
        """Puts everything back, and takes out what is only in a `later` state, if it `drops` that."""
        known = {(id(holder), key) for holder, key, _ in self.entries}
        for holder, key, _ in later.entries if drops else ():
            if (id(holder), key) not in known:
                dict.pop(holder, key, None)
        for holder, key, entry in self.entries:
            dict.__setitem__(holder, key, entry)
