"""Runs PyTorch's own databases through `ivy.run_on`, in every mode, and keeps the results.

    run.py [--targets jax numpy] [--modes forward grad] [--shards 2]

Each mode is a program beside this one that prints a JSON line per entry. Its shards run side by side,
and their lines are merged into one results file per target and mode.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TARGETS = ("jax", "numpy", "tensorflow")


@dataclass(frozen=True)
class Mode:
    """What one results file is measured with."""

    program: str
    options: tuple[str, ...] = ()
    sparse: bool = False  # entries without a sample are left out
    targets: tuple[str, ...] = TARGETS
    by_default: bool = True


def _operators(*options: str, by_default: bool = False) -> Mode:
    return Mode("torch_operators", options, sparse=True, by_default=by_default)


MODES = {
    "forward": _operators(by_default=True),
    "grad": _operators("--grad", by_default=True),
    "inplace": _operators("--form", "inplace", by_default=True),
    "out": _operators("--form", "out"),
    "method": _operators("--form", "method"),
    "int64": _operators("--dtype", "int64"),
    "bool": _operators("--dtype", "bool"),
    "float64": _operators("--dtype", "float64"),
    "bfloat16": _operators("--dtype", "bfloat16"),
    "complex64": _operators("--dtype", "complex64"),
    "modules": Mode("torch_modules"),
    "optimizers": Mode("torch_optimizers"),
    "errors": Mode("torch_errors"),
    "dtypes": Mode("torch_dtypes"),
    "same_forward": Mode("torch_same_forward"),
    "on_host": Mode("torch_on_host", sparse=True, targets=("jax",)),  # others have no host tier
    "again": Mode("torch_again"),
    "names": Mode("torch_names", sparse=True),
    "values": Mode("torch_values", ("--dtypes", "2"), sparse=True, by_default=False),
    "sparse": Mode("torch_sparse", sparse=True),
    "sparse_grad": Mode("torch_sparse", ("--grad",), sparse=True),
    "transformers": Mode("torch_transformers", sparse=True),
}


def measure(target: str, mode: str, shards: int) -> list[dict]:
    """The JSON lines of all entries, sorted by name."""
    # programs are measured, also those of whole numbers, which the host would evaluate at first
    own = {"OMP_NUM_THREADS": "1", "JAX_PLATFORMS": "cpu", "IVY_USES_ON_HOST": "0"}
    program = HERE / f"{MODES[mode].program}.py"
    command = [sys.executable, str(program), target, *MODES[mode].options, "--shard"]
    running = [
        subprocess.Popen(
            [*command, f"{i}/{shards}"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **own},
        )
        for i in range(shards)
    ]
    rows = []
    for process in running:
        out, _ = process.communicate()
        if process.returncode:
            raise RuntimeError(f"a shard of {target} {mode} ended with {process.returncode}")
        rows += [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    if MODES[mode].sparse:
        rows = [row for row in rows if row["samples"] or row["failed"]]
    for row in rows:
        del row["s"]
    return sorted(rows, key=lambda row: (row["op"], row["variant"]))


def summary(rows: list[dict]) -> dict:
    """How many entries have every sample right, and how many samples."""
    good = sum(not row["failed"] for row in rows)
    samples = sum(row["samples"] for row in rows)
    right = sum(row["samples"] - min(row["failed"], row["samples"]) for row in rows)
    return {
        "entries": len(rows),
        "entries_right": good,
        "percent": round(100 * good / max(len(rows), 1), 1),
        "samples": samples,
        "samples_right": right,
    }


def _write(folder: Path, target: str, mode: str, rows: list[dict]) -> None:
    facts = summary(rows)
    lines = ",\n".join(json.dumps(row) for row in rows)
    text = f'{{"summary": {json.dumps(facts)},\n"rows": [\n{lines}\n]}}\n'
    (folder / f"torch_on_{target}_{mode}.json").write_text(text)
    right = f"{facts['entries_right']}/{facts['entries']} entries = {facts['percent']} %"
    print(f"{target:10} {mode:12} {right}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--results", type=Path, default=HERE / "results")
    parser.add_argument("--targets", nargs="+", default=TARGETS, choices=TARGETS)
    usual = [name for name, mode in MODES.items() if mode.by_default]
    parser.add_argument("--modes", nargs="+", default=usual, choices=MODES)
    parser.add_argument("--shards", type=int, default=2)
    options = parser.parse_args()
    options.results.mkdir(parents=True, exist_ok=True)
    for target in options.targets:
        for mode in options.modes:
            if target in MODES[mode].targets:
                rows = measure(target, mode, options.shards)
                _write(options.results, target, mode, rows)


if __name__ == "__main__":
    main()
