"""Comparisons, maximum and minimum.

Complex numbers are ordered lexicographically; int64 and uint64 are compared by value.
"""

from __future__ import annotations

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._values import kind, number


def _ordered(real_op, strict, on_equal):
    """An ordering comparison, also of complex numbers, and of int64 with uint64."""

    def function(x, y):
        if kind(x) == "c":
            a, b, c, d = ivy.real(x), ivy.real(y), ivy.imag(x), ivy.imag(y)
            return ivy.logical_or(
                ivy.logical_and(strict(a, b), ivy.logical_not(ivy.isnan(c + d))),
                ivy.logical_and(ivy.equal(a, b), on_equal(c, d)),
            )
        if ivy.dtype(x) != ivy.dtype(y):
            return _of_mixed_signs(real_op, x, y)
        if kind(x) == "b":
            x, y = (ivy.astype(v, dtypes.uint8) for v in (x, y))
        return real_op(x, y)

    return function


def _of_mixed_signs(op, x, y):
    """Compares int64 with uint64 by value: a negative number is the smaller one."""
    signed_first = kind(x) == "i"
    signed, other = (x, y) if signed_first else (y, x)
    below = ivy.less(signed, number(0, signed))
    same = ivy.astype(ivy.where(below, number(0, signed), signed), dtypes.uint64)
    a, b = (same, other) if signed_first else (other, same)
    low, high = number(0, other), number(1, other)
    far = op(low, high) if signed_first else op(high, low)
    return ivy.where(below, far, op(a, b))


def equality(op):
    """`equal` or `not_equal`, also of int64 with uint64."""
    return lambda x, y: op(x, y) if ivy.dtype(x) == ivy.dtype(y) else _of_mixed_signs(op, x, y)


less = _ordered(ivy.less, ivy.less, ivy.less)
less_equal = _ordered(ivy.less_equal, ivy.less, ivy.less_equal)
greater = _ordered(ivy.greater, ivy.greater, ivy.greater)
greater_equal = _ordered(ivy.greater_equal, ivy.greater, ivy.greater_equal)


def _chosen(op, first_wins, of_bool, skip_nan):
    """A maximum or minimum, also of complex numbers."""

    def function(x, y):
        if kind(x) == "b":
            return of_bool(x, y)
        if kind(x) != "c":
            return op(x, y)
        nan = [ivy.isnan(v) for v in (x, y)]
        take = first_wins(x, y)
        if skip_nan:
            take = ivy.logical_and(
                ivy.logical_or(take, nan[1]), ivy.logical_or(ivy.logical_not(nan[0]), nan[1])
            )
        else:
            take = ivy.logical_and(
                ivy.logical_or(take, nan[0]), ivy.logical_or(ivy.logical_not(nan[1]), nan[0])
            )
        return ivy.where(take, x, y)

    return function


maximum = _chosen(ivy.maximum, greater_equal, ivy.logical_or, False)
minimum = _chosen(ivy.minimum, less_equal, ivy.logical_and, False)
fmax = _chosen(ivy.fmax, greater_equal, ivy.logical_or, True)
fmin = _chosen(ivy.fmin, less_equal, ivy.logical_and, True)
