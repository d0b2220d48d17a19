"""What an array is: its dtype, its value on the host, whether it stands for a Python number."""

from __future__ import annotations

import numpy as np

from ivy._core import rules
from ivy._core.dtypes import DType
from ivy._core.op import Array, primitive


@primitive(shape=rules.same, dtype=rules.named_second)
def astype(x: Array, dtype: DType, /) -> Array:
    """`x` converted to `dtype`; real to bool is "is not zero", complex to real keeps the real part."""
    ...


@primitive(shape=lambda x, dtype: None, dtype=rules.named_second)
def bitcast(x: Array, dtype: DType, /) -> Array:
    """The bytes of `x` read as `dtype`; the last axis grows or shrinks if the widths differ."""
    ...


@primitive()
def dtype(x: Array, /) -> DType:
    """The dtype of an array, as `ivy.DType`."""
    ...


@primitive(reads_value=True)
def item(x: Array, /) -> bool | int | float | complex:
    """The value of a one-element array, as a Python number."""
    ...


@primitive()
def python_kind(x: object, /) -> type | None:
    """The type of a Python number (or of what stands for one in a trace), None for an array."""
    ...


@primitive(reads_value=True)
def to_numpy(x: Array, /) -> np.ndarray:
    """The values of `x` as a NumPy array on the host, a copy."""
    ...
