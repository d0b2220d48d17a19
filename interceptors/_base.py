"""What all interceptors share: the session of a block and the protocol of a source.

A `Session` says where calls go (`target`), what to do with those that have no rule (`fallback`), and
counts. The current one is a `ContextVar`: a hook that fires in a context that has left the block, or
never entered it, passes the call on untouched.
"""

from __future__ import annotations

import warnings
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

from interceptors._report import Report, user_line
from ivy._core import errors
from ivy._core.backend import Backend


class FallbackWarning(UserWarning):
    """An operation ran natively instead of on the target."""


@dataclass(slots=True, eq=False)
class Session:
    """One `run_on` block."""

    target: Backend
    fallback: str = "warn"
    rng: str = "source"
    device: str | None = None
    sources: tuple[str, ...] = ()
    report: Report = field(init=False)
    tracing: int = 0
    outer: Session | None = None
    heirs: set[Session] = field(default_factory=set)
    starter: Session | None = None

    def __post_init__(self) -> None:
        self.report = Report(self.target.name)

    def heir(self) -> Session:
        """The same block for a thread that it starts, with the same report."""
        heir = Session(self.target, self.fallback, self.rng, self.device, self.sources)
        heir.starter = self
        heir.report = self.report
        self.heirs.add(heir)
        return heir

    @property
    def root(self) -> Session:
        """The session of the block itself, for one that a thread inherited."""
        return self if self.starter is None else self.starter.root

    def end(self) -> None:
        """Makes hooks that outlive the block, in threads that it started, pass every call on."""
        self.sources = ()
        for heir in list(self.heirs):
            heir.end()

    def fall_back(self, call: str, reason: str, remedy: str) -> None:
        """Applies the fall-back policy to a call that has no rule on the target.

        Raises
        ------
        UnsupportedOpError
            The policy is 'error', or a program is being traced, which can't leave the target.
        """
        if self.tracing:
            raise errors.ReadsValueError(f"{call} has no rule, so it can't be part of a program")
        message = f"{call} on {self.target.name}: {reason}."
        if self.fallback == "error":
            raise errors.UnsupportedOpError(f"{message} {remedy} At {user_line()}")
        first = self.report.fell_back(call.partition("(")[0], reason)
        if first and self.fallback == "warn":
            warnings.warn(
                f"{message} It ran natively. At {user_line()}", FallbackWarning, stacklevel=2
            )


CURRENT: ContextVar[Session | None] = ContextVar("ivy_session", default=None)


class Interceptor(Protocol):
    """What a source framework offers; one object per source."""

    name: str

    def enter(self, session: Session) -> Any:
        """Installs the hooks for this thread; the result is handed to `leave`."""
        ...

    def leave(self, session: Session, token: Any) -> None:
        """Takes the hooks out again and writes changed native values back."""
        ...

    def is_redirected(self, x: Any) -> bool:
        """Whether `x` is a value of this source whose array lives on a target."""
        ...

    def target_array(self, x: Any) -> Any:
        """The target's array inside a redirected value."""
        ...

    def to_source(self, x: Any) -> Any:
        """A true native value with the content of a redirected one."""
        ...
