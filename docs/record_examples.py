"""Runs each program of `examples` and keeps what it prints, for docs/gallery.md."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"


def record(program: Path) -> int:
    """Writes what a program prints into `examples/outputs`; its exit status.

    A program that fails keeps its old output.
    """
    print(f"running {program.name} ...", flush=True)
    plain = {"TERM": "dumb", "COLUMNS": "100", "JAX_PLATFORMS": "cpu", "TF_CPP_MIN_LOG_LEVEL": "3"}
    run = subprocess.run(
        [sys.executable, program.name],
        cwd=EXAMPLES,
        env={**os.environ, **plain},
        capture_output=True,
        text=True,
    )
    if run.returncode:
        print(f"{program.name} ended with {run.returncode}:\n{run.stderr}", file=sys.stderr)
    else:
        (EXAMPLES / "outputs" / f"{program.stem}.txt").write_text(run.stdout)
    return run.returncode


def main() -> int:
    (EXAMPLES / "outputs").mkdir(exist_ok=True)
    chosen = [EXAMPLES / f"{name}.py" for name in sys.argv[1:]] or sorted(EXAMPLES.glob("*.py"))
    return max(record(program) for program in chosen)


if __name__ == "__main__":
    sys.exit(main())
