"""PyTorch's databases of modules and operators as source text, run without Ivy on every framework.

    graph_source.py modules|operators [--only nn.GRU,add] [--shard i/n] [--backends numpy] [--samples n]

As `graph_torch.py`, for what `Graph.source` writes: a sample is right if its `forward` gives PyTorch's
outputs, in shape, dtype and value. What draws random numbers must give those of the program.
Results go to `results/graph_source_<what>.json`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import graph_torch
import numpy as np
from graph_torch import compare
from torch.utils import _pytree as pytree

from ivy._core.backend import load
from ivy.compiler import Graph


class Source:
    """`forward` of the text of a graph, called as a program is."""

    def __init__(self, graph: Graph, name: str):
        self.graph, self.backend = graph, load(name)
        self.state: dict[str, Any] = {}
        names: dict[str, Any] = {}
        exec(compile(graph.source(name), f"<{graph.name} for {name}>", "exec"), names)
        self.forward = names["forward"]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        graph, upload = self.graph, self.backend.from_numpy
        with self.backend.scope():
            tables = [
                {k: upload(graph.values[k]) for k in table}
                for table in (graph.params, graph.state)
                if table
            ]
            args, kwargs = pytree.tree_map_only((np.ndarray, np.generic), upload, (args, kwargs))
            out = self.forward(*tables, *args, **kwargs)
        if graph.state:
            out, self.state = out
        if graph.key is not None:
            compare(out, PROGRAM(graph, self.backend.name)(*args, **kwargs), "as the program")
        return out


PROGRAM = Graph.to_backend


if __name__ == "__main__":
    Graph.to_backend = lambda graph, name: Source(graph, name)  # pyright: ignore[reportAttributeAccessIssue]
    graph_torch.main()
