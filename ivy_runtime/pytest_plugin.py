"""Runs a test suite, unmodified, on another framework.

    pytest -p ivy_runtime.pytest_plugin --ivy-run-on jax --ivy-fallback error --ivy-xfails jax.toml

Each test runs in a block of its own, which is around the call of the test: its body, and `setUp` and
`tearDown` of `unittest`. Collection, modules, parameters and fixtures run natively, so that a test's
values are the source's own when it starts, and what a fixture keeps for later tests is too.

Known failures are in a TOML file, `"id of a test" = "reason"`, where `*` stands for anything. They are
strict: a test that passes all the same fails the run.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ivy_runtime import settings

_OPTIONS = ("target", "fallback", "sources", "device", "rng")
_FACTS = pytest.StashKey[dict[str, Any]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of `run_on`, with `ivy` before them."""
    group = parser.getgroup("ivy", "run tests on another framework (ivy)")
    for name in _OPTIONS:
        option = settings.OPTIONS[name]
        metavar, text = option.metavar, option.help
        flag = "--ivy-run-on" if name == "target" else f"--ivy-{name}"
        group.addoption(flag, dest=f"ivy_{name}", metavar=metavar, help=text)
    group.addoption(
        "--ivy-xfails",
        metavar="FILE",
        help='a TOML file of tests that are known to fail: "id or pattern" = "reason"',
    )


def pytest_configure(config: pytest.Config) -> None:
    """Does nothing unless a target is given."""
    if config.getoption("ivy_target") is None:
        return
    try:
        options = {name: _value(config, name) for name in _OPTIONS}
        expected = Expected(config.getoption("ivy_xfails"))
    except (ValueError, OSError) as error:
        raise pytest.UsageError(f"ivy: {error}") from None
    config.pluginmanager.register(Redirection(options, expected), "ivy-redirection")


def _value(config: pytest.Config, name: str) -> Any:
    text = config.getoption(f"ivy_{name}")
    if text is not None:
        return settings.OPTIONS[name].read(text)
    # what falls back is counted in the summary; a warning could fail a test that expects none
    default = "allow" if name == "fallback" else None
    return settings.value(name) if settings.is_given(name) else default


class Expected:
    """Tests that are known to fail, by patterns of their ids, with a reason each."""

    def __init__(self, file: str | None):
        entries = tomllib.loads(Path(file).read_text(encoding="utf-8")) if file else {}
        for pattern, reason in entries.items():
            if not isinstance(reason, str) or not reason.strip():
                raise ValueError(f'{file}: {pattern!r} needs a reason: "id" = "reason"')
        self.file = file
        self.reasons: dict[str, str] = entries
        self.patterns = {p: _pattern(p) for p in entries}
        self.unused = set(entries)

    def reason(self, nodeid: str) -> str | None:
        """Why a test fails; None if it is not known to."""
        for pattern, expression in self.patterns.items():
            if expression.fullmatch(nodeid):
                self.unused.discard(pattern)
                return self.reasons[pattern]
        return None


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, text.split("*"))), re.DOTALL)


class Redirection:
    """The hooks of a run with a target."""

    def __init__(self, options: dict[str, Any], expected: Expected):
        self.options = options
        self.expected = expected
        self.summary = Summary(options["target"])

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Marks what is known to fail."""
        for item in items:
            reason = self.expected.reason(item.nodeid)
            if reason is not None:
                item.add_marker(pytest.mark.xfail(reason=reason, strict=True), append=False)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """The block; other plugins are outside of it."""
        from ivy_runtime.context import run_on

        with run_on(**self.options) as session:
            try:
                return (yield)
            finally:
                report = session.report
                item.stash[_FACTS] = {
                    "ran": dict(report.calls),
                    "fell back": {op: f.reason for op, f in report.fallbacks.items()},
                }

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Iterator[Any]:
        """Adds what ran where; the report carries it from a worker of xdist, too."""
        report = yield
        if call.when == "call":
            error = call.excinfo.value if call.excinfo is not None else None
            facts = item.stash.get(_FACTS, {"ran": {}, "fell back": {}})
            report.ivy = {**facts, "lacks": _unsupported(error)}
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Counts a test."""
        self.summary.add(report)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Ends the run with the counts."""
        terminalreporter.section(f"ivy: on {self.options['target']}")
        for line in self.summary.lines():
            terminalreporter.write_line(line)
        unused = self.expected.unused
        if unused and not terminalreporter.config.getoption("numprocesses", None):
            names = ", ".join(sorted(unused)[:5])
            terminalreporter.write_line(
                f"{len(unused)} entries of {self.expected.file} are of no test here: {names}"
            )


def _unsupported(error: BaseException | None) -> str | None:
    """The operation that a test failed for, if that is why."""
    from ivy._core.errors import UnsupportedOpError

    while error is not None:
        if isinstance(error, UnsupportedOpError):
            return str(error).partition("(")[0].partition(" on ")[0]
        error = error.__cause__ or error.__context__
    return None


class Summary:
    """Tests that passed, fell back and failed, in all and per operation."""

    def __init__(self, target: str):
        self.target = target
        self.tests: Counter[str] = Counter()
        self.ops: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.reasons: dict[str, str] = {}

    def add(self, report: Any) -> None:
        """Counts the report of a phase of a test."""
        facts = getattr(report, "ivy", None)
        if facts is None:
            if report.failed:
                self.tests["errors outside the call"] += 1
            return
        kind = _kind(report, facts)
        self.tests[kind] += 1
        for op in facts["ran"]:
            self.ops[op]["passed" if report.passed else "in failed tests"] += 1
        for op, reason in facts["fell back"].items():
            self.ops[op]["fell back"] += 1
            self.reasons[op] = reason
        if facts["lacks"] is not None:
            self.ops[facts["lacks"]]["failed"] += 1

    def lines(self) -> Iterator[str]:
        """The summary as text."""
        yield ", ".join(f"{n} {kind}" for kind, n in self.tests.items()) or "no test"
        if not self.ops:
            return
        title = "tests per operation"
        width = max(map(len, (title, *self.ops)))
        yield f"{title:<{width}}  passed  fell back  failed  in failed tests"

        def key(op: str) -> tuple:
            counts = self.ops[op]
            kinds = "failed", "in failed tests", "fell back", "passed"
            return *(-counts[kind] for kind in kinds), op

        for op in sorted(self.ops, key=key):
            counts = self.ops[op]
            numbers = f"{counts['passed']:>6}  {counts['fell back']:>9}  {counts['failed']:>6}"
            numbers += f"  {counts['in failed tests']:>15}"
            yield f"{op:<{width}}  {numbers}  {self.reasons.get(op, '')}".rstrip()


def _kind(report: Any, facts: dict[str, Any]) -> str:
    if report.skipped:
        return "expected failures" if hasattr(report, "wasxfail") else "skipped"
    if report.failed:
        return "failed"
    if facts["fell back"]:
        return "passed with fall-backs"
    return "passed" if facts["ran"] else "passed without a call to redirect"
