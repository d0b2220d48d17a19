"""Tells blocks when a framework has been imported, so that they can redirect it from then on.

A block that redirects whatever is imported may open before its program imports anything. While a
block is open, a finder is the first on `sys.meta_path`. It finds nothing itself: it asks the other
finders, and the loader of a framework reports when it has finished. At the import of any other module
it checks whether a framework has been imported in another way: by another finder or another thread.
"""

from __future__ import annotations

import builtins
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

from interceptors import FRAMEWORKS

_done: set[str] = set()  # frameworks whose code has run under this finder


class _Thread(threading.local):
    def __init__(self) -> None:
        self.running: list[str] = []  # frameworks that this thread is importing


_thread = _Thread()


def is_imported(name: str) -> bool:
    """Whether a framework is imported as a whole."""
    module = sys.modules.get(name)
    if module is None:
        return False
    return name in _done or not getattr(getattr(module, "__spec__", None), "_initializing", False)


def is_importing() -> bool:
    """Whether this thread is in the middle of the import of a framework."""
    return bool(_thread.running)


class Finder:
    """The finder on `sys.meta_path`; `then()` is called after imports."""

    def __init__(self, then: Callable[[], None]):
        self.then = then
        self._lock = threading.Lock()
        self._blocks = 0

    def acquire(self) -> None:
        """Opens a block that waits for imports."""
        with self._lock:
            self._blocks += 1
            if self._blocks == 1:
                sys.meta_path.insert(0, self)

    def release(self) -> None:
        """Closes it."""
        with self._lock:
            self._blocks -= 1
            if self._blocks == 0 and self in sys.meta_path:
                sys.meta_path.remove(self)

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None) -> Any:
        """What the other finders find; None for anything but a framework."""
        if name not in FRAMEWORKS:
            self.then()
            return None
        for finder in sys.meta_path:
            if finder is not self and hasattr(finder, "find_spec"):
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    if spec.loader is not None:
                        self._tell_after(spec.loader, name)
                    return spec
        return None

    def _tell_after(self, loader: Any, name: str) -> None:
        """Makes the loader say when the code of a module has run; for one module, each has its own."""
        execute = loader.exec_module

        def exec_module(module: Any) -> None:
            vars(loader).pop("exec_module", None)
            _thread.running.append(name)
            try:
                execute(module)
            finally:
                _thread.running.remove(name)
            _done.add(name)
            self.then()

        loader.exec_module = exec_module


class FirstImport:
    """`builtins.__import__` until a framework is redirected.

    The statement that imports NumPy first is not done when NumPy is: it gets what the hooks of NumPy
    give to later statements.
    """

    def __init__(self) -> None:
        self.original: Any = None

    def put(self) -> None:
        """Replaces `builtins.__import__` with this function, unless it already is."""
        if self.original is None:
            self.original = builtins.__import__
            builtins.__import__ = self

    def take(self) -> None:
        """Restores the original; a wrapper that the program has put around this one still works."""
        if builtins.__import__ is self:
            builtins.__import__, self.original = self.original, None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        waited, original = builtins.__import__ is self, self.original
        module = original(*args, **kwargs)
        if waited and builtins.__import__ is not self:
            return builtins.__import__(*args, **kwargs)
        return module


FIRST_IMPORT = FirstImport()
