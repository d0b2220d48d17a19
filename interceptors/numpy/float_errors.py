"""Floating-point errors, which targets do not notice: NumPy finds them where somebody asks for them.

Who asks sets an error state (`np.errstate`), or records warnings in the block (`pytest.warns`). Then
NumPy runs each call too, on true values. What records warnings since before the block, as pytest does
for each test, does not ask.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from interceptors.numpy import _compat

_state = _compat.HAS_ERROR_STATE


_outside = _compat.warning_takers()  # what took warnings before the block


def enter() -> tuple[Any, Any]:
    """Opens a block: what takes warnings now does not ask; the same of the block around this one."""
    global _outside
    before, _outside = _outside, _compat.warning_takers()
    return before


def leave(before: tuple[Any, Any]) -> None:
    """Closes a block."""
    global _outside
    _outside = before


def are_recorded() -> bool:
    """Whether somebody records warnings."""
    return _compat.warning_takers() != _outside


def are_asked_for() -> bool:
    """Whether somebody asks for errors."""
    return _state(None) is not None or are_recorded()


def wanted() -> dict[str, Any]:
    """The error state in which NumPy is to run a call: warnings only for who records them."""
    records = are_recorded()
    return {k: "ignore" if v == "warn" and not records else v for k, v in np.geterr().items()}
