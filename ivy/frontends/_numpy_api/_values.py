"""Numbers and arrays in the dtype that a loop computes in."""

from __future__ import annotations

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import kind


def number(value, x):
    """A number in the dtype of `x`."""
    return ivy.asarray(value, dtype=ivy.dtype(x))


def wide(x):
    """16-bit floats in 32 bits."""
    return ivy.astype(x, dtypes.float32) if ivy.dtype(x).itemsize == 2 and kind(x) == "f" else x
