"""A PyTorch model as a program of JAX (or NumPy, TensorFlow, PyTorch) that needs nothing of Ivy.

    python examples/graph_source.py [numpy|jax|torch|tensorflow]

prints the program, writes it to `block.py` with the parameters beside it, runs it from there and
compares. `block.html` is a picture of the graph, with collapsible modules.
"""

import importlib.util
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from torch import nn

import ivy


class Block(nn.Module):
    """A Transformer block as in GPT-2."""

    def __init__(self, size=32, heads=4):
        super().__init__()
        self.heads = heads
        self.ln_1, self.ln_2 = nn.LayerNorm(size), nn.LayerNorm(size)
        self.attn, self.proj = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.fc, self.out = nn.Linear(size, 4 * size), nn.Linear(4 * size, size)

    def forward(self, x):
        batch, length, size = x.shape
        parts = self.attn(self.ln_1(x)).split(size, -1)
        q, k, v = (p.view(batch, length, self.heads, -1).transpose(1, 2) for p in parts)
        y = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.proj(y.transpose(1, 2).reshape(batch, length, size))
        return x + self.out(nn.functional.gelu(self.fc(self.ln_2(x))))


def main(target="jax"):
    torch.manual_seed(0)
    model = nn.Sequential(Block(), Block()).eval()
    x = torch.randn(2, 9, 32)
    graph = ivy.compile_graph(model, x)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "block.py"
        print(graph.source(target, path))
        graph.show(Path(folder) / "block.html")
        spec = importlib.util.spec_from_file_location("block", path)
        block = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(block)
        out = block.forward(block.load_parameters(), x if target == "torch" else x.numpy())
    error = np.abs(np.asarray(out) - model(x).detach().numpy()).max()
    print(f"the largest difference from PyTorch: {error:.0e}")


if __name__ == "__main__":
    main(*sys.argv[1:])
