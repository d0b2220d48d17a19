"""The block of a whole process, for the command line and for `IVY_RUN_ON`.

It opens before the program starts and ends with the process. Until the program imports a framework,
nothing is: neither NumPy nor the target, whose import comes after that of the source, so that what the
program sets in the environment for its frameworks still counts.
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import sys
from typing import Any

from interceptors import FRAMEWORKS
from interceptors import sources as _sources
from interceptors.session import Session
from ivy_runtime import accounts as _accounts
from ivy_runtime import blocks, settings
from ivy_runtime.imports import FIRST_IMPORT
from ivy_runtime.sessions import Opened, PendingTarget


class _Process(PendingTarget):
    """The target, with its cleaning up at exit before that of its framework."""

    def load(self) -> Any:
        try:
            backend = super().load()
        except (ImportError, ValueError) as error:
            sys.exit(f"ivy: {error}")
        if _finish is not None:
            atexit.unregister(_finish)
            atexit.register(_finish)
        return backend


_finish: Any = None


def install(by: str) -> None:
    """Redirects the process as the settings say, until it ends.

    Raises
    ------
    ValueError
        An option has a value that it does not take, or that is not offered yet.
    """
    global _finish
    options = {name: settings.value(name) for name in settings.OPTIONS}
    options, accounts = _accounts.split(options)
    target, named = options.pop("target"), options.pop("sources")
    try:
        settings.check(**options)
    except NotImplementedError as error:
        raise ValueError(str(error)) from None
    _check(target, named or ())
    session = Session(
        _Process(target, options["device"]),  # type: ignore[arg-type]
        waits=FRAMEWORKS if named is None else named,
        last_resort=_sources.LAST_RESORT if named is None else "",
        **options,
    )
    opened = blocks.install_session(session, by)
    if _sources.LAST_RESORT in session.waits:
        FIRST_IMPORT.put()
    process = os.getpid()

    def finish() -> None:
        if os.getpid() == process:
            _end(opened, accounts)

    _finish = finish
    atexit.register(finish)


def _check(target: str, named: tuple[str, ...]) -> None:
    if importlib.util.find_spec(target) is None:
        raise ValueError(f"{target} is not installed: pip install 'ivy-runtime[{target}]'")
    for name in named:
        if name not in _sources.NAMES:
            raise ValueError(f"no source {name!r}; there are {', '.join(_sources.NAMES)}")
        if name != target and target not in _sources.TARGETS[name]:
            raise ValueError(
                f"{name} code does not run on {target} yet; the targets of {name} are "
                f"{', '.join(_sources.TARGETS[name])}"
            )


def _end(opened: Opened, accounts: dict[str, Any]) -> None:
    """Closes the block, if the program has not, with all that was installed on top of it."""
    while opened in blocks.open_installations():
        blocks.uninstall()
    _accounts.give(opened.session.report, accounts, _show)


def _show(report: Any) -> None:
    print(report, file=sys.stderr)


def from_environment() -> None:
    """What the `.pth` file of the installation calls at start-up, if `IVY_RUN_ON` is set.

    In a virtual environment `site` runs such files twice.
    """
    if _finish is not None:
        return
    try:
        if settings.value("target"):
            install("IVY_RUN_ON")
    except ValueError as error:
        print(f"ivy: {error}", file=sys.stderr, flush=True)
        os._exit(2)  # an exception would let the program run natively


def uninstall_environment() -> None:
    """Ends what `IVY_RUN_ON` has installed: the command line takes its place."""
    while blocks.installed():
        blocks.uninstall()
    if _finish is not None:
        atexit.unregister(_finish)
