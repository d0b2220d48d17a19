"""Roots, exponentials, logarithms and angles."""

from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow import _floats
from ivy.backends.tensorflow._raw import raw, scalar

acos = like.unary(raw.Acos)
acosh = like.unary(raw.Acosh)
asin = like.unary(raw.Asin)
asinh = like.unary(raw.Asinh)
atan = like.unary(raw.Atan)
atan2 = _floats.atan2
atanh = like.unary(raw.Atanh)
cos = like.unary(raw.Cos)
cosh = like.unary(raw.Cosh)
exp = like.unary(raw.Exp)
hypot = _floats.hypot
log = like.unary(raw.Log)
log10 = _floats.log10
log2 = _floats.log2
logaddexp = _floats.logaddexp
logaddexp2 = _floats.logaddexp2
rsqrt = like.unary(raw.Rsqrt)
sigmoid = like.unary(raw.Sigmoid)
sin = like.unary(raw.Sin)
sinh = like.unary(raw.Sinh)
sqrt = like.unary(raw.Sqrt)
tan = like.unary(raw.Tan)
tanh = like.unary(raw.Tanh)


def exp2(x, /):
    return raw.Pow(x=scalar(2, x.dtype), y=x)


def expm1(x, /):
    return _floats.complex_expm1(x) if x.dtype.is_complex else raw.Expm1(x=x)


def log1p(x, /):
    out = raw.Log1p(x=x)
    if not x.dtype.is_complex:
        return out
    # TensorFlow's way is for small numbers only: near -1 and for infinite ones it gives NaN
    small = raw.Less(
        x=raw.ComplexAbs(x=x, Tout=x.dtype.real_dtype), y=scalar(0.5, x.dtype.real_dtype)
    )
    return raw.SelectV2(condition=small, t=out, e=raw.Log(x=raw.AddV2(x=x, y=scalar(1, x.dtype))))
