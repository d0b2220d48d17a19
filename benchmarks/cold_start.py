"""What a first run on JAX pays for compiling: the demo's training script, then a new batch size."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import jax

import ivy

sys.path.insert(0, str(Path(__file__).parent.parent / "examples"))
import train_digits

compiled = {"programs": 0, "seconds": 0.0}


def _listen(name: str, seconds: float, **_: object) -> None:
    if name.startswith("/jax/core/compile/"):
        compiled["seconds"] += seconds
        compiled["programs"] += "backend_compile" in name


def measured(epochs: int, batch_size: int) -> dict[str, float]:
    """Programs compiled, seconds spent compiling (tracing and lowering included), wall seconds."""
    before, start = dict(compiled), time.perf_counter()
    with ivy.run_on("jax", fallback="error"):
        train_digits.train(epochs, batch_size=batch_size, log=lambda _: None)
    return {
        "programs": compiled["programs"] - before["programs"],
        "compile_seconds": round(compiled["seconds"] - before["seconds"], 2),
        "wall_seconds": round(time.perf_counter() - start, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    jax.monitoring.register_event_duration_secs_listener(_listen)
    results = {
        "cold, 3 epochs of batch 64": measured(3, 64),
        "again": measured(3, 64),
        "new batch size 48": measured(1, 48),
    }
    print(json.dumps(results, indent=1))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
