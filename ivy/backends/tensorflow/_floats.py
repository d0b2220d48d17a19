"""Elementwise ops that are about floating numbers, where TensorFlow's kernels are not enough."""

import math

import tensorflow as tf

from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow._raw import raw, scalar

_WIDEST = {tf.float32: tf.float64, **like.HALF}
_NEXT = {tf.float16: tf.float32, tf.bfloat16: tf.float32}


def _where(condition, x1, x2):
    return raw.SelectV2(condition=condition, t=x1, e=x2)


def signbit(x, /):
    if x.dtype.is_unsigned or x.dtype is tf.bool:
        return raw.Fill(dims=raw.Shape(input=x), value=scalar(False, tf.bool))
    return raw.Less(x=(b := like.bits(x) if x.dtype.is_floating else x), y=scalar(0, b.dtype))


def copysign(x1, x2, /):
    x1, x2 = like.tensors(x1, x2)
    size, sign = like.bits(x1), like.bits(x2)  # NaN has a sign as well
    top = scalar(size.dtype.min, size.dtype)
    magnitude = raw.BitwiseAnd(x=size, y=raw.Invert(x=top))
    joined = raw.BitwiseOr(x=magnitude, y=raw.BitwiseAnd(x=sign, y=top))
    return raw.Bitcast(input=joined, type=x1.dtype)


def atan2(x1, x2, /):
    """TensorFlow's kernel is wrong for infinite arguments (2.21): 1 and 0 have the same angles."""
    x1, x2 = like.tensors(x1, x2)
    one, zero = scalar(1, x1.dtype), scalar(0, x1.dtype)
    infinite1, infinite2 = raw.IsInf(x=x1), raw.IsInf(x=x2)
    infinite = raw.LogicalOr(x=infinite1, y=infinite2)
    far1 = copysign(_where(infinite1, one, zero), x1)
    far2 = copysign(_where(infinite2, one, zero), x2)
    out = raw.Atan2(y=_where(infinite, far1, x1), x=_where(infinite, far2, x2))
    return _where(raw.IsNan(x=x1), x1, _where(raw.IsNan(x=x2), x2, out))


def complex_expm1(x, /):
    """As C has it at zeros and infinities, and exact near 0."""
    dtype = x.dtype.real_dtype
    re, im = raw.Real(input=x, Tout=dtype), raw.Imag(input=x, Tout=dtype)
    zero, two = scalar(0, dtype), scalar(2, dtype)
    grown, sine, half = raw.Expm1(x=re), raw.Sin(x=im), raw.Sin(x=raw.RealDiv(x=im, y=two))
    turn = raw.Mul(x=two, y=raw.Square(x=half))  # 1 - cos
    real = raw.Sub(x=raw.Mul(x=grown, y=raw.Cos(x=im)), y=turn)
    imag = raw.Mul(x=raw.Exp(x=re), y=sine)
    on_axis = raw.Equal(x=im, y=zero)
    endless = raw.LogicalAnd(x=raw.IsInf(x=re), y=raw.LogicalNot(x=raw.IsFinite(x=im)))
    edge = _where(raw.Greater(x=re, y=zero), scalar(math.inf, dtype), scalar(-1, dtype))
    real = _where(on_axis, raw.AddV2(x=grown, y=zero), _where(endless, edge, real))
    vanished = raw.LogicalAnd(x=endless, y=raw.Less(x=re, y=zero))
    imag = _where(on_axis, im, _where(vanished, zero, imag))
    return raw.Complex(real=real, imag=imag, Tout=x.dtype)


def trunc(x, /):
    below = raw.Less(x=x, y=scalar(0, x.dtype))
    return _where(below, raw.Ceil(x=x), raw.Floor(x=x))


def remainder(x1, x2, /):
    x1, x2 = like.tensors(x1, x2)
    rest = raw.FloorMod(x=x1, y=x2)
    if not x1.dtype.is_floating:
        return rest
    zero = scalar(0, x1.dtype)
    return _where(raw.Equal(x=rest, y=zero), copysign(zero, x2), rest)


def floor_divide(x1, x2, /):
    """The integer n with x1 = n x2 + remainder, which the rounded quotient may miss by one."""
    x1, x2 = like.tensors(x1, x2)
    return _floor_divide(x1, x2) if x1.dtype.is_floating else raw.FloorDiv(x=x1, y=x2)


@like.through_half
def _floor_divide(x1, x2):
    zero, one = scalar(0, x1.dtype), scalar(1, x1.dtype)
    quotient, rest = raw.RealDiv(x=x1, y=x2), raw.TruncateMod(x=x1, y=x2)
    whole = raw.RealDiv(x=raw.Sub(x=x1, y=rest), y=x2)
    across = raw.NotEqual(x=raw.Less(x=rest, y=zero), y=raw.Less(x=x2, y=zero))
    across = raw.LogicalAnd(x=across, y=raw.NotEqual(x=rest, y=zero))
    whole = raw.Round(x=_where(across, raw.Sub(x=whole, y=one), whole))
    whole = _where(raw.Equal(x=whole, y=zero), copysign(zero, quotient), whole)
    return _where(raw.Equal(x=x2, y=zero), quotient, whole)


