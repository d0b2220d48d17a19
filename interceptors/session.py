"""The session of a block: where its calls go, what happens to those without a rule, and counts.

The current session is a `ContextVar`: a hook that is called in a context that has left the block, or
never entered it, passes the call on unchanged.
"""

from __future__ import annotations

import contextlib
import copy
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from interceptors.report import Report, user_line

if TYPE_CHECKING:  # a session is opened before a program starts, which `ivy` must not be part of
    from ivy._core.backend import Backend

# Prints each call, the way it took and the user's line to stderr; fast paths are off.
PRINTS_CALLS = os.environ.get("IVY_PRINT_CALLS", "0") not in ("", "0")


class FallbackWarning(UserWarning):
    """An operation ran natively instead of on the target."""


@dataclass(slots=True, eq=False)
class Session:
    """One `run_on` block."""

    target: Backend
    fallback: str = "warn"
    rng: str = "source"
    device: str | None = None
    profile: bool = False
    verify: bool = False
    sources: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()  # sources that are redirected as soon as they are imported
    last_resort: str = ""  # of these, the one that is redirected only as long as no other is
    report: Report = field(init=False)
    tracing: int = 0  # how many programs are being traced, one inside the other
    is_partial: bool = False  # of a trace: what depends on nothing traced is computed at once
    key: Any = None  # of the target, from which random numbers are drawn; None: the source draws
    draws: int = 0  # how often
    outer: Session | None = None
    children: set[Session] = field(default_factory=set)
    parent: Session | None = None

    def __post_init__(self) -> None:
        self.report = Report(self.target.name)
        if self.profile:
            from interceptors.profile import Profile

            self.report.profile = Profile(self.target.name)
        if self.verify:
            from interceptors.verification import Verification

            self.report.verification = Verification(self.target.name)

    def child(self) -> Session:
        """The same block for a thread that it starts, with the same report."""
        child = copy.copy(self)
        child.tracing, child.is_partial, child.outer = 0, False, None
        child.children, child.parent = set(), self
        self.children.add(child)
        return child

    def traces(self, arrays: Sequence[Any]) -> bool:
        """Whether a program is being traced that has these arrays, whose values are not there yet."""
        if not self.is_partial:
            return self.tracing > 0
        return self.target.foreign.is_traced(arrays)

    @property
    def root(self) -> Session:
        """The session of the block itself, for one that a thread inherited."""
        return self if self.parent is None else self.parent.root

    def is_elsewhere(self) -> bool:
        """Whether this context was copied from another thread of the same open block."""
        current = CURRENT.get()
        other = current is not None and current is not self and current.root is self.root
        return other and bool(self.sources)

    @contextlib.contextmanager
    def here(self) -> Iterator[None]:
        """Makes this session the current one."""
        token = CURRENT.set(self)
        try:
            yield
        finally:
            CURRENT.reset(token)

    def end(self) -> None:
        """Makes hooks that outlive the block, in threads that it started, pass every call on."""
        self.sources = self.waits = ()
        for child in list(self.children):
            child.end()

    def count(self, name: str, way: str) -> None:
        """Counts a call that has succeeded on the target, and the way that it took."""
        self.report.count(name, way)
        if PRINTS_CALLS:
            print(f"ivy: {name} on {self.target.name}: {way}, at {user_line()}", file=sys.stderr)

    def fall_back(
        self, call: str, reason: str, remedy: str, lines: Callable[[], str] | None = None
    ) -> None:
        """Applies the fallback policy to a call that has no rule on the target.

        `lines` are those with which a user may fill the gap.

        Raises
        ------
        UnsupportedOpError
            The policy is 'error'.
        ReadsValueError
            A program is being traced, which can't leave the target.
        """
        from ivy._core import errors

        if self.tracing:
            raise errors.ReadsValueError(f"{call} has no rule, so it can't be part of a program")
        explanation = self.report.explanation
        if explanation is not None:
            explanation.note_gap(call, reason, user_line(), lines() if lines is not None else "")
        message = f"{call} on {self.target.name}: {reason}."
        if self.fallback == "error":
            fill = f"\nOr fill the gap yourself:\n{lines()}" if lines is not None else ""
            raise errors.UnsupportedOpError(f"{message} {remedy} At {user_line()}{fill}")
        first = self.report.fell_back(call.partition("(")[0], reason)
        if first and self.fallback == "warn":
            warnings.warn(
                f"{message} It ran natively. At {user_line()}", FallbackWarning, stacklevel=2
            )


CURRENT: ContextVar[Session | None] = ContextVar("ivy_session", default=None)


def count_transfer(direction: str, size: int) -> None:
    """Counts bytes that go "to target" or "to host", in the block of this context if there is one."""
    session = CURRENT.get()
    if session is not None:
        session.report.count_transfer(direction, size)
