"""Blocks of the program and of the whole process: which are open, installed, and was the last."""

from __future__ import annotations

import threading
from typing import NamedTuple

from interceptors.report import Report
from interceptors.session import CURRENT, Session
from ivy_runtime import threads
from ivy_runtime.sessions import FINDER, Opened, open_session

_last: Report | None = None
_installed: list[tuple[Opened, str]] = []


class Installation(NamedTuple):
    """What is redirected until it is uninstalled, and by whom."""

    target: str
    sources: tuple[str, ...]
    fallback: str
    device: str | None
    rng: str
    by: str


def open_block(session: Session) -> Opened:
    """Opens a session, and sees to threads and imports."""
    threads.PATCHES.acquire()
    FINDER.acquire()
    try:
        return open_session(session)
    except BaseException:
        _release()
        raise


def close_block(opened: Opened) -> None:
    """Closes it.

    Raises
    ------
    ContextError
        This is not the thread that opened it.
    """
    global _last
    if opened.thread != threading.get_ident():
        raise _context_error("a block must be left in the thread that entered it.")
    _last = opened.session.report
    try:
        opened.close()
    finally:
        _release()
        _last.end()


def _release() -> None:
    FINDER.release()
    threads.PATCHES.release()


def _context_error(message: str) -> Exception:
    from ivy._core.errors import ContextError  # not before a program starts

    return ContextError(message)


def install_session(session: Session, by: str) -> Opened:
    """Opens a session until `uninstall`."""
    opened = open_block(session)
    _installed.append((opened, by))
    return opened


def uninstall() -> None:
    """Undoes the last `install`.

    Raises
    ------
    ContextError
        Nothing is installed, or by another thread, or in a block that is still open.
    """
    if not _installed:
        raise _context_error("nothing is installed; call ivy.install(target) first.")
    opened, _ = _installed[-1]
    close_block(opened)
    _installed.pop()


def installed() -> tuple[Installation, ...]:
    """What `install`, the command line or the environment have installed, the newest last.

    >>> import ivy, ivy_runtime
    >>> ivy.install('numpy', sources=())
    >>> ivy_runtime.installed()[-1].target
    'numpy'
    >>> ivy.uninstall()
    """
    return tuple(
        Installation(s.target.name, s.sources, s.fallback, s.device, s.rng, by)
        for s, by in ((opened.session, by) for opened, by in _installed)
    )


def report() -> Report:
    """What ran where, in the open block or else in the last one.

    Raises
    ------
    ContextError
        There has been no block yet.
    """
    session = CURRENT.get()
    found = session.report if session is not None else _last
    if found is None:
        raise _context_error("no block has run yet: `with ivy.run_on(target): ...`")
    return found


def open_installations() -> list[Opened]:
    """The sessions that are installed, the newest last."""
    return [opened for opened, _ in _installed]
