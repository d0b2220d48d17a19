"""Measures frontends against the frameworks they imitate: every case, on every backend.

    python tests/frontends/run.py --source numpy --backend numpy --only 'numpy.linalg.*'

The source's own outcomes come from one process, and are remembered (`memory.py`); each backend has a
process of its own in which no other framework can be imported. Results go to `results/<source>.json`,
where entries that were not measured this time stay. `case.py` tells how cases are written.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import fnmatch
import functools
import importlib
import importlib.abc
import importlib.util
import json
import multiprocessing
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
for folder in (HERE.parent, HERE.parent.parent):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from frontends import measure, memory, outcomes, requirements  # noqa: E402
from frontends.case import Case, call, host, of  # noqa: E402, F401 - cases may import them from here
from frontends.outcomes import Outcome  # noqa: E402
from frontends.sources import NATIVE, Ours  # noqa: E402

from ivy._core.backend import NAMES, load  # noqa: E402

FRAMEWORKS = ("torch", "jax", "tensorflow")
RESULTS = HERE / "results"


@functools.cache
def cases_of(source: str) -> dict[str, Case]:
    """The cases of a source by path; several of one path count as one.

    Raises
    ------
    ValueError
        Cases of one path are checked in different ways, or stand in a file of another source.
    """
    found: dict[str, Case] = {}
    for file in sorted((HERE / "cases").glob(f"{source}_*.py")):
        for case in importlib.import_module(f"frontends.cases.{file.stem}").CASES:
            if case.path.split(".")[0] != source:
                raise ValueError(f"{file.name} is no place for {case.path}")
            before = found.get(case.path)
            found[case.path] = _joined(before, case) if before else case
    return found


def _joined(one: Case, other: Case) -> Case:
    if one.check is not other.check:
        raise ValueError(f"{one.path} is checked in two ways")
    return one._replace(samples=(*one.samples, *other.samples), bad=(*one.refused, *other.refused))


# -- one path, in the process of the source or of a backend


def expect(source: str, path: str) -> tuple[str, list[Outcome]]:
    """`(why the case does not count, outcomes on the source)`."""
    case = cases_of(source)[path]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            expected = memory.kept(
                case,
                lambda: outcomes.native(case),
                lambda found: not measure.invalid(case, found),
            )
        except outcomes.Missing as error:
            return f"the source has none: {error}", []
        reason = measure.invalid(case, expected) or requirements.lacking(case, expected)
    return reason, expected


def expect_wider(source: str, path: str, expected: list[Outcome]) -> list[Outcome]:
    """The outcomes, with results of wider dtypes to compare ours and the source's with."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return outcomes.in_wider(cases_of(source)[path], expected)


def hold(source: str, backend: str, path: str, expected: list[Outcome]) -> str:
    """ "right", or "wrong" or "missing" with a reason."""
    case = cases_of(source)[path]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        word, reason = measure.verdict(case, expected, Ours(source, load(backend)))
    return f"{word}: {reason}" if reason else word


# -- processes


class _Absent(importlib.abc.MetaPathFinder):
    """Makes frameworks look as if they were not installed."""

    def __init__(self, names: Iterable[str]):
        self.names = frozenset(names)

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> None:
        if fullname.split(".")[0] in self.names:
            raise ModuleNotFoundError(f"{fullname} is not to be imported here", name=fullname)


def _prepare(installed: str) -> None:
    sys.meta_path.insert(0, _Absent(n for n in FRAMEWORKS if n != installed))
    if installed in FRAMEWORKS:
        framework = importlib.import_module(installed)  # a slow import is no part of a case's time
        if installed == "torch":
            framework.set_num_threads(1)
        if installed == "tensorflow":
            framework.constant(0)  # what the import leaves for later


def in_processes(
    function: Callable, calls: Sequence[tuple], installed: str, jobs: int, lost: Callable
) -> list:
    """The results of `function` for each call, in processes with only one framework.

    A call that ends its process (TensorFlow aborts on some bad input) gives `lost(*call)`.
    """
    results: dict[int, Any] = {}
    waiting = list(range(len(calls)))
    while waiting:
        broken = _in_pool(function, calls, waiting, installed, jobs, results)
        for i in broken[:jobs]:  # one of them ended the process
            if _in_pool(function, calls, [i], installed, 1, results):
                results[i] = lost(*calls[i])
        waiting = broken[jobs:]
    return [results[i] for i in range(len(calls))]


def _in_pool(
    function: Callable,
    calls: Sequence[tuple],
    chosen: list[int],
    installed: str,
    jobs: int,
    results: dict[int, Any],
) -> list[int]:
    """Fills in the results of some calls; gives those that the end of a process took away."""
    context = multiprocessing.get_context("spawn")
    broken = []
    with ProcessPoolExecutor(min(jobs, len(chosen)), context, _prepare, (installed,)) as pool:
        futures = {}
        for i in chosen:
            try:
                futures[i] = pool.submit(function, *calls[i])
            except BrokenProcessPool:
                broken.append(i)
        for i, future in futures.items():
            try:
                results[i] = future.result()
            except BrokenProcessPool:
                broken.append(i)
    return sorted(broken)


def _no_outcomes(source: str, path: str) -> tuple[str, list[Outcome]]:
    return "the source ends the process", []


