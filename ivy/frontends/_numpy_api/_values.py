"""Helpers on arrays and host values that depend on no source."""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._checks import raise_if as raise_if


def kind(x: Any) -> str:
    """The kind of an array's dtype: "b", "i", "u", "f" or "c"."""
    dtype = ivy.dtype(x)
    return "f" if dtype.name == "bfloat16" else dtype.kind


def is_number(x: Any) -> bool:
    """Whether `x` is a Python number."""
    return not isinstance(x, (list, tuple)) and ivy.python_kind(x) is not None


def is_sequence(x: Any) -> bool:
    """Whether `x` is a list or tuple."""
    return isinstance(x, (list, tuple))


def is_array(x: Any) -> bool:
    """Whether `x` is an array, of a backend or of NumPy; scalar types such as `np.int8` are not."""
    return hasattr(x, "shape") and hasattr(x, "dtype") and not isinstance(x, type)


def number(value: Any, x: Any) -> Any:
    """A Python number as a 0-d array of the dtype of `x`."""
    return ivy.asarray(value, dtype=ivy.dtype(x))


def wide(x: Any) -> Any:
    """`x`, with 16-bit floats cast to 32 bits."""
    return ivy.astype(x, dtypes.float32) if ivy.dtype(x).itemsize == 2 and kind(x) == "f" else x


def size_of(x: Any) -> int:
    """The number of elements of an array."""
    return math.prod(x.shape)


def flat(x: Any) -> Any:
    """`x` flattened to one axis."""
    if len(x.shape) == 1:
        return x
    # -1 is ambiguous in the shape of an empty array
    return ivy.reshape(x, (0,) if 0 in x.shape else (-1,))


def shape_of(shape: Any) -> tuple[int, ...]:
    """A shape, or a length, as a tuple of integers."""
    if isinstance(shape, (tuple, list)):
        return tuple(operator.index(n) for n in shape)
    if hasattr(shape, "__index__") and not getattr(shape, "shape", ()):
        return (operator.index(shape),)
    return tuple(operator.index(n) for n in shape)


def host_integers(xs: Any) -> list[int]:
    """Integers that determine a shape; those of an array are read back to the host."""
    if hasattr(xs, "dtype"):
        return [int(n) for n in np.asarray(ivy.to_numpy(xs)).reshape(-1)]
    return [operator.index(n) for n in xs] if is_sequence(xs) else [operator.index(xs)]
