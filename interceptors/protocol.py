"""What a source framework offers to the runtime: one object per source."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from interceptors.session import Session

if TYPE_CHECKING:  # sources are listed before a program imports NumPy
    from interceptors.verification import Verification


class Call(NamedTuple):
    """A call that `ivy.verify` and `ivy.explain` run, with gradients or without."""

    function: Callable
    args: tuple
    kwargs: dict[str, Any]
    grads: bool


class Interceptor(Protocol):
    """The hooks of one source, and its redirected values."""

    name: str
    value_types: tuple[type, ...]  # classes of the source's arrays

    def enter(self, session: Session) -> Any:
        """Installs the hooks for this thread; the result is handed to `leave`."""
        ...

    def leave(self, session: Session, token: Any) -> None:
        """Takes the hooks out again and writes changed native values back."""
        ...

    def verify(self, block: Callable[..., Any], found: Verification, call: Call) -> None:
        """Compares a call with the same call natively: fills `found` for `ivy.verify`.

        `block(verify=...)` opens a block.
        """
        ...

    explains_abstractly: bool  # whether its engines run on abstract arrays (`ivy._core.abstract`)

    def explain(self, block: Callable[[], Any], call: Call) -> None:
        """Runs a call in a block that `block()` opens, and goes on where the target has a gap."""
        ...

    def forget(self) -> None:
        """Drops what was decided about operations: a user has given, or taken away, a lowering."""
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

    # -- for `ivy.wrap`

    def from_target(self, session: Session, array: Any) -> Any:
        """A redirected value around an array of the target, in an open block."""
        ...

    def scope(self, dtypes: Iterable[Any], packages: Collection[str]) -> AbstractContextManager:
        """What has to hold while code of these packages computes with values of these dtypes."""
        ...

    def tracing(self) -> AbstractContextManager:
        """What has to hold while values are traced."""
        ...

    def named_values(self, x: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """The parameters and the other state of a module, by name; None for all other objects."""
        ...

    MODES: frozenset[str]  # methods of modules that change how they behave, and no values

    def modes(self, x: Any) -> Hashable:
        """How a module behaves."""
        ...

    def like(self, x: Any, other: Any) -> Any:
        """A value with the dtype of another one."""
        ...

    def content(self, x: Any) -> Any:
        """Another object after each write to `x`."""
        ...

    def zeros_like(self, x: Any) -> Any:
        """Zeros of the shape and dtype of a value."""
        ...

    def assign(self, x: Any, value: Any) -> None:
        """Writes a value into a native one, in an open block."""
        ...

    def batched(self, function: Callable, axes: Sequence[int | None]) -> Callable:
        """Of a function from values to a list of values; see `ivy._core.foreign.Foreign`."""
        ...

    def needs_gradient(self, values: Sequence[Any]) -> bool:
        """Whether the source is to differentiate for one of these."""
        ...

    def with_gradient(self, vjp: Callable, values: Sequence[Any]) -> list[Any]:
        """The results of a function whose `vjp` gives them and its pullback, to be differentiated."""
        ...

    def forget_traced(self, session: Session) -> list[str]:
        """Undoes writes of values that a target has only traced; describes what was written."""
        ...

    def pullback(
        self, function: Callable, inputs: Sequence[int], outputs: Sequence[int]
    ) -> Callable:
        """Of a function from values to a list of values; see `ivy._core.foreign.Foreign`."""
        ...

    def pushforward(
        self, function: Callable, inputs: Sequence[int], outputs: Sequence[int]
    ) -> Callable:
        """Of a function from values to a list of values; see `ivy._core.foreign.Foreign`."""
        ...