def _of_numbers(kernel):
    """`f(x1, x2)` that is the other operand where one is NaN."""
    take = like.binary(kernel)

    def run(x1, x2, /):
        x1, x2 = like.tensors(x1, x2)
        if not x1.dtype.is_floating:
            return like.through({tf.bool: tf.int8}, take)(x1, x2)
        out = _where(raw.IsNan(x=x1), x2, take(x1, x2))
        return _where(raw.IsNan(x=x2), x1, out)

    return run


fmax = _of_numbers(raw.Maximum)
fmin = _of_numbers(raw.Minimum)


def frexp(x, /):
    """By the bits of float64, which holds the narrower ones (and what they call subnormal)."""
    wide = x if x.dtype is tf.float64 else raw.Cast(x=x, DstT=tf.float64)
    number = raw.Bitcast(input=wide, type=tf.int64)
    field = scalar(0x7FF << 52, tf.int64)
    exponent = raw.RightShift(x=raw.BitwiseAnd(x=number, y=field), y=scalar(52, tf.int64))
    fraction = raw.BitwiseAnd(x=number, y=raw.Invert(x=field))
    half = raw.BitwiseOr(x=fraction, y=scalar(1022 << 52, tf.int64))
    mantissa = raw.Bitcast(input=half, type=tf.float64)
    nonzero = raw.NotEqual(x=exponent, y=scalar(0, tf.int64))
    usual = raw.LogicalAnd(x=raw.IsFinite(x=x), y=nonzero)
    mantissa = _where(usual, mantissa, wide)
    exponent = _where(usual, raw.Sub(x=exponent, y=scalar(1022, tf.int64)), scalar(0, tf.int64))
    return raw.Cast(x=mantissa, DstT=x.dtype), raw.Cast(x=exponent, DstT=tf.int32)


def _hypot(x1, x2, /):
    x1, x2 = (raw.Abs(x=x) for x in like.tensors(x1, x2))
    large, small = raw.Maximum(x=x1, y=x2), raw.Minimum(x=x1, y=x2)
    ratio = raw.DivNoNan(x=small, y=large)
    root = raw.Sqrt(x=raw.AddV2(x=raw.Square(x=ratio), y=scalar(1, x1.dtype)))
    infinite = raw.LogicalOr(x=raw.IsInf(x=x1), y=raw.IsInf(x=x2))
    return _where(infinite, scalar(math.inf, x1.dtype), raw.Mul(x=large, y=root))


hypot = like.through(_WIDEST, _hypot)


def _log10(x, /):
    return raw.Mul(x=raw.Log(x=x), y=scalar(1 / math.log(10), x.dtype))


def _log2(x, /):
    if x.dtype.is_complex:
        return raw.Mul(x=raw.Log(x=x), y=scalar(1 / math.log(2), x.dtype))
    mantissa, exponent = frexp(x)  # so that powers of 2 come out exactly
    part = raw.RealDiv(x=raw.Log(x=mantissa), y=scalar(math.log(2), x.dtype))
    return raw.AddV2(x=raw.Cast(x=exponent, DstT=x.dtype), y=part)


log10 = like.through(_WIDEST, _log10)
log2 = like.through(_WIDEST, _log2)


def _log_of_sum(unit, power):
    """`f(x1, x2)`, the logarithm of base**x1 + base**x2; `unit` is the logarithm of the base."""

    def run(x1, x2, /):
        x1, x2 = like.tensors(x1, x2)
        below = raw.Neg(x=raw.Abs(x=raw.Sub(x=x1, y=x2)))
        more = raw.Log1p(x=power(below))
        more = raw.RealDiv(x=more, y=scalar(unit, x1.dtype)) if unit != 1 else more
        # infinities of one sign have no difference
        more = _where(raw.Equal(x=x1, y=x2), scalar(math.log(2) / unit, x1.dtype), more)
        return raw.AddV2(x=raw.Maximum(x=x1, y=x2), y=more)

    return like.through_half(run)


logaddexp = _log_of_sum(1, lambda x: raw.Exp(x=x))
logaddexp2 = _log_of_sum(math.log(2), lambda x: raw.Pow(x=scalar(2, x.dtype), y=x))


def nextafter(x1, x2, /):
    x1, x2 = like.tensors(x1, x2)
    if x1.dtype not in _NEXT:
        return raw.NextAfter(x1=x1, x2=x2)
    number = like.bits(x1)
    zero, one = scalar(0, number.dtype), scalar(1, number.dtype)
    up = raw.Greater(x=x2, y=x1)
    away = raw.Equal(x=up, y=raw.GreaterEqual(x=number, y=zero))  # from 0: the bits grow
    step = raw.AddV2(x=number, y=_where(away, one, raw.Neg(x=one)))
    top = scalar(number.dtype.min, number.dtype)
    smallest = _where(up, one, raw.BitwiseOr(x=one, y=top))
    step = _where(raw.Equal(x=x1, y=scalar(0, x1.dtype)), smallest, step)
    out = _where(raw.Equal(x=x1, y=x2), x2, raw.Bitcast(input=step, type=x1.dtype))
    nan = raw.LogicalOr(x=raw.IsNan(x=x1), y=raw.IsNan(x=x2))
    return _where(nan, scalar(math.nan, x1.dtype), out)
