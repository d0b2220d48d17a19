"""JAX functions and models as graphs: a jaxpr, run on the recording backend.

JAX traces the function; its equations then run as in a block, so that the graph has the ops of the
frontend. Models of JAX libraries are pure functions of variables, state and a key, which become named
inputs (`capture_pure`).
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from interceptors import lookup
from interceptors.jax import _arguments, _compat, models, programs
from interceptors.jax.programs import Engine, Step
from interceptors.report import line_outside, origin
from interceptors.session import CURRENT, Session
from ivy._core import errors
from ivy._core.context import running
from ivy.compiler import trees
from ivy.compiler.graph import Graph
from ivy.compiler.recording import (
    Example,
    Options,
    Recorder,
    Symbol,
    parameter_names,
    recording_backend,
)

_ARRAYS = (jax.Array, np.ndarray, np.generic)


def takes(fn: Any, leaves: list[Any]) -> bool:
    """Whether a function is JAX's: a model of its libraries, one that it has transformed, or one that
    is called with its arrays."""
    transformed = (type(fn).__module__ or "").partition(".")[0] in ("jax", "jaxlib")
    is_model = models.library_of(fn) is not None
    return transformed or is_model or any(isinstance(x, jax.Array) for x in leaves)


def capture(fn: Any, args: tuple, kwargs: dict[str, Any], asked: Options) -> Graph:
    """The graph of a call."""
    model = models.of(fn, kwargs)
    if model is not None:
        names = parameter_names(fn)
        pure = functools.partial(model.of_words, model.training)
        return capture_pure(
            pure, model.name, model.v, model.state, args, kwargs, names, asked.shapes
        )
    if asked.specialize:
        return _capture_with_values(fn, args, kwargs, asked)

    def pure(v: Any, state: Any, key: Any, args: Any, kwargs: Any) -> Any:
        return fn(*args, **kwargs), {}

    name = getattr(fn, "__name__", type(fn).__name__)
    return capture_pure(pure, name, {}, {}, args, kwargs, parameter_names(fn), asked.shapes)


def _capture_with_values(fn: Any, args: tuple, kwargs: dict[str, Any], asked: Options) -> Graph:
    """The graph of a call whose primitives run one by one, so that values may be read."""
    recorder = asked.recorder(getattr(fn, "__name__", "graph"), line_outside("jax"))
    engine = engine_of_graphs()

    def example(leaf: Any) -> Example | None:
        known = _example(leaf)
        if known is None:
            return None
        return known._replace(wrap=lambda symbol: _wrapped(engine, symbol, leaf))

    def array_of(leaf: Any) -> Any:
        if not isinstance(leaf, _ARRAYS):
            return None
        with running(engine.target):
            return _shown(engine.array(leaf), _compat.typeof(leaf))

    with contextlib.ExitStack() as stack:
        stack.callback(asked.open_session("jax").close)
        stack.enter_context(recorder.recording())
        given, options = recorder.arguments((args, kwargs), parameter_names(fn), None, example)
        recorder.outputs(fn(*given, **options), array_of)
    return recorder.graph


def capture_pure(
    pure: Callable[..., tuple[Any, Mapping[str, Any]]],
    name: str,
    v: Mapping[str, Any],
    state: Mapping[str, Any],
    args: Any,
    kwargs: Any,
    names: list[str] | None = None,
    shapes: list[tuple[int, ...]] | None = None,
) -> Graph:
    """The graph of `pure(v, state, key, args, kwargs)`, which returns `(outputs, changed state)`.

    `v` and `state` are flat, by the names that their inputs get; the key has two words.
    """
    recorder = Recorder(name, line_outside("jax"))
    recorder.keeps_sizes = shapes is not None
    graph = recorder.graph
    leaves, tree = trees.flatten((args, kwargs))
    arrays: list[Any] = [x for x in leaves if isinstance(x, _ARRAYS)]
    for i, shape in enumerate(shapes or ()):
        arrays[i] = jax.ShapeDtypeStruct(shape, arrays[i].dtype)
    key = np.zeros(2, np.uint32)

    def flat(v: Any, state: Any, key: Any, arrays: Any) -> Any:
        rest = iter(arrays)
        filled = [next(rest) if isinstance(x, _ARRAYS) else x for x in leaves]
        args, kwargs = tree.unflatten(filled)
        return pure(v, state, key, args, kwargs)

    with _values_are_not_read():
        closed, types = jax.make_jaxpr(flat, return_shape=True)(dict(v), dict(state), key, arrays)
    graph.values = {k: np.asarray(x) for k, x in {**v, **state}.items()}
    tables = dict.fromkeys(v, graph.params) | dict.fromkeys(state, graph.state)
    inputs: dict[Any, Symbol] = {}
    for k, x in graph.values.items():
        inputs[k] = recorder.input(k, x.shape, x.dtype)
        tables[k][k] = inputs[k].place.node
    call = recorder.arguments((args, kwargs), names or [], shapes, _example)
    given = [x for x in trees.leaves(call) if isinstance(x, Symbol)]
    drawn = recorder.input("key", (2,), np.uint32)
    graph.key = drawn.place.node
    # the order of `make_jaxpr`: dicts by sorted names
    symbols = [*(inputs[k] for k in sorted(v)), *(inputs[k] for k in sorted(state)), drawn, *given]
    # nothing is redirected, as JAX has traced already: the session refuses what has no rule
    session = CURRENT.set(Session(recording_backend(), sources=("jax",), fallback="error"))
    try:
        with recorder.recording(), running(recording_backend()):
            engine, jaxpr = engine_of_graphs(), closed.jaxpr
            taken = [_taken(s, x.aval) for s, x in zip(symbols, jaxpr.invars, strict=True)]
            found = engine.function(closed)(*taken)
            results = [_shown(r, x.aval) for r, x in zip(found, jaxpr.outvars, strict=True)]
    finally:
        CURRENT.reset(session)
    out, changed = types
    flat_out, graph.out_tree = trees.flatten(out)
    entries = [recorder.entry(x) for x in results]
    graph.outputs = entries[: len(flat_out)]
    new = zip(sorted(changed), entries[len(flat_out) :], strict=True)
    graph.new_state = {k: x for k, x in new if x != inputs[k].place}  # else it is as it was
    return graph


def _example(leaf: Any) -> Example | None:
    """A typed key counts as its words."""
    if not isinstance(leaf, _ARRAYS):
        return None
    words = jax.random.key_data(leaf) if _is_key(leaf) else leaf
    return Example(words.shape, words.dtype, lambda: np.asarray(words), lambda symbol: symbol)


def _is_key(x: Any) -> bool:
    return jnp.issubdtype(x.dtype, jax.dtypes.prng_key)


def _taken(symbol: Symbol, aval: Any) -> Any:
    """An input as JAX's program takes it: without 64-bit types, in half the width; words as a key."""
    if _compat.is_key(aval):
        return engine_of_graphs().pack(symbol)
    dtype = np.dtype(aval.dtype)
    return symbol if symbol.dtype == dtype else recording_backend().astype(symbol, dtype)


