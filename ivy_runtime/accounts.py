"""What a block is asked to tell at its end: a report as text, page, JSON or profile."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from interceptors.report import Report

_WRITERS = {"report_html": "to_html", "report_json": "to_json", "profile": "to_trace"}
NAMES = ("report", *_WRITERS, "verify")


def split(options: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The arguments of `run_on` among some options, and what is to be told."""
    accounts = {name: options.get(name) for name in NAMES}
    arguments = {n: v for n, v in options.items() if n not in NAMES}
    flags = {"profile": bool(accounts["profile"]), "verify": bool(accounts["verify"])}
    return {**arguments, **flags}, accounts


def give(report: Report, accounts: dict[str, Any], show: Callable[[Report], None]) -> None:
    """Shows the report and writes its files, as far as they are wanted."""
    if accounts["report"]:
        show(report)
    if accounts["verify"]:
        print(report.verification, file=sys.stderr)
    for name, method in _WRITERS.items():
        if accounts[name]:
            getattr(report, method)(accounts[name])
