"""Steps in 32 bits for numbers of 16, whose range squares and series soon leave."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from ivy import functional as ops
from ivy._core import dtypes


def widened(x: Any) -> Any:
    """`x`, in 32 bits where it is of a floating dtype of fewer."""
    dtype = ops.dtype(x)
    narrow = dtypes.is_floating(dtype) and dtype.itemsize < 4
    return ops.astype(x, dtypes.float32) if narrow else x


def narrowed(out: Any, like: Any) -> Any:
    """`out` in the dtype of `like`."""
    dtype = ops.dtype(like)
    return out if ops.dtype(out) == dtype else ops.astype(out, dtype)


def in_single(function: Callable) -> Callable:
    """`function` of one array, in 32 bits where that has fewer."""

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
