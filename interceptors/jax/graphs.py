"""JAX functions and models as graphs: a jaxpr, run on the recording backend.

JAX traces the function; its equations then run as in a block, so that the graph has the ops of the
frontend. Models of JAX libraries are pure functions of variables, state and a key, which become named
inputs (`capture_pure`).
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from interceptors import lookup
from interceptors.jax import _compat
from interceptors.jax.programs import Engine
from interceptors.report import line_outside
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
    """Whether a function is JAX's: one that is called with its arrays, or that it has transformed."""
    transformed = (type(fn).__module__ or "").partition(".")[0] in ("jax", "jaxlib")
    return transformed or any(isinstance(x, jax.Array) for x in leaves)


def capture(fn: Any, args: tuple, kwargs: dict[str, Any], asked: Options) -> Graph:
    """The graph of a call."""
    if asked.specialize:
        raise errors.CompileError("dynamic='specialize' is for PyTorch: JAX does not trace values.")

    def pure(v: Any, state: Any, key: Any, args: Any, kwargs: Any) -> Any:
        return fn(*args, **kwargs), {}

    name = getattr(fn, "__name__", type(fn).__name__)
    return capture_pure(pure, name, {}, {}, args, kwargs, parameter_names(fn), asked.shapes)


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
            wanted = [x.aval.dtype for x in closed.jaxpr.invars]
            results = _engine().function(closed)(*map(_as_dtype, symbols, wanted))
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
    if not isinstance(leaf, _ARRAYS):
        return None
    return Example(leaf.shape, leaf.dtype, lambda: np.asarray(leaf), lambda symbol: symbol)


def _as_dtype(symbol: Symbol, dtype: Any) -> Any:
    """An input in the dtype that JAX takes it in: without 64-bit types, of half the width."""
    return symbol if symbol.dtype == dtype else recording_backend().astype(symbol, np.dtype(dtype))


class _Engine(Engine):
    """The engine whose target records: JAX has not differentiated yet what it runs."""

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


@functools.cache
def _engine() -> Engine:
    _compat.check()
    lookup.load("jax")
    return _Engine(recording_backend())


def key_of(words: Any) -> Any:
    """A key of JAX, of two words."""
    return jax.random.wrap_key_data(jnp.asarray(words, jnp.uint32))
