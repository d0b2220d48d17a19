"""What ran where: the counts of one block, and the line of the user's program behind a fall-back."""

from __future__ import annotations

import sys
import sysconfig
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

_ROOT = str(Path(__file__).resolve().parent.parent)
_INTERNAL = (
    *(f"{_ROOT}/{package}/" for package in ("ivy", "interceptors", "ivy_runtime")),
    sysconfig.get_paths()["stdlib"] + "/",
    *(f"{sysconfig.get_paths()[kind]}/" for kind in ("purelib", "platlib")),
    "<",
)
HEADINGS = ("target", "fall-back", "allocation", "random", "transfer", "metadata", "file")


def user_line() -> str:
    """`file:line` of the innermost frame outside of Ivy, the frameworks and the standard library."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith(_INTERNAL):
            return f"{name}:{frame.f_lineno}"
        frame = frame.f_back
    return "<unknown>"


@dataclass(slots=True)
class Fallback:
    """Why an operation ran natively, how often, and where it was first called."""

    reason: str
    line: str
    calls: int = 0


@dataclass
class Report:
    """Counts of one block: calls per operation on the target, and the rest under their headings."""

    target: str
    calls: defaultdict[Any, int] = field(default_factory=lambda: defaultdict(int))
    native: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    fallbacks: dict[str, Fallback] = field(default_factory=dict)

    def fell_back(self, name: str, reason: str) -> bool:
        """Counts a fall-back; whether it is the first of this operation."""
        entry = self.fallbacks.get(name)
        first = entry is None
        if entry is None:
            entry = self.fallbacks[name] = Fallback(reason, user_line())
        entry.calls += 1
        return first

    def rows(self) -> list[dict[str, Any]]:
        """One row per operation and place: `{"op", "where", "calls", "reason", "line"}`."""
        rows = [
            {"op": str(op), "where": self.target, "calls": n, "reason": "", "line": ""}
            for op, n in self.calls.items()
            if n
        ]
        rows += [
            {"op": op, "where": heading, "calls": n, "reason": "", "line": ""}
            for (heading, op), n in self.native.items()
        ]
        rows += [
            {"op": op, "where": "fall-back", "calls": f.calls, "reason": f.reason, "line": f.line}
            for op, f in self.fallbacks.items()
        ]
        return sorted(rows, key=lambda row: (row["where"], -row["calls"], row["op"]))

    @property
    def fallback_calls(self) -> int:
        """How many calls ran natively although they compute."""
        return sum(f.calls for f in self.fallbacks.values())

    def __str__(self) -> str:
        rows = self.rows()
        width = max([len(r["op"]) for r in rows], default=2)
        lines = [
            f"run_on({self.target!r}): {sum(self.calls.values())} calls on the target, "
            f"{self.fallback_calls} fall-backs"
        ]
        for r in rows:
            tail = f"  {r['reason']} ({r['line']})" if r["reason"] else ""
            lines.append(f"  {r['op']:<{width}}  {r['where']:<10} {r['calls']:>8}{tail}")
        return "\n".join(lines)
