"""Arithmetic of each element."""

import torch

from ivy.backends.torch import _adapters as like
from ivy.backends.torch import _complex, _uint64

add = like.binary(torch.add)
complex = torch.complex
conj = torch.conj_physical
copysign = like.binary(torch.copysign)
divide = like.binary(torch.true_divide, of_uint64=_uint64.divide)
floor_divide = like.binary(torch.floor_divide, of_uint64=_uint64.floor_divide)
fmax = like.binary(torch.fmax, of_uint64="order")
fmin = like.binary(torch.fmin, of_uint64="order")
fmod = like.binary(torch.fmod, of_uint64=_uint64.remainder)
maximum = like.binary(torch.maximum, of_uint64="order")
minimum = like.binary(torch.minimum, of_uint64="order")
multiply = like.binary(torch.mul)
negative = like.by_kind(like.unsigned(torch.neg), _complex.negative)
nextafter = like.binary(torch.nextafter)
positive = torch.positive
pow = like.binary(torch.pow)
real = torch.real
reciprocal = torch.reciprocal
signbit = torch.signbit
square = like.unsigned(torch.square)
subtract = like.binary(torch.sub)

_remainder = like.binary(torch.remainder, of_uint64=_uint64.remainder)
_sign = like.unsigned(torch.sgn, of_uint64=_uint64.sign)


_abs = like.unsigned(torch.abs, of_uint64=torch.clone)


def abs(x, /):
    return x.clone() if x.dtype is torch.bool else _abs(x)


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
