"""NumPy's own tests, out of its wheel, each in a block.

    numpy_own.py TARGET [--only lib.tests.test_shape_base] [--failed] [--print]

What counts are the tests that pass natively, which are kept for the next time. Test modules are taken
for the user's, and in them `type(x)` is `x.__class__`: that a redirected array is not an `ndarray` is
known, and not measured here. `--failed` runs only those again that failed the last time. The rows of
the modules that were run replace those in the results.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__)
RESULTS = HERE.parent / "results"
MODULES = """
    _core.tests.test_shape_base _core.tests.test_indexing _core.tests.test_nep50_promotions
    _core.tests.test_mem_overlap _core.tests.test_umath _core.tests.test_numeric
    _core.tests.test_einsum _core.tests.test_multiarray
    lib.tests.test_shape_base lib.tests.test_twodim_base
    lib.tests.test_function_base lib.tests.test_nanfunctions lib.tests.test_arraysetops
    lib.tests.test_index_tricks lib.tests.test_stride_tricks lib.tests.test_arraypad
    lib.tests.test_histograms lib.tests.test_polynomial lib.tests.test_ufunclike
    lib.tests.test_type_check linalg.tests.test_linalg fft.tests.test_pocketfft fft.tests.test_helper
""".split()
SECONDS = 60  # of one test, on the processor

# -- the plugin, in the process of the tests


def pytest_runtest_call(item: Any) -> Any:
    """Runs each test in a block, unless `IVY_OWN_TARGET` is empty."""
    target = os.environ["IVY_OWN_TARGET"]
    if not target:
        return (yield)
    import ivy
    from interceptors.numpy import proxy

    proxy._known[item.module.__name__] = True  # a module of the user
    item.module.type = _class_of
    signal.signal(signal.SIGPROF, _late)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        with ivy.run_on(target, sources=["numpy"], fallback="allow"):
            return (yield)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _late(*_: Any) -> None:
    raise TimeoutError(f"more than {SECONDS} seconds")


if "pytest" in sys.modules:
    import pytest

    pytest_runtest_call = pytest.hookimpl(wrapper=True)(pytest_runtest_call)


def _class_of(x: Any, *rest: Any) -> Any:
    """`type`, which says what `__class__` says: NumPy's tests compare types a lot."""
    return type(x, *rest) if rest else x.__class__


# -- the program


def outcomes(module: str, target: str, chosen: Iterable[str] = ()) -> dict[str, tuple[str, str]]:
    """The outcome of each test of a module, or of some, and the last line of its error."""
    file = importlib.util.find_spec(f"numpy.{module}").origin  # type: ignore[union-attr]
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "numpy_own",
            "-p",
            "no:cacheprovider",
            "-q",
        ]
        command += ["-W", "ignore", "--json-report", f"--json-report-file={report.name}"]
        command += [
            "-c",
            os.devnull,
            "--rootdir",
            tempfile.gettempdir(),
            *([f"{file}::{name}" for name in chosen] or [file]),
        ]
        command += ["-k", "not slow and not very_large and not xslow"]
        paths = [str(HERE.parent), str(HERE.parents[2])]
        space = {**os.environ, "IVY_OWN_TARGET": target, "PYTHONPATH": ":".join(paths)}
        subprocess.run(command, env=space, capture_output=True, check=False, timeout=3000)
        tests = json.loads(Path(report.name).read_text() or "{}").get("tests", [])
    found = {}
    for test in tests:
        crash = test.get("call", {}).get("crash", {})
        found[test["nodeid"].partition("::")[2]] = test["outcome"], crash.get("message", "")[:200]
    return found


def native_outcomes(module: str) -> dict[str, tuple[str, str]]:
    """The outcomes without a block, from an earlier run if there was one."""
    path = Path(tempfile.gettempdir(), f"numpy_{np.__version__}_own", f"{module}.json")
    if path.exists():
        return json.loads(path.read_text())
    found = outcomes(module, "")
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(found))
    return found


def measure(module: str, target: str, chosen: Iterable[str] | None) -> dict[str, Any]:
    """How many tests pass natively, and which of them, or of some, fail in a block."""
    native = native_outcomes(module)
    ours = {} if chosen == [] else outcomes(module, target, chosen or ())
    passing = [name for name, (word, _) in native.items() if word == "passed"]
    failed = {
        n: ours.get(n, ("", "no result"))[1]
        for n in (passing if chosen is None else chosen)
        if ours.get(n, ("", ""))[0] not in ("passed", "skipped")
    }
    return {"module": module, "natively": len(passing), "failed": failed}


def main() -> None:
    """Measures a target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--only", default="")
    parser.add_argument("--failed", action="store_true")
    parser.add_argument("--print", action="store_true")
    options = parser.parse_args()
    path = RESULTS / f"numpy_on_{options.target}_own.json"
    rows = []
    for module in options.only.split(",") if options.only else MODULES:
        known = {r["module"]: [*r["failed"]] for r in read(path)} if options.failed else {}
        row = measure(module, options.target, known.get(module))
        rows.append(row)
        record(path, row)
        passed = row["natively"] - len(row["failed"])
        print(f"{module}: {passed} of {row['natively']}", flush=True)
        if options.print:
            for name, why in row["failed"].items():
                print(f"   {name}: {why}", flush=True)
    total = sum(r["natively"] for r in rows)
    right = total - sum(len(r["failed"]) for r in rows)
    print(f"{options.target}: {right} of {total} ({right / max(total, 1):.1%})")


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of the results."""
    return json.loads(path.read_text())["rows"] if path.exists() else []


def record(path: Path, row: dict[str, Any]) -> None:
    """Puts a row in place of that of the same module."""
    found = {r["module"]: r for r in (*read(path), row)}
    kept = [found[m] for m in MODULES if m in found]
    path.write_text(json.dumps({"rows": kept}, indent=1) + "\n")


if __name__ == "__main__":
    main()
