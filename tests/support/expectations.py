"""Known failures, as data: `tests/expected/<source>_on_<target>.toml`.

Each entry is `["operation"]` with a `reason`; `modes` limits it to some modes. They are strict: if one
starts to pass, the run fails, so that the list can only shrink.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from support.backends import TARGETS

_FOLDER = Path(__file__).parent.parent / "expected"
_KEYS = {"reason", "modes", "samples"}


@functools.cache
def known(source: str, target: str) -> dict[str, dict[str, Any]]:
    """The entries of one pair of frameworks."""
    entries = tomllib.loads((_FOLDER / f"{source}_on_{target}.toml").read_text())
    for name, entry in entries.items():
        assert entry.get("reason") and set(entry) <= _KEYS, f"{name}: {entry}"
    return entries


def marks(source: str, target: str, name: str, mode: str) -> list[Any]:
    """The pytest marks of a case."""
    entry = known(source, target).get(name)
    if entry is None or mode not in entry.get("modes", [mode]):
        return []
    return [pytest.mark.xfail(reason=entry["reason"], strict=True)]


def on_every_target(source: str, mode: str, entries: Iterable[tuple[str, str, Any]]) -> list[Any]:
    """The parameters `(value, target)` of a test; an entry is `(id, operation, value)`."""
    return [
        pytest.param(value, target, id=f"{id}-{target}", marks=marks(source, target, name, mode))
        for id, name, value in entries
        for target in TARGETS
    ]
