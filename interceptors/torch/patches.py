"""What is replaced in PyTorch while a block is open, and put back after the last one.

The function with which pickles and checkpoints rebuild tensors works on native memory, so no mode may
see it; the one that sets the default dtype has to be followed. The one through which functions written
in Python reach a function mode gets a short cut to ours, as it costs as much as a call otherwise. Where
no block is open, the replacements change nothing.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any

import wrapt

from interceptors.torch import _compat

_lock = threading.Lock()
_open = 0
_originals: list[tuple[Any, str, Any]] = []


def _rebuild(wrapped: Any, instance: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    with _compat.without_modes():
        return wrapped(*args, **kwargs)


def acquire(follow_default_dtype: Callable[[], None], mode_class: type) -> None:
    """Puts the replacements in place, at the first open block."""

    def set_and_follow(wrapped: Any, instance: Any, args: tuple, kwargs: dict[str, Any]) -> None:
        wrapped(*args, **kwargs)
        follow_default_dtype()

    global _open
    with _lock:
        _open += 1
        if _open == 1:
            for owner, name in _compat.REBUILD_FUNCTIONS:
                _replace(owner, name, _rebuild)
            _replace(*_compat.SET_DEFAULT_DTYPE, set_and_follow)
            for owner in _compat.HANDS_OVER:
                original = getattr(owner, _compat.HAND_OVER)
                _originals.append((owner, _compat.HAND_OVER, original))
                setattr(owner, _compat.HAND_OVER, _short_cut(original, mode_class))


def _short_cut(original: Callable, mode_class: type) -> Callable:
    """`handle_torch_function` for a stack of modes with ours on top; else what it was."""
    count, pop, push = _compat.count_function_modes, _compat.pop_mode, _compat.push_mode

    @functools.wraps(original)
    def hand_over(public_api: Callable, relevant: Any, *args: Any, **kwargs: Any) -> Any:
        if count():
            mode = pop()
            try:
                if type(mode) is mode_class:
                    return mode.__torch_function__(public_api, (), args, kwargs)
            finally:
                push(mode)
        return original(public_api, relevant, *args, **kwargs)

    return hand_over


def _replace(owner: Any, name: str, wrapper: Callable) -> None:
    original = getattr(owner, name)
    _originals.append((owner, name, original))
    setattr(owner, name, wrapt.FunctionWrapper(original, wrapper))


def release() -> None:
    """Takes them out again, at the last open block."""
    global _open
    with _lock:
        _open -= 1
        if _open == 0:
            while _originals:
                owner, name, original = _originals.pop()
                setattr(owner, name, original)
