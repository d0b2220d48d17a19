"""JAX functions and models as graphs.

JAX traces the function, and its program runs on the recording backend (`capturing.py`). With
`dynamic='specialize'` its primitives run one by one instead, so that values may be read.
"""

from __future__ import annotations

import contextlib
import functools
from typing import Any

import jax
import jax.numpy as jnp

from interceptors.jax import _compat, models
from interceptors.jax.capturing import (
    ARRAYS,
    capture_pure,
    engine_of_graphs,
    example_of,
    shown,
    taken,
)
from interceptors.jax.programs import Engine
from interceptors.report import line_outside
from ivy._core.context import running
from ivy.compiler.graph import Graph
from ivy.compiler.recording import Example, Options, Symbol, parameter_names


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
        known = example_of(leaf)
        if known is None:
            return None
        return known._replace(wrap=lambda symbol: _wrapped(engine, symbol, leaf))

    def array_of(leaf: Any) -> Any:
        if not isinstance(leaf, ARRAYS):
            return None
        with running(engine.target):
            return shown(engine.array(leaf), _compat.typeof(leaf))

    with contextlib.ExitStack() as stack:
        stack.callback(asked.open_session("jax").close)
        stack.enter_context(recorder.recording())
        given, options = recorder.arguments((args, kwargs), parameter_names(fn), None, example)
        recorder.outputs(fn(*given, **options), array_of)
    return recorder.graph


def _wrapped(engine: Engine, symbol: Symbol, leaf: Any) -> Any:
    """An input as an array of the source."""
    aval = _compat.typeof(jnp.asarray(leaf))
    with running(engine.target):
        return engine.wrap(taken(symbol, aval), aval)
