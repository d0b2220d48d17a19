"""The functions that a module computes: a graph for each mode and kind of arguments, and its programs.

A module is a `Source`: it knows its variables and state by dotted names, and captures a call. All that
runs afterwards is a pure function `(variables, state, key, arguments) -> (outputs, changed state)` on a
backend; modules of Ivy and of all other libraries are made of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np

from ivy._core import errors
from ivy._core.backend import Backend, backend_of
from ivy._core.registry import OPS
from ivy._core.tracing import Box, Trace
from ivy.compiler import trees
from ivy.compiler.evaluation import Evaluation
from ivy.compiler.graph import Graph
from ivy.compiler.passes import rebuilt
from ivy.compiler.program import Program
from ivy.compiler.recording import Symbol


class Source(Protocol):
    """Where the graphs of a module come from."""

    @property
    def name(self) -> str:
        """That of its class."""
        ...

    def capture(self, training: bool, args: Any, kwargs: Any) -> Graph:
        """The graph of a call with such arguments: host arrays, whose values do not matter."""
        ...


class Functions:
    """The graphs of a source, and their programs; see the docstring of this file."""

    def __init__(self, source: Source):
        self.source = source
        self.graphs: dict[Any, Graph] = {}
        self.programs: dict[Any, Program] = {}

    def graph(self, training: bool, args: Any, kwargs: Any = {}) -> Graph:  # noqa: B006
        """The graph for such arguments; captured if there is none yet."""
        leaves, tree = trees.flatten((args, dict(kwargs)))
        kind = (training, tree, *map(_kind, leaves))
        graph = self.graphs.get(kind)
        if graph is None:
            example, options = tree.unflatten(map(_example, leaves))
            graph = self.graphs[kind] = self.source.capture(training, example, options)
        return graph

    def __call__(
        self,
        backend: str,
        training: bool,
        variables: Mapping[str, Any],
        state: Mapping[str, Any],
        key: Callable[[], Any],
        args: Any,
        kwargs: Any = {},  # noqa: B006
    ) -> tuple[Any, dict[str, Any]]:
        """Outputs and changed state. `key()` is asked for a key only where numbers are drawn.

        Raises
        ------
        CompileError
            The source cannot be captured, or a variable is missing or has another shape.
        """
        graph = self.graph(training, args, kwargs)
        _verify(graph, variables, graph.params)
        _verify(graph, state, graph.state)
        drawn = key() if graph.key is not None else None
        trace = _trace_of((variables, state, args, kwargs, drawn))
        if trace is not None:
            return traced(graph, trace, variables, state, drawn, args, kwargs)
        program = self.programs.get((backend, id(graph)))
        if program is None:
            program = self.programs[backend, id(graph)] = Program(graph, backend)
        given = {k: variables[k] for k in graph.params}, {k: state[k] for k in graph.state}
        out, new = program.compiled(*given, *args, key=drawn, **kwargs)
        return out, {k: new[k] for k in graph.new_state}


def _kind(x: Any) -> Any:
    """What a graph depends on of an argument."""
    form = form_of(x)
    if form is not None:
        return form
    try:
        hash(x)
    except TypeError:
        return type(x), repr(x)
    return type(x), x


def form_of(x: Any) -> tuple[tuple[int, ...], np.dtype] | None:
    """Shape and dtype of an array of any backend; None for anything else."""
    if isinstance(x, Box):
        return x.shape, np.dtype(x.trace.dtype(x))
    if isinstance(x, (bool, int, float, complex, str)) or x is None:
        return None
    backend = backend_of(x)
    return None if backend is None else (tuple(backend.shape(x)), backend.dtype(x))


def dtype_of(x: Any) -> np.dtype:
    """The dtype of an array of any backend; that of objects for anything else."""
    form = form_of(x)
    return np.dtype(object) if form is None else form[1]


def _example(x: Any) -> Any:
    """A host array of the same shape and dtype."""
    form = form_of(x)
    return x if form is None else np.zeros(*form)


def _verify(graph: Graph, given: Mapping[str, Any], wanted: Mapping[str, int]) -> None:
    for name, number in wanted.items():
        if name not in given:
            raise errors.CompileError(
                f"{graph.name} needs {name}, which is not among {', '.join(given) or 'nothing'}."
            )
        found, shape = tuple(given[name].shape), graph.nodes[number].results[0].shape
        if found != shape:
            raise errors.CompileError(
                f"{name} of {graph.name} has the shape {list(shape)}, and is given with {list(found)}."
            )


# -- on traces: gradients by Ivy's tape, captures


def _trace_of(values: Any) -> Any:
    """The highest trace whose boxes are among the arguments."""
    boxes = [x for x in trees.leaves(values) if isinstance(x, Box)]
    return max((b.trace for b in boxes), key=lambda t: t.level, default=None)


def traced(
    graph: Graph, trace: Any, variables: Any, state: Any, key: Any, args: Any, kwargs: Any
) -> tuple[Any, dict[str, Any]]:
    """Runs the graph node by node, so that the trace sees every op."""
    base = trace
    while isinstance(base, Trace):
        base = base.base
    graph = _without_errors(graph) if base.jit is not None else graph
    inputs = {number: variables[k] for k, number in graph.params.items()}
    inputs |= {number: state[k] for k, number in graph.state.items()}
    leaves = [x for x in trees.leaves((args, dict(kwargs))) if form_of(x) is not None]
    inputs |= dict(zip(graph.inputs, (_array(x, base) for x in leaves), strict=True))
    if graph.key is not None:
        inputs[graph.key] = _array(key, base)
    with trace.running():
        run = Evaluation(graph, trace, inputs, base.from_numpy).run()
        out = graph.out_tree.unflatten([run.value(o) for o in graph.outputs])
        return out, {k: run.value(v) for k, v in graph.new_state.items()}


def _array(x: Any, backend: Backend) -> Any:
    return x if isinstance(x, (Box, *backend.array_types)) else backend.from_numpy(np.asarray(x))


def _without_errors(graph: Graph) -> Graph:
    """The graph for compilers, which can't raise for an index: it takes the nearest one."""

    def clipped(_: int, node: Any) -> Any:
        op = OPS.get(node.op)
        if op is None or "bounds" not in op.kinds or node.kwargs.get("bounds", "error") != "error":
            return node
        return dataclasses.replace(node, kwargs={**node.kwargs, "bounds": "clip"})

    return rebuilt(graph, clipped)


def settled(x: Any) -> Any:
    """The array in the boxes of finished traces, to be kept."""
    while isinstance(x, Box) and not isinstance(x, Symbol):
        x = x.value
    return x
