"""The dtype inside a kernel: PyTorch computes narrow floats in float32 and rounds what comes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.torch import _dtypes as to


def wide(dtype: np.dtype) -> np.dtype:
    """float32 for floats of 16 and 8 bits, else the dtype itself."""
    return dtypes.float32 if dtypes.is_floating(dtype) and dtype.itemsize < 4 else dtype


def widen(x: Any) -> Any:
    """`x` in the dtype of the computation; None stays None."""
    return None if x is None else to.cast(x, wide(ivy.dtype(x)))


def narrow(x: Any, dtype: np.dtype) -> Any:
    """A result in the dtype that PyTorch returns; None stays None."""
    return None if x is None else to.cast(x, dtype)


def rounded(x: Any, dtype: np.dtype) -> Any:
    """`x` with no more digits than `dtype` has, in its own dtype."""
    return to.cast(to.cast(x, dtype), ivy.dtype(x))


def keeps_number(dtype: np.dtype, other: Any) -> bool:
    """Whether a second operand is a number that a kernel of 16-bit floats does not round to `dtype`."""
    if wide(dtype) == dtype:
        return False
    return ivy.python_kind(other) is not None or other.ndim == 0


def computed(op: Callable, dtype: np.dtype, *operands: Any) -> Any:
    """`op` of the operands in the dtype of the computation, rounded to `dtype` once."""
    return to.cast(op(*(to.cast(x, wide(dtype)) for x in operands)), dtype)
