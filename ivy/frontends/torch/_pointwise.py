"""Elementwise functions."""

import builtins
import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _adapters as like
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _opmath as opmath

acos = like.unary(ivy.acos)
acosh = like.unary(ivy.acosh)
add = like.binary_alpha(ivy.add)
asin = like.unary(ivy.asin)
asinh = like.unary(ivy.asinh)
atan = like.unary(ivy.atan)
atan2 = like.binary_floating(ivy.atan2, takes=like.REAL)
atanh = like.unary(ivy.atanh)
bitwise_and = like.binary(ivy.bitwise_and, takes="bi")
bitwise_left_shift = like.shift(ivy.bitwise_left_shift)
bitwise_not = like.elementwise(ivy.bitwise_invert, takes="bi")
bitwise_or = like.binary(ivy.bitwise_or, takes="bi")
bitwise_right_shift = like.shift(ivy.bitwise_right_shift)
bitwise_xor = like.binary(ivy.bitwise_xor, takes="bi")
ceil = like.integral_identity(ivy.ceil)
clamp_max = like.binary(ivy.minimum, takes=like.REAL)
clamp_min = like.binary(ivy.maximum, takes=like.REAL)
copysign = like.binary_floating(ivy.copysign, takes=like.REAL)
cos = like.unary(ivy.cos)
cosh = like.unary(ivy.cosh)
digamma = like.unary(ivy.digamma, takes=like.REAL)
eq = like.binary(ivy.equal)
erf = like.unary(ivy.erf, takes=like.REAL)
erfc = like.unary(ivy.erfc, takes=like.REAL)
erfinv = like.unary(ivy.erfinv, takes=like.REAL)
exp = like.unary(ivy.exp)
exp2 = like.unary(ivy.exp2)
expm1 = like.unary(ivy.expm1)
floor = like.integral_identity(ivy.floor)
floor_divide = like.division(ivy.floor_divide, keeps_number=True)
fmax = like.binary(ivy.fmax, takes=like.REAL)
fmin = like.binary(ivy.fmin, takes=like.REAL)
fmod = like.division(ivy.fmod)
gcd = like.binary(ivy.gcd, takes="i")
ge = like.binary(ivy.greater_equal, takes=like.REAL)
gt = like.binary(ivy.greater, takes=like.REAL)
hypot = like.wide_binary(ivy.hypot, takes="hf")
i0 = like.unary(ivy.i0, takes=like.REAL)
igamma = like.binary(ivy.gammainc, takes="hf")
igammac = like.binary(ivy.gammaincc, takes="hf")
isfinite = like.elementwise(ivy.isfinite)
isinf = like.elementwise(ivy.isinf)
isnan = like.elementwise(ivy.isnan)
lcm = like.binary(ivy.lcm, takes="i")
le = like.binary(ivy.less_equal, takes=like.REAL)
lgamma = like.unary(ivy.lgamma, takes=like.REAL)
log = like.unary(ivy.log)
log10 = like.unary(ivy.log10)
log1p = like.unary(ivy.log1p)
log2 = like.unary(ivy.log2)
logaddexp2 = like.wide_binary(ivy.logaddexp2, takes="hf")
logical_and = like.logical(ivy.logical_and)
logical_not = like.elementwise(ivy.logical_not)
logical_or = like.logical(ivy.logical_or)
logical_xor = like.logical(ivy.logical_xor)
lt = like.binary(ivy.less, takes=like.REAL)
maximum = like.binary(ivy.maximum, takes=like.REAL)
minimum = like.binary(ivy.minimum, takes=like.REAL)
mul = like.product(ivy.multiply)
ne = like.binary(ivy.not_equal)
neg = like.elementwise(ivy.negative, takes="ihfc")
nextafter = like.binary(ivy.nextafter, takes="hf")
reciprocal = like.unary(ivy.reciprocal)
remainder = like.division(ivy.remainder)
rsqrt = like.unary(ivy.rsqrt)
sigmoid = like.unary(ivy.sigmoid)
signbit = like.elementwise(ivy.signbit, takes=like.REAL)
sin = like.unary(ivy.sin)
sinh = like.unary(ivy.sinh)
sqrt = like.unary(ivy.sqrt)
tan = like.unary(ivy.tan)
tanh = like.unary(ivy.tanh)
trunc = like.integral_identity(ivy.trunc)
xlogy = like.binary_floating(like.times_log(ivy.xlogy, ivy.log), takes=like.REAL)


