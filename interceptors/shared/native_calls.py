"""Native stand-ins for the redirected values of one call, and the way back to the originals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from interceptors.shared import trees


class StandIns:
    """One native value per redirected one, however often a call names it.

    `make(value)` gives the native value of an instance of `kind`: a copy, or an alias of its memory.
    """

    def __init__(self, kind: Any, make: Callable[[Any], Any]):
        self.kind = kind
        self.make = make
        self.by_original: dict[
            int, tuple[Any, Any]
        ] = {}  # keeps the original alive with its identity

    def enter(self, tree: Any) -> Any:
        """Arguments with stand-ins in place of originals."""
        return trees.map_instances(self.kind, self._stand_in, tree)

    def _stand_in(self, value: Any) -> Any:
        known = self.by_original.get(id(value))
        if known is None:
            known = self.by_original[id(value)] = self.make(value), value
        return known[0]

    def leave(self, tree: Any, convert: Callable[[Any], Any] | None = None) -> Any:
        """Results with originals in place of stand-ins; `convert` is applied to all other leaves."""
        originals = {id(native): value for native, value in self.by_original.values()}

        def original(leaf: Any) -> Any:
            if id(leaf) in originals:
                return originals[id(leaf)]
            return leaf if convert is None else convert(leaf)

        return trees.map_leaves(original, tree)

    def pairs(self) -> list[tuple[Any, Any]]:
        """`(native, original)` of all that were entered."""
        return list(self.by_original.values())
