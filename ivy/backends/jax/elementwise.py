"""Elementwise ops."""

import jax
import jax.numpy as jnp
from jax import lax

from ivy.backends.jax import _adapters as like

abs = jnp.abs
acos = jnp.arccos
acosh = jnp.arccosh
add = jnp.add
asin = jnp.arcsin
asinh = jnp.arcsinh
atan = jnp.arctan
atan2 = jnp.arctan2
atanh = jnp.arctanh
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
cosh = jnp.cosh
divide = jnp.true_divide
equal = jnp.equal
exp = jnp.exp
exp2 = like.wide(jnp.exp2)
expm1 = jnp.expm1
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
log = jnp.log
log10 = jnp.log10
log1p = jnp.log1p
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
sign = jnp.sign
signbit = jnp.signbit
sin = jnp.sin
sinh = jnp.sinh
sqrt = jnp.sqrt
square = jnp.square
subtract = jnp.subtract
tan = jnp.tan
tanh = jnp.tanh
trunc = jnp.trunc
where = jnp.where


def complex(re, im, /):
    return lax.complex(*jnp.broadcast_arrays(re, im))


def round(x, /):
    return x if x.dtype.kind in "iub" else jnp.rint(x)  # jnp makes integers floating
