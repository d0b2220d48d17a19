"""Public calls of PyTorch on a target against PyTorch itself, in steady state; prints the fifty worst.

    calls.py [--targets jax numpy] [--only linear sort] [--named] [--worst 50] [--json FILE]

The calls are those below, by name, and the largest sample of each entry of PyTorch's operator
database. Each side is a process of its own, so that the native one is patched by nobody; they take
turns at every call. A figure is the best time of several rounds, each of which reads its last result.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F

Call = Callable[[], Any]
WARM_SECONDS, WARM_CALLS = 4.0, 400  # programs that run often are compiled a second time
ROUNDS, ROUND_SECONDS = 9, 0.02
SIDES = ("native", "jax", "numpy", "tensorflow")


def trained(module: torch.nn.Module, x: torch.Tensor) -> Call:
    """Forward and backward of a module, whose parameters' gradients are what is read."""
    parameters = list(module.parameters())

    def call() -> Any:
        out = module(x)
        out = out[0] if isinstance(out, tuple) else out
        return torch.autograd.grad(out.sum(), parameters)

    return call


def hessian() -> Call:
    x = torch.randn(4)
    return lambda: torch.autograd.functional.hessian(lambda v: (v.sin() * v.exp()).sum(), x)


def assignment() -> Call:
    x = torch.zeros(32, 16)

    def call() -> torch.Tensor:
        x[:, 0] = 1.0
        return x

    return call


def losses() -> Call:
    log_probabilities = torch.randn(20, 4, 10).log_softmax(-1).requires_grad_()
    targets = torch.randint(1, 10, (4, 8))
    lengths = torch.full((4,), 20), torch.full((4,), 8)

    def call() -> Any:
        loss = F.ctc_loss(log_probabilities, targets, *lengths)
        return torch.autograd.grad(loss, log_probabilities)

    return call


def forward(function: Callable, *args: Any, **kwargs: Any) -> Call:
    """A call without a gradient."""

    def call() -> Any:
        with torch.no_grad():
            return function(*args, **kwargs)

    return call


NAMED: dict[str, Callable[[], Call]] = {
    "linear": lambda: forward(torch.nn.Linear(16, 16), torch.randn(8, 16)),
    "linear, gradient": lambda: trained(torch.nn.Linear(16, 16), torch.randn(8, 16)),
    "conv2d": lambda: forward(torch.nn.Conv2d(3, 8, 3), torch.randn(4, 3, 16, 16)),
    "conv2d, gradient": lambda: trained(torch.nn.Conv2d(3, 8, 3), torch.randn(4, 3, 16, 16)),
    "GRU of 10 steps": lambda: forward(torch.nn.GRU(16, 16), torch.randn(10, 4, 16)),
    "GRU, gradient": lambda: trained(torch.nn.GRU(16, 16), torch.randn(10, 4, 16)),
    "LSTM of 10 steps": lambda: forward(torch.nn.LSTM(16, 16), torch.randn(10, 4, 16)),
    "LSTM, gradient": lambda: trained(torch.nn.LSTM(16, 16), torch.randn(10, 4, 16)),
    "Categorical.sample": lambda: torch.distributions.Categorical(logits=torch.randn(8, 6)).sample,
    "ctc_loss, gradient": losses,
    "grid_sample, bicubic": lambda: forward(
        F.grid_sample, torch.randn(2, 3, 16, 16), torch.rand(2, 8, 8, 2) * 2 - 1, mode="bicubic"
    ),
    "x[:, 0] = 1.0": assignment,
    "Hessian": hessian,
}


def samples() -> dict[str, Callable[[], Call]]:
    """The largest float32 sample of each entry of PyTorch's operator database."""
    from torch.testing._internal.common_methods_invocations import op_db  # slow to import

    def make(op: Any) -> Call:
        torch.manual_seed(0)
        found = list(op.sample_inputs("cpu", torch.float32, requires_grad=False))
        sample = max(found, key=lambda s: getattr(s.input, "numel", int)())
        return forward(op, sample.input, *sample.args, **sample.kwargs)

    return {
        f"{op.name} {op.variant_test_name}".strip(): lambda op=op: make(op)
        for op in op_db
        if torch.float32 in op.dtypes
    }


