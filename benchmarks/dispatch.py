"""What a function of `ivy` costs beside the call that a user of the backend would write, in µs.

    python benchmarks/dispatch.py --backend numpy --json benchmarks/dispatch.json

`own` is the framework's call for the same result, `raw` is `ivy.functional` (backend arrays, no
promotion, no checks), `public` is `ivy` on backend arrays, `array` is `ivy` on `ivy.Array`; these
three are told as what they add to `own`, which may be below 0. Statements take turns, and the best
round of each counts: noise only ever adds. `call` is what an empty Python function costs at the same
time, for figures of machines (and of hours) to be compared. Arrays are 4 by 4 of float32 (`c`:
bool), so that the work is small.

What does not show in these figures, or shows for a reason:

* On JAX a plan is one compiled program from the 13th use on, and costs less than JAX's own functions
  where these are many steps of Python. Elementwise functions are JAX's own, looked up.
* On TensorFlow `argmax` and `softmax` look whether all numbers are finite, which the kernels need:
  2 µs. What is not finite goes the long way, which costs four to eight times as much.
* `cumulative_sum` on NumPy adds up in float64; leaving out the wrapper `np.cumsum` pays for it.
* On torch reading a dtype costs twice what it costs on NumPy, and each array's is read.
"""

from __future__ import annotations

import argparse
import importlib
import json
import timeit
from pathlib import Path
from typing import Any

import numpy as np

import ivy
from ivy import functional
from ivy._core import backend as _backend

ROUNDS, SECONDS = 200, 0.001
SETTLED = 2500  # programs that are called often are compiled a second time
MODULES = {
    "numpy": {"own": "numpy", "special": "scipy.special"},
    "jax": {"own": "jax.numpy", "jax": "jax"},
    "torch": {"own": "torch"},
    "tensorflow": {"own": "tensorflow"},
}

# the call of ivy, that of ivy.functional ("": there is none), and that of each framework
CALLS: list[tuple[str, str, dict[str, str]]] = [
    ("ivy.add(x, y)", "raw.add(x, y)", {"": "own.add(x, y)"}),
    ("ivy.multiply(x, 2.0)", "raw.multiply(x, 2.0)", {"": "own.multiply(x, 2.0)"}),
    ("ivy.sin(x)", "raw.sin(x)", {"": "own.sin(x)"}),
    ("ivy.exp(x)", "raw.exp(x)", {"": "own.exp(x)"}),
    ("ivy.where(c, x, y)", "raw.where(c, x, y)", {"": "own.where(c, x, y)"}),
    ("ivy.sum(x)", "raw.sum(x)", {"": "own.sum(x)", "tensorflow": "own.reduce_sum(x)"}),
    (
        "ivy.mean(x, axis=1)",
        "raw.mean(x, axis=1)",
        {"": "own.mean(x, 1)", "tensorflow": "own.reduce_mean(x, 1)"},
    ),
    ("ivy.argmax(x, axis=1)", "raw.argmax(x, axis=1)", {"": "own.argmax(x, 1)"}),
    ("ivy.cumulative_sum(x, axis=0)", "raw.cumsum(x, axis=0)", {"": "own.cumsum(x, 0)"}),
    ("ivy.matmul(x, y)", "raw.matmul(x, y)", {"": "own.matmul(x, y)"}),
    ("ivy.reshape(x, (2, 8))", "raw.reshape(x, (2, 8))", {"": "own.reshape(x, (2, 8))"}),
    (
        "ivy.permute_dims(x, (1, 0))",
        "raw.permute_dims(x, (1, 0))",
        {"": "own.transpose(x, (1, 0))", "torch": "own.permute(x, (1, 0))"},
    ),
    (
        "ivy.concat([x, y], axis=0)",
        "raw.concat([x, y], axis=0)",
        {"": "own.concat([x, y], axis=0)", "torch": "own.concat([x, y], 0)"},
    ),
    (
        "ivy.stack([x, y], axis=0)",
        "raw.stack([x, y], axis=0)",
        {"": "own.stack([x, y], axis=0)", "torch": "own.stack([x, y], 0)"},
    ),
    (
        "ivy.astype(x, ivy.int32)",
        "raw.astype(x, ivy.int32)",
        {
            "": "x.astype(own.int32)",
            "torch": "x.to(own.int32)",
            "tensorflow": "own.cast(x, own.int32)",
        },
    ),
    (
        "ivy.softmax(x, axis=-1)",
        "raw.softmax(x, axis=-1)",
        {
            "numpy": "special.softmax(x, axis=-1)",
            "jax": "jax.nn.softmax(x, axis=-1)",
            "torch": "own.softmax(x, -1)",
            "tensorflow": "own.nn.softmax(x, -1)",
        },
    ),
    (
        "ivy.linalg.vector_norm(x, axis=1)",
        "raw.vector_norm(x, axis=1)",
        {
            "": "own.linalg.norm(x, axis=1)",
            "torch": "own.linalg.vector_norm(x, dim=1)",
            "tensorflow": "own.norm(x, axis=1)",
        },
    ),
    ("x[0, 1:]", "raw.slice_(x, (0, slice(1, None)))", {"": "x[0, 1:]"}),
    (
        "ivy.zeros((4, 4), dtype=ivy.float32)",
        "raw.zeros((4, 4), dtype=ivy.float32)",
        {"": "own.zeros((4, 4), dtype=own.float32)"},
    ),
]
ONLY_ARRAYS = ("x[", "ivy.zeros")  # what gives or takes an `ivy.Array` alone


