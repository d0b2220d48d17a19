"""Which of a source's functions the frontends have, by the registry and the recorded results.

What was recorded: `<source>.json`, a verdict per function and backend (made by
`tests/frontends/run.py`), and `<source>_api.txt`, the public functions of the source (made by
`tests/frontends/names.py`).
"""

from __future__ import annotations

import functools
import importlib
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from ivy._core import errors
from ivy._core.backend import NAMES as BACKENDS
from ivy.frontends import _publish

SOURCES = ("torch", "jax", "numpy", "tensorflow")
# Native names that users do not call.
_INNER = ("torch.ops.", "jax.primitive.")

WORDS = {
    "exact": "a frontend function of its own, written with Ivy's ops; measured, and on every "
    "backend values, dtypes, shapes and errors are the source's",
    "derived": "made by rule from another function (a method, an in-place form, an operator, an "
    "alias); measured, and right on every backend",
    "decomposed": "written with other functions of the source, as the source itself does; "
    "measured, and right on every backend",
    "wrong": "measured, and not right on some backend; the reason is shown",
    "untested": "there, but no case measures it, or too weak a one",
    "missing": "a public function of the source that the frontend does not have",
}
RIGHT = ("exact", "derived", "decomposed")


class Entry(NamedTuple):
    """One native function: its word, the recorded answer per backend, and a reason."""

    path: str
    word: str
    backends: dict[str, str]
    reason: str = ""

    @property
    def namespace(self) -> str:
        """The namespace of the function: `torch.nn.functional`."""
        return self.path.rpartition(".")[0]


def results() -> Path:
    """The folder of what was recorded: in the installed package, or in the source tree."""
    here = Path(__file__).parent
    for folder in (here / "results", here.parent / "tests" / "frontends" / "results"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("no recorded results; run tests/frontends/run.py")


def coverage(source: str) -> list[Entry]:
    """Every public function of `source`, in the order of its name.

    Raises
    ------
    UnknownBackendError
        There is no source of this name.
    """
    if source not in SOURCES:
        raise errors.UnknownBackendError(f"no source {source!r}; there are {', '.join(SOURCES)}.")
    recorded = _recorded(source)
    answers, refused = recorded["functions"], recorded["refused"]
    kinds = {p: _kind(source, p) for p in _paths(source, answers)}
    return [
        _entry(path, kind, answers.get(path, {}), refused.get(path, ""))
        for path, kind in sorted(kinds.items())
    ]


def _recorded(source: str) -> dict[str, Any]:
    file = results() / f"{source}.json"
    return json.loads(file.read_text()) if file.exists() else {"functions": {}, "refused": {}}


def _paths(source: str, measured: Iterable[str]) -> set[str]:
    """The source's own public names, what is registered and what was measured."""
    _frontend(source)
    file = results() / f"{source}_api.txt"
    public = file.read_text().split() if file.exists() else ()
    registered = {p for table in _publish.SHOWN for p in table if p.split(".")[0] == source}
    return {p for p in {*public, *registered, *measured} if not p.startswith(_INNER)}


@functools.cache
def _frontend(source: str) -> Any:
    """The namespace of a source, filled."""
    namespace = importlib.import_module(f"ivy.frontends.{source}")
    dir(namespace)  # some are filled on demand
    return namespace


def _kind(source: str, path: str) -> str:
    """How the frontend has a function: "exact", "derived", "decomposed", or "missing"."""
    if path in _publish.COMPOSED:
        return "decomposed"
    if _publish.table_of(path) is not None:
        return "exact"
    found = _frontend(source)
    for part in path.split(".")[1:]:
        try:
            found = getattr(found, part)
        except AttributeError:
            return "missing"
    return "derived"


def _entry(path: str, kind: str, answers: dict[str, str], refused: str) -> Entry:
    if kind == "missing":
        return Entry(path, "missing", {})
    short = {b: a.partition(":")[0] for b, a in answers.items()}
    off = [f"{b}: {a.partition(': ')[2]}" for b, a in answers.items() if short[b] != "right"]
    if off:
        return Entry(path, "wrong", short, off[0])
    unmeasured = [b for b in BACKENDS if b not in short]
    if unmeasured:
        reason = refused or (f"not measured on {', '.join(unmeasured)}" if short else "")
        return Entry(path, "untested", short, reason)
    return Entry(path, kind, short)


def counts(entries: Iterable[Entry]) -> dict[str, int]:
    """How many entries have each word."""
    found = Counter(e.word for e in entries)
    return {word: found[word] for word in WORDS}


def by_namespace(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The entries of each namespace, in the order of its name."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.namespace, []).append(entry)
    return dict(sorted(found.items()))


def right_on(entries: Iterable[Entry]) -> dict[str, int]:
    """How many functions are right, per backend."""
    found = Counter(b for e in entries for b, a in e.backends.items() if a == "right")
    return {b: found[b] for b in BACKENDS}


def as_json(source: str, entries: list[Entry]) -> str:
    """The entries with their figures, for programs."""
    return json.dumps(
        {
            "source": source,
            "counts": counts(entries),
            "right": sum(e.word in RIGHT for e in entries),
            "right_on": right_on(entries),
            "functions": [e._asdict() for e in entries],
        },
        indent=1,
    )
