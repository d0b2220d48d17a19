"""What NumPy as a source costs: a ufunc on PyTorch, a creation function outside of blocks, a block.

Both sides of a comparison run in turn in one process; the figures are the least of all rounds.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch

import ivy

NATIVE = np.zeros
BOUNDS = {"ufunc on torch": 2000.0, "creation outside of a block": 60.0, "block": 5e6}  # ns


def least(*calls: Callable[[], Any], number: int = 200, rounds: int = 1000) -> list[float]:
    """Nanoseconds of each call."""
    best = [float("inf")] * len(calls)
    for _ in range(rounds):
        for i, call in enumerate(calls):
            start = time.perf_counter_ns()
            for _ in range(number):
                call()
            best[i] = min(best[i], (time.perf_counter_ns() - start) / number)
    return best


def ufuncs() -> dict[str, float]:
    """Calls of one and two operands, and operators, beyond those of PyTorch on the same values."""
    values = torch.rand(16)
    found = {}
    with ivy.run_on("torch", sources=["numpy"], fallback="error"):
        x = np.asarray(values.numpy())
        pairs = {
            "np.sin(x)": (lambda: np.sin(x), lambda: torch.sin(values)),
            "np.add(x, x)": (lambda: np.add(x, x), lambda: torch.add(values, values)),
            "x * x": (lambda: x * x, lambda: values * values),
        }
        for name, (ours, bare) in pairs.items():
            for _ in range(5):
                ours()
            more, native = least(ours, bare)
            found[name] = more - native
    return found


def creation() -> float:
    """`np.zeros` outside of a block, after one was open, beyond NumPy's own."""
    with ivy.run_on("torch", sources=["numpy"]):
        pass
    ours, native = least(lambda: np.zeros(3), lambda: NATIVE(3), number=2000)
    return ours - native


def block() -> float:
    """Entering and leaving a block."""

    def run() -> None:
        with ivy.run_on("torch", sources=["numpy"]):
            pass

    return least(run, number=5, rounds=100)[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, default=Path(__file__).with_suffix(".json"))
    options = parser.parse_args()
    found = {
        "ufunc on torch": ufuncs(),
        "creation outside of a block": creation(),
        "block": block(),
    }
    results = {"nanoseconds more": found, "bounds": BOUNDS}
    print(json.dumps(results, indent=1))
    options.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
