"""Threads that a block starts run on its target too.

While a block is open, `threading.Thread.start` is replaced: a thread that is started in a context with
a session opens the same block for itself, with the same target, options and report. When the block
ends, the hooks of threads that go on (the workers of a pool) pass calls on to the native framework.
`join` is replaced too, since a thread may have imported a framework that the block waits for.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any

from interceptors.session import CURRENT, Session
from interceptors.shared.patching import Patches
from ivy_runtime.sessions import catch_up, open_session


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
    except BaseException as error:  # told from here, or the traceback would show this frame
        trace = error.__traceback__ and error.__traceback__.tb_next
        error.__traceback__ = trace
        threading.excepthook(threading.ExceptHookArgs((type(error), error, trace, thread)))
    finally:
        opened.close()
        parent.children.discard(session)


def _join(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    out = wrapped(*args, **kwargs)
    catch_up()
    return out


def _install(patches: Patches) -> None:
    patches.wrap(threading.Thread, "start", _start)
    patches.wrap(threading.Thread, "join", _join)


PATCHES = Patches(_install)
