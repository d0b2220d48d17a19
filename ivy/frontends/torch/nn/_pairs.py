"""Pairs of rows and their distances."""

from __future__ import annotations

import itertools
import math
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.torch.nn import _formulas as formula


def of_rows(count: int) -> tuple[Any, Any]:
    """The first and the second row of each pair of `count` rows, in order."""
    numbers = list(itertools.combinations(range(count), 2))
    index = ivy.reshape(ivy.constant(numbers, dtype=dtypes.int64), (len(numbers), 2))
    return index[:, 0], index[:, 1]


def slope(difference: Any, distance: Any, p: float) -> Any:
    """The derivative of the p-norm of vectors by their elements; 0 where it has none."""
    if p == 0:
        return difference * 0
    signs = ivy.sign(difference)
    if p == 1:
        return signs
    if p == math.inf:
        return formula.zero_where(ivy.abs(difference) < distance, signs)
    flat = ivy.equal(distance, 0)
    if p < 1:
        flat = ivy.logical_or(flat, ivy.equal(difference, 0))
    ratio = ivy.divide(ivy.abs(difference), ivy.where(flat, 1.0, distance))
    ratio = ivy.where(flat, 1.0, ratio)
    return formula.zero_where(flat, ivy.multiply(signs, ivy.pow(ratio, p - 1)))


def inserted(x: Any, axes: list[int]) -> Any:
    """`x` with axes of length 1 inserted, one after the other."""
    for axis in axes:
        x = ivy.expand_dims(x, axis=axis)
    return x
