"""The dtype inside a kernel: PyTorch computes 16-bit floats in float32 and rounds what comes out."""

from __future__ import annotations

from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.torch import _dtypes as to


def wide(dtype: np.dtype) -> np.dtype:
    """float32 for 16-bit floats, else the dtype itself."""
    return dtypes.float32 if dtypes.is_floating(dtype) and dtype.itemsize == 2 else dtype


def widen(x: Any) -> Any:
    """`x` in the dtype of the computation; None stays None."""
    return None if x is None else to.cast(x, wide(ivy.dtype(x)))


def narrow(x: Any, dtype: np.dtype) -> Any:
    """A result in the dtype that PyTorch returns; None stays None."""
    return None if x is None else to.cast(x, dtype)


def rounded(x: Any, dtype: np.dtype) -> Any:
    """`x` with no more digits than `dtype` has, in its own dtype."""
    return to.cast(to.cast(x, dtype), ivy.dtype(x))
