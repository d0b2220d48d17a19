"""What must hold of a graph: checked after it was captured, loaded, or changed by a pass."""

from __future__ import annotations

import functools
import inspect
from typing import Any

import numpy as np

from ivy._core import errors
from ivy._core.backend import load
from ivy._core.inference import ShapeDtype
from ivy._core.registry import OPS
from ivy.compiler.graph import INPUT, Constant, Graph, Node, Ref

ERRORS = ("IndexError", "NotImplementedError", "RuntimeError", "TypeError", "ValueError")


def verify(graph: Graph) -> None:
    """Raises CompileError if a graph is not what `ivy.compiler.graph` describes."""
    load("numpy")  # declares the ops
    for number, node in enumerate(graph.nodes):
        _verify_node(node, number)
        for value in (*node.args, *node.kwargs.values()):
            _verify_value(value, graph, number)
    _verify_call(graph)
    for root in graph.roots:
        _verify_value(root, graph, len(graph.nodes))
    for guard in graph.guards:
        _check(isinstance(guard.value, (Ref, Constant)), "a guard is about no array")
        _check(guard.error in ERRORS, f"a guard raises {guard.error!r}")
    for table in (graph.params, graph.state):
        for name, number in table.items():
            value, wanted = graph.values.get(name), graph.nodes[number].results[0]
            fits = value is not None and (value.shape, value.dtype) == wanted
            _check(fits, f"the value of {name} is missing, or of another type")
    _check(graph.new_state.keys() <= graph.state.keys(), "state that is not in the graph changes")


def _verify_node(node: Node, number: int) -> None:
    _check(len(node.results) == 1 or node.many, f"%{number} has {len(node.results)} results")
    if node.op == INPUT:
        _check(not node.args and not node.kwargs and not node.many, f"%{number} is no input")
        return
    op = OPS.get(node.op)
    _check(op is not None and not op.reads_value, f"there is no op {node.op!r} in graphs")
    try:
        _signature(node.op).bind(*node.args, **node.kwargs)
    except TypeError as error:
        raise errors.CompileError(f"the graph is not valid: {node.op}: {error}.") from None


@functools.cache
def _signature(name: str) -> inspect.Signature:
    return inspect.signature(OPS[name].declaration)


def _verify_call(graph: Graph) -> None:
    """What a function takes and returns."""
    places = (graph.inputs, graph.params.values(), graph.state.values(), graph.outer)
    keys = () if graph.key is None else (graph.key,)
    for number in (*(n for some in places for n in some), *keys):
        found = 0 <= number < len(graph.nodes) and graph.nodes[number].op == INPUT
        _check(found, f"%{number} is no input")
    _check(len(graph.given) == graph.in_tree.num_leaves, "arguments do not fit their tree")
    _check(len(graph.outputs) == graph.out_tree.num_leaves, "outputs do not fit their tree")
    _check(len(graph.inputs) == sum(g is None for g in graph.given), "inputs do not fit the call")
    if graph.key is not None:
        key = ShapeDtype((2,), np.dtype("uint32"))
        _check(graph.nodes[graph.key].results[0] == key, "the key is no key")


def _verify_value(value: Any, graph: Graph, before: int) -> None:
    if isinstance(value, Ref):
        _check(0 <= value.node < before, f"%{value.node} is used before it is computed")
        node: Node = graph.nodes[value.node]
        _check(0 <= value.place < len(node.results), f"%{value.node} has no result {value.place}")
    elif isinstance(value, Constant):
        _check(0 <= value.index < len(graph.constants), f"there is no constant {value.index}")
    elif isinstance(value, Graph):
        for number, ref in value.outer.items():
            _check(isinstance(ref, (Ref, Constant)), "a graph uses what is no array")
            _verify_value(ref, graph, before)
            _check(0 <= number < len(value.nodes), f"%{number} is no input")
        verify(value)
    elif type(value) in (list, tuple):
        for item in value:
            _verify_value(item, graph, before)


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise errors.CompileError(f"the graph is not valid: {what}.")
