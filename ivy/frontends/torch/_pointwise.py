"""Elementwise functions."""

import builtins

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch import _adapters as like
from ivy.frontends.torch import _dtypes as to

acos = like.unary(ivy.acos)
acosh = like.unary(ivy.acosh)
add = like.binary_alpha(ivy.add)
asin = like.unary(ivy.asin)
asinh = like.unary(ivy.asinh)
atan = like.unary(ivy.atan)
atan2 = like.binary_floating(ivy.atan2)
atanh = like.unary(ivy.atanh)
bitwise_and = like.binary(ivy.bitwise_and)
bitwise_left_shift = like.binary(ivy.bitwise_left_shift)
bitwise_not = like.elementwise(ivy.bitwise_invert)
bitwise_or = like.binary(ivy.bitwise_or)
bitwise_right_shift = like.binary(ivy.bitwise_right_shift)
bitwise_xor = like.binary(ivy.bitwise_xor)
ceil = like.integral_identity(ivy.ceil)
copysign = like.binary_floating(ivy.copysign)
cos = like.unary(ivy.cos)
cosh = like.unary(ivy.cosh)
eq = like.binary(ivy.equal)
exp = like.unary(ivy.exp)
exp2 = like.unary(ivy.exp2)
expm1 = like.unary(ivy.expm1)
floor = like.integral_identity(ivy.floor)
fmod = like.binary(ivy.fmod)
ge = like.binary(ivy.greater_equal)
gt = like.binary(ivy.greater)
hypot = like.binary(ivy.hypot)
isfinite = like.elementwise(ivy.isfinite)
isinf = like.elementwise(ivy.isinf)
isnan = like.elementwise(ivy.isnan)
le = like.binary(ivy.less_equal)
log = like.unary(ivy.log)
log10 = like.unary(ivy.log10)
log1p = like.unary(ivy.log1p)
log2 = like.unary(ivy.log2)
logaddexp = like.binary(ivy.logaddexp)
logical_and = like.logical(ivy.logical_and)
logical_not = like.elementwise(ivy.logical_not)
logical_or = like.logical(ivy.logical_or)
logical_xor = like.logical(ivy.logical_xor)
lt = like.binary(ivy.less)
maximum = like.binary(ivy.maximum)
minimum = like.binary(ivy.minimum)
mul = like.binary(ivy.multiply)
ne = like.binary(ivy.not_equal)
neg = like.elementwise(ivy.negative)
nextafter = like.binary(ivy.nextafter)
reciprocal = like.unary(ivy.reciprocal)
remainder = like.binary(ivy.remainder)
rsqrt = like.unary(ivy.rsqrt)
sigmoid = like.unary(ivy.sigmoid)
sign = like.elementwise(ivy.sign)
signbit = like.elementwise(ivy.signbit)
sin = like.unary(ivy.sin)
sinh = like.unary(ivy.sinh)
sqrt = like.unary(ivy.sqrt)
square = like.elementwise(ivy.square)
sub = like.binary_alpha(ivy.subtract)
tan = like.unary(ivy.tan)
tanh = like.unary(ivy.tanh)
trunc = like.integral_identity(ivy.trunc)


def abs(input):
    return input if ivy.dtype(input).kind in "bu" else ivy.abs(input)


def clamp(input, min=None, max=None):
    dtype = to.result_type(*[x for x in (input, min, max) if x is not None])
    input = to.cast(input, dtype)
    if min is not None:
        input = ivy.maximum(input, to.cast(min, dtype))
    return input if max is None else ivy.minimum(input, to.cast(max, dtype))


def div(input, other, *, rounding_mode=None):
    if rounding_mode is None:
        return ivy.divide(*to.promote_floating(input, other))
    input, other = to.promote(input, other)
    if rounding_mode == "floor":
        return ivy.floor_divide(input, other)
    if ivy.dtype(input).kind in "iu":
        quotient = ivy.floor_divide(input, other)
        inexact = ivy.not_equal(ivy.multiply(quotient, other), input)
        return ivy.where(ivy.logical_and(inexact, ivy.less(quotient, 0)), quotient + 1, quotient)
    return ivy.trunc(ivy.divide(input, other))


def pow(input, exponent):
    input, exponent = to.promote(input, exponent)
    return ivy.pow(input, exponent)


def round(input, *, decimals=0):
    if ivy.dtype(input).kind in "iu":
        return input
    if decimals == 0:
        return ivy.round(input)
    scale = 10.0 ** builtins.abs(decimals)
    if decimals > 0:
        return ivy.divide(ivy.round(ivy.multiply(input, scale)), scale)
    return ivy.multiply(ivy.round(ivy.divide(input, scale)), scale)


def where(condition, input, other):
    return ivy.where(to.cast(condition, to.ivy.bool_), *to.promote(input, other))


_publish.publish(__name__, native="torch")
