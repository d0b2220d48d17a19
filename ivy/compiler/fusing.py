"""Layers put together again: the ops that a framework writes out become the layer that they are.

PyTorch's interceptor records what the frontend writes with ops: a linear layer is a transposition, a
product and a sum. Here such patterns become one node, an op of Ivy's layers. A graph then reads like
the model, and a backend that has the layer itself takes its own.
"""

from __future__ import annotations

import collections
import dataclasses
import math
from typing import Any

import numpy as np

from ivy.compiler.graph import INPUT, Constant, Graph, Node, Ref, node_refs, refs
from ivy.compiler.passes import without_dead_code


def fused(graph: Graph) -> Graph:
    """The graph with layers in the place of the ops that they consist of."""
    find = _Patterns(graph)
    nodes = [n if n.op == INPUT else find.layer(n) or n for n in graph.nodes]
    return without_dead_code(dataclasses.replace(graph, nodes=nodes))


class _Patterns:
    """Finds the layers that end in a node. What is inside of one is used by nobody else."""

    def __init__(self, graph: Graph):
        self.graph = graph
        self.uses = collections.Counter(r.node for n in graph.nodes for r in node_refs(n))
        self.uses.update(r.node for root in graph.roots for r in refs(root))

    def layer(self, node: Node) -> Node | None:
        """A node for the layer that ends here."""
        for pattern in (self.linear, self.layer_norm, self.attention):
            found = pattern(node)
            if found is not None:
                op, args, kwargs = found
                return dataclasses.replace(node, op=op, args=args, kwargs=kwargs)
        return None

    def inner(self, value: Any, *ops: str, uses: int | None = 1) -> Node | None:
        """The node of a value, if it is one of these ops and used so many times."""
        if not isinstance(value, Ref) or self.uses[value.node] != (uses or self.uses[value.node]):
            return None
        node = self.graph.nodes[value.node]
        return node if node.op in ops else None

    def shape(self, value: Any) -> tuple[int, ...]:
        """The shape of an argument."""
        if isinstance(value, Ref):
            return self.graph.type_of(value).shape
        return self.graph.constants[value.index].shape if isinstance(value, Constant) else ()

    def linear(self, node: Node) -> Any:
        """`x @ weight.T + bias`, also of the rows of a reshaped `x`."""
        whole = node.op == "reshape"
        last = self.inner(node.args[0], "add", "matmul") if whole else node
        if last is None or last.op not in ("add", "matmul"):
            return None
        bias = (last.args[1],) if last.op == "add" else ()
        product = self.inner(last.args[0], "matmul") if bias else last
        transposed = product and self.inner(product.args[1], "matrix_transpose", uses=None)
        if not product or not transposed or any(len(self.shape(b)) != 1 for b in bias):
            return None
        x, weight = product.args[0], transposed.args[0]
        if whole:
            rows = self.inner(x, "reshape")
            x = rows and rows.args[0]
            if x is None or self.shape(x)[:-1] != node.results[0].shape[:-1]:
                return None
        return ("linear", (x, weight, *bias), {}) if len(self.shape(weight)) == 2 else None

    def layer_norm(self, node: Node) -> Any:
        """`(x - mean) / sqrt(variance + epsilon) * weight + bias`."""
        last, given = node, {}
        if last.op == "add":
            given["bias"] = last.args[1]
            last = self.inner(last.args[0], "multiply")
        if last is None or last.op != "multiply":
            return None
        found = self.standard(last)
        if found is None:
            given["weight"] = last.args[1]
            found = self.standard(self.inner(last.args[0], "multiply"))
        if found is None:
            return None
        x, axes, epsilon = found
        normal = self.shape(x)[len(self.shape(x)) - len(axes) :]
        if any(self.shape(v) != normal for v in given.values()):
            return None
        return "layer_norm", (x,), {"axis": axes, **given, "epsilon": epsilon}

    def standard(self, node: Node | None) -> Any:
        """`(x, axes, epsilon)` of a value with mean 0 and variance 1 over the last axes."""
        if node is None:
            return None
        centred, scale = node.args
        divided = self.inner(scale, "divide")
        root = divided and divided.args[0] == 1.0 and self.inner(divided.args[1], "sqrt")
        total = root and self.inner(root.args[0], "add")
        variance = total and self.inner(total.args[0], "mean")
        square = variance and self.inner(variance.args[0], "square")
        difference = self.inner(centred, "subtract", uses=2)
        mean = difference and self.inner(difference.args[1], "mean")
        if not (square and mean and total and difference and variance):
            return None
        x, axes, epsilon = difference.args[0], mean.kwargs.get("axis"), total.args[1]
        same = mean.args[0] == x and square.args[0] == centred and mean.kwargs == variance.kwargs
        count = len(self.shape(x))
        last = isinstance(axes, tuple) and axes == tuple(range(count - len(axes), count))
        return (x, axes, epsilon) if same and last and type(epsilon) is float else None

    def attention(self, node: Node) -> Any:
        """`softmax(query @ key.T * scale) @ value`, masked by a constant that leaves each row some."""
        weights = self.inner(node.args[0], "where") if node.op == "matmul" else None
        softmax = weights and self.inner(weights.args[2], "softmax")
        empty = weights and self.inner(weights.args[0], "equal")
        most = empty and self.inner(empty.args[0], "max")
        if not (softmax and most and empty and weights and weights.args[1] == 0.0):
            return None
        scores = softmax.args[0]
        if most.args[0] != scores or empty.args[1] != -math.inf:
            return None
        options: dict[str, Any] = {}
        masked = self.inner(scores, "where", uses=2)
        if masked is not None:
            mask = masked.args[0]
            if masked.args[2] != -math.inf or not self.leaves_some(mask):
                return None
            options = self.masked(mask)
        product = self.inner(masked.args[1], "multiply") if masked else None
        product = product or (None if masked else self.inner(scores, "multiply", uses=2))
        inside = product and self.inner(product.args[0], "matmul")
        key = inside and self.inner(inside.args[1], "moveaxis")
        if not (inside and key and product and sorted(key.args[1:]) == [-2, -1]):
            return None
        scale = product.args[1]
        if type(scale) is not float:
            return None
        options["scale"] = scale
        return (
            "scaled_dot_product_attention",
            (inside.args[0], key.args[0], node.args[1]),
            options,
        )

    def leaves_some(self, mask: Any) -> bool:
        """Whether a mask is a constant with something true in each row."""
        if not isinstance(mask, Constant):
            return False
        array = self.graph.constants[mask.index]
        return array.dtype == np.bool_ and bool(array.any(-1).all())

    def masked(self, mask: Constant) -> dict[str, Any]:
        """How attention is told of a mask."""
        array = self.graph.constants[mask.index]
        causal = array.ndim == 2 and np.array_equal(array, np.tri(*array.shape, dtype=bool))
        return {"is_causal": True} if causal else {"mask": mask}
