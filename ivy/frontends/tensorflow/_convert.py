"""Python values as tensors, by TensorFlow's rules: no promotion, int32 and float32 by default."""

from __future__ import annotations

from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy._core.dtypes import DType
from ivy.frontends.tensorflow.errors import invalid

_OF_PYTHON = {bool: dtypes.bool_, int: dtypes.int32, float: dtypes.float32, str: None}


def as_dtype(value: Any) -> DType:
    """A dtype, its name, or a Python or NumPy type, as a dtype.

    Raises
    ------
    TypeError
        It names none of TensorFlow's numeric dtypes.
    """
    if isinstance(value, np.dtype):
        return value
    if isinstance(value, str):
        value = {"half": "float16", "float": "float32", "double": "float64"}.get(value, value)
        if value in dtypes.NAMES:
            return dtypes.as_dtype(value)
    elif isinstance(value, type):
        found = _OF_PYTHON.get(value)
        if found is not None:
            return found
        if issubclass(value, np.generic) or value.__module__ == "ml_dtypes":
            return np.dtype(value)
    raise TypeError(f"Cannot convert the argument `type_value`: {value!r} to a TensorFlow DType.")


def is_array(value: Any) -> bool:
    """Whether `value` is an array of the backend (or of the host)."""
    if value is None or isinstance(value, (list, tuple, str, range)):
        return False
    return ivy.python_kind(value) is None and hasattr(value, "shape")


def dtype_of(array: Any) -> DType:
    """The dtype of an array of the backend or of the host."""
    return array.dtype if isinstance(array, (np.ndarray, np.generic)) else ivy.dtype(array)


def tensor(value: Any, dtype: DType | None = None) -> Any:
    """`value` as an array; a Python value in `dtype` where it fits, an array as it is.

    Raises
    ------
    TypeError, ValueError
        A Python value is none that TensorFlow can make a tensor of (this dtype) of.
    """
    if is_array(value):
        return ivy.constant(value) if isinstance(value, np.ndarray) else value
    if isinstance(value, (list, tuple)) and any(map(holds_array, value)):
        return _packed(value, dtype)
    return ivy.constant(host(value, dtype))


def holds_array(value: Any) -> bool:
    """Whether there is an array of a backend in nested lists."""
    if isinstance(value, (list, tuple)):
        return any(map(holds_array, value))
    return is_array(value) and not isinstance(value, (np.ndarray, np.generic))


def _packed(values: Any, dtype: DType | None) -> Any:
    """A list with tensors in it, stacked: they and the numbers beside them are of one dtype."""
    dtype = next((found for v in values if (found := _dtype_within(v)) is not None), dtype)
    arrays = [tensor(v, dtype) for v in values]
    for a in arrays:
        if ivy.dtype(a) != ivy.dtype(arrays[0]) or tuple(a.shape) != tuple(arrays[0].shape):
            raise invalid("cannot compute Pack: the inputs differ in shape or type")
    return ivy.stack(arrays, axis=0)


def _dtype_within(value: Any) -> DType | None:
    if isinstance(value, (list, tuple)):
        return next((d for v in value if (d := _dtype_within(v)) is not None), None)
    return dtype_of(value) if is_array(value) else None


def host(value: Any, dtype: DType | None = None) -> np.ndarray:
    """Numbers, nested lists or an array as a NumPy array, Python numbers in `dtype` where they fit.

    Raises
    ------
    TypeError, ValueError
        See `tensor`.
    """
    if value is None or isinstance(value, str):
        raise ValueError(f"Attempt to convert a value ({value!r}) with an unsupported type")
    if is_array(value):
        return value if isinstance(value, np.ndarray) else ivy.to_numpy(value)
    if holds_array(value):
        return np.stack([host(v, dtype) for v in value])
    found = np.asarray(value)  # ragged lists raise ValueError here, as TensorFlow does
    if found.dtype.kind not in "?biufcV":
        raise ValueError(f"Attempt to convert a value ({value!r}) with an unsupported type")
    natural = _natural(found, value)
    if dtype is None or natural == dtype:
        return found.astype(natural)
    return _fitted(found, natural, dtype, value)


def _natural(found: np.ndarray, value: Any) -> DType:
    """What TensorFlow makes of Python numbers; NumPy's scalars keep their dtype."""
    if found.dtype.kind == "f" and not found.size:
        return dtypes.float32
    first = value
    while isinstance(first, (list, tuple, range)) and len(first):
        first = first[0]
    if isinstance(first, (np.generic, np.ndarray)) and found.dtype != dtypes.int64:
        return found.dtype
    if found.dtype == dtypes.int64:
        small = not found.size or (found.min() >= -(2**31) and found.max() < 2**31)
        return dtypes.int32 if small else dtypes.int64
    return dtypes.float32 if found.dtype == dtypes.float64 else found.dtype


def _fitted(found: np.ndarray, natural: DType, dtype: DType, value: Any) -> np.ndarray:
    climbs = dtypes.category(natural) <= dtypes.category(dtype)
    bools = (natural == dtypes.bool_) != (dtype == dtypes.bool_)
    if found.size and (bools or not climbs):
        raise TypeError(f"Cannot convert {value!r} to EagerTensor of dtype {dtype.name}")
    if dtype == dtypes.int32 and found.size and (found.min() < -(2**31) or found.max() >= 2**31):
        raise ValueError("Can't convert Python sequence with out-of-range integer to Tensor.")
    return found.astype(dtype)  # other integers wrap round, as in TensorFlow
