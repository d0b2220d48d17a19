"""Dotted names of parameters and state, from the paths that libraries give them."""

from __future__ import annotations

import re


def named(path: str) -> str:
    """A path of a library as a dotted name."""
    parts = [p for p in re.split(r"[./]", path) if p not in ("", "~")]
    return ".".join(parts) or "value"


def unique(names: list[str]) -> list[str]:
    """Names of which none is another one, or the beginning of its path."""
    found: list[str] = []
    groups = {".".join(n.split(".")[:i]) for n in names for i in range(1, n.count(".") + 1)}
    for name in names:
        while name in found or name in groups:
            name += "_"
        found.append(name)
    return found
