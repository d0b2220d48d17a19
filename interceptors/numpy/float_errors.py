"""Floating-point errors, which targets do not notice: NumPy finds them where somebody asks for them.

Who asks sets an error state (`np.errstate`), or records warnings in the block (`pytest.warns`). Then
NumPy runs each call too, on true values. What records warnings since before the block, as pytest does
for each test, does not ask.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from interceptors.numpy import _compat

_warnings: Any = warnings
_state = _compat.HAS_ERROR_STATE


def _takers() -> tuple[Any, Any]:
    """What takes warnings now."""
    return _warnings._showwarnmsg_impl, _warnings.showwarning


_message, _show = _takers()  # of the block, or before the first one


def enter() -> tuple[Any, Any]:
    """Opens a block: what takes warnings now does not ask; the same of the block around this one."""
    global _message, _show
    before = _message, _show
    _message, _show = _takers()
    return before


def leave(before: tuple[Any, Any]) -> None:
    """Closes a block."""
    global _message, _show
    _message, _show = before


def are_recorded() -> bool:
    """Whether somebody records warnings."""
    return _warnings._showwarnmsg_impl is not _message or _warnings.showwarning is not _show


def are_asked_for() -> bool:
    """Whether somebody asks for errors."""
    return _state(None) is not None or are_recorded()


def wanted() -> dict[str, Any]:
    """The error state in which NumPy is to run a call: warnings only for who records them."""
    records = are_recorded()
    return {k: "ignore" if v == "warn" and not records else v for k, v in np.geterr().items()}
