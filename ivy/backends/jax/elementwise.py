"""Elementwise ops."""

import jax
import jax.numpy as jnp
from jax import lax

from ivy.backends.jax import _adapters as like
from ivy.backends.jax import _complex


def _sign(x):
    return jnp.where(x == 0, jnp.zeros((), x.dtype), jnp.sign(x))  # of -0 it is 0


abs = jnp.abs
acos = like.by_kind(jnp.arccos, _complex.acos)
acosh = like.by_kind(jnp.arccosh, _complex.acosh)
add = jnp.add
asin = jnp.arcsin
asinh = like.by_kind(jnp.arcsinh, _complex.asinh)
atan = jnp.arctan
atan2 = jnp.arctan2
atanh = like.by_kind(jnp.arctanh, _complex.atanh)
bitwise_and = jnp.bitwise_and
bitwise_invert = jnp.invert
bitwise_left_shift = jnp.left_shift
bitwise_or = jnp.bitwise_or
bitwise_right_shift = jnp.right_shift
bitwise_xor = jnp.bitwise_xor
ceil = jnp.ceil
conj = jnp.conj
copysign = jnp.copysign
cos = jnp.cos
cosh = like.by_kind(jnp.cosh, _complex.cosh)
divide = jnp.true_divide
equal = jnp.equal
exp = like.by_kind(jnp.exp, _complex.exp)
exp2 = like.wide(jnp.exp2)
expm1 = like.by_kind(jnp.expm1, _complex.expm1)
floor = jnp.floor
floor_divide = like.division(jnp.floor_divide)
fmax = jnp.fmax
fmin = jnp.fmin
fmod = like.division(jnp.fmod)
frexp = jnp.frexp
gcd = jnp.gcd
greater = jnp.greater
greater_equal = jnp.greater_equal
hypot = jnp.hypot
imag = jnp.imag
isfinite = jnp.isfinite
isinf = jnp.isinf
isnan = jnp.isnan
lcm = jnp.lcm
less = jnp.less
less_equal = jnp.less_equal
log = like.by_kind(jnp.log, _complex.log)
log10 = jnp.log10
log1p = like.by_kind(jnp.log1p, _complex.log1p)
log2 = jnp.log2
logaddexp = jnp.logaddexp
logaddexp2 = jnp.logaddexp2
logical_and = jnp.logical_and
logical_not = jnp.logical_not
logical_or = jnp.logical_or
logical_xor = jnp.logical_xor
maximum = jnp.maximum
minimum = jnp.minimum
multiply = jnp.multiply
negative = jnp.negative
nextafter = jnp.nextafter
not_equal = jnp.not_equal
positive = jnp.positive
pow = jnp.power
real = jnp.real
reciprocal = jnp.reciprocal
remainder = like.division(jnp.remainder)
rsqrt = lax.rsqrt
sigmoid = jax.nn.sigmoid
sign = like.by_kind(_sign, _complex.sign)
signbit = jnp.signbit
sin = jnp.sin
sinh = like.by_kind(jnp.sinh, _complex.sinh)
sqrt = like.by_kind(jnp.sqrt, _complex.sqrt)
square = jnp.square
subtract = jnp.subtract
tan = jnp.tan
tanh = like.by_kind(jnp.tanh, _complex.tanh)
trunc = jnp.trunc
where = jnp.where


def complex(re, im, /):
    return lax.complex(*jnp.broadcast_arrays(re, im))


def round(x, /):
    return x if x.dtype.kind in "iub" else jnp.rint(x)  # jnp makes integers floating
