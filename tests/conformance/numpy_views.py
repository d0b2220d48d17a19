"""3,000 random indices and 2,000 random programs of views on a target, against NumPy.

numpy_views.py TARGET
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from support import numpy_views

COUNTS = {"by_index": 3000, "by_views": 2000}
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Measures a target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    options = parser.parse_args()
    found = {}
    for kind, count in COUNTS.items():
        wrong = []
        for number in range(count):
            program = getattr(numpy_views, kind)(number)
            native = numpy_views.run(program, None)
            if not numpy_views.same(numpy_views.run(program, options.target), native):
                wrong.append(number)
        found[kind] = {"programs": count, "wrong": wrong}
        print(options.target, kind, count, "wrong:", wrong, flush=True)
    path = RESULTS / f"numpy_on_{options.target}_views.json"
    path.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
