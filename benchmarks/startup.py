"""What `python -m ivy_runtime run --on jax` and the start-up hook cost, beside plain Python.

Each program runs as a process, natively and redirected in turn; the figures are the least of all runs:
CPU time, which other work on the machine hardly changes, and elapsed time. The frameworks are the same
on both sides, and both compute something, so that both have started JAX's runtime.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROGRAMS = {
    "nothing": "",
    "import torch, jax": "import torch, jax",
    "a torch and a jax call": "import torch, jax\ntorch.ones(2) + 1\njax.numpy.ones(2) + 1",
}
RUN = ("-m", "ivy_runtime", "run", "--on", "jax")
HOOK = (ROOT / "ivy_runtime" / "startup.pth").read_text()


def cost(words: list[str]) -> tuple[float, float]:
    """Seconds of CPU time and elapsed seconds of a process."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JAX_PLATFORMS": "cpu"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, env=environment)
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, end - start


def compared(program: str, runs: int) -> dict[str, float]:
    """Milliseconds that the redirected process takes more than the native one."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "program.py"
        file.write_text(program)
        sides = {"native": [str(file)], "redirected": [*RUN, str(file)]}
        costs: dict[str, list[tuple[float, float]]] = {side: [] for side in sides}
        for _ in range(runs + 1):
            for side, words in sides.items():
                costs[side].append(cost(words))
    least = {side: list(map(min, zip(*found[1:], strict=True))) for side, found in costs.items()}
    (cpu, elapsed), (more_cpu, more_elapsed) = least["native"], least["redirected"]
    return {
        "native cpu": round(1e3 * cpu, 1),
        "more cpu": round(1e3 * (more_cpu - cpu), 1),
        "more elapsed": round(1e3 * (more_elapsed - elapsed), 1),
    }


def hook() -> float:
    """Microseconds of the line that each start of Python runs."""
    os.environ.pop("IVY_RUN_ON", None)
    times = []
    for _ in range(1000):
        start = time.perf_counter()
        exec(HOOK)
        times.append(time.perf_counter() - start)
    return round(1e6 * min(times), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results = {name: compared(program, options.runs) for name, program in PROGRAMS.items()}
    found = {"milliseconds": results, "microseconds of the hook": hook()}
    print(json.dumps(found, indent=1))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
