"""Conversion to and from floats of 8 bits, as PyTorch's CPU kernels do it.

XLA and ml_dtypes differ from them, and XLA makes mistakes, so numbers are rounded here by their bits.
What is too large for float8_e4m3fn becomes its largest number, infinity included. float8_e8m0fnu has
no sign: that of a number is dropped, and 0 becomes its smallest number, 2**-127.
"""

import functools
from typing import Any, NamedTuple

import numpy as np

from ivy._core.dtypes import is_float8


class _Format(NamedTuple):
    bias: int
    digits: int
    highest: int  # the largest number, infinity if there is one


_FORMATS = {
    "float8_e4m3fn": _Format(7, 3, 0x7E),
    "float8_e5m2": _Format(15, 2, 0x7C),
    "float8_e4m3fnuz": _Format(8, 3, 0x7F),
    "float8_e5m2fnuz": _Format(16, 2, 0x7F),
}
_INFINITY = 0x7F800000


def encode(xp: Any, x: Any, dtype: np.dtype) -> Any:
    """The bytes of float32 `x` as `dtype`; `xp` is NumPy or JAX's twin of it, of which `x` is."""
    word = x.view(np.uint32)
    if dtype.name == "float8_e8m0fnu":
        return _exponent(word).astype(np.uint8)
    form = _FORMATS[dtype.name]
    sign, size = (word >> 24) & np.uint32(0x80), word & np.uint32(0x7FFFFFFF)
    code = xp.where(size < np.uint32((128 - form.bias) << 23), *_rounded(size, form))
    if dtype.name.endswith("uz"):  # one NaN, where -0 would be
        code = xp.where(code > form.highest, 0x80, xp.where(code == 0, 0, code | sign))
    else:
        code = xp.where(code > form.highest, form.highest, code)
        code = xp.where(size > _INFINITY, 0x7F, code) | sign
    return code.astype(np.uint8)


def _rounded(size: Any, form: _Format) -> tuple[Any, Any]:
    """The bits of positive numbers, as if all were subnormal, and as if none was."""
    last = 23 - form.digits
    aligned = np.uint32((128 - form.bias + last) << 23)  # its unit is that of subnormal numbers
    subnormal = (size.view(np.float32) + aligned.view(np.float32)).view(np.uint32) - aligned
    odd = (size >> last) & np.uint32(1)
    smaller = np.uint32(((127 - form.bias) << 23) - (1 << (last - 1)) + 1)
    return subnormal, (size - smaller + odd) >> last


def _exponent(word: Any) -> Any:
    """The bits of float8_e8m0fnu: half way a number goes up, unless it is subnormal."""
    exponent, digits = (word >> 23) & np.uint32(0xFF), word & np.uint32(0x7FFFFF)
    up = (digits > 0x400000) | ((digits == 0x400000) & (exponent > 0))
    return exponent + (up & (exponent < 0xFF))


def convert(x: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """A host array as another dtype, one of the two being a float of 8 bits."""
    if x.dtype == dtype:
        return x
    if is_float8(x.dtype):
        return table(x.dtype, dtype)[x.view(np.uint8)]
    with np.errstate(all="ignore"):
        numbers = np.real(x).astype(np.float32)
        return encode(np, numbers, dtype).view(dtype)


@functools.cache
def table(dtype: np.dtype, wanted: np.dtype) -> np.ndarray:
    """What each byte of `dtype` is as another dtype."""
    with np.errstate(all="ignore"):
        numbers = np.arange(256, dtype=np.uint8).view(dtype).astype(np.float32)
        if "fnu" in dtype.name:
            numbers[np.isnan(numbers)] = np.nan  # which has no sign, and is the integer 0
        if is_float8(wanted):
            return encode(np, numbers, wanted).view(wanted)
        if wanted.kind in "iu":
            if "fnu" in dtype.name:
                numbers = np.nan_to_num(numbers, nan=0)
            return numbers.astype(np.int64 if wanted.itemsize in (1, 8) else np.int32).astype(
                wanted
            )
        return numbers.astype(wanted)
