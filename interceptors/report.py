"""What ran where: the counts of one block, and the line of the user's program behind a fall-back."""

from __future__ import annotations

import sys
import sysconfig
from collections import Counter, defaultdict
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
    """Counts of one block.

    `ways` counts the calls on the target per way and operation; `native` what ran natively by design,
    per heading ("random", "transfer", "collective", "python") and operation; `fallbacks` what ran
    natively for lack of a rule.

    fast path    found by its signature in C
    program      one compiled program
    op by op     each ivy op by itself
    view         another geometry of the same elements
    expansion    the source's own expansion into other calls, which are counted too
    """

    target: str
    ways: defaultdict[str, defaultdict[str, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )
    native: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    fallbacks: dict[str, Fallback] = field(default_factory=dict)

    @property
    def calls(self) -> Counter[str]:
        """Calls on the target per operation."""
        found: Counter[str] = Counter()
        for counts in self.ways.values():
            found.update(counts)
        return found

    def fell_back(self, name: str, reason: str) -> bool:
        """Counts a fallback; whether it is the first of this operation."""
        entry = self.fallbacks.get(name)
        first = entry is None
        if entry is None:
            entry = self.fallbacks[name] = Fallback(reason, user_line())
        entry.calls += 1
        return first

    def rows(self) -> list[dict[str, Any]]:
        """One row per operation and place: `{"op", "where", "calls", "ways", "reason", "line"}`."""

        def row(op: str, where: str, calls: int, **rest: Any) -> dict[str, Any]:
            empty = {"ways": {}, "reason": "", "line": ""}
            return {"op": str(op), "where": where, "calls": calls, **empty, **rest}

        rows = [row(op, self.target, n, ways=self._ways(op)) for op, n in self.calls.items()]
        rows += [row(op, heading, n) for (heading, op), n in self.native.items()]
        rows += [
            row(op, "fall-back", f.calls, reason=f.reason, line=f.line)
            for op, f in self.fallbacks.items()
        ]
        return sorted(rows, key=lambda row: (row["where"], -row["calls"], row["op"]))

    def _ways(self, op: str) -> dict[str, int]:
        return {way: counts[op] for way, counts in self.ways.items() if op in counts}

    @property
    def fallback_calls(self) -> int:
        """How many computing calls ran natively."""
        return sum(f.calls for f in self.fallbacks.values())

    def __str__(self) -> str:
        rows = self.rows()
        width = max([len(r["op"]) for r in rows], default=2)
        lines = [
            f"run_on({self.target!r}): {self.calls.total()} calls on the target, "
            f"{self.fallback_calls} fall-backs"
        ]
        for r in rows:
            tail = ", ".join(f"{n} {way}" for way, n in r["ways"].items())
            tail = f"  {r['reason']} ({r['line']})" if r["reason"] else tail and f"  {tail}"
            lines.append(f"  {r['op']:<{width}}  {r['where']:<10} {r['calls']:>8}{tail}")
        return "\n".join(lines)
