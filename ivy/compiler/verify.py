"""What must hold of a graph: checked after it was captured, loaded, or changed by a pass."""

from __future__ import annotations

from typing import Any

from ivy._core import errors
from ivy._core.backend import load
from ivy._core.registry import OPS
from ivy.compiler.graph import INPUT, Constant, Graph, Node, Ref


def verify(graph: Graph) -> None:
    """Raises CompileError if a graph is not what `ivy.compiler.graph` describes."""
    load("numpy")  # declares the ops
    for number, node in enumerate(graph.nodes):
        _check(node.op == INPUT or node.op in OPS, f"there is no op {node.op!r}")
        _check(bool(node.results) or node.many, f"%{number} has no result")
        for value in (*node.args, *node.kwargs.values()):
            _verify_value(value, graph, number)
    for places in (graph.inputs, graph.params.values(), graph.state.values(), graph.outer):
        for number in places:
            _verify_input(graph, number)
    if graph.key is not None:
        _verify_input(graph, graph.key)
    for root in graph.roots:
        _verify_value(root, graph, len(graph.nodes))
    _check(len(graph.inputs) == sum(g is None for g in graph.given), "inputs do not fit the call")
    _check(graph.new_state.keys() <= graph.state.keys(), "state that is not in the graph changes")


def _verify_value(value: Any, graph: Graph, before: int) -> None:
    if isinstance(value, Ref):
        _check(0 <= value.node < before, f"%{value.node} is used before it is computed")
        node: Node = graph.nodes[value.node]
        _check(0 <= value.place < len(node.results), f"%{value.node} has no result {value.place}")
    elif isinstance(value, Constant):
        _check(0 <= value.index < len(graph.constants), f"there is no constant {value.index}")
    elif isinstance(value, Graph):
        for ref in value.outer.values():
            _verify_value(ref, graph, before)
        verify(value)
    elif type(value) in (list, tuple):
        for item in value:
            _verify_value(item, graph, before)


def _verify_input(graph: Graph, number: int) -> None:
    found = 0 <= number < len(graph.nodes) and graph.nodes[number].op == INPUT
    _check(found, f"%{number} is no input")


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise errors.CompileError(f"the graph is not valid: {what}.")
