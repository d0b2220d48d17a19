"""Dtypes: `ivy.DType` is NumPy's `dtype`, which JAX shares; torch and TensorFlow dtypes map to it.

`bfloat16` and the floats of 8 bits come from ml_dtypes, loaded on first access: `import ivy` needs
NumPy only. The latter (`FLOAT8`) are formats of storage: few ops take them, and not all targets.
"""

import functools
import math
from typing import Any, cast

import numpy as np

DType = np.dtype

bool_ = np.dtype("bool")
int8 = np.dtype("int8")
int16 = np.dtype("int16")
int32 = np.dtype("int32")
int64 = np.dtype("int64")
uint8 = np.dtype("uint8")
uint16 = np.dtype("uint16")
uint32 = np.dtype("uint32")
uint64 = np.dtype("uint64")
float16 = np.dtype("float16")
float32 = np.dtype("float32")
float64 = np.dtype("float64")
complex64 = np.dtype("complex64")
complex128 = np.dtype("complex128")

NAMES = (
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 bfloat16 float16 float32 float64 "
    "complex64 complex128"
).split()
FLOAT8 = "float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz float8_e8m0fnu".split()
_EXTENSIONS = {"bfloat16", *FLOAT8}


def __getattr__(name: str) -> DType:
    if name in _EXTENSIONS:
        import ml_dtypes

        return np.dtype(getattr(ml_dtypes, name))
    raise AttributeError(name)


@functools.cache
def as_dtype(name: str) -> DType:
    """The dtype called `name`, those of ml_dtypes included."""
    return __getattr__(name) if name in _EXTENSIONS else np.dtype(name)


@functools.cache
def category(dtype: DType) -> int:
    """0 bool, 1 integer, 2 real floating, 3 complex: the order of promotion between kinds."""
    if dtype.name in _EXTENSIONS:
        return 2
    return {"b": 0, "i": 1, "u": 1, "f": 2, "c": 3}[dtype.kind]


def is_floating(dtype: DType) -> bool:
    """Whether `dtype` is a real floating dtype."""
    return category(dtype) == 2


def is_float8(dtype: DType) -> bool:
    """Whether `dtype` is one of `FLOAT8`."""
    return dtype.itemsize == 1 and dtype.kind in "fV" and dtype.name in FLOAT8


def has_infinity(dtype: DType) -> bool:
    """Whether a floating or complex dtype has infinities."""
    return not is_float8(dtype) or dtype.name == "float8_e5m2"


def is_integral(dtype: DType) -> bool:
    """Whether `dtype` is an integer dtype (not bool)."""
    return category(dtype) == 1


def is_complex(dtype: DType) -> bool:
    """Whether `dtype` is complex."""
    return category(dtype) == 3


@functools.cache
def real_of(dtype: DType) -> DType:
    """The dtype of the real and imaginary parts of `dtype` (`dtype` itself if not complex)."""
    return {"complex64": float32, "complex128": float64}.get(dtype.name, dtype)


@functools.cache
def complex_of(dtype: DType) -> DType:
    """The smallest complex dtype with the precision of `dtype`."""
    if category(dtype) == 3:
        return dtype
    return complex128 if dtype == float64 else complex64


@functools.cache
def limits(dtype: DType) -> tuple[Any, Any]:
    """`(lowest, highest)` finite values of a real dtype, as Python numbers."""
    if dtype == bool_:
        return (False, True)
    if category(dtype) == 1:
        whole = np.iinfo(dtype)
        return (int(whole.min), int(whole.max))
    import ml_dtypes

    info = cast(Any, ml_dtypes.finfo(dtype))
    return (float(info.min), float(info.max))


def holds(dtype: DType, number: complex) -> bool:
    """Whether a dtype has a Python number in its range; negative integers wrap in unsigned ones."""
    if dtype == bool_ or type(number) is bool:
        return True
    if type(number) is complex:
        fits = category(dtype) == 3 or number.imag == 0
        return fits and holds(dtype, number.real) and holds(dtype, number.imag)
    low, high = limits(real_of(dtype))
    whole = category(dtype) == 1
    if type(number) is int:
        return (low if low < 0 or not whole else -high) <= number <= high
    if not math.isfinite(number.real):
        return not whole and (number != number or has_infinity(dtype))
    return low <= number.real <= high


@functools.cache
def epsilon(dtype: DType) -> float:
    """Machine epsilon: the distance from 1 to the next larger number of a floating dtype."""
    import ml_dtypes

    return float(cast(Any, ml_dtypes.finfo(dtype)).eps)
