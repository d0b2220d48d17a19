"""Whole models as graphs: outputs, gradients and source text on every backend.

    graph_models.py [--only BERT,Keras] [--backends jax,numpy]

The models are in `tests/support/graph_models.py`. Rows are added to `results/graph_models.json`:
`python docs/build.py` makes the table in `docs/graph.md` of them.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, str(Path(__file__).parent.parent))

from support import graph_models as models

RESULTS = Path(__file__).parent / "results" / "graph_models.json"


def main() -> None:
    """Measures the models that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="parts of titles")
    parser.add_argument("--backends", default=",".join(models.BACKENDS))
    given = parser.parse_args()
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for title, make in models.MODELS.items():
        if not any(part in title for part in given.only.split(",")):
            continue
        model = make()
        ops = sum(n.op != "input" for n in model.graph.nodes)
        row = results.setdefault(title, {})
        row |= {"ops": ops, "parameters": sum(v.size for v in model.graph.values.values())}
        for name in given.backends.split(","):
            row[name] = _row(model, name)
            print(title, ops, name, row[name], flush=True)
            RESULTS.write_text(json.dumps(results, indent=1) + "\n")


def _row(model: models.Model, name: str) -> dict[str, object]:
    start = time.perf_counter()
    try:
        errors = models.measured(model, name)
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"[:400]}
    right = all(e <= models.BOUNDS[k] for k, e in errors.items())
    shown = {k: float(f"{e:.2g}") for k, e in errors.items()}
    return {**shown, "right": right, "seconds": round(time.perf_counter() - start, 1)}


if __name__ == "__main__":
    main()
