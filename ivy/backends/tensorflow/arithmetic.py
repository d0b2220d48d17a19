"""Arithmetic of each element."""

import tensorflow as tf

from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow import _floats, _integers
from ivy.backends.tensorflow._raw import raw, scalar

add = like.binary(raw.AddV2, like.BOOL)
ceil = like.rounding(like.unary(raw.Ceil))
copysign = _floats.copysign
divide = like.binary(raw.RealDiv)
floor = like.rounding(like.unary(raw.Floor))
floor_divide = _floats.floor_divide
fmax = _floats.fmax
fmin = _floats.fmin
fmod = _integers.fmod
frexp = _floats.frexp
gcd = _integers.gcd
lcm = _integers.lcm
maximum = like.binary(raw.Maximum, like.ORDER)
minimum = like.binary(raw.Minimum, like.ORDER)
multiply = like.binary(raw.Mul, like.BOOL)
nextafter = _floats.nextafter
pow = _integers.pow
remainder = _floats.remainder
round = like.rounding(like.parts(like.unary(raw.Round)))
signbit = _floats.signbit
square = like.through(like.BOOL, like.unary(raw.Square))
subtract = like.binary(raw.Sub)
trunc = like.rounding(_floats.trunc)


def abs(x, /):
    dtype = x.dtype
    if dtype.is_complex:
        return raw.ComplexAbs(x=x, Tout=dtype.real_dtype)
    return x if dtype.is_unsigned or dtype is tf.bool else raw.Abs(x=x)


def complex(re, im, /):
    native = tf.complex128 if re.dtype is tf.float64 else tf.complex64
    if re.dtype in like.HALF:
        re, im = like.cast((re, im), re.dtype, tf.float32)
    return raw.Complex(real=re, imag=im, Tout=native)


def conj(x, /):
    return raw.Conj(input=x) if x.dtype.is_complex else x


def imag(x, /):
    if not x.dtype.is_complex:
        return raw.ZerosLike(x=x)
    return raw.Imag(input=x, Tout=x.dtype.real_dtype)


def negative(x, /):
    return raw.Sub(x=scalar(0, x.dtype), y=x) if x.dtype.is_unsigned else raw.Neg(x=x)


def positive(x, /):
    return x


def real(x, /):
    return raw.Real(input=x, Tout=x.dtype.real_dtype) if x.dtype.is_complex else x


def reciprocal(x, /):
    if x.dtype.is_integer:
        return raw.TruncateDiv(x=scalar(1, x.dtype), y=x)
    return raw.Reciprocal(x=x)


def sign(x, /):
    if x.dtype.is_unsigned or x.dtype is tf.bool:
        return raw.Cast(x=like.truth(x), DstT=x.dtype)
    return raw.Sign(x=x)
