"""What a comparison with native results has found: per operation, per module, per result.

Errors are measured against the largest value of a result, as rounding errors of a sum are: an element
that is small because larger ones cancel has no smaller error than these. Integers are exact.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

# (relative, absolute) by dtype, of one operation on the same arguments; all other dtypes are exact.
TOLERANCE = {
    "float64": (1e-9, 1e-11),
    "complex128": (1e-9, 1e-11),
    "float32": (2e-5, 1e-6),
    "complex64": (2e-5, 1e-6),
    "float16": (4e-3, 1e-4),
    "bfloat16": (2e-2, 1e-3),
}
_SMALL = (0.15, 1e-2)  # of 8-bit floats
MANY = 50  # times the tolerance of one operation: results that many operations have made
MANY_NARROW = 5  # the same of 16-bit floats
MOST_ROWS = 100_000
_WIDE = ("float32", "float64", "complex64", "complex128")


@dataclass(slots=True)
class Difference:
    """How a result differs from the native one."""

    absolute: float = 0.0
    relative: float = 0.0
    problem: str = ""  # what is not a matter of size: another dtype or shape, a NaN
    ok: bool = True


def worse(one: Difference, other: Difference) -> Difference:
    """The one that counts for an operation with several results: what differs, or differs more."""
    return min(one, other, key=lambda d: (d.ok, -d.relative))


@dataclass(slots=True)
class Row:
    """One comparison: of an operation in the order of calls, a module, a result, a gradient."""

    kind: str
    name: str
    module: str
    line: str
    difference: Difference

    def __str__(self) -> str:
        d = self.difference
        found = d.problem or f"largest error {d.absolute:.3g}, relative {d.relative:.3g}"
        where = f" in {self.module}" if self.module else ""
        line = f", at {self.line}" if self.line else ""
        return f"{self.kind} {self.name}{where}: {found}{line}"


def compare(
    ours: Any, native: Any, tolerance: Tolerance, *, many: bool = False, magnitudes: bool = False
) -> Difference:
    """Compares two host arrays; `many` operations made them, or it is about their `magnitudes`."""
    if ours.dtype != native.dtype:
        return Difference(problem=f"dtype {ours.dtype} for {native.dtype}", ok=False)
    if ours.shape != native.shape:
        return Difference(problem=f"shape {ours.shape} for {native.shape}", ok=False)
    if not ours.size:
        return Difference()
    relative, absolute = tolerance.of(native.dtype.name, many)
    if relative == absolute == 0 and native.dtype.kind in "biu":
        if np.array_equal(ours, native):
            return Difference()
        a, b = ours.astype(np.float64), native.astype(np.float64)
    else:
        wide = np.complex128 if native.dtype.kind == "c" else np.float64
        a, b = ours.astype(wide), native.astype(wide)
    if magnitudes:
        a, b = np.abs(a), np.abs(b)
    finite = np.isfinite(b)
    others = a[~finite], b[~finite]
    if not np.array_equal(*others, equal_nan=True) or not np.isfinite(a[finite]).all():
        return Difference(np.inf, np.inf, "NaN or infinite at other positions", ok=False)
    if not finite.any():
        return Difference()
    error = float(np.abs(a[finite] - b[finite]).max())
    size = float(np.abs(b[finite]).max())
    return Difference(
        error, error / size if size else error, "", error <= absolute + relative * size
    )


@dataclass(slots=True)
class Tolerance:
    """Allowed errors: numbers for all dtypes, or by the name of a dtype, over the usual ones."""

    rtol: float | dict[str, float] | None = None
    atol: float | dict[str, float] | None = None

    def of(self, dtype: str, many: bool) -> tuple[float, float]:
        """(relative, absolute) for a dtype."""
        usual = TOLERANCE.get(dtype, _SMALL if dtype.startswith("float8") else (0.0, 0.0))
        factor = (MANY if dtype in _WIDE else MANY_NARROW) if many else 1
        given = (_chosen(self.rtol, dtype), _chosen(self.atol, dtype))
        return tuple(u * factor if g is None else g for u, g in zip(usual, given, strict=True))  # type: ignore[return-value]


def _chosen(given: float | dict[str, float] | None, dtype: str) -> float | None:
    return given.get(dtype) if isinstance(given, dict) else given


@dataclass
class Verification:
    """Native results beside redirected ones.

    `rows` has every comparison; those of operations are in the order of their calls, and each got the
    same arguments on both sides, so the first that differs is to blame.
    """

    target: str
    tolerance: Tolerance = field(default_factory=Tolerance)
    rows: list[Row] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)  # what could not be compared
    compared: int = 0
    # operations whose results are not unique (signs of factors, the order of equal elements), and which
    # have made another choice than natively
    ambiguous: set[str] = field(default_factory=set)
    narrow: str = ""  # the shortest floating dtype of an operation's result

    def add(
        self, kind: str, name: str, difference: Difference, module: str = "", line: str = ""
    ) -> None:
        """Notes a comparison; beyond a number of rows, only those that differ."""
        self.compared += 1
        if not difference.ok or len(self.rows) < MOST_ROWS:
            self.rows.append(Row(kind, name, module, line, difference))

    def add_whole(self, kind: str, name: str, ours: Any, native: Any, compare_: Any) -> None:
        """Notes the comparison of a result that many operations have made.

        `compare_(ours, native, tolerance, many=True)` compares. What an ambiguous operation has gone
        into may differ; each operation has been compared by itself then.
        """
        tolerance = self.tolerance
        if self.narrow:
            relative, absolute = tolerance.of(self.narrow, many=True)
            tolerance = Tolerance(
                dict.fromkeys(_WIDE, relative) if tolerance.rtol is None else tolerance.rtol,
                dict.fromkeys(_WIDE, absolute) if tolerance.atol is None else tolerance.atol,
            )
        difference = compare_(ours, native, tolerance, many=True)
        alike = not difference.problem.startswith(("dtype", "shape"))
        blamed = any(r.kind == "operation" and not r.difference.ok for r in self.rows)
        if not difference.ok and self.ambiguous and alike and not blamed:
            difference.ok = True
            difference.problem = f"another choice of {', '.join(sorted(self.ambiguous))}"
        if kind != "state" or not difference.ok:
            self.add(kind, name, difference)

    def add_run(
        self, ours: dict[tuple[str, str], Any], native: dict[tuple[str, str], Any], compare_: Any
    ) -> None:
        """Notes the comparison of whole runs: their values by kind and name."""
        for key in native:
            if key in ours:
                self.add_whole(*key, ours[key], native[key], compare_)
            else:
                self.add(*key, Difference(problem="missing", ok=False))
        for key in ours:
            if key not in native:
                self.add(*key, Difference(problem="natively there is none", ok=False))

    def skip(self, name: str) -> None:
        """Notes an operation that could not be compared."""
        self.skipped[name] += 1

    @property
    def ok(self) -> bool:
        """Whether nothing differs."""
        return all(row.difference.ok for row in self.rows)

    @property
    def differences(self) -> list[Row]:
        """What differs, operations first."""
        found = [row for row in self.rows if not row.difference.ok]
        return sorted(found, key=lambda row: row.kind != "operation")

    @property
    def first_difference(self) -> Row | None:
        """The first operation that differs; if none does, the first module or result."""
        return next(iter(self.differences), None)

    def worst(self) -> list[Row]:
        """The row with the largest relative error of each operation, the worst first."""
        found: dict[tuple[str, str], Row] = {}
        for row in self.rows:
            key = row.kind, row.name
            known = found.get(key)
            if known is None or row.difference.relative > known.difference.relative:
                found[key] = row
        return sorted(found.values(), key=lambda row: -row.difference.relative)

    def __str__(self) -> str:
        counts = Counter(row.kind for row in self.rows)
        plurals = ", ".join(f"{n} {kind}{'s' if n != 1 else ''}" for kind, n in counts.items())
        differing = self.differences
        verdict = f"{len(differing)} differ" if differing else "all agree"
        told = f"{plurals} compared, {verdict}" if counts else "nothing has been compared"
        lines = [f"verify on {self.target}: {told}"]
        if differing:
            lines.append(f"  first difference: {differing[0]}")
            lines += [f"  {row}" for row in differing[1:10]]
            if len(differing) > 10:
                lines.append(f"  ... and {len(differing) - 10} more")
        else:
            lines += [f"  closest: {row}" for row in self.worst()[:1]]
        if self.ambiguous:
            lines.append(
                f"  not unique, and other than natively: {', '.join(sorted(self.ambiguous))}"
            )
        if self.skipped:
            names = ", ".join(f"{name} ({n})" for name, n in self.skipped.items())
            lines.append(f"  not compared: {names}")
        return "\n".join(lines)

    def to_json(self, path: Any = None) -> str:
        """Every row as JSON, also written to `path` if one is given."""
        first = self.first_difference
        text = json.dumps(
            {
                "target": self.target,
                "ok": self.ok,
                "first_difference": None if first is None else asdict(first),
                "rows": [asdict(row) for row in self.rows],
                "skipped": self.skipped,
            },
            indent=1,
        )
        if path is not None:
            Path(path).write_text(text, encoding="utf-8")
        return text
