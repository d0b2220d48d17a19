"""IPython and Jupyter: `%run_on jax` for the rest of a notebook, `%%run_on jax` for a cell."""

from __future__ import annotations

import importlib
import shlex
from typing import Any

from interceptors.report import Report
from ivy_runtime import accounts as _accounts
from ivy_runtime import blocks, cells, settings
from ivy_runtime.context import install, run_on

_at_end: list[dict[str, Any]] = []  # what each `%run_on` is to tell when it ends


def load(shell: Any) -> None:
    """Adds the magics."""
    cells.follow()
    shell.register_magic_function(_magic(shell), "line_cell", "run_on")


def unload(shell: Any) -> None:
    """Ends what `%run_on` has installed; IPython removes no magic."""
    while _at_end:
        _end()


def _magic(shell: Any) -> Any:
    def magic(line: str, cell: str | None = None) -> None:
        """Runs this cell, or with one % the cells from now on, on another framework.

        %run_on jax [--fallback error] [--sources torch] [--report] ...
        %run_on off
        %run_on
        %%run_on jax [options]

        `off` ends the last one, and tells what it was asked for; without anything, what is installed is
        shown. The options are those of `python -m ivy_runtime run --help`.
        """
        words = shlex.split(line)
        if cell is None and words == ["off"]:
            _end()
        elif cell is None and not words:
            _show_installed()
        else:
            target, options, accounts = _read(words)
            if cell is None:
                _install(target, options, accounts)
            else:
                _run_cell(shell, cell, target, options, accounts)

    return magic


def _read(words: list[str]) -> tuple[str, dict[str, Any], dict[str, Any]]:
    given, rest = settings.parse(words)
    if len(rest) > 1:
        more, others = settings.parse(rest[1:])
        given, rest = {**given, **more}, [*rest[:1], *others]
    targets = [*rest, *([given.pop("target")] if "target" in given else [])]
    if len(targets) != 1:
        raise ValueError("one target: %run_on jax [options], or %run_on off")
    wanted = {name: settings.value(name, given.get(name)) for name in _accounts.NAMES}
    return targets[0], *_accounts.split({**given, **wanted})


def _install(target: str, options: dict[str, Any], accounts: dict[str, Any]) -> None:
    install(target, **options)
    _at_end.append(accounts)


def _end() -> None:
    opened = blocks.open_installations()
    blocks.uninstall()
    if _at_end:
        _accounts.give(opened[-1].session.report, _at_end.pop(), _show)


def _show_installed() -> None:
    lines = [
        f"{i.target}: {', '.join(i.sources) or 'nothing imported yet'}, fallback={i.fallback!r}"
        for i in blocks.installed()
    ]
    print("\n".join(lines) or "nothing is installed")


def _show(report: Report) -> None:
    importlib.import_module("IPython.display").display(report)


def _run_cell(
    shell: Any, cell: str, target: str, options: dict[str, Any], accounts: dict[str, Any]
) -> None:
    with run_on(target, **options) as session:
        result = shell.run_cell(cell)
    _accounts.give(session.report, accounts, _show)
    error = result.error_before_exec or result.error_in_exec
    if error is not None:  # it has been shown; the cell fails all the same
        error._render_traceback_ = list
        raise error
