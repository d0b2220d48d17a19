"""A graph, run node by node on a backend: on values, or on symbols to record it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy._core.backend import load
from ivy._core.context import running
from ivy.compiler import trees
from ivy.compiler.graph import INPUT, Constant, Graph, Ref, mapped, node_refs


class Evaluation:
    """A run of a graph: `values` of its nodes, at first those of its inputs.

    `constant` makes an array of the backend of a host array.
    """

    def __init__(
        self, graph: Graph, backend: Any, values: dict[int, Any], constant: Callable[[Any], Any]
    ):
        self.graph = graph
        self.backend = backend
        self.values = values
        self.constant = constant
        self.constants: dict[int, Any] = {}

    def run(self) -> Evaluation:
        """Runs all nodes, in order."""
        for number, node in enumerate(self.graph.nodes):
            if node.op != INPUT:
                self.compute(number)
        return self

    def compute(self, number: int) -> None:
        """Runs a node, whose arguments have values."""
        node = self.graph.nodes[number]
        args = [self.value(a) for a in node.args]
        kwargs = {k: self.value(v) for k, v in node.kwargs.items()}
        out = getattr(self.backend, node.op)(*args, **kwargs)
        if any(isinstance(a, Graph) for a in node.args):
            out = tuple(trees.leaves(out))
        self.values[number] = out

    def value(self, argument: Any) -> Any:
        """An argument of a node, or an output, as a value."""
        return mapped(self._value, argument)

    def _value(self, x: Any) -> Any:
        if isinstance(x, Ref):
            found = self.values[x.node]
            return found[x.place] if self.graph.nodes[x.node].many else found
        if isinstance(x, Constant):
            if x.index not in self.constants:
                self.constants[x.index] = self.constant(self.graph.constants[x.index])
            return self.constants[x.index]
        return self._function(x) if isinstance(x, Graph) else x

    def _function(self, inner: Graph) -> Callable[..., Any]:
        around = {number: self._value(ref) for number, ref in inner.outer.items()}

        def run(*operands: Any) -> Any:
            leaves = inner.in_tree.flatten_up_to(operands)
            given = dict(zip(inner.inputs, leaves, strict=True))
            inside = Evaluation(inner, self.backend, {**around, **given}, self.constant).run()
            return inner.out_tree.unflatten([inside.value(o) for o in inner.outputs])

        return run


def evaluate_into(values: dict[int, Any], graph: Graph, number: int) -> None:
    """Adds to `values` the value of a node, on NumPy, and of those that it needs."""
    needed, todo = set[int](), [number]
    while todo:
        n = todo.pop()
        if n not in values and n not in needed:
            needed.add(n)
            todo += [r.node for r in node_refs(graph.nodes[n])]
    backend = load("numpy")
    evaluation = Evaluation(graph, backend, values, lambda c: c)
    with running(backend):
        for n in sorted(needed):
            evaluation.compute(n)