def abs(input):
    to.accept(ivy.dtype(input), "ihfc")
    return input if ivy.dtype(input).kind == "u" else ivy.abs(input)


def addcdiv(input, tensor1, tensor2, *, value=1):
    if dtypes.category(to.result_type(tensor1, tensor2)) < 2:
        raise RuntimeError("Integer division with addcdiv is no longer supported.")
    dtype = to.result_type(input, tensor1, tensor2)
    input, tensor1, tensor2, value = _computing(dtype, input, tensor1, tensor2, value)
    return to.cast(ivy.add(input, ivy.divide(ivy.multiply(value, tensor1), tensor2)), dtype)


def addcmul(input, tensor1, tensor2, *, value=1):
    dtype = to.result_type(input, tensor1, tensor2)
    to.accept(dtype, "ihfc")
    input, tensor1, tensor2, value = _computing(dtype, input, tensor1, tensor2, value)
    return to.cast(ivy.add(input, ivy.multiply(ivy.multiply(value, tensor1), tensor2)), dtype)


def _computing(dtype, *operands):
    """The operands in the dtype that PyTorch computes in: 16-bit floats are rounded at the end."""
    dtype = dtypes.float32 if to.kind(dtype) == "h" else dtype
    return [to.cast(x, dtype) for x in operands]


def angle(input):
    input = to.floating(input)
    if dtypes.is_complex(ivy.dtype(input)):
        return ivy.atan2(ivy.imag(input), ivy.real(input))
    flat = ivy.where(ivy.less(input, 0), to.like(math.pi, input), to.like(0.0, input))
    return ivy.where(ivy.isnan(input), input, flat)


def clamp(input, min=None, max=None):
    dtype = to.result_type(*[x for x in (input, min, max) if x is not None])
    to.accept(dtype, "ihf" if min is not None and max is not None else like.REAL)
    input = to.cast(input, dtype)
    if min is not None:
        input = ivy.maximum(input, to.cast(min, dtype))
    return input if max is None else ivy.minimum(input, to.cast(max, dtype))


def deg2rad(input):
    to.accept(ivy.dtype(input), like.REAL)
    return mul(to.floating(input), math.pi / 180.0)


def div(input, other, *, rounding_mode=None):
    if rounding_mode == "floor":
        return floor_divide(input, other)
    dtype = to.result_type(input, other)
    if to.kind(dtype) == "h":
        other = other if opmath.keeps_number(dtype, other) else to.cast(other, dtype)
        op = ivy.divide if rounding_mode is None else _quotient
        return opmath.computed(op, dtype, to.cast(input, dtype), other)
    if rounding_mode is None:
        return ivy.divide(*to.promote_floating(input, other))
    input, other = to.cast(input, dtype), to.cast(other, dtype)
    to.accept(dtype, "ihf")
    if ivy.dtype(input).kind in "iu":
        quotient = ivy.floor_divide(input, other)
        inexact = ivy.not_equal(ivy.multiply(quotient, other), input)
        return ivy.where(ivy.logical_and(inexact, ivy.less(quotient, 0)), quotient + 1, quotient)
    return _quotient(input, other)


def _quotient(input, other):
    return ivy.trunc(ivy.divide(input, other))


def frac(input):
    to.accept(ivy.dtype(input), "hf")
    return ivy.subtract(input, ivy.trunc(input))


