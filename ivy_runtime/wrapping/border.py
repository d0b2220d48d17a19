"""Between code of a target and wrapped code of a source: the block, and which arrays may cross."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from interceptors import sources
from interceptors.protocol import Interceptor
from interceptors.report import origin
from interceptors.session import CURRENT, Session
from ivy._core import errors
from ivy._core.backend import Backend, backend_of, load
from ivy_runtime.context import run_on

_WRITES = (
    "wrapped code has written into values from outside of the call ({}), which a transformation of "
    "{} can't do. Return the new values, or wrap the module that has them, whose `apply` returns them."
)
_READS = (
    "{} needs the value of an array, which a transformation of {} has not computed yet ({}). Call the "
    "wrapped code outside of the transformation, or give it what it decides by as a Python value."
)


@dataclass(frozen=True)
class Border:
    """One source and one target, with the options of the blocks in which wrapped code runs.

    `inward` and `outward` convert what is no array: proxies, functions, objects.
    """

    source: str
    target: str
    root: str  # the package of the code
    packages: frozenset[str]  # whose functions are code of the source, beside the source itself
    inward: Callable[[Border, Any], Any]
    outward: Callable[[Border, Any], Any]
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
    def crossed(self, arrays: Sequence[Any] = ()) -> Iterator[Session]:
        """A block for code of the source on these arrays; of traced ones no value can be read."""
        traced = self.backend.foreign.is_traced(arrays)
        with contextlib.ExitStack() as stack:
            block = run_on(self.target, sources=(self.source,), **self.options)
            if traced:
                stack.enter_context(self.backend.foreign.tracing())
                stack.enter_context(self.interceptor.tracing())
            session = stack.enter_context(block)
            dtypes = map(self.backend.dtype, arrays)
            stack.enter_context(self.interceptor.scope(dtypes, (self.root,)))
            if traced:
                session.tracing, session.is_partial = 1, True
                stack.enter_context(self._without_side_effects(session))
            yield session

    @contextlib.contextmanager
    def _without_side_effects(self, session: Session) -> Iterator[None]:
        """Refuses reads of traced values, and writes of them to what outlives the call.

        Raises
        ------
        ReadsValueError
            There was a read.
        ConversionError
            There was a write; it is undone.
        """
        try:
            yield
        except errors.ReadsValueError as error:
            self.interceptor.forget_traced(session)
            reason = str(error).partition("\n")[0].rstrip(".")
            line = origin(error.__traceback__)
            raise errors.ReadsValueError(_READS.format(line, self.target, reason)) from error
        except BaseException:
            self.interceptor.forget_traced(session)
            raise
        self.refuse_writes(self.interceptor.forget_traced(session))

    def refuse_writes(self, written: Sequence[str]) -> None:
        """Raises ConversionError if anything was written."""
        if written:
            raise errors.ConversionError(_WRITES.format(", ".join(written), self.target))

    def array(self, value: Any) -> Any:
        """A value of the source as an array for code of the target."""
        return self.backend.foreign.call(Function(self, lambda: [value]), [])[0]

    def arrays(self, values: dict[str, Any]) -> dict[str, Any]:
        """As `array`, of many."""
        made = self.backend.foreign.call(Function(self, lambda: [*values.values()]), [])
        return dict(zip(values, made, strict=True))

    def draw_from(self, key: Any) -> None:
        """Makes a value of the source, inside of a crossing, the key of its random numbers."""
        session = CURRENT.get()
        assert session is not None
        session.key, session.draws = self.interceptor.target_array(key), 0

    @property
    def value_types(self) -> tuple[type, ...]:
        """Classes of the source's arrays."""
        return self.interceptor.value_types

    def call_back(self, function: Callable, values: Sequence[Any]) -> list[Any]:
        """Values of the source for a function of the target's arrays, inside of a crossing."""
        session, source, foreign = CURRENT.get(), self.interceptor, self.backend.foreign
        assert session is not None
        wrap = functools.partial(source.from_target, session)

        def vjp(*given: Any) -> tuple[list[Any], Callable]:
            results, pull = foreign.vjp(function, [source.target_array(v) for v in given])
            return [wrap(r) for r in results], lambda cts: [
                None if g is None else wrap(g) for g in pull([source.target_array(c) for c in cts])
            ]

        if source.needs_gradient(values):
            return source.with_gradient(vjp, values)
        arrays = foreign.call_back(function, [source.target_array(v) for v in values])
        return [wrap(a) for a in arrays]

    def named_values(self, x: Any) -> Any:
        """See `Interceptor`."""
        return self.interceptor.named_values(x)

    def value(self, array: Any) -> Any:
        """An array of the target as a value of the source, for objects to keep."""
        given = self.backend.foreign.enter(array)
        with self.crossed([given]) as session:
            return self.interceptor.from_target(session, given)

    def check(self, leaf: Any) -> None:
        """Refuses arrays of other frameworks.

        Raises
        ------
        ConversionError
            A value is an array of neither side.
        """
        found = backend_of(leaf)
        name = None if found is None else found.name
        other = self.source if isinstance(leaf, self.interceptor.value_types) else name
        if other in (None, "numpy", self.target):
            return
        raise errors.ConversionError(
            f"wrapped code takes arrays of {self.target}, got one of {other} "
            f"({type(leaf).__module__}.{type(leaf).__qualname__}); convert it first."
        )


class Function:
    """A function of the source's values as one of the target's arrays: `ivy._core.foreign.Foreign`.

    `still` are arguments that get no gradient: buffers, say.
    """

    def __init__(
        self,
        border: Border,
        function: Callable[..., Sequence[Any]],
        still: Collection[int] = (),
    ):
        self.border = border
        self.function = function
        self.still = still

    def run(self, *arrays: Any) -> list[Any]:
        """See `Foreign`."""
        source = self.border.interceptor
        with self.border.crossed(arrays) as session:
            results = self.function(*[source.from_target(session, a) for a in arrays])
            return [source.target_array(r) for r in results]

    def pullback(self, inputs: Sequence[int], outputs: Sequence[int]) -> Function:
        """See `Foreign`."""
        source, moving = self.border.interceptor, [i for i in inputs if i not in self.still]
        pull = source.pullback(self.function, moving, outputs)

        def run(*values: Any) -> list[Any]:
            found = dict(zip(moving, pull(*values) if moving else (), strict=True))
            return [found[i] if i in found else source.zeros_like(values[i]) for i in inputs]

        return Function(self.border, run, self.still)

    def pushforward(self, inputs: Sequence[int], outputs: Sequence[int]) -> Function:
        """See `Foreign`."""
        made = self.border.interceptor.pushforward(self.function, inputs, outputs)
        return Function(self.border, made, self.still)

    def batched(self, axes: Sequence[int | None]) -> Function:
        """See `Foreign`."""
        made = self.border.interceptor.batched(self.function, axes)
        return Function(self.border, made, self.still)
