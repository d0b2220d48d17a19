"""Bounded caches, and values kept for objects that others own."""

from __future__ import annotations

import functools
import itertools
import weakref
from typing import Any


class BoundedCache(dict):
    """A dictionary that drops its oldest entries when it is full."""

    def __init__(self, limit: int):
        self.limit = limit

    def __setitem__(self, key: Any, value: Any) -> None:
        if len(self) >= self.limit and key not in self:
            # in one step of the interpreter, as other threads may add entries
            for oldest in list(itertools.islice(self, 1 + self.limit // 8)):
                self.pop(oldest, None)
        super().__setitem__(key, value)


class IdentityMap:
    """Facts about objects by their identity, dropped when the object goes.

    `entries` maps `id(object)` to `(weak reference, *facts)`; fast paths read it.
    """

    def __init__(self) -> None:
        self.entries: dict[int, tuple] = {}

    def get(self, x: Any) -> tuple | None:
        """The facts about `x`, None if there are none."""
        entry = self.entries.get(id(x))
        return None if entry is None or entry[0]() is not x else entry[1:]

    def set(self, x: Any, *facts: Any) -> None:
        """Notes facts about `x`."""
        key = id(x)
        self.entries[key] = (weakref.ref(x, functools.partial(self._drop, key)), *facts)

    def __contains__(self, x: Any) -> bool:
        return self.get(x) is not None

    def __len__(self) -> int:
        return len(self.entries)

    def forget(self, x: Any) -> None:
        """Drops the facts about `x`."""
        self.entries.pop(id(x), None)

    def clear(self) -> None:
        """Drops all facts."""
        self.entries.clear()

    def _drop(self, key: int, reference: Any) -> None:
        entry = self.entries.get(key)
        if entry is not None and entry[0] is reference:  # else another object has the address now
            del self.entries[key]
