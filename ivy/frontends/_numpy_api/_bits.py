"""Bitwise ufuncs."""

from __future__ import annotations

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._values import kind, number


def invert(x):
    return ivy.logical_not(x) if kind(x) == "b" else ivy.bitwise_invert(x)


def _shifted(op, gone):
    """A shift in which a count of at least the width of the dtype shifts out all bits."""

    def function(x, n):
        width = 8 * ivy.dtype(x).itemsize
        signed = kind(x) == "i"
        out = ivy.greater_equal(n, number(width, n))
        if signed:
            out = ivy.logical_or(out, ivy.less(n, number(0, n)))
        found = op(x, ivy.where(out, number(0, n), n))
        return ivy.where(out, gone(x), found)

    return function


def _nothing(x):
    return number(0, x)


def _sign_bits(x):
    if kind(x) != "i":
        return number(0, x)
    return ivy.where(ivy.less(x, number(0, x)), number(-1, x), number(0, x))


left_shift = _shifted(ivy.bitwise_left_shift, _nothing)
right_shift = _shifted(ivy.bitwise_right_shift, _sign_bits)


def bitwise_count(x):
    """The number of bits set in |x|."""
    x = ivy.abs(x) if kind(x) == "i" else x
    bits = (
        ivy.bitcast(x, dtypes.as_dtype(f"uint{8 * ivy.dtype(x).itemsize}")) if kind(x) == "i" else x
    )
    if kind(bits) == "b":
        return ivy.astype(bits, dtypes.uint8)
    count = ivy.zeros(bits.shape, dtype=dtypes.uint8)
    one = number(1, bits)
    for i in range(8 * ivy.dtype(bits).itemsize):
        bit = ivy.bitwise_and(ivy.bitwise_right_shift(bits, number(i, bits)), one)
        count = ivy.add(count, ivy.astype(bit, dtypes.uint8))
    return count
