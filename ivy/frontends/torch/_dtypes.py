"""PyTorch's type promotion: tensors with dimensions, then 0-d tensors, then Python numbers.

Source: https://pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

import ivy
from ivy import functional
from ivy._core import dtypes

_default = [dtypes.float32]  # one for the process, as in PyTorch


def default_dtype() -> np.dtype:
    """The value of `torch.get_default_dtype()`."""
    return _default[0]


def set_default_dtype(dtype: np.dtype) -> None:
    """Follows `torch.set_default_dtype`."""
    _default[0] = dtype


@functools.cache
def promote_types(a: np.dtype, b: np.dtype) -> np.dtype:
    """`torch.promote_types`: the smallest dtype of the higher category that holds both."""
    if a == b:
        return a
    if dtypes.is_float8(a) or dtypes.is_float8(b):
        raise RuntimeError(f"Promotion for Float8 Types is not supported: {a.name} and {b.name}")
    low, high = sorted((a, b), key=dtypes.category)
    kind_low, kind_high = dtypes.category(low), dtypes.category(high)
    if kind_high == 3:
        wide = ivy.complex128 in (a, b) or ivy.float64 in (a, b)
        return ivy.complex128 if wide else ivy.complex64
    if kind_low < kind_high:
        return high
    if kind_high == 2 and a.itemsize == b.itemsize == 2:
        return ivy.float32
    if kind_high == 2:
        return max(a, b, key=lambda d: d.itemsize)
    return np.promote_types(a, b)


def _of_number(kind: type) -> np.dtype:
    if kind is float:
        return default_dtype()
    if kind is complex:
        return dtypes.complex_of(default_dtype())
    return ivy.bool_ if kind is bool else ivy.int64


def result_type(*operands: Any) -> np.dtype:
    """`torch.result_type` of arrays and Python numbers."""
    groups: list[np.dtype | None] = [None, None, None]
    for x in operands:
        kind = functional.python_kind(x)
        if kind is not None:
            group, dtype = 2, _of_number(kind)
        else:
            group, dtype = (0 if x.ndim else 1), functional.dtype(x)
        known = groups[group]
        groups[group] = dtype if known is None else promote_types(known, dtype)
    result: np.dtype | None = None
    for dtype in groups:
        if dtype is None:
            continue
        if result is None:
            result = dtype
        elif dtypes.category(dtype) > dtypes.category(result):
            # a 0-d or Python complex number keeps the width of the floats that it meets
            result = dtypes.complex_of(result) if _widens(result, dtype) else dtype
    assert result is not None
    return result


def _widens(known: np.dtype, dtype: np.dtype) -> bool:
    return dtypes.is_floating(known) and dtypes.is_complex(dtype)


def cast(x: Any, dtype: np.dtype) -> Any:
    """`x`, an array or a Python number, as an array of `dtype`."""
    if functional.python_kind(x) is not None:
        if dtypes.is_float8(dtype):
            return functional.astype(functional.asarray(x, dtype=dtypes.float32), dtype)
        return functional.asarray(x, dtype=dtype)
    return x if functional.dtype(x) == dtype else functional.astype(x, dtype)


def in_range(x: Any, dtype: np.dtype) -> Any:
    """A number that `dtype` holds: a negative integer wraps in an unsigned one; others raise."""
    if dtypes.category(dtype) == 1 and functional.python_kind(x) is float:
        x = float(x)  # an argument of a program has no value: the floats become static
    if type(x) in (int, float, complex):
        if not dtypes.holds(dtype, x):
            raise RuntimeError(f"value cannot be converted to type {dtype.name} without overflow")
        if type(x) is int and x < 0 and dtype.kind == "u":
            x += dtypes.limits(dtype)[1] + 1
    return x


def exactly(x: Any, dtype: np.dtype) -> Any:
    """As `cast`, for numbers `in_range`."""
    return cast(in_range(x, dtype), dtype)


def like(value: Any, x: Any) -> Any:
    """A Python number as a 0-d array of the dtype of `x`."""
    return functional.asarray(value, dtype=functional.dtype(x))


def promote(*operands: Any) -> list[Any]:
    """The operands as arrays of their common dtype."""
    dtype = result_type(*operands)
    return [cast(x, dtype) for x in operands]


def floating(x: Any) -> Any:
    """`x`, made floating if it is an integer or bool."""
    return cast(x, default_dtype()) if dtypes.category(functional.dtype(x)) < 2 else x


def promote_floating(*operands: Any) -> list[Any]:
    """As `promote`, then floating; numbers do not pass through an integer dtype."""
    dtype = result_type(*operands)
    if dtypes.category(dtype) < 2:
        dtype = default_dtype()
    return [cast(x, dtype) for x in operands]


def accumulated(dtype: np.dtype) -> np.dtype:
    """The dtype in which `sum` and its like accumulate: integers and bool become int64."""
    return ivy.int64 if dtypes.category(dtype) < 2 else dtype


@functools.cache
def kind(dtype: np.dtype) -> str:
    """ "b" bool, "i" integer, "h" floating of 16 bits, "f" wider floating, "c" complex."""
    letter = "bifc"[dtypes.category(dtype)]
    return "h" if letter == "f" and dtype.itemsize == 2 else letter


def is_bool(x: Any) -> bool:
    """Whether `x`, an array or a Python number, is boolean."""
    of_number = functional.python_kind(x)
    return functional.dtype(x) == ivy.bool_ if of_number is None else of_number is bool


def accept(dtype: np.dtype, takes: str) -> None:
    """Raises what a PyTorch kernel raises for a dtype that it does not have, unless in `takes`."""
    if kind(dtype) not in takes:
        raise NotImplementedError(f"not implemented for {dtype.name}")


def require_one(*operands: Any) -> None:
    """Raises unless all arrays are of one dtype, where a PyTorch kernel does not promote."""
    first, *rest = (functional.dtype(x) for x in operands)
    for dtype in rest:
        if dtype != first:
            raise RuntimeError(f"expected scalar type {first.name} but found {dtype.name}")
