"""Conversion between all module libraries: outputs, gradients, state and losses of each pair.

    python tests/conformance/module_matrix.py                       everything that is installed
    python tests/conformance/module_matrix.py --model mlp --from torch,haiku --to keras

Results are added to `results/module_matrix.json`; `python docs/build.py` makes the table in
`docs/modules.md` of them. Trax is measured in an environment of its own (see there).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")
ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from support import module_matrix as matrix  # noqa: E402

RESULTS = Path(__file__).parent / "results" / "module_matrix.json"


def main() -> None:
    """Measures the pairs that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default=",".join(matrix.MODELS))
    parser.add_argument("--from", dest="sources", default=",".join(matrix.LIBRARIES))
    parser.add_argument("--to", default=",".join(matrix.LIBRARIES))
    given = parser.parse_args()
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for model in given.model.split(","):
        for library in given.sources.split(","):
            for to in given.to.split(","):
                results.setdefault(model, {})[f"{library} to {to}"] = found = pair(
                    library, to, model
                )
                print(model, library, to, found, flush=True)
                RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")


def pair(library: str, to: str, model: str) -> dict[str, object]:
    """The errors of a pair, or why there are none."""
    reason = matrix.WITHOUT.get((library, model)) or matrix.missing(library) or matrix.missing(to)
    if reason:
        return {"skipped": reason}
    start = time.perf_counter()
    try:
        errors = matrix.measure(library, to, model)
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"[:300]}
    right = all(errors[k] <= bound for k, bound in matrix.BOUNDS.items())
    shown = {k: float(f"{e:.2g}") for k, e in errors.items()}
    return {**shown, "right": right, "seconds": round(time.perf_counter() - start, 1)}


if __name__ == "__main__":
    main()
