"""Runs PyTorch's own databases through `ivy.run_on`, in every mode, and keeps what came out.

The program that measures operators is not ours: `--suite` names it; programs beside this one measure
the rest. All print a JSON line per entry; here their shards are run side by side, and their lines are
merged into one results file per target and mode.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

MODES = {
    "forward": [],
    "grad": ["--grad"],
    "inplace": ["--form", "inplace"],
    "out": ["--form", "out"],
    "method": ["--form", "method"],
    **{
        dtype: ["--dtype", dtype] for dtype in ("int64", "bool", "float64", "bfloat16", "complex64")
    },
}

PROGRAMS = {
    "modules": "torch_modules.py",
    "optimizers": "torch_optimizers.py",
    "errors": "torch_errors.py",
    "dtypes": "torch_dtypes.py",
    "same_forward": "torch_same_forward.py",
    "on_host": "torch_on_host.py",
    "again": "torch_again.py",
    "transformers": "torch_transformers.py",
}
SPARSE = ("on_host", "transformers")  # entries without samples say nothing
COMPILING = {"on_host": ("jax",)}  # on the others it would say nothing


def _command(suite: Path, target: str, mode: str) -> list[str]:
    if mode in PROGRAMS:
        return [sys.executable, str(Path(__file__).with_name(PROGRAMS[mode])), target]
    return [sys.executable, str(suite), f"ivy:{target}", *MODES[mode]]


def measure(suite: Path, target: str, mode: str, shards: int) -> list[dict]:
    """The JSON lines of all entries, in the order of the database."""
    # what is measured are programs, also where whole numbers would be computed on the host at first
    own = {"OMP_NUM_THREADS": "1", "JAX_PLATFORMS": "cpu", "IVY_USES_ON_HOST": "0"}
    environment = {**os.environ, **own}
    command = [*_command(suite, target, mode), "--shard"]
    running = [
        subprocess.Popen(
            [*command, f"{i}/{shards}"], stdout=subprocess.PIPE, text=True, env=environment
        )
        for i in range(shards)
    ]
    rows = []
    for process in running:
        out, _ = process.communicate()
        if process.returncode:
            raise RuntimeError(f"a shard of {target} {mode} ended with {process.returncode}")
        rows += [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    if mode in SPARSE:
        rows = [row for row in rows if row["samples"]]
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", type=Path, required=True)
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--targets", nargs="+", default=["jax", "numpy"])
    parser.add_argument(
        "--modes",
        nargs="+",
        default=["forward", "grad", "inplace", *PROGRAMS],
        choices=[*MODES, *PROGRAMS],
    )
    parser.add_argument("--shards", type=int, default=2)
    options = parser.parse_args()
    options.results.mkdir(parents=True, exist_ok=True)
    for target in options.targets:
        for mode in options.modes:
            if target not in COMPILING.get(mode, (target,)):
                continue
            rows = measure(options.suite, target, mode, options.shards)
            facts = summary(rows)
            name = options.results / f"torch_on_{target}_{mode}.json"
            lines = ",\n".join(json.dumps(row) for row in rows)
            name.write_text(f'{{"summary": {json.dumps(facts)},\n"rows": [\n{lines}\n]}}\n')
            print(
                f"{target:6} {mode:9} {facts['entries_right']}/{facts['entries']} entries "
                f"= {facts['percent']} %",
                flush=True,
            )


if __name__ == "__main__":
    main()
