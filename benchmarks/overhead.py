"""What a redirected call costs beside the target's own: ratios, measured side by side in one process.

Each pair is run in turn, in rounds, and the best round of each counts: the machine's noise hits both.
Results are read at the end of every round, so that the work is really done.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import torch
import torch.nn.functional as F
from torch.utils._python_dispatch import TorchDispatchMode

import ivy

ROUNDS, CALLS, SWEEPS = 60, 200, 5
SETTLED = 400  # steps before a step is timed: programs that run often are compiled a second time
TURNS = 12


def best_of(pairs: dict[Any, Callable[[], Any]], read: Callable[[Any], Any]) -> dict[Any, float]:
    """The best µs per call of each function, the functions taking turns."""
    best = dict.fromkeys(pairs, float("inf"))
    for function in pairs.values():
        read(function())
    for _ in range(ROUNDS):
        for name, function in pairs.items():
            start = time.perf_counter()
            for _ in range(CALLS):
                out = function()
            read(out)
            best[name] = min(best[name], (time.perf_counter() - start) / CALLS * 1e6)
    return best


def twins(x: Any, y: Any, a: Any, b: Any) -> dict[str, tuple[Callable, Callable]]:
    """Per call: the PyTorch form, and the bare jitted JAX form of it."""

    def layer_norm(v: Any) -> Any:
        centred = v - v.mean(-1, keepdims=True)
        return centred / jnp.sqrt((centred * centred).mean(-1, keepdims=True) + 1e-5)

    sin, add, mul, mat = map(jax.jit, (jnp.sin, jnp.add, jnp.multiply, jnp.matmul))
    gelu = jax.jit(lambda v: jax.nn.gelu(v, approximate=False))
    norm = jax.jit(layer_norm)
    return {
        "torch.sin": (lambda: torch.sin(x), lambda: sin(a)),
        "torch.add": (lambda: torch.add(x, y), lambda: add(a, b)),
        "torch.mul": (lambda: torch.mul(x, y), lambda: mul(a, b)),
        "x @ y": (lambda: x @ y, lambda: mat(a, b)),
        "F.gelu": (lambda: F.gelu(x), lambda: gelu(a)),
        "F.layer_norm": (lambda: F.layer_norm(x, (4,)), lambda: norm(a)),
    }


def read(result: Any) -> np.ndarray:
    """The value of a result: the work is really done."""
    return np.asarray(ivy.target_array(result) if isinstance(result, torch.Tensor) else result)


def calls() -> list[dict[str, Any]]:
    """The six calls without gradient, 4x4 float32, on JAX."""
    rows = []
    values = np.random.default_rng(0).standard_normal((2, 4, 4)).astype("float32")
    a, b = jnp.array(values[0]), jnp.array(values[1])
    with ivy.run_on("jax", fallback="error"):
        x, y = torch.tensor(values[0]), torch.tensor(values[1])
        named = twins(x, y, a, b)
        for function in [f for pair in named.values() for f in pair]:
            for _ in range(2500):  # programs that are called often are compiled a second time
                function()
        best = {name: [float("inf")] * 2 for name in named}
        for _ in range(SWEEPS):  # the machine has fast and slow seconds
            for name, (ours, bare) in named.items():
                found = best_of({0: ours, 1: bare}, read)
                best[name] = [min(best[name][i], found[i]) for i in (0, 1)]
        for name, (ours, bare) in best.items():
            rows.append({"call": name, "ours": ours, "bare": bare, "ratio": ours / bare})
    return rows


class Passing(TorchDispatchMode):
    """A mode that does nothing but count: what seeing each operator in Python costs by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.operators = 0

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        self.operators += 1
        return func(*args, **(kwargs or {}))


def make_step() -> Callable[[], torch.Tensor]:
    """A training step of a 3-layer MLP with Adam, made anew; it gives the loss."""
    torch.manual_seed(0)
    net = torch.nn.Sequential(
        torch.nn.Linear(32, 64),
        torch.nn.ReLU(),
        torch.nn.Linear(64, 64),
        torch.nn.ReLU(),
        torch.nn.Linear(64, 8),
    )
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    x, y = torch.randn(64, 32), torch.randn(64, 8)

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        loss = F.mse_loss(net(x), y)
        loss.backward()
        optimizer.step()
        return loss

    return step


def time_of(step: Callable, n: int = 60) -> float:
    """The best µs of a step, its loss read."""
    best = float("inf")
    for _ in range(n):
        start = time.perf_counter()
        step().item()
        best = min(best, time.perf_counter() - start)
    return best * 1e6


def settle(step: Callable, count: int = SETTLED) -> None:
    """Steps that are not timed."""
    for _ in range(count):
        step().item()


def first_steps(target: str, step: Callable) -> dict[str, float]:
    """The best of the first steps, whose programs are compiled in a hurry; and the calls of one."""
    with ivy.run_on(target, fallback="error"):
        settle(step, 12)
        early = time_of(step, 40)
        settle(step)
        before = sum(ivy.report().calls.values())
        step()
        return {"early_us": early, "calls": sum(ivy.report().calls.values()) - before}


def mlp_step() -> dict[str, Any]:
    """µs per training step natively, under a mode that does nothing, and redirected, in turns.

    They are divided by the ATen operators that PyTorch itself runs in a step.
    """
    native, steps = make_step(), {target: make_step() for target in ("jax", "numpy")}
    settle(native)
    rows = {target: first_steps(target, step) for target, step in steps.items()}
    with Passing() as mode:
        native()
        operators = mode.operators
    found: dict[str, list[float]] = {name: [] for name in ("native", "empty", *steps)}
    for _ in range(TURNS):
        found["native"].append(time_of(native))
        with Passing():
            found["empty"].append(time_of(native))
        for target, step in steps.items():
            with ivy.run_on(target, fallback="error"):
                settle(step, 5)
                found[target].append(time_of(step))
    best = {name: min(times) for name, times in found.items()}
    return {
        "operators": operators,
        "native_us": best["native"],
        "empty_mode_us": best["empty"],
        "empty_mode_us_per_operator": best["empty"] / operators,
    } | {
        target: {
            "step_us": best[target],
            **rows[target],
            "us_per_operator": best[target] / operators,
            "factor_to_native": best[target] / best["native"],
        }
        for target in steps
    }


def import_time() -> dict[str, float]:
    """Milliseconds of `import ivy` beyond `import numpy`, in fresh processes that take turns."""
    best: dict[str, float] = {}
    for code in ("import numpy", "import numpy; import ivy") * 15:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        best[code] = min(best.get(code, 1e9), time.perf_counter() - start)
    numpy_alone, both = best.values()
    return {"ms_beyond_numpy": (both - numpy_alone) * 1e3}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the results to this file")
    options = parser.parse_args()
    imported = import_time()  # while the machine is quiet
    rows = calls()
    print(f"{'call on jax':14}{'ours µs':>10}{'bare µs':>10}{'ratio':>8}")
    for r in rows:
        print(f"{r['call']:14}{r['ours']:10.2f}{r['bare']:10.2f}{r['ratio']:8.2f}")
    results = {"calls": rows, "mlp_adam_step": mlp_step(), "import": imported}
    print(json.dumps({k: v for k, v in results.items() if k != "calls"}, indent=1))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