def frexp(input):
    to.accept(ivy.dtype(input), "hf")
    return ivy.frexp(input)


def heaviside(input, values):
    if ivy.dtype(input) != ivy.dtype(values):
        raise RuntimeError("heaviside is not yet implemented for tensors with different dtypes.")
    to.accept(ivy.dtype(input), like.REAL)
    step = to.cast(ivy.greater(input, 0), ivy.dtype(input))
    return ivy.where(ivy.equal(input, 0), values, step)


def isneginf(input):
    to.accept(ivy.dtype(input), like.REAL)
    return ivy.logical_and(ivy.isinf(input), ivy.less(input, 0))


def isposinf(input):
    to.accept(ivy.dtype(input), like.REAL)
    return ivy.logical_and(ivy.isinf(input), ivy.greater(input, 0))


def lerp(input, end, weight):
    dtype = ivy.dtype(input)
    to.accept(dtype, "hfc")
    weight_dtype = None if ivy.python_kind(weight) else ivy.dtype(weight)
    if ivy.dtype(end) != dtype or weight_dtype not in (None, dtype):
        raise RuntimeError(f"lerp: expected dtype {dtype.name} for all operands.")
    input, end, weight = _computing(dtype, input, end, weight)
    # whichever end is nearer is the starting point: exact at both
    size = ivy.abs(weight) if dtypes.is_complex(dtype) else weight
    path = ivy.subtract(end, input)
    from_input = ivy.add(input, ivy.multiply(weight, path))
    from_end = ivy.subtract(end, ivy.multiply(path, ivy.subtract(to.like(1.0, weight), weight)))
    return to.cast(ivy.where(ivy.less(size, 0.5), from_input, from_end), dtype)


def logaddexp(input, other):
    input, other = to.promote(input, other)
    to.accept(ivy.dtype(input), "hfc")
    if not dtypes.is_complex(ivy.dtype(input)):
        return opmath.computed(ivy.logaddexp, ivy.dtype(input), input, other)
    first = ivy.greater_equal(ivy.real(input), ivy.real(other))
    low, high = ivy.where(first, other, input), ivy.where(first, input, other)
    return ivy.add(high, ivy.log1p(ivy.exp(ivy.subtract(low, high))))


def logit(input, eps=None):
    to.accept(ivy.dtype(input), like.REAL)
    input = to.floating(input)
    if eps is not None:
        low = to.like(eps, input)
        high = ivy.subtract(to.like(1.0, input), low)
        above = ivy.where(input > high, high, input)
        input = ivy.where(input < low, low, above)  # `low` may be the greater one
    if to.kind(ivy.dtype(input)) == "h":  # rounded at every step
        return ivy.log(ivy.divide(input, 1 - input))
    return ivy.logit(input)


def nan_to_num(input, nan=None, posinf=None, neginf=None):
    dtype = ivy.dtype(input)
    if dtypes.is_complex(dtype):
        parts = (nan_to_num(p, nan, posinf, neginf) for p in (ivy.real(input), ivy.imag(input)))
        return ivy.complex(*parts)
    if not dtypes.is_floating(dtype):
        return input
    low, high = dtypes.limits(dtype)
    high = high if posinf is None else posinf
    low = low if neginf is None else neginf
    out = ivy.where(ivy.isnan(input), to.like(0.0 if nan is None else nan, input), input)
    out = ivy.where(isposinf(input), to.like(high, input), out)
    return ivy.where(isneginf(input), to.like(low, input), out)


def polygamma(n, input):
    if n < 0:
        raise RuntimeError("polygamma(n, x) does not support negative n.")
    to.accept(ivy.dtype(input), like.REAL)
    return ivy.polygamma(n, to.floating(input))


def positive(input):
    to.accept(ivy.dtype(input), "ihfc")
    return input


