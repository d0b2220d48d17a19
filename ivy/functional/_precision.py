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


def in_double(function: Callable) -> Callable:
    """`function` of arrays of one floating dtype, computed in 64 bits; its results may be a tuple."""

    @functools.wraps(function)
    def run(*arrays: Any) -> Any:
        dtype = ops.dtype(arrays[0])
        if dtype == dtypes.float64:
            return function(*arrays)
        out = function(*(ops.astype(x, dtypes.float64) for x in arrays))
        if not dtypes.is_floating(dtype):
            return out
        if isinstance(out, tuple):
            return tuple(ops.astype(part, dtype) for part in out)
        return ops.astype(out, dtype)

    return run
