"""Threads that a block starts run on its target too.

While a block is open, `threading.Thread.start` is replaced: a thread that is started in a context with
a session opens the same block for itself, with the same target, options and report. When the block
ends, the hooks of threads that go on (the workers of a pool) pass calls on to the native framework.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any

from interceptors.session import CURRENT, Session
from interceptors.shared.patching import Patches
from ivy_runtime.sessions import open_session


def _start(wrapped: Callable, thread: threading.Thread, args: tuple, kwargs: dict[str, Any]) -> Any:
    session = CURRENT.get()
    if session is not None and not thread.ident:
        # on the object, as subclasses have a `run` of their own
        thread.run = functools.partial(_run, thread, thread.run, session)
    return wrapped(*args, **kwargs)


def _run(thread: threading.Thread, run: Callable, parent: Session) -> None:
    del thread.run
    session = parent.child()
    opened = open_session(session)
    try:
        run()
    finally:
        opened.close()
        parent.children.discard(session)


PATCHES = Patches(lambda patches: patches.wrap(threading.Thread, "start", _start))
