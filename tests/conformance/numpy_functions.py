"""Every function and ufunc of NumPy that dispatches by protocol, on a target without fall-backs.

    numpy_functions.py TARGET [--only numpy.add,numpy.sum] [--failed] [--print]

A function is right if each of its samples is: values, dtype and shape of the result and of changed
arguments are NumPy's, errors too, and every array is held by the target. Functions take the samples of
the frontend's cases; ufuncs also arrays of special values in every dtype that they have a loop for.
`--failed` measures again what is not right in the stored results; those of all others are kept.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import json
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from frontends import measure, outcomes
from frontends.case import Case
from frontends.cases import numpy_linalg, numpy_main, numpy_ufunc_methods
from frontends.sources import NATIVE, NumPy
from support import numpy_samples

import ivy
from interceptors.numpy.proxy import proxy_of

RESULTS = Path(__file__).parent / "results"
MODULES = {"numpy": np, "numpy.linalg": np.linalg, "numpy.fft": np.fft}


class Redirected(NumPy):
    """NumPy in a block."""

    def __init__(self, target: str):
        super().__init__("numpy")
        self.target = target

    @functools.cached_property
    def root(self) -> Any:
        """NumPy as the user's modules see it."""
        with self.scope(True):
            return proxy_of(np)

    def array(self, a: np.ndarray) -> Any:
        """A redirected array."""
        return self.root.array(a)

    def plain(self, x: Any) -> Any:
        """A leaf of a result; a native array that the target could hold is an error."""
        if ivy.is_redirected(x):
            return np.array(ivy.to_source(x))
        if isinstance(x, np.ndarray) and x.size > 1 and x.dtype.kind in "biufc":
            raise AssertionError(f"a native array of {x.dtype} came back")
        return super().plain(x)

    @contextlib.contextmanager
    def scope(self, wide: bool) -> Iterator[None]:
        """A block without fall-backs."""
        with ivy.run_on(self.target, sources=["numpy"], fallback="error"):
            yield


def names() -> list[str]:
    """The native names of all functions and ufuncs that dispatch, each once."""
    found: dict[int, str] = {}
    for prefix, module in MODULES.items():
        for key, value in sorted(vars(module).items()):
            is_function = isinstance(value, type(np.sum)) and not key.startswith("_")
            if is_function or isinstance(value, np.ufunc):
                shown = value.__name__ if getattr(module, value.__name__, None) is value else key
                found.setdefault(id(value), f"{prefix}.{shown}")
    return list(found.values())


def cases() -> dict[str, list[Case]]:
    """The cases of each function, by its name."""
    found: dict[str, list[Case]] = {name: [] for name in names()}
    tables = numpy_main, numpy_linalg, numpy_ufunc_methods, numpy_samples
    for table in tables:
        for case in table.CASES:
            owner = functools.reduce(getattr, case.path.split(".")[1:], np)
            name = next((n for n in found if _resolved(n) is owner), case.path)
            name = ".".join(case.path.split(".")[:2]) if ".ufunc" in name else name
            found.setdefault(name, []).append(case)
    for name, function in ((n, _resolved(n)) for n in list(found)):
        if isinstance(function, np.ufunc):
            found[name] += [Case(name, numpy_samples.special(function))]
    return found


def _resolved(name: str) -> Any:
    return functools.reduce(getattr, name.split(".")[1:], np)


def verdict(case: Case, side: Redirected) -> tuple[int, list[str]]:
    """How many samples of a case measure something, and what is wrong with those that fail."""
    problems, count = [], 0
    native = NATIVE["numpy"]
    for i, sample in enumerate((*case.samples, *case.refused)):
        one = Case(case.path, [sample], (), case.check)
        bad = i >= len(case.samples)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            want = outcomes.outcome(native, one, sample)
            expected = outcomes.in_wider(one, [want]) if not bad else [want]
            if bool(want.error) != bad:
                continue  # the sample measures nothing
            count += 1
            as_bad = Case(case.path, [], [sample], case.check) if bad else one
            word, reason = measure.verdict(as_bad, expected, side)
        if word != "right":
            problems.append(f"{case.path} {i}: {reason}")
    return count, problems


def main() -> None:
    """Measures a target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--only", default="")
    parser.add_argument("--failed", action="store_true")
    parser.add_argument("--print", action="store_true")
    options = parser.parse_args()
    side = Redirected(options.target)
    path = RESULTS / f"numpy_on_{options.target}_functions.json"
    rows: dict[str, dict[str, Any]] = {}
    chosen = options.only.split(",") if options.only else None
    if options.failed or chosen:
        rows = {row["name"]: row for row in json.loads(path.read_text())["rows"]}
    if options.failed:
        chosen = [name for name, row in rows.items() if row["failed"] or not row["samples"]]
    for name, table in cases().items():
        if chosen is not None and name not in chosen:
            continue
        counts, problems = 0, []
        for case in table:
            count, wrong = verdict(case, side)
            counts, problems = counts + count, problems + wrong
        rows[name] = {
            "name": name,
            "samples": counts,
            "failed": len(problems),
            "first": problems[:1],
        }
        if options.print or chosen:
            print(name, counts, *problems, sep="\n   ", flush=True)
    known = set(names())
    counted = [r for r in rows.values() if r["name"] in known]
    words = Counter(
        "unmeasured" if not r["samples"] else "right" if not r["failed"] else "wrong"
        for r in counted
    )
    print(options.target, dict(words), f"of {len(counted)}")
    path.write_text(json.dumps({"counts": words, "rows": list(rows.values())}, indent=1) + "\n")


if __name__ == "__main__":
    main()
