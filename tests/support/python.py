"""Processes of Python that find the packages under test, wherever they run."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ivy_runtime

ROOT = Path(ivy_runtime.__file__).parents[1]


@contextlib.contextmanager
def _interrupts() -> Iterator[None]:
    """Processes that start here take SIGINT, also where a shell's background job ignores it.

    It is said before, not by `preexec_fn`, which forks all of the tests' process with its hooks.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def python(
    folder: Path,
    *words: str,
    stdin: str = "",
    send: Any = None,
    flags: Any = (),
    **environment: str,
) -> tuple[int, str, str]:
    """Exit status, output and errors of a process, which gets a signal after its first line, if any."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    variables = {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **environment}
    with _interrupts():
        process = subprocess.Popen(
            [sys.executable, *flags, *words],
            cwd=folder,
            env={**os.environ, **variables},
            encoding="utf-8",
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    if send is not None:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.3)
        process.send_signal(send)
    out, err = process.communicate(stdin, timeout=300)
    return process.returncode, out, err


def write(folder: Path, **files: str) -> None:
    """Python files by their names: `__` for a folder, and without the ending."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
