"""Arithmetic of each element."""

import numpy as np

from ivy.backends.numpy import _adapters as like

abs = np.abs
add = like.binary(np.add)
ceil = np.ceil
complex = like.from_parts
copysign = like.binary(np.copysign)
divide = like.binary(np.true_divide)
floor = np.floor
floor_divide = like.binary(like.division(np.floor_divide))
fmax = like.binary(np.fmax)
fmin = like.binary(np.fmin)
fmod = like.binary(like.division(np.fmod))
frexp = np.frexp
gcd = np.gcd
imag = np.imag
lcm = np.lcm
maximum = like.binary(np.maximum)
minimum = like.binary(np.minimum)
multiply = like.binary(np.multiply)
negative = np.negative
nextafter = like.binary(np.nextafter)
positive = np.positive
pow = like.binary(np.power)
real = np.real
reciprocal = np.reciprocal
remainder = like.binary(like.division(np.remainder))
sign = np.sign
signbit = np.signbit
square = np.square
subtract = like.binary(np.subtract)
trunc = np.trunc


def conj(x, /):
    return np.conj(x) if x.dtype.kind == "c" else x.copy()  # NumPy makes int8 of bool


def round(x, /):
    # NumPy makes whole numbers floating here, though not in floor and ceil
    return x.copy() if x.dtype.kind in "iub" else np.rint(x)
