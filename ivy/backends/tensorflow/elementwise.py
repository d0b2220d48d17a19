"""Elementwise ops."""

import tensorflow as tf

from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow import _floats, _integers
from ivy.backends.tensorflow._raw import raw, scalar

_ORDER = {tf.bool: tf.int8}


def _binary(kernel, by=None):
    line = like.binary(kernel)
    return line if by is None else like.through(by, line)


acos = like.unary(raw.Acos)
acosh = like.unary(raw.Acosh)
add = _binary(raw.AddV2, like.BOOL)
asin = like.unary(raw.Asin)
asinh = like.unary(raw.Asinh)
atan = like.unary(raw.Atan)
atan2 = _floats.atan2
atanh = like.unary(raw.Atanh)
bitwise_and = _binary(raw.BitwiseAnd, _ORDER)
bitwise_left_shift = _integers.left_shift
bitwise_or = _binary(raw.BitwiseOr, _ORDER)
bitwise_right_shift = _integers.right_shift
bitwise_xor = _binary(raw.BitwiseXor, _ORDER)
ceil = like.rounding(like.unary(raw.Ceil))
copysign = _floats.copysign
cos = like.unary(raw.Cos)
cosh = like.unary(raw.Cosh)
divide = _binary(raw.RealDiv)
equal = _binary(raw.Equal)
exp = like.unary(raw.Exp)
floor = like.rounding(like.unary(raw.Floor))
floor_divide = _floats.floor_divide
fmax = _floats.fmax
fmin = _floats.fmin
fmod = _integers.fmod
frexp = _floats.frexp
gcd = _integers.gcd
greater = _binary(raw.Greater, _ORDER)
greater_equal = _binary(raw.GreaterEqual, _ORDER)
hypot = _floats.hypot
isfinite = like.classification(raw.IsFinite, of_integers=True, join=raw.LogicalAnd)
isinf = like.classification(raw.IsInf, of_integers=False, join=raw.LogicalOr)
isnan = like.classification(raw.IsNan, of_integers=False, join=raw.LogicalOr)
lcm = _integers.lcm
less = _binary(raw.Less, _ORDER)
less_equal = _binary(raw.LessEqual, _ORDER)
log = like.unary(raw.Log)
log10 = _floats.log10
log2 = _floats.log2
logaddexp = _floats.logaddexp
logaddexp2 = _floats.logaddexp2
maximum = _binary(raw.Maximum, _ORDER)
minimum = _binary(raw.Minimum, _ORDER)
multiply = _binary(raw.Mul, like.BOOL)
nextafter = _floats.nextafter
not_equal = _binary(raw.NotEqual)
pow = _integers.pow
remainder = _floats.remainder
round = like.rounding(like.parts(like.unary(raw.Round)))
rsqrt = like.unary(raw.Rsqrt)
sigmoid = like.unary(raw.Sigmoid)
signbit = _floats.signbit
sin = like.unary(raw.Sin)
sinh = like.unary(raw.Sinh)
sqrt = like.unary(raw.Sqrt)
square = like.through(like.BOOL, like.unary(raw.Square))
subtract = _binary(raw.Sub)
tan = like.unary(raw.Tan)
tanh = like.unary(raw.Tanh)
trunc = like.rounding(_floats.trunc)


def abs(x, /):
    dtype = x.dtype
    if dtype.is_complex:
        return raw.ComplexAbs(x=x, Tout=dtype.real_dtype)
    return x if dtype.is_unsigned or dtype is tf.bool else raw.Abs(x=x)


def bitwise_invert(x, /):
    return raw.LogicalNot(x=x) if x.dtype is tf.bool else raw.Invert(x=x)


def complex(re, im, /):
    native = tf.complex128 if re.dtype is tf.float64 else tf.complex64
    if re.dtype in like.HALF:
        re, im = like.cast((re, im), re.dtype, tf.float32)
    return raw.Complex(real=re, imag=im, Tout=native)


def conj(x, /):
    return raw.Conj(input=x) if x.dtype.is_complex else x


def exp2(x, /):
    return raw.Pow(x=scalar(2, x.dtype), y=x)


def expm1(x, /):
    return _floats.complex_expm1(x) if x.dtype.is_complex else raw.Expm1(x=x)


def imag(x, /):
    if not x.dtype.is_complex:
        return raw.ZerosLike(x=x)
    return raw.Imag(input=x, Tout=x.dtype.real_dtype)


def log1p(x, /):
    out = raw.Log1p(x=x)
    if not x.dtype.is_complex:
        return out
    # TensorFlow's way is for small numbers only: near -1 and for infinite ones it gives NaN
    small = raw.Less(x=abs(x), y=scalar(0.5, x.dtype.real_dtype))
    return raw.SelectV2(condition=small, t=out, e=raw.Log(x=raw.AddV2(x=x, y=scalar(1, x.dtype))))


def logical_and(x1, x2, /):
    return raw.LogicalAnd(x=like.truth(x1), y=like.truth(x2))


def logical_not(x, /):
    return raw.LogicalNot(x=like.truth(x))


def logical_or(x1, x2, /):
    return raw.LogicalOr(x=like.truth(x1), y=like.truth(x2))


def logical_xor(x1, x2, /):
    return raw.NotEqual(x=like.truth(x1), y=like.truth(x2))


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


def where(condition, x1, x2, /):
    if type(x1) in like.NUMBERS and type(x2) in like.NUMBERS:
        x1 = scalar(x1, tf.as_dtype(type(x1 + x2)))
    x1, x2 = like.tensors(x1, x2)
    return raw.SelectV2(condition=like.truth(condition), t=x1, e=x2)
