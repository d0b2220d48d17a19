"""Runs the unmodified `train_digits.py` natively and on each target, and compares the runs."""

import argparse
import json
import math
import sys
from pathlib import Path

import train_digits
from rich.console import Console
from rich.table import Table

import ivy


def run(target, epochs):
    """One training run; `target=None` is PyTorch itself."""
    print(f"training on {target or 'PyTorch'} ...", flush=True)
    if target is None:
        return {**train_digits.train(epochs), "fallbacks": 0}
    with ivy.run_on(target, fallback="error"):
        result = train_digits.train(epochs)
    return {**result, "fallbacks": ivy.report().fallback_calls}


def weight_difference(a, b):
    """The largest difference between two models' states, in native memory."""
    ours, theirs = ivy_free(a.state_dict()), ivy_free(b.state_dict())
    return max(float((ours[k].double() - theirs[k].double()).abs().max()) for k in ours)


def ivy_free(state):
    return {k: ivy.to_source(v).detach() for k, v in state.items()}


def main(epochs=3, results_file=None):
    runs = {"PyTorch": run(None, epochs)}
    runs |= {target: run(target, epochs) for target in ("jax", "numpy", "tensorflow")}
    native = runs["PyTorch"]
    table = Table(title="train_digits.py, unmodified, seed 0")
    table.add_column("runs on")
    for heading in ("loss per epoch", "accuracy", "steps/s", "fall-backs", "weights differ by"):
        table.add_column(heading, justify="right")
    rows = []
    for name, r in runs.items():
        difference = weight_difference(r["model"], native["model"])
        relative = max(
            abs(a - b) / abs(b) for a, b in zip(r["losses"], native["losses"], strict=True)
        )
        table.add_row(
            name,
            " ".join(f"{v:.6f}" for v in r["losses"]),
            f"{r['accuracy']:.4f}",
            f"{r['steps_per_second']:.1f}",
            str(r["fallbacks"]),
            f"{difference:.1e}",
        )
        rows.append(
            {
                "target": name,
                "losses": r["losses"],
                "accuracy": r["accuracy"],
                "steps_per_second": r["steps_per_second"],
                "fallbacks": r["fallbacks"],
                "loss_relative_difference": relative,
                "weight_difference": difference,
            }
        )
    Console(width=120).print(table)
    if results_file:
        Path(results_file).write_text(json.dumps(rows, indent=1) + "\n")
    good = all(
        r["fallbacks"] == 0
        and r["loss_relative_difference"] < 1e-4
        and math.isfinite(r["weight_difference"])
        for r in rows
    )
    print("losses agree to 1e-4 and nothing fell back" if good else "THE RUNS DIFFER")
    return 0 if good else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--results")
    options = parser.parse_args()
    sys.exit(main(options.epochs, options.results))
