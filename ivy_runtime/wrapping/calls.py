"""Calls of wrapped code: arrays of the target go in and come out, redirected values run inside."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from interceptors import sources
from interceptors.protocol import Interceptor
from interceptors.report import origin
from interceptors.session import Session
from interceptors.shared import trees
from ivy._core import errors
from ivy._core.backend import Backend, backend_of, load
from ivy_runtime.context import run_on


@dataclass(frozen=True)
class Border:
    """Between code of a target and wrapped code of a source."""

    source: str
    target: str
    options: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def interceptor(self) -> Interceptor:
        """The hooks of the source."""
        return sources.get(self.source)

    @property
    def backend(self) -> Backend:
        """The target."""
        return load(self.target)

    @contextlib.contextmanager
    def crossed(self, traced: bool) -> Iterator[Session]:
        """A block for code of the source; of `traced` arrays no value can be read."""
        with contextlib.ExitStack() as stack:
            block = run_on(self.target, sources=(self.source,), **self.options)
            if traced:
                stack.enter_context(self.backend.foreign.tracing())
            session = stack.enter_context(block)
            if traced:
                session.tracing, session.is_partial = 1, True
                stack.enter_context(self._without_side_effects(session))
            yield session

    @contextlib.contextmanager
    def _without_side_effects(self, session: Session) -> Iterator[None]:
        """Refuses writes of traced values to what outlives the call.

        Raises
        ------
        ConversionError
            There was one; it is undone.
        """
        try:
            yield
        except BaseException:
            self.interceptor.forget_traced(session)
            raise
        written = self.interceptor.forget_traced(session)
        if written:
            raise errors.ConversionError(
                f"wrapped code has written into values from outside of the call "
                f"({', '.join(written)}), which a transformation of {self.target} can't do. Return "
                f"the new values, or wrap the module that has them, whose `apply` returns them."
            )

    def call(self, function: Callable, args: tuple, kwargs: dict[str, Any]) -> Any:
        """The result of a function of the source for arguments of the target."""
        foreign, given = self.backend.foreign, []

        def enter(leaf: Any) -> Any:
            if isinstance(leaf, foreign.arrays):
                given.append(foreign.enter(leaf))
                return Slot(len(given) - 1)
            self.check(leaf)
            return leaf

        template = trees.map_leaves(enter, (args, kwargs))
        results: Any = None

        def run(*values: Any) -> list[Any]:
            nonlocal results
            filled, options = _filled(template, values)
            found: list[Any] = []
            results = trees.map_leaves(
                lambda leaf: self.leave(leaf, found), function(*filled, **options)
            )
            return found

        arrays = foreign.call(Function(self, run), given)
        return _filled(results, arrays)

    def leave(self, leaf: Any, found: list[Any]) -> Any:
        """A slot for a value of the source, which joins those found; all else stays as it is."""
        if not isinstance(leaf, self.interceptor.value_types):
            return leaf
        found.append(leaf)
        return Slot(len(found) - 1)

    def check(self, leaf: Any) -> None:
        """Refuses arrays of other frameworks.

        Raises
        ------
        ConversionError
            A value is an array of neither side.
        """
        if isinstance(leaf, self.interceptor.value_types):
            other = self.source
        else:
            found = backend_of(leaf)
            if found is None or found.name in ("numpy", self.target):
                return
            other = found.name
        raise errors.ConversionError(
            f"wrapped code takes arrays of {self.target}, got one of {other} "
            f"({type(leaf).__module__}.{type(leaf).__qualname__}); convert it first."
        )


def _reads(error: errors.ReadsValueError, target: str) -> str:
    line = origin(error.__traceback__)
    reason = str(error).partition("\n")[0].rstrip(".")
    return (
        f"{line} needs the value of an array, which a transformation of {target} (jit, grad, vmap, "
        f"tf.function) has not computed yet. Call the wrapped code outside of it, or give it what it "
        f"decides by as a Python value. ({reason})"
    )


class Slot:
    """The place of an array among arguments or results."""

    __slots__ = ("at",)

    def __init__(self, at: int):
        self.at = at


def _filled(template: Any, values: Sequence[Any]) -> Any:
    return trees.map_leaves(lambda x: values[x.at] if type(x) is Slot else x, template)


class Function:
    """A function of the source's values as one of the target's arrays: `ivy._core.foreign.Foreign`."""

    def __init__(self, border: Border, function: Callable[..., Sequence[Any]]):
        self.border = border
        self.function = function

    def run(self, *arrays: Any) -> list[Any]:
        """See `Foreign`."""
        border = self.border
        traced = border.backend.foreign.is_traced(arrays)
        source = border.interceptor
        with border.crossed(traced) as session:
            try:
                results = self.function(*[source.from_target(session, a) for a in arrays])
            except errors.ReadsValueError as error:
                raise errors.ReadsValueError(_reads(error, border.target)) from error
            return [source.target_array(r) for r in results]

    def pullback(self, inputs: Sequence[int], outputs: Sequence[int]) -> Function:
        """See `Foreign`."""
        made = self.border.interceptor.pullback(self.function, inputs, outputs)
        return Function(self.border, made)

    def pushforward(self, inputs: Sequence[int], outputs: Sequence[int]) -> Function:
        """See `Foreign`."""
        made = self.border.interceptor.pushforward(self.function, inputs, outputs)
        return Function(self.border, made)
