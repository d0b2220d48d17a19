"""What ran where: the counts of one block, and the line of the user's program behind a fall-back."""

from __future__ import annotations

import importlib
import sys
import sysconfig
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter_ns
from types import CodeType, FrameType, ModuleType, TracebackType
from typing import TYPE_CHECKING, Any

from interceptors import FRAMEWORKS

if TYPE_CHECKING:  # a report is there before a program starts, which `ivy` must not be part of
    from interceptors.explanation import Explanation
    from interceptors.profile import Profile
    from interceptors.verification import Verification

_ROOT = str(Path(__file__).resolve().parent.parent)
_OURS = ("ivy", "interceptors", "ivy_runtime")
_STANDARD = sysconfig.get_paths()["stdlib"] + "/"
_INTERNAL = (
    *(f"{_ROOT}/{package}/" for package in _OURS),
    _STANDARD,
    *(f"{sysconfig.get_paths()[kind]}/" for kind in ("purelib", "platlib")),
    "<",
)
FALL_BACK = "fall-back"
TRANSFER = "transfer"


def _formats() -> ModuleType:
    return importlib.import_module("interceptors.report_formats")


def user_line() -> str:
    """`file:line` of the innermost frame outside of Ivy, the frameworks and the standard library.

    If there is none, of the innermost one of `__main__`: code of `python -c`, or a tool of a library.
    """
    frame: FrameType | None = sys._getframe(1)
    main = "<unknown>"
    while frame is not None:
        name, line = frame.f_code.co_filename, f"{frame.f_code.co_filename}:{frame.f_lineno}"
        if not name.startswith(_INTERNAL):
            return line
        is_main = frame.f_globals.get("__name__") == "__main__"
        if is_main and main == "<unknown>" and not name.startswith(_INTERNAL[:3]):
            main = line
        frame = frame.f_back
    return main


def is_internal(filename: str) -> bool:
    """Whether a file is Ivy's, a library's or of the standard library."""
    return filename.startswith(_INTERNAL)


def origin(trace: TracebackType | None) -> str:
    """`file:line` where an error came from, in a library rather than in a framework, and who called."""
    found = inner = ""
    while trace is not None:
        code, module = trace.tb_frame.f_code, trace.tb_frame.f_globals.get("__name__") or ""
        root, line = module.partition(".")[0], f"{code.co_filename}:{trace.tb_lineno}"
        if root in FRAMEWORKS:
            inner = line
        elif root not in _OURS and not code.co_filename.startswith((_STANDARD, "<")):
            found = line
        trace = trace.tb_next
    found, caller = found or inner or "<unknown>", user_line()
    return found if found == caller else f"{found} (called at {caller})"


def line_outside(*packages: str) -> Callable[[], str]:
    """As `user_line`, but a line of a library counts, unless it is one of these packages."""
    site = sysconfig.get_paths()["purelib"] + "/"
    internal = (*_INTERNAL[:3], "<", *(f"{site}{p}/" for p in (*packages, "optree")))
    skipped: dict[CodeType, bool] = {}

    def line() -> str:
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            code = frame.f_code
            skip = skipped.get(code)
            if skip is None:
                name = code.co_filename
                ours = name.startswith(internal)
                skip = ours or (name.startswith(_STANDARD) and not name.startswith(site))
                skipped[code] = skip
            if not skip:
                return f"{code.co_filename}:{frame.f_lineno}"
            frame = frame.f_back
        return "<unknown>"

    return line


@dataclass(slots=True)
class Fallback:
    """Why an operation ran natively, how often, and where it was first called."""

    reason: str
    line: str
    calls: int = 0


