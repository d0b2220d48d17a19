"""A graph, run node by node on a backend: on values, or on symbols to record it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy.compiler import trees
from ivy.compiler.graph import INPUT, Constant, Graph, Ref, mapped


def evaluate(
    graph: Graph, backend: Any, inputs: dict[int, Any], constant: Any
) -> Callable[..., Any]:
    """Runs all nodes; what comes back gives the value of an output.

    `inputs` are values by node, `constant` makes an array of the backend of a host array.
    """
    values: dict[int, Any] = dict(inputs)
    constants = [constant(c) for c in graph.constants]

    def value(x: Any) -> Any:
        if isinstance(x, Ref):
            found = values[x.node]
            return found[x.place] if graph.nodes[x.node].many else found
        if isinstance(x, Constant):
            return constants[x.index]
        return function(x) if isinstance(x, Graph) else x

    def function(inner: Graph) -> Callable[..., Any]:
        around = {number: value(ref) for number, ref in inner.outer.items()}

        def run(*operands: Any) -> Any:
            leaves = inner.in_tree.flatten_up_to(operands)
            given = dict(zip(inner.inputs, leaves, strict=True))
            result = evaluate(inner, backend, {**around, **given}, constant)
            return inner.out_tree.unflatten([result(o) for o in inner.outputs])

        return run

    for number, node in enumerate(graph.nodes):
        if node.op != INPUT:
            args = [mapped(value, a) for a in node.args]
            kwargs = {k: mapped(value, v) for k, v in node.kwargs.items()}
            out = getattr(backend, node.op)(*args, **kwargs)
            values[number] = (
                trees.leaves(out) if any(isinstance(a, Graph) for a in node.args) else out
            )
    return lambda output: mapped(value, output)
