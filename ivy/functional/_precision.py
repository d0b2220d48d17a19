"""Computation in 32 bits for 16-bit dtypes, whose range is too small for squares and series."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from ivy._core import dtypes, ops


def widened(x: Any) -> Any:
    """`x`, converted to 32 bits if its floating dtype has fewer."""
    dtype = ops.dtype(x)
    narrow = dtypes.is_floating(dtype) and dtype.itemsize < 4
    return ops.astype(x, dtypes.float32) if narrow else x


def narrowed(out: Any, like: Any) -> Any:
    """`out` in the dtype of `like`."""
    dtype = ops.dtype(like)
    return out if ops.dtype(out) == dtype else ops.astype(out, dtype)


def in_single(function: Callable) -> Callable:
    """`function` of one array, computed in 32 bits if that has fewer."""

    @functools.wraps(function)
    def run(x: Any, **options: Any) -> Any:
        wide = widened(x)
        return function(x, **options) if wide is x else narrowed(function(wide, **options), x)

    return run
