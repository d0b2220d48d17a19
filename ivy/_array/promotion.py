"""Dtype promotion: the table of the standard, and nothing beyond it.

Dtypes promote within a kind (integers; real and complex floating numbers together). A Python number
takes the dtype of the arrays in the call, if its kind is not above theirs; a complex number makes
real floating arrays complex. Everything else is an error, because frameworks differ there.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

import numpy as np

from ivy._core import dtypes, errors

NUMBERS = (bool, int, float, complex)
_KINDS = {bool: 0, int: 1, float: 2, complex: 3}
_HELP = "convert one of them with ivy.astype"


@functools.cache
def promote(x1: np.dtype, x2: np.dtype) -> np.dtype:
    """The common dtype of two dtypes.

    Raises
    ------
    UnsupportedDtypeError
        The standard does not define their promotion.
    """
    kinds = {dtypes.category(x1), dtypes.category(x2)}
    if len(kinds) == 2 and kinds != {2, 3}:
        raise errors.UnsupportedDtypeError(f"{x1} and {x2} do not promote: {_HELP}.")
    if {x1.name, x2.name} == {"float16", "bfloat16"}:
        return dtypes.float32
    result = np.promote_types(x1, x2)
    if kinds == {1} and dtypes.category(result) != 1:
        raise errors.UnsupportedDtypeError(f"no integer dtype holds {x1} and {x2}: {_HELP}.")
    return result


def with_number(dtype: np.dtype, number: type) -> np.dtype:
    """The common dtype of an array and a Python number of a type.

    Raises
    ------
    UnsupportedDtypeError
        The number is of another kind than the array.
    """
    kind, own = _KINDS[number], dtypes.category(dtype)
    if kind == own or (own >= 2 and 1 <= kind <= own):
        return dtype
    if kind == 3 and own == 2:
        return dtypes.complex_of(dtype)
    raise errors.UnsupportedDtypeError(
        f"{dtype} and a Python {number.__name__} do not promote: convert the array with ivy.astype."
    )


def result(operands: Iterable[Any]) -> np.dtype:
    """The common dtype of dtypes and Python numbers, numbers last."""
    operands = list(operands)
    first = operands[0] if operands else None
    if isinstance(first, np.dtype) and all(o is first for o in operands):
        return first
    found = [o for o in operands if isinstance(o, np.dtype)]
    if not found:
        raise ValueError("at least one operand must be an array or a dtype, not a Python number.")
    dtype = functools.reduce(promote, found)
    for operand in operands:
        if not isinstance(operand, np.dtype):
            dtype = with_number(dtype, type(operand))
    return dtype


def fitting(value: Any, dtype: np.dtype) -> Any:
    """A Python number converted for an operation with arrays of `dtype`.

    Raises
    ------
    OverflowError
        The number is out of range for an integer dtype.
    """
    category = dtypes.category(dtype)
    if category == 1:
        lowest, highest = dtypes.limits(dtype)
        if not lowest <= value <= highest:
            raise OverflowError(f"{value} is out of range for {dtype}.")
        return value
    return float(value) if category == 2 else value