def _shown(value: Any, aval: Any) -> Any:
    """A result of JAX's program as one of the graph."""
    return engine_of_graphs().unpack(value) if _compat.is_key(aval) else value


def _wrapped(engine: Engine, symbol: Symbol, leaf: Any) -> Any:
    """An input as an array of the source."""
    aval = _compat.typeof(jnp.asarray(leaf))
    with running(engine.target):
        return engine.wrap(_taken(symbol, aval), aval)


@contextlib.contextmanager
def _values_are_not_read() -> Iterator[None]:
    """Ivy's error, with the user's line, where a value would decide."""
    try:
        yield
    except _READS as error:
        raise errors.NoValueError(
            f"the value of an array decides what happens at {origin(error.__traceback__)}, and a graph "
            f"has no values. Write the choice with jax.numpy.where or jax.lax.cond, pass the value as "
            f"a Python number, or capture with dynamic='specialize' to take the way of the example."
        ) from error


_READS = (jax.errors.ConcretizationTypeError, jax.errors.TracerArrayConversionError)


class GraphEngine(Engine):
    """The engine whose target records: control flow becomes ops that hold graphs."""

    def _new_step(self, primitive: Any, avals: tuple, params: dict[str, Any]) -> Step:
        name = f"jax.primitive.{primitive.name}"
        layer = lookup.layers("jax").get(name)
        if layer is None:
            return super()._new_step(primitive, avals, params)
        translate = _arguments.translator(self.function)
        taken = inspect.signature(layer).parameters
        options = {k: translate(v) for k, v in params.items() if k in taken}
        results = _compat.result_avals(primitive, avals, params)
        return Step(functools.partial(layer, **options), results, True, ((name, 1),))


@functools.cache
def engine_of_graphs() -> Engine:
    """The one engine whose target records."""
    _compat.check()
    lookup.load("jax")
    engine = programs.ENGINES[recording_backend().name] = GraphEngine(recording_backend())
    return engine


def key_of(words: Any) -> Any:
    """A key of JAX, of two words."""
    return jax.random.wrap_key_data(jnp.asarray(words, jnp.uint32))
