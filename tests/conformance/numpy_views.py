"""3,000 random indices and 2,000 random programs of views on a target, against NumPy.

    numpy_views.py TARGET [--go-on]

The results say how many were run so far. `--go-on` runs those that are left.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from support import numpy_views

COUNTS = {"by_index": 3000, "by_views": 2000}
STEP = 100
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Measures a target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--go-on", action="store_true")
    options = parser.parse_args()
    path = RESULTS / f"numpy_on_{options.target}_views.json"
    found = {kind: {"programs": 0, "wrong": []} for kind in COUNTS}
    if options.go_on and path.exists():
        found = json.loads(path.read_text())
    while any(found[kind]["programs"] < count for kind, count in COUNTS.items()):
        for kind, count in COUNTS.items():
            start = found[kind]["programs"]
            numbers = range(start, min(start + STEP, count))
            found[kind]["wrong"] += [n for n in numbers if not _is_right(kind, n, options.target)]
            found[kind]["programs"] += len(numbers)
        path.write_text(json.dumps(found, indent=1) + "\n")
        print(
            options.target, {k: (f["programs"], f["wrong"]) for k, f in found.items()}, flush=True
        )


def _is_right(kind: str, number: int, target: str) -> bool:
    program = getattr(numpy_views, kind)(number)
    return numpy_views.same(numpy_views.run(program, target), numpy_views.run(program, None))


if __name__ == "__main__":
    main()
