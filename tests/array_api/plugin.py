"""Pytest plugin for the conformance suite: chooses the backend, and writes down what came out."""

import json
import os
from pathlib import Path

from hypothesis import HealthCheck, settings

import ivy

_BACKEND = os.environ["IVY_BACKEND"]
_outcomes = {}

ivy.set_backend(_BACKEND)


def pytest_collection(session):
    """Lets drawing take its time: on JAX each new shape of a drawn array is compiled."""
    slow = [*settings.default.suppress_health_check, HealthCheck.too_slow]
    settings.register_profile("patient", parent=settings.default, suppress_health_check=slow)
    settings.load_profile("patient")


def pytest_runtest_logreport(report):
    """Keeps the worst outcome of a test's phases, with the last line of its error."""
    if report.when == "call" or report.outcome != "passed":
        known = _outcomes.get(report.nodeid, {}).get("outcome")
        if known != "failed":
            _outcomes[report.nodeid] = {"outcome": report.outcome, "error": _error(report)}


def _error(report):
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash else str(report.longrepr or "")
    return text.strip()[:300]


def pytest_sessionfinish(exitstatus):
    """Leaves the outcomes for `run.py`, of a session that came to its end."""
    if exitstatus not in (0, 1, 5):  # passed, failed, nothing selected
        return
    Path(os.environ["IVY_OUTCOMES"]).write_text(json.dumps(_outcomes))
