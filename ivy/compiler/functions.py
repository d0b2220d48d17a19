"""Functions written with Ivy as graphs: they run on symbols as they run on arrays."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, cast

import numpy as np

from ivy._core import errors
from ivy._core.backend import backend_of
from ivy._core.context import running
from ivy.compiler import trees
from ivy.compiler.graph import Graph
from ivy.compiler.recording import (
    Array,
    Example,
    Options,
    Recorder,
    Symbol,
    parameter_names,
    recording_backend,
)

_SIMPLE = (bool, int, float, complex, str)


def takes(fn: Any, leaves: list[Any]) -> bool:
    """Whether a function is called with arrays of Ivy."""
    return any(_is_wrapped(x) for x in leaves)


def _is_wrapped(x: Any) -> bool:
    return hasattr(x, "_read") and hasattr(cast(Any, type(x)), "of")


def capture(fn: Callable[..., Any], args: Any, kwargs: Any, asked: Options) -> Graph:
    """The graph of a call with arrays of Ivy, or of any backend."""
    recorder = Recorder(getattr(fn, "__name__", "graph"), _line)
    recorder.examples = {} if asked.specialize else None
    recorder.keeps_sizes = asked.shapes is not None
    graph = recorder.graph
    arguments, options = recorder.arguments(
        (args, kwargs), parameter_names(fn), asked.shapes, _example
    )
    with recorder.recording(), running(recording_backend()):
        out, graph.out_tree = trees.flatten(fn(*arguments, **options))
        graph.outputs = [_output(recorder, x) for x in out]
    return graph


def _example(leaf: Any) -> Example | None:
    array, wrap = (leaf._read(), type(leaf).of) if _is_wrapped(leaf) else (leaf, lambda x: x)
    owner = None if isinstance(array, _SIMPLE) else backend_of(array)
    if owner is None:
        return None
    return Example(owner.shape(array), owner.dtype(array), lambda: owner.to_numpy(array), wrap)


def _output(recorder: Recorder, x: Any) -> Any:
    x = x._read() if _is_wrapped(x) else x
    if isinstance(x, (Symbol, *Array)):
        return recorder.entry(x)
    if isinstance(x, _SIMPLE):
        return x
    owner = backend_of(x)
    if owner is None:
        raise errors.CompileError(
            f"{recorder.graph.name} returns a {type(x).__qualname__}, which is no tree of arrays."
        )
    return recorder.entry(np.asarray(owner.to_numpy(x)))


def _line() -> str:
    frame = sys._getframe(1)
    while frame.f_back is not None and (frame.f_globals.get("__name__") or "").startswith("ivy."):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"