def best_of(timers: dict[Any, timeit.Timer]) -> dict[Any, float]:
    """The best µs per call of each statement, the statements taking turns."""
    best, counts = dict.fromkeys(timers, float("inf")), {}
    for name, timer in timers.items():
        timer.timeit(SETTLED)
        counts[name] = max(20, round(SECONDS / (timer.timeit(20) / 20)))
    for _ in range(ROUNDS):
        for name, timer in timers.items():
            best[name] = min(best[name], timer.timeit(counts[name]) / counts[name] * 1e6)
    return best


def operands(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the statements see, with arrays of the backend and with `ivy.Array`."""
    backend = _backend.load(name)
    full = np.full((4, 4), 0.5, np.float32)
    values: dict[str, Any] = {"x": full, "y": full * 4, "c": np.eye(4) > 0}
    native = {n: backend.from_numpy(v) for n, v in values.items()}
    seen = {n: importlib.import_module(m) for n, m in MODULES[name].items()}
    seen |= {"ivy": ivy, "raw": functional}
    return {**seen, **native}, {**seen, **{n: ivy.asarray(v) for n, v in native.items()}}  # pyright: ignore[reportCallIssue]


def rows(name: str, only: str) -> list[dict[str, Any]]:
    """One row per function: the framework's own cost, and what each way in adds.

    All statements of a backend take turns: fast and slow seconds of the machine are the same for each.
    """
    ivy.set_backend(name)
    native, wrapped = operands(name)
    timers: dict[tuple[str, str], timeit.Timer] = {}
    for call, raw, own in CALLS:
        if only not in call:
            continue
        statements = {"own": (own.get(name) or own[""], native), "raw": (raw, native)}
        statements["call"] = "empty()", {"empty": lambda: None}
        if not call.startswith(ONLY_ARRAYS):
            statements["public"] = call, native
        statements["array"] = call, wrapped
        for way, (text, seen) in statements.items():
            timers[call, way] = timeit.Timer(text, globals=seen)
    best, found = best_of(timers), []
    for call, _, _ in CALLS:
        costs = {way: round(best[call, way], 2) for way in ("call", "own") if (call, way) in best}
        if not costs:
            continue
        ways = [w for w in ("raw", "public", "array") if (call, w) in best]
        added = {way: round(best[call, way] - costs["own"], 2) for way in ways}
        found.append({"statement": call, **costs, **added})
        print(name, *(f"{key} {value}" for key, value in found[-1].items()), sep="  ", flush=True)
    return found


def main() -> None:
    """Measures backends and keeps what was found of the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--backend", nargs="*", default=list(MODULES), choices=list(MODULES))
    parser.add_argument("--only", default="", help="calls with this text in them")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    known = json.loads(options.json.read_text()) if options.json and options.json.exists() else {}
    found = {name: rows(name, options.only) for name in options.backend}
    if options.json:
        merged = {name: (known | found)[name] for name in MODULES if name in known | found}
        options.json.write_text(json.dumps(merged, indent=1) + "\n")


if __name__ == "__main__":
    main()
