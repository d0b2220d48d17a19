"""Functions written with Ivy as graphs: they run on symbols as they run on arrays."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import Any, cast

import numpy as np

from ivy._core import errors
from ivy._core.backend import backend_of
from ivy._core.context import running
from ivy.compiler import trees
from ivy.compiler.graph import Graph
from ivy.compiler.recording import Array, Options, Recorder, Symbol, recording_backend

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
    graph, backend = recorder.graph, recording_backend()
    leaves, graph.in_tree = trees.flatten((args, kwargs))
    names, given = _names(fn), list[Any]()
    graph.parameters = names
    for leaf in leaves:
        array = leaf._read() if _is_wrapped(leaf) else leaf
        owner = None if isinstance(array, _SIMPLE) else backend_of(array)
        graph.given.append((leaf,) if owner is None else None)
        if owner is not None:
            count = len(graph.inputs)
            shapes = asked.shapes
            shape = owner.shape(array) if shapes is None or count >= len(shapes) else shapes[count]
            name = names[count] if count < len(names) else f"x{count}"
            symbol = recorder.input(name, shape, owner.dtype(array))
            graph.inputs.append(symbol.place.node)
            if recorder.examples is not None:
                recorder.examples[symbol.place.node] = owner.to_numpy(array)
            leaf = type(leaf).of(symbol) if _is_wrapped(leaf) else symbol
        given.append(leaf)
    with recorder.recording(), running(backend):
        arguments, options = graph.in_tree.unflatten(given)
        out, graph.out_tree = trees.flatten(fn(*arguments, **options))
        graph.outputs = [_output(recorder, x) for x in out]
    return graph


def _names(fn: Any) -> list[str]:
    try:
        return list(inspect.signature(fn).parameters)
    except (TypeError, ValueError):
        return []


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
