"""What is replaced in PyTorch while a block is open, and put back after the last one.

The function with which pickles and checkpoints rebuild tensors works on native memory, so no mode may
see it. Where no block is open, the replacement changes nothing.
"""

from __future__ import annotations

import threading
from typing import Any

import wrapt

from interceptors.torch import _compat

_lock = threading.Lock()
_open = 0
_originals: list[tuple[Any, str, Any]] = []


def _rebuild(wrapped: Any, instance: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    with _compat.without_modes():
        return wrapped(*args, **kwargs)


def acquire() -> None:
    """Puts the replacements in place, at the first open block."""
    global _open
    with _lock:
        _open += 1
        if _open == 1:
            for owner, name in _compat.REBUILD_FUNCTIONS:
                original = getattr(owner, name)
                _originals.append((owner, name, original))
                setattr(owner, name, wrapt.FunctionWrapper(original, _rebuild))


def release() -> None:
    """Takes them out again, at the last open block."""
    global _open
    with _lock:
        _open -= 1
        if _open == 0:
            while _originals:
                owner, name, original = _originals.pop()
                setattr(owner, name, original)
