"""What is installed stays current in the cells of IPython and Jupyter."""

from __future__ import annotations

import sys
from typing import Any

from interceptors.session import CURRENT
from ivy_runtime import blocks
from ivy_runtime.sessions import is_open

_followed: list[Any] = []


def follow() -> bool:
    """Keeps what is installed current in later cells, which may run in contexts of their own.

    The result is whether there are cells: this is IPython.
    """
    IPython = sys.modules.get("IPython")
    shell = IPython and IPython.get_ipython()
    if shell is None:
        return False
    if shell not in _followed:
        _followed.append(shell)
        shell.events.register("pre_run_cell", _before_cell)
    return True


def _before_cell(_: Any = None) -> None:
    session = CURRENT.get()
    if session is None or not is_open(session):
        opened = blocks.open_installations()
        CURRENT.set(opened[-1].session if opened else None)
