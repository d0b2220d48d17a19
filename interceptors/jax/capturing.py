"""Graphs of what JAX has traced: a jaxpr, run on the recording backend.

JAX traces the function; its equations then run as in a block, so that the graph has the ops of the
frontend. Models of JAX libraries are pure functions of variables, state and a key, which become named
inputs (`capture_pure`).
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

import jax
import jax.numpy as jnp
import numpy as np

from interceptors import lookup
from interceptors.jax import _arguments, _compat, programs
from interceptors.jax.programs import Engine, Step
from interceptors.report import line_outside, origin
from interceptors.session import CURRENT, Session
from ivy._core import errors
from ivy._core.context import running
from ivy.compiler import trees
from ivy.compiler.graph import Graph
from ivy.compiler.recording import (
    Example,
    Recorder,
    Symbol,
    recording_backend,
)

ARRAYS = (jax.Array, np.ndarray, np.generic)


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
    arrays: list[Any] = [x for x in leaves if isinstance(x, ARRAYS)]
    for i, shape in enumerate(shapes or ()):
        arrays[i] = jax.ShapeDtypeStruct(shape, arrays[i].dtype)
    key = np.zeros(2, np.uint32)

    def flat(v: Any, state: Any, key: Any, arrays: Any) -> Any:
        rest = iter(arrays)
        filled = [next(rest) if isinstance(x, ARRAYS) else x for x in leaves]
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
    call = recorder.arguments((args, kwargs), names or [], shapes, example_of)
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
            pairs = zip(symbols, jaxpr.invars, strict=True)
            found = engine.function(closed)(*(taken(s, x.aval) for s, x in pairs))
            results = [shown(r, x.aval) for r, x in zip(found, jaxpr.outvars, strict=True)]
    finally:
        CURRENT.reset(session)
    out, changed = types
    flat_out, graph.out_tree = trees.flatten(out)
    entries = [recorder.entry(x) for x in results]
    graph.outputs = entries[: len(flat_out)]
    new = zip(sorted(changed), entries[len(flat_out) :], strict=True)
    graph.new_state = {k: x for k, x in new if x != inputs[k].place}  # else it is as it was
    return graph


def example_of(leaf: Any) -> Example | None:
    """A typed key counts as its words."""
    if not isinstance(leaf, ARRAYS):
        return None
    words: Any = jax.random.key_data(cast(Any, leaf)) if _is_key(leaf) else leaf
    return Example(words.shape, words.dtype, lambda: np.asarray(words), lambda symbol: symbol)


def _is_key(x: Any) -> bool:
    return jnp.issubdtype(x.dtype, jax.dtypes.prng_key)


def taken(symbol: Symbol, aval: Any) -> Any:
    """An input as JAX's program takes it: without 64-bit types, in half the width; words as a key."""
    if _compat.is_key(aval):
        return engine_of_graphs().pack(symbol)
    dtype = np.dtype(aval.dtype)
    return symbol if symbol.dtype == dtype else recording_backend().astype(symbol, dtype)


def shown(value: Any, aval: Any) -> Any:
    """A result of JAX's program as one of the graph."""
    return engine_of_graphs().unpack(value) if _compat.is_key(aval) else value


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
    """The engine whose target records: control flow becomes ops that hold graphs.

    JAX has not differentiated yet what it runs.
    """

    def layer(self, equation: Any) -> Callable | None:
        """The op whose derivative is the rule that a function of JAX has, `relu` at 0, say."""
        known = _compat.derived_by_rule(equation.primitive, equation.params)
        if known is None:
            return None
        name, is_own = known
        if not is_own:
            warnings.warn(
                f"{name} has a derivative of its own, which is no part of a graph: gradients are those "
                f"of what it computes.",
                stacklevel=2,
            )
        return lookup.find([f"jax.nn.{name}"]) if is_own and len(equation.invars) == 1 else None

    def _new_step(self, primitive: Any, avals: tuple, params: dict[str, Any]) -> Step:
        name = f"jax.primitive.{primitive.name}"
        layer = lookup.layers("jax").get(name)
        if layer is None:
            return super()._new_step(primitive, avals, params)
        translate = _arguments.translator(self.function)
        wanted = inspect.signature(layer).parameters
        options = {k: translate(v) for k, v in params.items() if k in wanted}
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
