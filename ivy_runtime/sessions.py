"""Opening a session in the current thread and context, and closing it again."""

from __future__ import annotations

import threading
from contextvars import Token
from dataclasses import dataclass, field
from typing import Any

from interceptors import sources
from interceptors.session import CURRENT, Session
from ivy_runtime import imports


class PendingTarget:
    """A target whose framework is imported when it is needed, after the program's own imports."""

    def __init__(self, name: str, device: str | None):
        self.name = name
        self.device = device

    def load(self) -> Any:
        """The backend."""
        from ivy._core.backend import load

        backend = load(self.name)
        return backend if self.device is None else backend.on(self.device)


class _Thread(threading.local):
    def __init__(self) -> None:
        self.opened: list[
            Opened
        ] = []  # the sessions that are open in this thread, the oldest first
        self.is_catching_up = False


_thread = _Thread()


def split(names: Any, target: str) -> tuple[list[str], list[str]]:
    """The sources that run on a target, and those that do not, without the target itself."""
    others = [n for n in names if n != target]
    works = [n for n in others if target in sources.TARGETS.get(n, ())]
    return works, [n for n in others if n not in works]


@dataclass(slots=True, eq=False)
class Opened:
    """What is needed to close a session."""

    session: Session
    token: Token
    thread: int = field(default_factory=threading.get_ident)
    entered: list[tuple[Any, Any]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def enter(self, name: str) -> None:
        """Installs the hooks of a source."""
        session = self.session
        if isinstance(session.target, PendingTarget):
            session.target = session.target.load()
        source = sources.get(name)
        self.entered.append((source, source.enter(session)))
        if name not in session.sources:
            session.sources += (name,)

    def catch_up(self) -> bool:
        """Redirects what has been imported since the block was opened; whether there was anything."""
        session, last_resort = self.session, self.session.last_resort
        imported = [n for n in session.waits if imports.is_imported(n)]
        works, refused = split([n for n in imported if n != last_resort], session.target.name)
        if not works:
            for name in refused:
                self._refuse(name)
            if last_resort in imported and not (refused or self._target_is_used()):
                works = split([last_resort], session.target.name)[0]
        missing = [n for n in works if n not in session.sources]
        is_over = last_resort in session.sources and last_resort not in works
        if not missing and not is_over:
            return False
        imports.FIRST_IMPORT.take()
        with session.here():
            if is_over:
                self._leave(last_resort)
            for name in missing:
                self.enter(name)
        return True

    def _target_is_used(self) -> bool:
        """Whether the program itself has imported the target, before anything was redirected to it."""
        target = self.session.target
        return isinstance(target, PendingTarget) and imports.is_imported(target.name)

    def _refuse(self, name: str) -> None:
        if name not in self.refused:
            self.refused.add(name)
            self.session.fall_back(
                f"import {name}",
                f"{name} code does not run on {self.session.target.name} yet",
                "Name the sources that shall be redirected.",
            )

    def _leave(self, name: str) -> None:
        session = self.session
        entry = next(e for e in self.entered if e[0].name == name)
        self.entered.remove(entry)
        session.sources = tuple(n for n in session.sources if n != name)
        entry[0].leave(session, entry[1])

    def close(self) -> None:
        """Takes every hook out; the first problem is raised when all of them are."""
        imports.FIRST_IMPORT.take()
        if self in _thread.opened:
            _thread.opened.remove(self)
        problems: list[BaseException] = []
        while self.entered:
            source, hooks = self.entered.pop()
            try:
                source.leave(self.session, hooks)
            except BaseException as error:  # the other hooks must come out whatever happens
                problems.append(error)
        self.session.end()
        try:
            CURRENT.reset(self.token)
        except ValueError:  # another context of the thread, a cell of a notebook or a task
            if CURRENT.get() is self.session:
                CURRENT.set(self.session.outer)
        if problems:
            raise problems[0]


def open_session(session: Session) -> Opened:
    """Makes `session` the current one and installs the hooks of its sources."""
    opened = Opened(session, CURRENT.set(session))
    _thread.opened.append(opened)
    try:
        for name in session.sources:
            opened.enter(name)
        catch_up()
    except BaseException:
        opened.close()
        raise
    return opened


def is_open(session: Session) -> bool:
    """Whether a session is open in this thread."""
    return any(opened.session is session for opened in _thread.opened)


def is_innermost(session: Session) -> bool:
    """Whether the block of a session is the one that this thread has opened last."""
    opened = _thread.opened
    return bool(opened) and opened[-1].session.root is session.root


def catch_up() -> None:
    """Redirects in this thread what the open blocks have waited for."""
    if _thread.is_catching_up or imports.is_importing():
        return
    _thread.is_catching_up = True
    try:
        while sum(opened.catch_up() for opened in list(_thread.opened)):
            pass
    finally:
        _thread.is_catching_up = False


FINDER = imports.Finder(catch_up)
