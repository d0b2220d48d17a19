"""Replacements in modules and classes that last while at least one block is open."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable
from typing import Any

_INHERITED = object()


class Patches:
    """A set of replacements, put in place by the first block and taken out by the last.

    `install(patches, *args)` makes them by `wrap` and `put`. Where an attribute was inherited, the
    replacement is deleted again.
    """

    def __init__(self, install: Callable[..., None]):
        self._install = install
        self._lock = threading.Lock()
        self._blocks = 0
        self._originals: list[tuple[Any, str, Any]] = []

    def acquire(self, *args: Any) -> None:
        """Opens a block."""
        with self._lock:
            self._blocks += 1
            if self._blocks > 1:
                return
            try:
                self._install(self, *args)
            except BaseException:
                self._blocks = 0
                self._restore()
                raise

    def release(self) -> bool:
        """Closes a block; whether it was the last."""
        with self._lock:
            self._blocks -= 1
            if self._blocks == 0:
                self._restore()
            return self._blocks == 0

    def _restore(self) -> None:
        while self._originals:
            owner, name, original = self._originals.pop()
            if original is _INHERITED:
                delattr(owner, name)
            else:
                setattr(owner, name, original)

    @property
    def active(self) -> bool:
        """Whether a block is open."""
        return self._blocks > 0

    def wrap(self, owner: Any, name: str, wrapper: Callable) -> None:
        """Puts `wrapper(wrapped, instance, args, kwargs)` around a function."""
        import wrapt  # not before a program starts: it imports asyncio

        # of a class the descriptor itself, or static methods would be called with the instance
        find = inspect.getattr_static if isinstance(owner, type) else getattr
        self.put(owner, name, wrapt.FunctionWrapper(find(owner, name), wrapper))

    def put(self, owner: Any, name: str, value: Any) -> None:
        """Replaces an attribute."""
        self._originals.append((owner, name, vars(owner).get(name, _INHERITED)))
        setattr(owner, name, value)
