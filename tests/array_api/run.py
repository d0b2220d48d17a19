"""Runs the Array API conformance suite on a backend, and holds it to the list of known failures.

    python tests/array_api/run.py --suite /path/to/array-api-tests --backend numpy

The suite (github.com/data-apis/array-api-tests, with data-apis/array-api beside it) is not part of
this repository. What came out is written to `results/<backend>.json`; what may fail, and why, stands in
`expected/<backend>.toml`. A failure that is not listed fails the run, and so does an entry that passes.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
# most of the time goes into compiling small programs for shapes that occur once
_ENVIRONMENT = {
    "jax": {
        "XLA_FLAGS": "--xla_backend_optimization_level=0 --xla_cpu_use_fusion_emitters=false",
        "JAX_COMPILATION_CACHE_DIR": str(Path(tempfile.gettempdir()) / "ivy_array_api_jax"),
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
        "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "0",
    }
}


def expected(backend):
    """The known failures of a backend: reason by test."""
    file = HERE / "expected" / f"{backend}.toml"
    if not file.exists():
        return {}
    entries = tomllib.loads(file.read_text())
    return {test: entry["reason"] for test, entry in entries.items()}


def outcomes(suite, backend, max_examples, seed, select):
    """Outcome and error of every test, by name."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "outcomes.json"
        environment = os.environ | {
            "ARRAY_API_TESTS_MODULE": "ivy",
            "ARRAY_API_TESTS_VERSION": "2024.12",
            "IVY_BACKEND": backend,
            "IVY_OUTCOMES": str(file),
            "HYPOTHESIS_STORAGE_DIRECTORY": str(Path(folder) / "hypothesis"),
            **_ENVIRONMENT.get(backend, {}),
            "PYTHONPATH": os.pathsep.join((str(HERE), os.environ.get("PYTHONPATH", ""))),
        }
        command = [
            *(sys.executable, "-m", "pytest", "-q", "-p", "plugin", "-p", "no:cacheprovider"),
            *(f"--max-examples={max_examples}", "--disable-deadline", f"--hypothesis-seed={seed}"),
            *("--tb=short", "--no-header", "array_api_tests", *(("-k", select) if select else ())),
        ]
        log = HERE / "results" / f"{backend}.log"
        with log.open("w") as out:
            subprocess.run(command, cwd=suite, env=environment, stdout=out, stderr=out, check=False)
        if not file.exists():
            raise SystemExit(f"the suite did not run; see {log}")
        return json.loads(file.read_text())


def _name(test):
    return test.removeprefix("array_api_tests/")


def report(backend, max_examples, seed, found):
    """The results file: figures, and every test that failed with its error."""
    count = {
        kind: sum(o["outcome"] == kind for o in found.values())
        for kind in ("passed", "failed", "skipped")
    }
    ran = count["passed"] + count["failed"]
    return {
        "backend": backend,
        "standard": "2024.12",
        "max_examples": max_examples,
        "seed": seed,
        "summary": {**count, "percent": round(100 * count["passed"] / max(ran, 1), 2)},
        "failed": {
            _name(t): o["error"] for t, o in sorted(found.items()) if o["outcome"] == "failed"
        },
        "skipped": {
            _name(t): o["error"] for t, o in sorted(found.items()) if o["outcome"] == "skipped"
        },
    }


def compare(facts, found, known):
    """What the list of known failures and the outcomes disagree on."""
    passed = {_name(t) for t, o in found.items() if o["outcome"] == "passed"}
    new = [f"fails, and is not listed: {t}" for t in facts["failed"] if t not in known]
    return new + [f"is listed, and passes: {t}" for t in sorted(known) if t in passed]


def main():
    """Runs, writes, compares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", required=True, type=Path)
    parser.add_argument("--backend", required=True)
    parser.add_argument("--max-examples", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--select", default="", help="an expression for pytest's -k")
    options = parser.parse_args()
    found = outcomes(
        options.suite, options.backend, options.max_examples, options.seed, options.select
    )
    facts = report(options.backend, options.max_examples, options.seed, found)
    if not options.select:
        file = HERE / "results" / f"{options.backend}.json"
        file.write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n")
    for test, error in facts["failed"].items():
        print(f"FAILED {test}: {error.splitlines()[0] if error else ''}")
    print(facts["summary"])
    problems = compare(facts, found, expected(options.backend))
    print(*problems, sep="\n")
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