def pow(input, exponent):
    number = ivy.python_kind(exponent)
    dtype = to.result_type(input, exponent)
    if number is not None and dtypes.category(dtype) >= 2:
        return _constant_power(to.cast(input, dtype), exponent)
    if dtype.kind == "b":
        return _power_of_bool(input, exponent, number)
    if number is int and dtypes.is_integral(dtype) and exponent < 0:
        raise RuntimeError("Integers to negative integer powers are not allowed.")
    input, exponent = to.promote(input, exponent)
    if not dtypes.is_integral(dtype):
        return ivy.pow(input, exponent)
    return ivy.pow(input, exponent) if number else _integral_power(input, exponent)


def _power_of_bool(input, exponent, number):
    if number is None:
        raise NotImplementedError("\"pow\" not implemented for 'Bool'")
    return input if exponent else ivy.ones(input.shape, dtype=dtypes.bool_)


def _constant_power(base, exponent):
    """As PyTorch, whose powers of numbers these are: sqrt(-inf) is NaN, pow(-inf, 0.5) is not."""
    if exponent == 0.5:
        return ivy.sqrt(base)
    if exponent == 2:
        return ivy.square(base)
    if exponent == -0.5:
        return ivy.rsqrt(base)
    if exponent == -1:
        return ivy.reciprocal(base)
    if exponent == 1:  # the derivative of a square asks for it
        return base
    return ivy.pow(base, to.exactly(exponent, ivy.dtype(base)))


def _integral_power(base, exponent):
    """Integer powers; what is less than 1 in size is 0."""
    if ivy.dtype(exponent).kind == "u":
        return ivy.pow(base, exponent)
    negative = ivy.less(exponent, 0)
    power = ivy.pow(base, ivy.where(negative, to.like(0, exponent), exponent))
    odd = ivy.bitwise_and(exponent, to.like(1, exponent))
    of_minus_one = ivy.where(ivy.equal(base, -1), to.like(1, base) - 2 * odd, to.like(0, base))
    inverse = ivy.where(ivy.equal(base, 1), base, of_minus_one)
    return ivy.where(negative, inverse, power)


def rad2deg(input):
    to.accept(ivy.dtype(input), like.REAL)
    return mul(to.floating(input), 180.0 / math.pi)


def round(input, *, decimals=0):
    to.accept(ivy.dtype(input), "ihf" if decimals == 0 else "hf")
    if ivy.dtype(input).kind in "iu":
        return input
    if decimals == 0:
        return ivy.round(input)
    scale = to.like(10.0 ** builtins.abs(decimals), input)
    if decimals > 0:
        return ivy.divide(ivy.round(ivy.multiply(input, scale)), scale)
    return ivy.multiply(ivy.round(ivy.divide(input, scale)), scale)


def rsub(input, other, alpha=1):
    return sub(other, input, alpha)


def sgn(input):
    return ivy.sign(input) if dtypes.is_complex(ivy.dtype(input)) else sign(input)


def sign(input):
    dtype = ivy.dtype(input)
    to.accept(dtype, like.REAL)
    if dtype.kind == "b":
        return input
    signs = ivy.sign(input)
    # PyTorch compares, and NaN is neither above nor below 0
    return (
        ivy.where(ivy.isnan(input), to.like(0, input), signs)
        if dtypes.is_floating(dtype)
        else signs
    )


def square(input):
    return ivy.square(to.cast(input, dtypes.int64) if ivy.dtype(input).kind == "b" else input)


def sub(input, other, alpha=1):
    if to.is_bool(input) or to.is_bool(other):
        raise RuntimeError("Subtraction, the `-` operator, with a bool tensor is not supported.")
    return _subtract(input, other, alpha)


_subtract = like.binary_alpha(ivy.subtract)


def where(condition, input, other):
    return ivy.where(to.cast(condition, dtypes.bool_), *to.promote(input, other))


_publish.publish(__name__, native="torch")
