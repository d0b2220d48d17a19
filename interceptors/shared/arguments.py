"""Arguments of native calls as frontends take them, by type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ivy._core import errors


def same(value: Any) -> Any:
    """The value itself, for types that both sides share."""
    return value


PLAIN: dict[type, Callable[[Any], Any]] = dict.fromkeys(
    (bool, int, float, complex, str, type(None)), same
)


class Translator:
    """Converts values that hold no array, by a table of types.

    `rules` are `(classes, convert)` pairs for what the table does not have, tried in order. A type that
    neither has is an error, so that nothing reaches a frontend unread.
    """

    def __init__(
        self,
        frontend: str,
        table: Mapping[type, Callable[[Any], Any]],
        rules: Sequence[tuple[Any, Callable[[Any], Any]]] = (),
    ):
        self.frontend = frontend
        self.table = PLAIN | dict(table)
        self.rules = rules

    def __call__(self, value: Any) -> Any:
        """The value as the frontend takes it.

        Raises
        ------
        ConversionError
            The frontend has no counterpart of this type.
        """
        convert = self.table.get(type(value))
        if convert is not None:
            return convert(value)
        if isinstance(value, (list, tuple)):
            return type(value)(map(self, value))
        for classes, convert in self.rules:
            if isinstance(value, classes):
                return convert(value)
        raise errors.ConversionError(
            f"an argument of type {type(value).__module__}.{type(value).__qualname__} has no "
            f"counterpart in ivy.frontends.{self.frontend}"
        )
