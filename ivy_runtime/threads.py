"""Threads that a block starts run on its target too.

While a block is open, `threading.Thread.start` is replaced: a thread that is started in a context with
a session opens the same block for itself, with the same target, options and report. When the block
ends, the hooks of threads that go on (the workers of a pool) pass calls on to the native framework.
`join` is replaced too, since a thread may have imported a framework that the block waits for, and
`ThreadPoolExecutor.submit`, since work of a block may meet a thread that another one has started.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from concurrent.futures.thread import ThreadPoolExecutor
from typing import Any

from interceptors.session import CURRENT, Session
from interceptors.shared.patching import Patches
from ivy_runtime.sessions import catch_up, is_innermost, open_session


def _start(start: Callable) -> Callable:
    @functools.wraps(start)
    def replacement(thread: threading.Thread) -> None:
        session = CURRENT.get()
        if session is not None and not thread.ident:
            # on the object, as subclasses have a `run` of their own
            thread.run = functools.partial(_run, thread, thread.run, session)
        start(thread)

    return replacement


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


def _join(join: Callable) -> Callable:
    @functools.wraps(join)
    def replacement(thread: threading.Thread, timeout: float | None = None) -> None:
        join(thread, timeout)
        catch_up()

    return replacement


def _submit(submit: Callable) -> Callable:
    @functools.wraps(submit)
    def replacement(pool: Any, function: Callable, /, *args: Any, **kwargs: Any) -> Any:
        session = CURRENT.get()
        if session is not None:
            function = functools.partial(_work, session, function)
        return submit(pool, function, *args, **kwargs)

    return replacement


def _work(session: Session, function: Callable, /, *args: Any, **kwargs: Any) -> Any:
    """Runs work that `session` has submitted, in a block if this thread has another one, or none."""
    if is_innermost(session) or not (session.sources or session.waits):
        return function(*args, **kwargs)
    child = session.child()
    opened = open_session(child)
    try:
        return function(*args, **kwargs)
    finally:
        opened.close()
        session.children.discard(child)


def _install(patches: Patches) -> None:
    for owner, name, replace in (
        (threading.Thread, "start", _start),
        (threading.Thread, "join", _join),
        (ThreadPoolExecutor, "submit", _submit),
    ):
        patches.put(owner, name, replace(getattr(owner, name)))


PATCHES = Patches(_install)