def _no_answer(*_: Any) -> str:
    return "wrong: ends the process"


def _unwidened(source: str, path: str, expected: list[Outcome]) -> list[Outcome]:
    return expected


def is_there(backend: str) -> bool:
    """Whether a backend is written and its framework installed."""
    if importlib.util.find_spec(backend) is None:
        return False
    return importlib.util.find_spec(f"ivy.backends.{backend}") is not None


def run(source: str, backends: Sequence[str], patterns: Sequence[str], jobs: int) -> dict[str, Any]:
    """Measures the cases of one source and gives `{"functions": ..., "refused": ...}`."""
    paths = [p for p in cases_of(source) if any(fnmatch.fnmatch(p, only) for only in patterns)]
    answers = in_processes(expect, [(source, p) for p in paths], source, jobs, _no_outcomes)
    refused = {p: reason for p, (reason, _) in zip(paths, answers) if reason}
    wanted = [(p, outcome) for p, (reason, outcome) in zip(paths, answers) if not reason]
    functions = {p: {} for p, _ in wanted}
    _hold_all(source, backends, wanted, functions, jobs)
    # what is off by more than the tolerance may still be as right as the source itself
    off = [(p, o) for p, o in wanted if any("differs by" in a for a in functions[p].values())]
    wider = in_processes(expect_wider, [(source, *w) for w in off], source, jobs, _unwidened)
    _hold_all(source, backends, [(p, w) for (p, _), w in zip(off, wider)], functions, jobs)
    for backend in backends:
        _tell(source, backend, functions)
    for path, reason in refused.items():
        print(f"  refused {path}: {reason}")
    return {"functions": functions, "refused": refused}


def _hold_all(
    source: str,
    backends: Sequence[str],
    wanted: Sequence[tuple[str, list[Outcome]]],
    functions: dict[str, dict[str, str]],
    jobs: int,
) -> None:
    for backend in backends:
        calls = [(source, backend, *w) for w in wanted]
        for (path, _), answer in zip(wanted, in_processes(hold, calls, backend, jobs, _no_answer)):
            functions[path][backend] = answer


def _tell(source: str, backend: str, functions: dict[str, dict[str, str]]) -> None:
    answers = {p: a[backend] for p, a in functions.items()}
    for path, answer in answers.items():
        if answer != "right":
            print(f"  {path} on {backend}: {answer}")
    right = sum(a == "right" for a in answers.values())
    print(f"{source} on {backend}: {right} of {len(answers)} right", flush=True)


# -- results


def read(source: str) -> dict[str, Any]:
    """The results file of a source."""
    file = RESULTS / f"{source}.json"
    return json.loads(file.read_text()) if file.exists() else {"functions": {}, "refused": {}}


def summary(functions: dict[str, dict[str, str]]) -> dict[str, Any]:
    """How many functions are right, on each backend and on all of them."""
    right = {b: n for b in NAMES if (n := sum(a.get(b) == "right" for a in functions.values()))}
    everywhere = sum(all(a.get(b) == "right" for b in NAMES) for a in functions.values())
    return {"functions": len(functions), "right": right, "right_on_all_backends": everywhere}


@contextlib.contextmanager
def _locked(folder: Path):
    """No other process writes results meanwhile."""
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def record(source: str, measured: dict[str, Any]) -> dict[str, Any]:
    """Puts what was measured into the results file; entries without a case go."""
    RESULTS.mkdir(exist_ok=True)
    with _locked(RESULTS):
        known, paths = read(source), cases_of(source)
        functions, refused = known["functions"], known["refused"]
        for path, answers in measured["functions"].items():
            functions[path] = {**functions.get(path, {}), **answers}
            refused.pop(path, None)
        for path, reason in measured["refused"].items():
            refused[path] = reason
            functions.pop(path, None)
        functions = {p: functions[p] for p in sorted(functions) if p in paths}
        refused = {p: refused[p] for p in sorted(refused) if p in paths}
        _write(source, functions, refused)
    return summary(functions)


def _write(source: str, functions: dict[str, Any], refused: dict[str, str]) -> None:
    def block(entries: dict[str, Any]) -> str:
        return ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in entries.items())

    (RESULTS / f"{source}.json").write_text(
        f'{{"summary": {json.dumps(summary(functions))},\n'
        f'"functions": {{\n{block(functions)}\n}},\n"refused": {{\n{block(refused)}\n}}}}\n'
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", nargs="+", default=list(NATIVE), choices=list(NATIVE))
    parser.add_argument("--backend", nargs="+", default=list(NAMES), choices=list(NAMES))
    parser.add_argument(
        "--only", nargs="+", default=["*"], metavar="PATTERN", help="paths, as in 'torch.nn.*'"
    )
    parser.add_argument("--jobs", type=int, default=1, help="processes per backend")
    parser.add_argument("--dry", action="store_true", help="leave the results file as it is")
    options = parser.parse_args()
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    backends = [b for b in options.backend if is_there(b)]
    for source in options.source:
        measured = run(source, backends, options.only, options.jobs)
        if not options.dry:
            print(f"{source}: {json.dumps(record(source, measured))}")


if __name__ == "__main__":
    main()
