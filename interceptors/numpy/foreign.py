"""What `ivy.wrap` asks of NumPy: which values are arrays, and derivatives of functions of them.

NumPy has no derivatives, so they are ivy's: the function runs on a tape, as for `ivy.grad`.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import numpy as np

from interceptors.numpy import proxy
from interceptors.numpy.array import Redirected
from interceptors.numpy.engine import Engine, engine
from interceptors.numpy.gradients import on_tape, targeting, wrapped
from interceptors.session import CURRENT, Session
from ivy._core import errors
from ivy._core.context import running
from ivy._core.tape import Tape
from ivy._core.tracing import Box
from ivy.functional import transforms

Function = Callable[..., Sequence[Any]]


class _Meta(type):
    def __instancecheck__(cls, x: Any) -> bool:
        if not isinstance(x, (np.ndarray, np.generic)):
            return False
        return isinstance(x, Redirected) or x.dtype.kind in "biufc" or x.dtype.name == "bfloat16"


class Value(metaclass=_Meta):
    """An array or scalar of numbers. Those of text, objects and structures stay NumPy's."""


def scope(dtypes: Iterable[Any], packages: Collection[str]) -> contextlib.AbstractContextManager:
    """What creates arrays makes redirected ones in these packages, too."""
    return proxy.covered(packages)


def _current() -> tuple[Session, Engine]:
    session = CURRENT.get()
    assert session is not None
    return session, engine(session.target)


def target_array(x: Any) -> Any:
    """The target's array with the elements of `x`; in a block also of a native array."""
    session = CURRENT.get()
    if session is None or "numpy" not in session.sources:
        return x._target_array()
    runs = engine(session.target)
    return runs.array(x if isinstance(x, Redirected) else runs.upload(x))


def from_target(session: Session, array: Any) -> Any:
    """A redirected array around an array of the target."""
    return wrapped(engine(session.target), array)


def like(x: Any, other: Any) -> Any:
    """`x` in the dtype of `other`."""
    return x if x.dtype == other.dtype else x.astype(other.dtype)


def content(x: Any) -> Any:
    """See `Interceptor`: each write replaces the array of the storage."""
    return x._locate()[0].current() if isinstance(x, Redirected) else x


def pullback(function: Function, inputs: Sequence[int], outputs: Sequence[int]) -> Function:
    """See `ivy._core.foreign.Foreign`."""

    def run(*values: Any) -> Sequence[Any]:
        session, runs = _current()
        count = len(values) - len(outputs)
        moving, primals = _moving(session, function, values[:count], inputs, outputs)
        with running(session.target):
            _, pull = transforms.vjp(moving, *primals)
            return wrapped(runs, list(pull([runs.array(v) for v in values[count:]])))

    return run


def pushforward(function: Function, inputs: Sequence[int], outputs: Sequence[int]) -> Function:
    """See `ivy._core.foreign.Foreign`."""

    def run(*values: Any) -> Sequence[Any]:
        session, runs = _current()
        count = len(values) - len(inputs)
        moving, primals = _moving(session, function, values[:count], inputs, outputs)
        with running(session.target):
            tangents = [runs.array(v) for v in values[count:]]
            return wrapped(runs, list(transforms.jvp(moving, primals, tangents)[1]))

    return run


def _moving(
    session: Session,
    function: Function,
    values: Sequence[Any],
    inputs: Sequence[int],
    outputs: Sequence[int],
) -> tuple[Callable, list[Any]]:
    """A function of some of its arguments with some of its results, of arrays; and these arguments."""
    arrays = [engine(session.target).array(v) for v in values]

    def moving(*given: Any) -> list[Any]:
        filled = list(arrays)
        for i, x in zip(inputs, given, strict=True):
            filled[i] = x
        results = on_tape(session, function, tuple(filled), {})
        return [results[i] for i in outputs]

    return moving, [arrays[i] for i in inputs]


def batched(function: Function, axes: Sequence[int | None]) -> Function:
    """See `ivy._core.foreign.Foreign`."""

    def run(*values: Any) -> Sequence[Any]:
        session, runs = _current()
        rows = transforms.vmap(lambda *row: on_tape(session, function, row, {}), tuple(axes))
        with running(session.target):
            return wrapped(runs, rows(*[runs.array(v) for v in values]))

    return run


def needs_gradient(values: Sequence[Any]) -> bool:
    """Whether one is on a tape, or a row of a batch."""
    return any(isinstance(_current()[1].array(v), Box) for v in values)


def with_gradient(vjp: Callable, values: Sequence[Any]) -> list[Any]:
    """See `Interceptor`.

    Raises
    ------
    ConversionError
        The values are rows of a batch, or on a tape above another one.
    """
    session, runs = _current()
    tape = session.target
    if not isinstance(tape, Tape) or tape.base.level:
        raise errors.ConversionError(
            "NumPy code can't differentiate a function of another framework twice, nor call it with a "
            "row of a batch (vmap); call it outside of the transformation, or write it with NumPy."
        )

    def below(*given: Any) -> tuple[list[Any], Callable]:
        with targeting(session, tape.base) as under:
            results, pull = vjp(*wrapped(under, given))
            return [under.array(r) for r in results], functools.partial(back, pull)

    def back(pull: Callable, cotangents: Sequence[Any]) -> list[Any]:
        with targeting(session, tape.base) as under:
            found = pull(wrapped(under, list(cotangents)))
            return [None if g is None else under.array(g) for g in found]

    return wrapped(runs, tape.called(below, [runs.array(v) for v in values]))
