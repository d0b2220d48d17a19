"""The C extension `_enter`, if it was built and is wanted: the fast path of public functions."""

from __future__ import annotations

from typing import Any

import numpy as np

from ivy._array.array import Array
from ivy._core import extensions
from ivy._core.context import CURRENT


def _extension() -> Any:
    """The module `_enter`, or None."""
    if not extensions.wanted():
        return None
    try:
        from ivy._array import _enter  # pyright: ignore[reportAttributeAccessIssue]
    except ImportError:
        return None
    _enter.setup(Array, CURRENT, np.dtype)
    return _enter


ENTER = _extension()
