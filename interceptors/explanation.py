"""What a target lacks for a call: every gap, each with its line, and what was read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Gap:
    """An operation that the target has no rule for, at one line of the program."""

    op: str
    call: str  # the first, with dtypes and shapes
    reason: str
    line: str
    module: str = ""
    fix: str = ""  # the lines with which a user may fill the gap
    calls: int = 0

    def __str__(self) -> str:
        where = f" in {self.module}" if self.module else ""
        often = f" ({self.calls} calls)" if self.calls > 1 else ""
        return f"{self.call}{where}, at {self.line}: {self.reason}{often}"


@dataclass
class Explanation:
    """What a call needs of a target.

    `gaps` are the operations that would run natively; `reads` the lines where a value is read, which
    ends a program of a compiled graph; `ops` the calls per operation. `abstract` says that the target
    has inferred shapes and dtypes only.
    """

    target: str
    abstract: bool = False
    gaps: list[Gap] = field(default_factory=list)
    ops: Counter[str] = field(default_factory=Counter)
    reads: list[str] = field(default_factory=list)
    module: Callable[[], str] = field(default=str, repr=False)  # in which the program is now

    def note_gap(self, call: str, reason: str, line: str, fix: str) -> None:
        """Counts a gap."""
        module = self.module()
        op = call.partition("(")[0]
        for gap in self.gaps:
            if (gap.op, gap.line, gap.reason, gap.module) == (op, line, reason, module):
                gap.calls += 1
                return
        self.gaps.append(Gap(op, call, reason, line, module, fix, 1))

    def note_read(self, line: str) -> None:
        """Notes that the program reads a value."""
        if line not in self.reads and all(line != gap.line for gap in self.gaps):
            self.reads.append(line)

    @property
    def ok(self) -> bool:
        """Whether everything has a rule."""
        return not self.gaps

    def __str__(self) -> str:
        how = "shapes and dtypes only" if self.abstract else "with values"
        calls, kinds = sum(self.ops.values()), len(self.ops)
        lines = [
            f"explain on {self.target} ({how}): {calls} calls of {kinds} operations, "
            f"{len(self.gaps)} {'gap' if len(self.gaps) == 1 else 'gaps'}"
        ]
        lines += [f"  {gap}" for gap in self.gaps]
        fixes = list(dict.fromkeys(gap.fix for gap in self.gaps if gap.fix))
        if fixes:
            lines.append("\nTo fill a gap yourself:")
            lines += [f"\n{fix}" for fix in fixes]
        if self.reads:
            lines.append("  values are read at " + ", ".join(self.reads))
        return "\n".join(lines)

    def to_json(self, path: Any = None) -> str:
        """All that is known as JSON, also written to `path` if one is given."""
        facts = {
            "target": self.target,
            "abstract": self.abstract,
            "ok": self.ok,
            "gaps": [asdict(gap) for gap in self.gaps],
            "ops": dict(self.ops),
            "reads": self.reads,
        }
        text = json.dumps(facts, indent=1)
        if path is not None:
            Path(path).write_text(text, encoding="utf-8")
        return text
