"""Arithmetic of each element."""

import jax.numpy as jnp
from jax import lax

from ivy.backends.jax import _adapters as like
from ivy.backends.jax import _complex


@like.fused
def _sign(x):
    return jnp.where(x == 0, jnp.zeros((), x.dtype), jnp.sign(x))  # of -0 it is 0


@like.fused
def _floor_divide(x1, x2):
    quotient = jnp.floor_divide(x1, x2)
    if not jnp.issubdtype(quotient.dtype, jnp.floating):
        return quotient
    return jnp.where(quotient == 0, jnp.copysign(quotient, x1 / x2), quotient)  # -0 / 3 is -0


abs = jnp.abs
add = jnp.add
ceil = jnp.ceil
conj = jnp.conj
copysign = jnp.copysign
divide = jnp.true_divide
floor = jnp.floor
floor_divide = like.division(_floor_divide)
fmax = jnp.fmax
fmin = jnp.fmin
fmod = like.division(jnp.fmod)
frexp = jnp.frexp
gcd = jnp.gcd
imag = jnp.imag
lcm = jnp.lcm
maximum = jnp.maximum
minimum = jnp.minimum
multiply = jnp.multiply
negative = jnp.negative
nextafter = jnp.nextafter
positive = jnp.positive
pow = jnp.power
real = jnp.real
reciprocal = jnp.reciprocal
remainder = like.division(jnp.remainder)
sign = like.by_kind(_sign, _complex.sign)
signbit = jnp.signbit
square = jnp.square
subtract = jnp.subtract
trunc = jnp.trunc


def complex(re, im, /):
    return lax.complex(*jnp.broadcast_arrays(re, im))


def round(x, /):
    return x if x.dtype.kind in "iub" else jnp.rint(x)  # jnp makes integers floating
