"""Values that outlive a call and that a call may replace: variables and state of modules, their keys.

A compiled step takes such values as arguments and returns them. Which ones it needs is found out by
running it once with a `Tracker`, which sees each of them being read or replaced.
"""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Sequence
from contextvars import ContextVar
from typing import Any


class Held:
    """A tree of arrays that is kept between calls."""

    __slots__ = ("__weakref__", "_value")

    def __init__(self, value: Any):
        self._value = value

    def get(self) -> Any:
        """The value: in a step that is traced, what stands for it there."""
        tracker = TRACKER.get()
        return self._value if tracker is None else tracker.read(self, self._value)

    def set(self, value: Any) -> None:
        """Replaces the value: in a step that is traced, for the rest of it only."""
        tracker = TRACKER.get()
        if tracker is None:
            self._value = value
        else:
            tracker.values[self] = value


class Tracker:
    """The values that a step reads or replaces."""

    def __init__(self, held: Sequence[Held] = (), values: Sequence[Any] = ()):
        self.known = list(held)
        self.values: dict[Held, Any] = dict(zip(held, values, strict=True))

    def read(self, held: Held, value: Any) -> Any:
        """The value in this step."""
        return self.values.setdefault(held, value)

    @contextlib.contextmanager
    def tracking(self) -> Generator[Tracker]:
        """This tracker as the one that sees values being read and replaced."""
        token = TRACKER.set(self)
        try:
            yield self
        finally:
            TRACKER.reset(token)


TRACKER: ContextVar[Tracker | None] = ContextVar("ivy_tracker", default=None)
