"""Opening a session in the current thread and context, and closing it again."""

from __future__ import annotations

from contextvars import Token
from dataclasses import dataclass
from typing import Any

from interceptors import sources
from interceptors.session import CURRENT, Session


@dataclass(slots=True)
class Opened:
    """What is needed to close a session."""

    session: Session
    entered: list[tuple[Any, Any]]
    token: Token

    def close(self) -> None:
        """Takes every hook out; the first problem is raised when all of them are."""
        problems: list[BaseException] = []
        while self.entered:
            source, hooks = self.entered.pop()
            try:
                source.leave(self.session, hooks)
            except BaseException as error:  # the other hooks must come out whatever happens
                problems.append(error)
        self.session.end()
        CURRENT.reset(self.token)
        if problems:
            raise problems[0]


def open_session(session: Session) -> Opened:
    """Makes `session` the current one and installs the hooks of its sources."""
    opened = Opened(session, [], CURRENT.set(session))
    try:
        for name in session.sources:
            source = sources.get(name)
            opened.entered.append((source, source.enter(session)))
    except BaseException:
        opened.close()
        raise
    return opened
