"""Bit operations of `jax.lax`, and orders that backends lack, written with ivy ops."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.jax import _promotion as to


def larger(x: Any, y: Any) -> Any:
    """The maximum; of complex numbers by real parts, then imaginary ones."""
    return _chosen(ivy.maximum, x, y, ivy.greater)


def smaller(x: Any, y: Any) -> Any:
    """The minimum; of complex numbers by real parts, then imaginary ones."""
    return _chosen(ivy.minimum, x, y, ivy.less)


def _chosen(op: Any, x: Any, y: Any, before: Any) -> Any:
    dtype = ivy.dtype(x)
    if dtype == dtypes.bool_:
        return ivy.logical_or(x, y) if op is ivy.maximum else ivy.logical_and(x, y)
    if dtype.kind != "c":
        return op(x, y)
    same = ivy.equal(ivy.real(x), ivy.real(y))
    first = ivy.where(same, before(ivy.imag(x), ivy.imag(y)), before(ivy.real(x), ivy.real(y)))
    return ivy.where(first, x, y)


def shifted(x: Any, places: int) -> Any:
    """Integers shifted left, or right for negative `places`."""
    op = ivy.bitwise_left_shift if places > 0 else ivy.bitwise_right_shift
    return op(x, to.like(abs(places), x))


def _words(x: Any) -> list[Any]:
    """The bits of integers as int64 numbers of 32 bits at most, the highest first."""
    dtype = ivy.dtype(x)
    if dtype.itemsize < 8:
        return [ivy.astype(x, dtypes.int64) & (2 ** (8 * dtype.itemsize) - 1)]
    x = ivy.bitcast(x, dtypes.int64) if dtype.kind == "u" else x
    return [shifted(x, -32) & 0xFFFFFFFF, x & 0xFFFFFFFF]


def leading_zeros(x: Any) -> Any:
    """Number of leading zero bits."""
    words = _words(x)
    bits = 8 * ivy.dtype(x).itemsize // len(words)
    counts = [bits - _length(word) for word in words]
    total = counts[0]
    if len(words) == 2:
        total = ivy.where(ivy.equal(words[0], 0), bits + counts[1], total)
    return ivy.astype(total, ivy.dtype(x))


def _length(word: Any) -> Any:
    """Bit length of numbers below 2**32."""
    _, exponent = ivy.frexp(ivy.astype(word, dtypes.float64))
    return ivy.astype(exponent, dtypes.int64)


def ones_among(x: Any) -> Any:
    """Number of set bits."""
    total = None
    for word in _words(x):
        word = word - (shifted(word, -1) & 0x55555555)
        word = (word & 0x33333333) + (shifted(word, -2) & 0x33333333)
        word = (word + shifted(word, -4)) & 0x0F0F0F0F
        count = shifted((word * 0x01010101) & 0xFFFFFFFF, -24)
        total = count if total is None else total + count
    return ivy.astype(total, ivy.dtype(x))


def upper_half(x: Any, y: Any) -> Any:
    """The upper half of the bits of the product of integers."""
    dtype = ivy.dtype(x)
    bits = 8 * dtype.itemsize
    if bits < 32 or dtype == dtypes.int32:
        wide = ivy.multiply(ivy.astype(x, dtypes.int64), ivy.astype(y, dtypes.int64))
        return ivy.astype(shifted(wide, -bits), dtype)
    x, y = ivy.broadcast_arrays(x, y)
    (*high_x, low_x), (*high_y, low_y) = _words(x), _words(y)
    if dtype == dtypes.uint32:
        return ivy.astype(_product(low_x, low_y)[0], dtype)
    upper = _upper_of_64(high_x[0], low_x, high_y[0], low_y)
    if dtype.kind == "i":  # as unsigned numbers, negative ones were 2**64 too large
        zero = to.like(0, x)
        return upper - ivy.where(ivy.less(x, 0), y, zero) - ivy.where(ivy.less(y, 0), x, zero)
    return ivy.bitcast(upper, dtype)


def _product(a: Any, b: Any) -> tuple[Any, Any]:
    """The two words of the product of two words; int64 alone would overflow."""
    high, low = shifted(a, -16), a & 0xFFFF
    bottom, top = low * b, high * b  # below 2**48
    middle = (top & 0xFFFF) * 2**16 + bottom
    return shifted(top, -16) + shifted(middle, -32), middle & 0xFFFFFFFF


def _upper_of_64(xh: Any, xl: Any, yh: Any, yl: Any) -> Any:
    carry, _ = _product(xl, yl)
    one_high, one_low = _product(xh, yl)
    two_high, two_low = _product(xl, yh)
    top_high, top_low = _product(xh, yh)
    carry = shifted(carry + one_low + two_low, -32)
    low = top_low + one_high + two_high + carry
    return shifted(top_high, 32) + low


def shift_right_arithmetic(x: Any, places: Any) -> Any:
    """`x` shifted right with sign extension, also of unsigned numbers."""
    dtype = ivy.dtype(x)
    bits = 8 * dtype.itemsize
    if dtype.kind == "u":
        signed = np.dtype(f"int{bits}")
        moved = shift_right_arithmetic(ivy.bitcast(x, signed), ivy.bitcast(places, signed))
        return ivy.bitcast(moved, dtype)
    inside = ivy.logical_and(ivy.greater_equal(places, 0), ivy.less(places, bits))
    places = ivy.where(inside, places, to.like(bits - 1, places))
    return ivy.bitwise_right_shift(x, places)


def cbrt(x: Any) -> Any:
    """The real cube root: a power, with one step of Newton's method."""
    dtype = ivy.dtype(x)
    x = ivy.astype(x, dtypes.float64)
    size = ivy.abs(x)
    usable = ivy.logical_and(ivy.greater(size, 0), ivy.isfinite(size))
    size = ivy.where(usable, size, to.like(1, size))
    root = ivy.pow(size, to.like(1 / 3, size))
    root = root - (root - size / (root * root)) / 3
    return ivy.astype(ivy.where(usable, root * ivy.sign(x), x), dtype)


