"""Threads that a block starts run on its target too.

While a block is open, `threading.Thread.start` is replaced: a thread that is started in a context with
a session opens the same block for itself, with the same target, options and report. When the block
ends, the hooks of threads that live on (the workers of a pool) pass calls on to the native framework.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any

import wrapt

from interceptors import _base
from ivy_runtime.sessions import open_session

_lock = threading.Lock()
_open = 0
_original: Any = None


def _start(wrapped: Callable, thread: threading.Thread, args: tuple, kwargs: dict[str, Any]) -> Any:
    session = _base.CURRENT.get()
    if session is not None and not thread.ident:
        # on the object, as subclasses have a `run` of their own
        thread.run = functools.partial(_run, thread, thread.run, session)
    return wrapped(*args, **kwargs)


def _run(thread: threading.Thread, run: Callable, starter: _base.Session) -> None:
    del thread.run
    session = starter.heir()
    opened = open_session(session)
    try:
        run()
    finally:
        opened.close()
        starter.heirs.discard(session)


def acquire() -> None:
    """Replaces `Thread.start`, at the first open block."""
    global _open, _original
    with _lock:
        _open += 1
        if _open == 1:
            _original = threading.Thread.start
            threading.Thread.start = wrapt.FunctionWrapper(_original, _start)


def release() -> None:
    """Puts `Thread.start` back, at the last open block."""
    global _open, _original
    with _lock:
        _open -= 1
        if _open == 0:
            threading.Thread.start, _original = _original, None