def read(result: Any) -> None:
    """Waits until a result is there: all tensors of it."""
    from torch.utils import _pytree as pytree

    for tensor in pytree.tree_leaves(result):
        if isinstance(tensor, torch.Tensor):
            with torch.no_grad():
                tensor.tolist() if tensor.numel() < 2 else tensor.reshape(-1)[:1].tolist()


def best_of(call: Call) -> float:
    """The best µs of a call."""
    start = time.perf_counter()
    for _ in range(WARM_CALLS):
        read(call())
        if time.perf_counter() - start > WARM_SECONDS:
            break
    start = time.perf_counter()
    read(call())
    once = time.perf_counter() - start
    count = max(1, int(ROUND_SECONDS / once))
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(count):
            out = call()
        read(out)
        best = min(best, (time.perf_counter() - start) / count)
    return best * 1e6


def serve(side: str) -> None:
    """Reads names of calls, a line each, and prints the time of each."""
    import ivy

    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    known = NAMED | samples()
    print("ready", flush=True)
    for line in sys.stdin:
        block = contextlib.nullcontext() if side == "native" else ivy.run_on(side, fallback="error")
        try:
            with block:
                torch.manual_seed(0)
                answer: Any = best_of(known[line.strip()]())
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"[:200]
        print(json.dumps(answer), flush=True)


class Side:
    """A process that times calls on one target."""

    def __init__(self, name: str):
        environment = os.environ | {"OMP_NUM_THREADS": "1", "JAX_PLATFORMS": "cpu"}
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--serve", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self.answer()

    def time(self, call: str) -> float | str:
        assert self.process.stdin is not None
        self.process.stdin.write(call + "\n")
        self.process.stdin.flush()
        return json.loads(self.answer())

    def answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


def measure(names: list[str], targets: list[str]) -> Iterator[dict[str, Any]]:
    """A row per call: µs natively, and on each target with the ratio."""
    sides = {name: Side(name) for name in ("native", *targets)}
    for name in names:
        times = {side: process.time(name) for side, process in sides.items()}
        native = times.pop("native")
        if isinstance(native, str):
            continue  # PyTorch itself refuses it on this machine
        row: dict[str, Any] = {"call": name, "native_us": round(native, 2)}
        for target, found in times.items():
            refused = isinstance(found, str)
            row[target] = found if refused else {"us": round(found, 2), "ratio": found / native}
        yield row


def shown(found: Any) -> str:
    """The ratio, or that the target refused."""
    return f"{found['ratio']:8.1f}" if isinstance(found, dict) else "   error"


def ratio(row: dict[str, Any], targets: list[str]) -> float:
    """The worst ratio of a row."""
    return max((row[t]["ratio"] for t in targets if isinstance(row[t], dict)), default=0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--targets", nargs="+", default=["jax", "numpy"], choices=SIDES[1:])
    parser.add_argument("--only", nargs="+", help="names of calls")
    parser.add_argument("--named", action="store_true", help="only the calls of this file")
    parser.add_argument("--worst", type=int, default=50, help="number of rows that are printed")
    parser.add_argument("--json", type=Path, help="write the results to this file")
    parser.add_argument("--serve", choices=SIDES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve)
        return
    names = list(NAMED if options.named else NAMED | samples())
    if options.only:
        names = [n for n in names if n in options.only]
    rows = list(measure(names, options.targets))
    rows.sort(key=lambda row: ratio(row, options.targets), reverse=True)
    print(f"{'call':40}{'native µs':>10}" + "".join(f"{t:>12}" for t in options.targets))
    for row in rows[: options.worst]:
        print(
            f"{row['call']:40}{row['native_us']:10.1f}"
            + "".join(f"{shown(row[t]):>12}" for t in options.targets)
        )
    if options.json:
        options.json.write_text(json.dumps({"rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