def reduce_precision(x: Any, exponent_bits: int, mantissa_bits: int) -> Any:
    """`x` rounded to a float of fewer bits, halves to even."""
    dtype = ivy.dtype(x)
    kept = {"bfloat16": 7, "float16": 10, "float32": 23, "float64": 52}[dtype.name]
    own_exponent = 8 * dtype.itemsize - 1 - kept
    number = np.dtype(f"int{8 * dtype.itemsize}")
    bits, width = ivy.bitcast(x, number), 8 * dtype.itemsize
    if mantissa_bits < kept:
        bits = _rounded(bits, kept - mantissa_bits, number, width)
    if exponent_bits < own_exponent:
        bits = _limited(bits, exponent_bits, own_exponent, kept, mantissa_bits, number, width)
    return ivy.where(ivy.isnan(x), to.like(math.nan, x), ivy.bitcast(bits, dtype))


def _rounded(bits: Any, dropped: int, number: np.dtype, width: int) -> Any:
    last = shifted(bits, -dropped) & 1
    bits = bits + (last + (2 ** (dropped - 1) - 1))
    mask = ivy.asarray(-(2**dropped), dtype=number)
    return ivy.bitwise_and(bits, mask)


def _limited(
    bits: Any, exponent_bits: int, own: int, kept: int, mantissa_bits: int, number: Any, width: int
) -> Any:
    """Overflow to infinity and underflow to 0, for a smaller exponent."""
    sign = ivy.bitwise_and(bits, ivy.asarray(-(2 ** (width - 1)), dtype=number))
    size = ivy.bitwise_and(bits, ivy.asarray(2 ** (width - 1) - 1, dtype=number))
    bias, own_bias = 2 ** (exponent_bits - 1) - 1, 2 ** (own - 1) - 1
    exponent = shifted(size, -kept)
    infinite = ivy.asarray((2**own - 1) << kept, dtype=number)
    size = ivy.where(ivy.greater(exponent, own_bias + bias), infinite, size)
    # the largest exponent of the narrow float is for infinity, the lowest for zero
    zero = ivy.asarray(0, dtype=number)
    size = ivy.where(ivy.less_equal(exponent, own_bias - bias), zero, size)
    return ivy.bitwise_or(size, sign)
