"""Runs the Array API conformance suite on a backend, and holds it to the list of known failures.

    python tests/array_api/run.py --suite /path/to/array-api-tests --backend numpy

The suite (github.com/data-apis/array-api-tests, with data-apis/array-api beside it) is not part of
this repository. Each of its files runs by itself, and a run that was stopped goes on with `--resume`.
What came out is written to `results/<backend>.json`; what may fail, and why, stands in
`expected/<backend>.toml`. A failure that is not listed fails the run, and so does an entry that passes,
unless it is seen `sometimes`: hypothesis does not find the examples that show it in every version.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
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
    """The known failures of a backend: whether it takes certain examples to see it, by test."""
    file = HERE / "expected" / f"{backend}.toml"
    if not file.exists():
        return {}
    entries = tomllib.loads(file.read_text())
    return {test: entry.get("sometimes", False) for test, entry in entries.items()}


def _environment(backend, folder, part):
    return os.environ | {
        "ARRAY_API_TESTS_MODULE": "ivy",
        "ARRAY_API_TESTS_VERSION": "2024.12",
        "IVY_BACKEND": backend,
        "IVY_OUTCOMES": str(part),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis"),
        **_ENVIRONMENT.get(backend, {}),
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(HERE), os.environ.get("PYTHONPATH", ""))),
    }


def _revision():
    """The commit of the code under test, with a + if files differ from it."""
    git = ("git", "-C", str(ROOT), "describe", "--always", "--dirty=+", "--exclude=*")
    return subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()


def _run(file, options, folder):
    """Outcome and error of every test in a file of the suite, by name, and the code they are of."""
    part = folder / f"{file.stem}.json"
    if part.exists():
        return json.loads(part.read_text())
    part.with_suffix(".tests").unlink(missing_ok=True)
    command = [
        *(sys.executable, "-m", "pytest", "-q", "-p", "plugin", "-p", "no:cacheprovider"),
        *(f"--max-examples={options.max_examples}", "--disable-deadline", "--no-header"),
        *(f"--hypothesis-seed={options.seed}", "--tb=short", str(file)),
        *(("-k", options.select) if options.select else ()),
    ]
    revision, log = _revision(), folder / f"{file.stem}.log"
    environment = _environment(options.backend, folder, part.with_suffix(".tests"))
    with log.open("w") as out:
        subprocess.run(
            command, cwd=options.suite, env=environment, stdout=out, stderr=out, check=False
        )
    if not part.with_suffix(".tests").exists():
        raise SystemExit(f"{file.name} did not run; see {log}")
    tests = json.loads(part.with_suffix(".tests").read_text())
    found = {"revision": revision, "tests": tests}
    part.write_text(json.dumps(found))
    return found


def outcomes(options):
    """Outcome and error of every test, by name, and the revisions of the code they are of."""
    name = f"ivy_array_api_{options.backend}_{options.max_examples}_{options.seed}"
    folder = Path(tempfile.gettempdir()) / (name + "_selected" * bool(options.select))
    if not options.resume:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    tests = options.suite / "array_api_tests"
    files = [tests] if options.select else sorted(tests.glob("test_*.py"))
    parts = [_run(file, options, folder) for file in files]
    found = {name: outcome for part in parts for name, outcome in part["tests"].items()}
    return found, sorted({part["revision"] for part in parts})


def _name(test):
    return test.removeprefix("array_api_tests/")


def report(options, found, revisions):
    """The results file: figures, and every test that failed with its error."""
    count = {
        kind: sum(o["outcome"] == kind for o in found.values())
        for kind in ("passed", "failed", "skipped")
    }
    ran = count["passed"] + count["failed"]
    return {
        "backend": options.backend,
        "standard": "2024.12",
        "max_examples": options.max_examples,
        "seed": options.seed,
        "revisions": revisions,
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
    always = sorted(t for t, sometimes in known.items() if not sometimes)
    return new + [f"is listed, and passes: {t}" for t in always if t in passed]


def main():
    """Runs, writes, compares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", required=True, type=Path)
    parser.add_argument("--backend", required=True)
    parser.add_argument("--max-examples", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--select", default="", help="an expression for pytest's -k")
    parser.add_argument("--resume", action="store_true", help="keep what a stopped run found")
    options = parser.parse_args()
    options.suite = options.suite.resolve()
    found, revisions = outcomes(options)
    facts = report(options, found, revisions)
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
