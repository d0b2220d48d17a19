"""What a source framework offers to the runtime: one object per source."""

from __future__ import annotations

from typing import Any, Protocol

from interceptors.session import Session


class Interceptor(Protocol):
    """The hooks of one source, and its redirected values."""

    name: str

    def enter(self, session: Session) -> Any:
        """Installs the hooks for this thread; the result is handed to `leave`."""
        ...

    def leave(self, session: Session, token: Any) -> None:
        """Takes the hooks out again and writes changed native values back."""
        ...

    def is_redirected(self, x: Any) -> bool:
        """Whether `x` is a value of this source whose array is on a target."""
        ...

    def target_array(self, x: Any) -> Any:
        """The target's array inside a redirected value."""
        ...

    def to_source(self, x: Any) -> Any:
        """A native value with the content of a redirected one."""
        ...
