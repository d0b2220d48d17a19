"""NumPy functions as graphs: what a capture does besides running on symbols.

The interceptor sends every call to the recording backend. Added here are

* calls that fail: there are no values for NumPy's own error, so it gets plausible ones;
* random numbers: nodes of Ivy's generator instead of numbers that NumPy draws.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from interceptors import lookup
from interceptors.numpy import _compat, random
from interceptors.numpy.array import Redirected, RedirectedArray, RedirectedScalar, fresh
from interceptors.numpy.engine import ENGINES, Call, Engine
from interceptors.numpy.fastpath import FastPath
from interceptors.report import line_outside, user_line
from interceptors.session import Session
from interceptors.shared import trees
from interceptors.shared.native_calls import StandIns
from ivy._core import errors
from ivy._core.context import running
from ivy.compiler.graph import Graph
from ivy.compiler.recording import Example, Options, parameter_names, recorder, recording_backend

_ARRAYS = (np.ndarray, np.generic)


def takes(fn: Any, leaves: list[Any]) -> bool:
    """Whether a function is called with arrays of NumPy."""
    return any(isinstance(x, _ARRAYS) for x in leaves)


def capture(fn: Callable[..., Any], args: Any, kwargs: Any, asked: Options) -> Graph:
    """The graph of a call."""
    recorder = asked.recorder(getattr(fn, "__name__", "graph"), line_outside("numpy"))
    engine = engine_of_graphs()
    with contextlib.ExitStack() as stack:
        stack.callback(asked.open_session("numpy").close)
        stack.enter_context(recorder.recording())
        given, options = recorder.arguments(
            (args, kwargs), parameter_names(fn), asked.shapes, functools.partial(_example, engine)
        )
        given, options = trees.map_instances(
            np.random.Generator, random.of_generator, (given, options)
        )
        stack.enter_context(_no_draws_elsewhere(fn))
        recorder.outputs(fn(*given, **options), functools.partial(_array_of, engine))
    return recorder.graph


def _example(engine: Engine, leaf: Any) -> Example | None:
    if not isinstance(leaf, _ARRAYS):
        return None
    is_array = isinstance(leaf, np.ndarray)
    if not engine.is_supported(leaf.dtype):
        raise errors.CompileError(f"an array of {leaf.dtype} can't be an argument of a graph.")
    wrap = functools.partial(
        fresh, engine.target, kind=RedirectedArray if is_array else RedirectedScalar
    )
    return Example(leaf.shape, leaf.dtype, lambda: np.array(leaf), wrap)


def _array_of(engine: Engine, leaf: Any) -> Any:
    if isinstance(leaf, Redirected):
        return engine.array(leaf)
    return leaf if isinstance(leaf, _ARRAYS) else None


# -- random numbers


@contextlib.contextmanager
def _no_draws_elsewhere(fn: Any) -> Iterator[None]:
    """Refuses a function that draws numbers where no graph notices it: they would be constants."""
    before = [_state(g) for g in (None, *_generators(fn))]
    yield
    if before != [_state(g) for g in (None, *_generators(fn))]:
        raise errors.CompileError(
            "the function draws random numbers from a generator that is not its own: pass the "
            "generator as an argument, or make it in a module or in the function."
        )


def _generators(fn: Any) -> list[np.random.Generator]:
    """The generators that a function closes over, or its object holds."""
    try:
        held = inspect.getclosurevars(inspect.unwrap(fn)).nonlocals.values()
    except TypeError:
        held = ()
    own = getattr(getattr(fn, "__self__", fn), "__dict__", {}).values()
    return [x for x in (*held, *own) if type(x) is np.random.Generator]


def _state(generator: np.random.Generator | None) -> str:
    if generator is None:
        return repr([np.asarray(s).tolist() for s in np.random.get_state()])
    return repr(generator.bit_generator.state)


# -- calls


class GraphEngine(Engine):
    """NumPy on the backend that records."""

    creations = _compat.CREATION - _compat.OF_SIZES
    filled = _compat.FILLED | _compat.OF_SIZES

    def __init__(self) -> None:
        super().__init__(recording_backend())
        self.fast = _NoFastPath(self.executor)  # what is recorded never repeats

    def find_errors(self, call: Call) -> None:
        """There are no values."""

    def checked_value(self, x: Redirected) -> Any:
        """See `Engine`; values that NumPy refuses are those of a call of the graph."""
        return _plausible(x)

    def failed(self, session: Session, call: Call, error: Exception) -> Any:
        """Raises NumPy's own error of a call that failed, or names what has no rule."""
        if isinstance(error, errors.ReadsValueError):
            raise error
        if not trees.instances(Redirected, (call.args, call.kwargs)):
            return self.returned(call.native(*call.args, **call.kwargs))
        self._native_result(call, StandIns(Redirected, _plausible))
        if isinstance(error, errors.IvyError):
            raise error
        raise self._refused(call) from error

    def run_natively(
        self, session: Session, call: Call, heading: tuple[str, str], scalars: bool = True
    ) -> Any:
        """Draws with a key of the graph; otherwise NumPy has no values to compute with."""
        if heading[0] == "random":
            return self._draw(call)
        if heading[0] == "host array":
            raise errors.CompileError(
                f"{call.name} writes into an array that is neither an argument nor made in the "
                f"function, at {user_line()}."
            )
        reads = recorder().examples is not None
        if not reads and trees.instances(Redirected, (call.args, call.kwargs)):
            raise self._refused(call)
        return super().run_natively(session, call, heading, scalars)

    def _draw(self, call: Call) -> Any:
        function = lookup.keyed([call.name])
        if function is None:
            raise errors.UnsupportedOpError(
                f"{call.name} can't draw for a key, at {user_line()}; draw outside of the graph, and "
                f"pass the numbers."
            )
        args, kwargs = trees.map_instances(Redirected, self.array, (call.args, call.kwargs))
        with running(self.target):
            return self.wrap(function(recorder().key(), *args, **kwargs))

    @staticmethod
    def _refused(call: Call) -> errors.UnsupportedOpError:
        return errors.UnsupportedOpError(
            f"{call.name} has no rule, so it can't be part of a graph, at {user_line()}."
        )


class _NoFastPath(FastPath):
    def key(self, name: Any, values: tuple, kwargs: dict[str, Any]) -> None:
        """No call has a key."""


def _plausible(x: Redirected) -> Any:
    """Values for an array that has none: matrices of these are positive definite."""
    values = np.ones(x.shape, x.dtype)
    if len(x.shape) > 1:
        least = min(x.shape[-2:])
        values[..., range(least), range(least)] += np.asarray(least).astype(x.dtype)
    return values if isinstance(x, RedirectedArray) else values[()]


@functools.cache
def engine_of_graphs() -> GraphEngine:
    """The engine whose target records."""
    lookup.load("numpy")
    engine = ENGINES[id(recording_backend())] = GraphEngine()
    return engine
