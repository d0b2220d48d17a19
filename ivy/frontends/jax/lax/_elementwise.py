"""Elementwise functions of `jax.lax`."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _primitives
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax.lax import _adapters as like
from ivy.frontends.jax.lax import _bits, _kinds

acos = like.unary(ivy.acos, "fc")
acosh = like.unary(ivy.acosh, "fc")
add = like.binary(ivy.add, like.NUMBERS)
asin = like.unary(ivy.asin, "fc")
asinh = like.unary(ivy.asinh, "fc")
atan = like.unary(ivy.atan, "fc")
atanh = like.unary(ivy.atanh, "fc")
bitwise_and = like.binary(ivy.bitwise_and, "bi")
bitwise_not = like.unary(ivy.bitwise_invert, "bi")
bitwise_or = like.binary(ivy.bitwise_or, "bi")
bitwise_xor = like.binary(ivy.bitwise_xor, "bi")
ceil = like.unary(ivy.ceil, "f")
cbrt = like.accurate(_bits.cbrt, "f")
clz = like.unary(_bits.leading_zeros, "i")
cos = like.accurate(ivy.cos, "fc")
cosh = like.unary(ivy.cosh, "fc")
div = like.binary(_primitives.div, like.NUMBERS)
eq = like.binary(ivy.equal, like.ALL)
exp = like.accurate(ivy.exp, "fc")
expm1 = like.accurate(ivy.expm1, "fc")
floor = like.unary(ivy.floor, "f")
ge = like.binary(ivy.greater_equal, "bif")
gt = like.binary(ivy.greater, "bif")
imag = like.unary(ivy.imag, "c")
is_finite = like.unary(ivy.isfinite, "f")
le = like.binary(ivy.less_equal, "bif")
log = like.accurate(ivy.log, "fc")
log1p = like.accurate(ivy.log1p, "fc")
logistic = like.accurate(ivy.sigmoid, "fc")
lt = like.binary(ivy.less, "bif")
max = like.binary(_bits.larger, like.ALL)
min = like.binary(_bits.smaller, like.ALL)
ne = like.binary(ivy.not_equal, like.ALL)
neg = like.unary(ivy.negative, like.NUMBERS)
nextafter = like.binary(ivy.nextafter, "f")
population_count = like.unary(_bits.ones_among, "i")
real = like.unary(ivy.real, "c")
reciprocal = like.unary(ivy.reciprocal, "fc")
rsqrt = like.accurate(ivy.rsqrt, "fc")
shift_left = like.binary(_primitives.shift_left, "i")
shift_right_arithmetic = like.binary(_bits.shift_right_arithmetic, "i")
shift_right_logical = like.binary(_primitives.shift_right_logical, "i")
sign = like.unary(ivy.sign, like.NUMBERS)
sin = like.accurate(ivy.sin, "fc")
sinh = like.unary(ivy.sinh, "fc")
sqrt = like.accurate(ivy.sqrt, "fc")
square = like.unary(ivy.square, like.NUMBERS)
sub = like.binary(ivy.subtract, like.NUMBERS)
tan = like.accurate(ivy.tan, "fc")
tanh = like.accurate(ivy.tanh, "fc")

bessel_i0e = like.unary(like.wide(ivy.i0e), "f")
bessel_i1e = like.unary(like.wide(ivy.i1e), "f")
digamma = like.unary(like.wide(ivy.digamma), "f")
erf = like.unary(like.wide(ivy.erf), "f")
erf_inv = like.unary(like.wide(ivy.erfinv), "f")
erfc = like.unary(like.wide(ivy.erfc), "f")
igamma = like.binary(like.wide(ivy.gammainc), "f")
igammac = like.binary(like.wide(ivy.gammaincc), "f")
lgamma = like.unary(like.wide(ivy.lgamma), "f")
zeta = like.binary(like.wide(ivy.zeta), "f")


@like.checks(ivy.abs)
def abs(x):
    (x,) = like.operands("abs", like.NUMBERS, x)
    if ivy.dtype(x).kind == "u":
        raise TypeError(f"abs does not accept dtype {ivy.dtype(x).name}.")
    return ivy.abs(x)


def atan2(x, y):
    x, y = like.operands("atan2", "fc", x, y)
    if ivy.dtype(x).kind != "c":
        return ivy.atan2(x, y)
    i = to.like(1j, x)
    away = ivy.divide(ivy.add(y, ivy.multiply(i, x)), ivy.sqrt(ivy.square(x) + ivy.square(y)))
    return ivy.multiply(ivy.negative(i), ivy.log(away))


def clamp(min, x, max):
    low, x, high = (to.array(a) for a in (min, x, max))
    like.one_dtype("clamp", low, x, high)
    for name, bound in (("min", low), ("max", high)):
        if bound.ndim and tuple(bound.shape) != tuple(x.shape):
            raise TypeError(
                f"clamp requires {name}.shape == operand.shape or {name}.shape == (), got "
                f"{name}.shape={tuple(bound.shape)}, operand.shape={tuple(x.shape)}."
            )
    return _bits.smaller(_bits.larger(x, low), high)


def complex(x, y):
    x, y = like.operands("complex", "f", x, y)
    if ivy.dtype(x).itemsize < 4:
        raise TypeError(f"complex does not accept dtype {ivy.dtype(x).name}.")
    return ivy.complex(*ivy.broadcast_arrays(x, y))


def conj(x):
    (x,) = like.operands("conj", "fc", x)
    if ivy.dtype(x).kind == "c":
        return ivy.conj(x)
    if ivy.dtype(x).itemsize < 4:
        raise TypeError(f"conj does not accept dtype {ivy.dtype(x).name}.")
    return ivy.astype(x, dtypes.complex_of(ivy.dtype(x)))


def exp2(x, *, accuracy=None):
    (x,) = like.operands("exp2", "fc", x)
    if ivy.dtype(x).kind == "c":
        return ivy.exp(ivy.multiply(x, to.like(math.log(2), x)))
    return ivy.exp2(x)


def integer_pow(x, y):
    (x,) = like.operands("integer_pow", like.NUMBERS, x)
    if y < 0 and dtypes.is_integral(ivy.dtype(x)):
        raise TypeError("Integers cannot be raised to negative powers")
    return _primitives.integer_pow(x, y=y)


def mul(x, y, *, out_dtype=None):
    x, y = like.operands("mul", like.NUMBERS, x, y)
    return _primitives.mul(x, y, out_dtype=out_dtype and to.canonical(out_dtype))


def mulhi(x, y, /):
    return _bits.upper_half(*like.operands("mulhi", "i", x, y))


def polygamma(m, x):
    m, x = ivy.broadcast_arrays(*like.operands("polygamma", "f", m, x))
    return like.wide(_polygamma)(m, x)


def _polygamma(m, x):
    sign = ivy.where(ivy.equal(ivy.remainder(m, to.like(2, m)), 0), to.like(-1, m), to.like(1, m))
    factorial = ivy.exp(ivy.lgamma(ivy.add(m, to.like(1, m))))
    above = ivy.multiply(ivy.multiply(sign, factorial), ivy.zeta(ivy.add(m, to.like(1, m)), x))
    whole = ivy.logical_and(ivy.equal(ivy.floor(m), m), ivy.greater_equal(m, 0))
    above = ivy.where(whole, above, to.like(math.nan, m))
    return ivy.where(ivy.equal(m, 0), ivy.digamma(x), above)


def pow(x, y):
    x, y = to.array(x), to.array(y)
    like.accept("pow", ivy.dtype(x), "fc")
    like.broadcastable("pow", x, y)
    if not dtypes.is_integral(ivy.dtype(y)):
        like.one_dtype("pow", x, y)
    return _primitives.pow(x, y)


def reduce_precision(operand, exponent_bits, mantissa_bits):
    (x,) = like.operands("reduce_precision", "f", operand)
    if not (exponent_bits >= 1 and mantissa_bits >= 0):
        raise ValueError(f"a float of {exponent_bits} exponent and {mantissa_bits} mantissa bits")
    return _bits.reduce_precision(x, exponent_bits, mantissa_bits)


def rem(x, y):
    x, y = like.operands("rem", "if", x, y)
    if dtypes.is_floating(ivy.dtype(x)):
        return ivy.fmod(x, y)
    return ivy.subtract(x, ivy.multiply(_primitives.div(x, y), y))


def round(x, rounding_method=_kinds.RoundingMethod.AWAY_FROM_ZERO):
    (x,) = like.operands("round", "f", x)
    if _kinds.RoundingMethod(rounding_method) == _kinds.RoundingMethod.TO_NEAREST_EVEN:
        return ivy.round(x)
    whole = ivy.trunc(x)
    away = ivy.greater_equal(ivy.abs(ivy.subtract(x, whole)), 0.5)
    return ivy.where(away, ivy.add(whole, ivy.sign(x)), whole)


def select(pred, on_true, on_false):
    return select_n(pred, on_false, on_true)


def select_n(which, *cases):
    if not cases:
        raise ValueError("select_n() must have at least one case")
    which, cases = to.array(which), [to.array(c) for c in cases]
    dtype = ivy.dtype(which)
    if dtype not in (dtypes.bool_, dtypes.int32):
        raise TypeError(f"`which` must have dtype bool or int32, got {dtype.name}.")
    if dtype == dtypes.bool_ and len(cases) > 2:
        raise TypeError(f"bool `which` of {len(cases)} cases; there can be two")
    if len({tuple(c.shape) for c in cases}) > 1 or (which.ndim and which.shape != cases[0].shape):
        raise TypeError("select_n cases and a `which` that is not 0-d must have the same shapes")
    like.one_dtype("select", *cases)
    if len(cases) == 1:
        return cases[0]
    return _primitives.select_n(which, *cases)


def stop_gradient(x):
    return x


_publish.publish(__name__, native="jax.lax")
