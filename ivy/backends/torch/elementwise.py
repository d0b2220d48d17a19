"""Elementwise ops."""

import torch

from ivy.backends.torch import _adapters as like
from ivy.backends.torch import _complex, _uint64

acosh = torch.acosh
add = like.binary(torch.add)
asin = torch.asin
asinh = torch.asinh
atan = torch.atan
atan2 = like.binary(torch.atan2)
atanh = torch.atanh
bitwise_and = like.binary(torch.bitwise_and)
bitwise_invert = like.unsigned(torch.bitwise_not)
bitwise_left_shift = like.binary(torch.bitwise_left_shift)
bitwise_or = like.binary(torch.bitwise_or)
bitwise_xor = like.binary(torch.bitwise_xor)
complex = torch.complex
conj = torch.conj_physical
copysign = like.binary(torch.copysign)
cos = torch.cos
cosh = torch.cosh
divide = like.binary(torch.true_divide, of_uint64=_uint64.divide)
equal = like.binary(torch.eq)
exp = torch.exp
exp2 = torch.exp2
floor_divide = like.binary(torch.floor_divide, of_uint64=_uint64.floor_divide)
fmax = like.binary(torch.fmax, of_uint64="order")
fmin = like.binary(torch.fmin, of_uint64="order")
fmod = like.binary(torch.fmod, of_uint64=_uint64.remainder)
greater = like.binary(torch.gt, of_uint64="order")
greater_equal = like.binary(torch.ge, of_uint64="order")
hypot = like.binary(torch.hypot)
isfinite = torch.isfinite
isinf = torch.isinf
isnan = torch.isnan
less = like.binary(torch.lt, of_uint64="order")
less_equal = like.binary(torch.le, of_uint64="order")
log = torch.log
log10 = torch.log10
log2 = torch.log2
logaddexp = like.binary(torch.logaddexp)
logaddexp2 = like.binary(torch.logaddexp2)
logical_and = like.binary(torch.logical_and)
logical_not = like.unsigned(torch.logical_not)
logical_or = like.binary(torch.logical_or)
logical_xor = like.binary(torch.logical_xor)
maximum = like.binary(torch.maximum, of_uint64="order")
minimum = like.binary(torch.minimum, of_uint64="order")
multiply = like.binary(torch.mul)
negative = like.unsigned(torch.neg)
nextafter = like.binary(torch.nextafter)
not_equal = like.binary(torch.ne)
positive = torch.positive
pow = like.binary(torch.pow)
real = torch.real
reciprocal = torch.reciprocal
rsqrt = torch.rsqrt
sigmoid = torch.sigmoid
signbit = torch.signbit
sin = torch.sin
sinh = torch.sinh
sqrt = torch.sqrt
square = like.unsigned(torch.square)
subtract = like.binary(torch.sub)
tan = torch.tan
where = torch.where

acos = like.by_kind(torch.acos, _complex.acos)
expm1 = like.by_kind(torch.expm1, _complex.expm1)
log1p = like.by_kind(torch.log1p, _complex.log1p)
tanh = like.by_kind(torch.tanh, _complex.tanh)

_remainder = like.binary(torch.remainder, of_uint64=_uint64.remainder)
_shift_right = like.binary(torch.bitwise_right_shift)
_sign = like.unsigned(torch.sgn, of_uint64=_uint64.sign)


_abs = like.unsigned(torch.abs, of_uint64=torch.clone)


def abs(x, /):
    return x.clone() if x.dtype is torch.bool else _abs(x)


def bitwise_right_shift(x1, x2, /):
    x1 = like.tensor(x1, x2)
    if x1.dtype is not torch.uint64:
        return _shift_right(x1, x2)
    # signed 64 bits would keep the sign: shift by one, clear it, shift the rest
    signed, places = x1.view(torch.int64), torch.as_tensor(x2).to(torch.int64)
    rest = ((signed >> 1) & (2**63 - 1)) >> (places - 1).clamp(min=0)
    rest = torch.where(places < 0, 0, rest)  # 2**63 places or more
    return torch.where(places == 0, signed, rest).view(torch.uint64)


_gcd = like.binary(torch.gcd, of_uint64=_uint64.gcd)


def gcd(x1, x2, /):
    """The lowest integer has no absolute value: torch gives wrong signs, or ends the process (2.13).

    It is a power of 2, so what it has in common with another one is the lowest bit of that.
    """
    x1, x2 = like.tensor(x1, x2), like.tensor(x2, x1)
    if not x1.dtype.is_signed:
        return _gcd(x1, x2)
    lowest = torch.iinfo(x1.dtype).min
    lowest1, lowest2 = x1 == lowest, x2 == lowest
    out = torch.gcd(torch.where(lowest1, 0, x1), torch.where(lowest2, 0, x2))
    shared = torch.where(out == 0, lowest, out & -out)
    return torch.where(lowest1 | lowest2, shared, out)


def lcm(x1, x2, /):
    x1, x2 = like.tensor(x1, x2), like.tensor(x2, x1)
    common = gcd(x1, x2)
    parts = floor_divide(abs(x1), torch.where(common != 0, common, 1))
    return multiply(parts, abs(x2))


def imag(x, /):
    return torch.imag(x) if x.is_complex() else torch.zeros_like(x)


def _rounding(function):
    """Integers and bool are whole already, and torch has no kernel for some of them."""

    def run(x, /):
        if x.is_complex():
            return torch.complex(function(x.real), function(x.imag))
        return function(x) if x.is_floating_point() else x.clone()

    return run


ceil, floor, round, trunc = map(_rounding, (torch.ceil, torch.floor, torch.round, torch.trunc))


def frexp(x, /):
    return tuple(torch.frexp(x))


def remainder(x1, x2, /):
    out = _remainder(x1, x2)
    if not out.is_floating_point():
        return out
    # torch gives a zero the sign of the dividend
    return torch.where(out == 0, torch.copysign(out, like.tensor(x2, out)), out)


def sign(x, /):
    # torch gives 0 for NaN
    return torch.where(torch.isnan(x), x, torch.sgn(x)) if x.is_floating_point() else _sign(x)
