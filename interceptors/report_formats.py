"""A report as text, table, page, JSON and trace."""

from __future__ import annotations

import html
import importlib.util
import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from interceptors.profile import Event
from ivy._core import errors

_PAGE = Path(__file__).with_name("report_page.html")
_UNITS = ("B", "kB", "MB", "GB", "TB")


def headline(report: Any) -> str:
    """What happened, in one line."""
    parts = [
        f"run_on({report.target!r}): {report.calls.total()} calls on the target",
        f"{report.fallback_calls} {'fall-back' if report.fallback_calls == 1 else 'fall-backs'}",
    ]
    moved = ", ".join(f"{_size(t['bytes'])} {way}" for way, t in report.transfers.items())
    if moved:
        parts.append(moved)
    if report.profile is not None:
        parts.append(f"{_time(report.profile.total)} in the block")
    return ", ".join(parts)


def text(report: Any) -> str:
    """Lines of text; a table where Python writes to a terminal and rich is installed."""
    if sys.stdout is not None and sys.stdout.isatty() and importlib.util.find_spec("rich"):
        from rich.console import Console

        width = shutil.get_terminal_size().columns
        console = Console(file=io.StringIO(), width=width, no_color=True)
        console.print(table(report))
        return console.file.getvalue().rstrip()  # type: ignore[attr-defined]
    rows = report.rows()
    width = max([len(r["op"]) for r in rows], default=2)
    timed = report.profile is not None
    lines = [headline(report)]
    for r in rows:
        time = f"  {_time(r['seconds']):>8}" if timed else ""
        tail = _details(r)
        lines.append(
            f"  {r['op']:<{width}}  {r['where']:<10} {r['calls']:>8}{time}" + (tail and f"  {tail}")
        )
    return "\n".join(lines)


def table(report: Any) -> Any:
    """The same as a table of rich."""
    from rich import box
    from rich.table import Table

    timed = report.profile is not None
    made = Table(title=headline(report), title_justify="left", box=box.SIMPLE_HEAD)
    made.add_column("operation", overflow="fold")
    made.add_column("where")
    made.add_column("calls", justify="right")
    if timed:
        made.add_column("time", justify="right")
    made.add_column("way, or reason", overflow="fold")
    for r in report.rows():
        style = "yellow" if r["where"] == "fall-back" else None
        time = [_time(r["seconds"])] if timed else []
        made.add_row(r["op"], r["where"], str(r["calls"]), *time, _details(r), style=style)
    return made


def _details(row: dict[str, Any]) -> str:
    if row["reason"]:
        return f"{row['reason']} ({row['line']})"
    if row["bytes"]:
        return _size(row["bytes"])
    return ", ".join(f"{n} {way}" for way, n in row["ways"].items())


def _time(seconds: float | None) -> str:
    if not seconds:
        return ""
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} us"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _size(count: float) -> str:
    for unit in _UNITS:
        if count < 1000 or unit == _UNITS[-1]:
            break
        count /= 1000
    return f"{count:.3g} {unit}"


def facts(report: Any) -> dict[str, Any]:
    """Everything that a report knows, as plain values."""
    profile = report.profile
    return {
        "target": report.target,
        "headline": headline(report),
        "calls": report.calls.total(),
        "fallback_calls": report.fallback_calls,
        "transfers": report.transfers,
        "rows": report.rows(),
        "profile": None
        if profile is None
        else {
            "seconds": profile.total,
            "dropped": profile.dropped,
            "fields": list(Event.__annotations__),
            "events": [list(event) for event in profile.events],
        },
    }


def as_json(report: Any) -> str:
    """The facts for programs."""
    return json.dumps(facts(report), indent=1)


def trace(report: Any) -> str:
    """The events in the format of Chrome's profiler."""
    profile = report.profile
    if profile is None:
        raise errors.ContextError(
            "the block had no profile; open it with ivy.run_on(target, profile=True)."
        )
    events = [
        {
            "name": event.op,
            "cat": event.where,
            "ph": "X",
            "ts": event.start * 1e6,
            "dur": event.seconds * 1e6,
            "pid": 0,
            "tid": event.thread,
            "args": {"way": event.way, "line": event.line},
        }
        for event in profile.events
    ]
    name = {"name": "process_name", "ph": "M", "pid": 0, "args": {"name": headline(report)}}
    return json.dumps({"traceEvents": [name, *events], "displayTimeUnit": "ms"})


def page(report: Any) -> str:
    """One page with all that it needs."""
    data = json.dumps(facts(report)).replace("<", "\\u003c")  # no string ends the script
    filled = _PAGE.read_text(encoding="utf-8").replace(
        "@TITLE@", html.escape(f"run_on({report.target!r})", quote=False)
    )
    return filled.replace("@DATA@", data)


def fragment(report: Any) -> str:
    """A table for notebooks."""
    timed = report.profile is not None
    names = ["operation", "where", "calls", *(["time"] if timed else []), "way, or reason"]
    head = "".join(f"<th style='text-align:left'>{name}</th>" for name in names)
    body = ""
    for r in report.rows():
        cells = [r["op"], r["where"], str(r["calls"])]
        cells += [_time(r["seconds"])] if timed else []
        cells.append(_details(r))
        body += f"<tr>{''.join(f'<td>{html.escape(c)}</td>' for c in cells)}</tr>"
    return (
        f"<p>{html.escape(headline(report))}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def save(content: str, path: Any) -> str:
    """`content`, after it was written to `path`, if that is not None."""
    if path is not None:
        Path(path).write_text(content, encoding="utf-8")
    return content