@dataclass
class Report:
    """Counts of one block, and with `run_on(..., profile=True)` times.

    `ways` counts the calls on the target per way and operation; `native` what ran natively by design,
    per heading ("random", "transfer", "collective", "python") and operation; `fallbacks` what ran
    natively for lack of a rule; `moved` the bytes of transfers, per direction.

    fast path    found by its signature in C
    program      one compiled program
    op by op     each ivy op by itself
    host         evaluated by NumPy before it was worth a program (told apart in a profile only)
    view         another geometry of the same elements
    expansion    the source's own expansion into other calls, which are counted too
    """

    target: str
    profile: Profile | None = None
    verification: Verification | None = None  # of a block with `verify=True`
    explanation: Explanation | None = None  # of `ivy.explain`
    ways: defaultdict[str, defaultdict[str, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )
    native: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    fallbacks: dict[str, Fallback] = field(default_factory=dict)
    moved: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def calls(self) -> Counter[str]:
        """Calls on the target per operation."""
        found: Counter[str] = Counter()
        for counts in self.ways.values():
            found.update(counts)
        return found

    # -- what hooks say

    def count(self, name: str, way: str, calls: int = 1) -> None:
        """Counts a call that has succeeded on the target, and the way that it took."""
        self.ways[way][name] += calls
        if self.profile is not None:
            self.profile.note(name, self.target, way)

    def count_native(self, heading: str, name: str) -> None:
        """Counts what ran natively by design."""
        self.native[heading, name] += 1
        if self.profile is not None:
            self.profile.note(name, heading)

    def count_transfer(self, direction: str, size: int) -> None:
        """Counts bytes that went to the target, or to the host."""
        self.native[TRANSFER, direction] += 1
        self.moved[direction] += size

    def fell_back(self, name: str, reason: str) -> bool:
        """Counts a fallback; whether it is the first of this operation."""
        entry = self.fallbacks.get(name)
        first = entry is None
        if entry is None:
            entry = self.fallbacks[name] = Fallback(reason, user_line())
        entry.calls += 1
        if self.profile is not None:
            self.profile.note(name, FALL_BACK)
        return first

    def timed(
        self, call: Callable, args: tuple, wait: Callable, name: str | None = None, fast: str = ""
    ) -> Any:
        """`call(*args)` in a frame of the profile; `name` is what the way `fast` counts it as."""
        assert self.profile is not None
        counts = self.ways[fast]
        before = counts.get(name, 0) if name is not None else 0

        def settle(frame: Any, on_host: bool) -> None:
            if name is not None and counts.get(name, 0) > before:
                frame.found.append((name, self.target, fast))
            if on_host and frame.found:
                op, where, way = frame.found[-1]
                if where == self.target and self.ways[way].get(op):
                    self.ways[way][op] -= 1
                    self.ways["host"][op] += 1
                    frame.found[-1] = op, where, "host"

        return self.profile.run(call, args, line=user_line, wait=wait, settle=settle)

    def end(self) -> None:
        """Says that the block is closed."""
        if self.profile is not None:
            self.profile.end = perf_counter_ns()

    # -- what users ask

    def rows(self) -> list[dict[str, Any]]:
        """One row per operation and place.

        `{"op", "where", "calls", "ways", "seconds", "bytes", "reason", "line"}`; seconds are None
        without a profile, and include no calls that have rows of their own.
        """
        seconds = self.profile.seconds if self.profile is not None else None
        lines = self.profile.lines if self.profile is not None else {}

        def row(op: str, where: str, calls: int, **rest: Any) -> dict[str, Any]:
            key = str(op), where
            found = {
                "ways": {},
                "seconds": None if seconds is None else seconds.get(key, 0.0),
                "bytes": 0,
                "reason": "",
                "line": lines.get(key, ""),
            }
            return {"op": str(op), "where": where, "calls": calls, **found, **rest}

        rows = [row(op, self.target, n, ways=self._ways(op)) for op, n in self.calls.items()]
        rows += [
            row(op, heading, n, bytes=self.moved[op] if heading == TRANSFER else 0)
            for (heading, op), n in self.native.items()
        ]
        rows += [
            row(op, FALL_BACK, f.calls, reason=f.reason, line=f.line)
            for op, f in self.fallbacks.items()
        ]
        return sorted(rows, key=lambda row: (row["where"], -row["calls"], row["op"]))

    def _ways(self, op: str) -> dict[str, int]:
        return {way: counts[op] for way, counts in self.ways.items() if counts.get(op)}

    @property
    def fallback_calls(self) -> int:
        """How many computing calls ran natively."""
        return sum(f.calls for f in self.fallbacks.values())

    @property
    def transfers(self) -> dict[str, dict[str, int]]:
        """Calls and bytes of copies "to target" and "to host"."""
        return {
            direction: {"calls": n, "bytes": self.moved[direction]}
            for (heading, direction), n in self.native.items()
            if heading == TRANSFER
        }

    def __str__(self) -> str:
        return _formats().text(self)

    def __rich__(self) -> Any:
        return _formats().table(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def _repr_html_(self) -> str:
        return _formats().fragment(self)

    def as_dict(self) -> dict[str, Any]:
        """What `to_json` writes."""
        return _formats().facts(self)

    def to_json(self, path: Any = None) -> str:
        """The report as JSON, also written to `path` if one is given."""
        return _formats().save(_formats().as_json(self), path)

    def to_html(self, path: Any = None) -> str:
        """The report as one page that needs nothing else, also written to `path` if one is given."""
        return _formats().save(_formats().page(self), path)

    def to_trace(self, path: Any = None) -> str:
        """The events of a profile as a trace for chrome://tracing or Perfetto.

        Raises
        ------
        ContextError
            The block had no profile.
        """
        return _formats().save(_formats().trace(self), path)
