"""Attention as one op where PyTorch's C++ code calls it (`nn.TransformerEncoderLayer`, say).

Other layers, and attention in Python code, are recorded as one op (`ivy.frontends.torch.nn._layers`).
Here the ops that the frontend writes instead become that op again, which a backend may have itself.
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
    """The graph with attention in place of the ops that it consists of."""
    find = _Patterns(graph)
    nodes = [n if n.op == INPUT else find.layer(n) or n for n in graph.nodes]
    return without_dead_code(dataclasses.replace(graph, nodes=nodes))


class _Patterns:
    """Finds the attention that ends in a node. What is inside is used nowhere else."""

    def __init__(self, graph: Graph):
        self.graph = graph
        self.uses = collections.Counter(r.node for n in graph.nodes for r in node_refs(n))
        self.uses.update(r.node for root in graph.roots for r in refs(root))

    def layer(self, node: Node) -> Node | None:
        """A node for the attention that ends here."""
        found = self.attention(node)
        if found is None:
            return None
        args, kwargs = found
        return dataclasses.replace(
            node, op="scaled_dot_product_attention", args=args, kwargs=kwargs
        )

    def inner(self, value: Any, op: str, uses: int = 1) -> Node | None:
        """The node of a value, if it is of this op and used so many times."""
        if not isinstance(value, Ref) or self.uses[value.node] != uses:
            return None
        node = self.graph.nodes[value.node]
        return node if node.op == op else None

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
        if not softmax.kwargs.get("axis") == most.kwargs.get("axis") == -1:
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
        return (inside.args[0], key.args[0], node.args[1]), options

    def leaves_some(self, mask: Any) -> bool:
        """Whether a mask is a constant with something true in each row."""
        if not isinstance(mask, Constant):
            return False
        array = self.graph.constants[mask.index]
        return array.dtype == np.bool_ and bool(array.any(-1).all())

    def masked(self, mask: Constant) -> dict[str, Any]:
        """A mask as an option of attention."""
        array = self.graph.constants[mask.index]
        causal = array.ndim == 2 and np.array_equal(array, np.tri(*array.shape, dtype=bool))
        return {"is_causal": True} if causal else {"mask": mask}
