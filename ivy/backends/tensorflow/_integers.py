"""Elementwise ops that are about integers, where TensorFlow's kernels are not enough."""

import tensorflow as tf

from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow._raw import ints, raw, scalar

_WIDER = {
    tf.int8: tf.int32,
    tf.int16: tf.int32,
    tf.uint8: tf.int32,
    tf.uint16: tf.int32,
    tf.uint32: tf.int64,
    **like.HALF,
}


def left_shift(x1, x2, /):
    """Shifts by the width or more leave nothing; TensorFlow shifts by the width - 1 then."""
    x1, x2 = like.tensors(x1, x2)
    out = raw.LeftShift(x=x1, y=x2)
    return raw.SelectV2(condition=_inside(x2), t=out, e=scalar(0, x1.dtype))


def right_shift(x1, x2, /):
    x1, x2 = like.tensors(x1, x2)
    if x1.dtype.is_unsigned:
        out = raw.RightShift(x=x1, y=x2)
        return raw.SelectV2(condition=_inside(x2), t=out, e=scalar(0, x1.dtype))
    most = scalar(x1.dtype.size * 8 - 1, x1.dtype)
    return raw.RightShift(x=x1, y=raw.SelectV2(condition=_inside(x2), t=x2, e=most))


def _inside(places):
    inside = raw.Less(x=places, y=scalar(places.dtype.size * 8, places.dtype))
    if places.dtype.is_unsigned:
        return inside
    return raw.LogicalAnd(x=inside, y=raw.GreaterEqual(x=places, y=scalar(0, places.dtype)))


_truncate_mod = like.through(_WIDER, like.binary(raw.TruncateMod))
_floor_mod = like.binary(raw.FloorMod)


def fmod(x1, x2, /):
    if like.dtype_of((x1, x2)) is tf.uint64:
        return _floor_mod(x1, x2)
    return _truncate_mod(x1, x2)


def _magnitude(x):
    return x if x.dtype.is_unsigned else raw.Abs(x=x)


def gcd(x1, x2, /):
    """Euclid's algorithm on all elements at once, until the last one is done."""
    x1, x2 = (_magnitude(x) for x in like.tensors(x1, x2))
    shape = raw.BroadcastArgs(s0=raw.Shape(input=x1), s1=raw.Shape(input=x2))
    x1, x2 = (raw.BroadcastTo(input=x, shape=shape) for x in (x1, x2))
    zero, one = scalar(0, x1.dtype), scalar(1, x1.dtype)

    def live(x1, x2):
        return raw.NotEqual(x=x2, y=zero)

    def step(x1, x2):
        goes_on = live(x1, x2)
        rest = raw.FloorMod(x=x1, y=raw.SelectV2(condition=goes_on, t=x2, e=one))
        divisor = raw.SelectV2(condition=goes_on, t=x2, e=x1)
        return divisor, raw.SelectV2(condition=goes_on, t=rest, e=x2)

    return _magnitude(like.repeated(live, step, x1, x2)[0])


def lcm(x1, x2, /):
    x1, x2 = like.tensors(x1, x2)
    divisor = gcd(x1, x2)
    none = raw.Equal(x=divisor, y=scalar(0, x1.dtype))  # both are 0 there
    divisor = raw.SelectV2(condition=none, t=scalar(1, x1.dtype), e=divisor)
    return raw.Mul(x=raw.FloorDiv(x=_magnitude(x1), y=divisor), y=_magnitude(x2))


_UNSIGNED = {tf.uint8: tf.int64, tf.uint16: tf.int64, tf.uint32: tf.int64}
_pow = like.through(_UNSIGNED, like.binary(raw.Pow))


def pow(x1, x2, /):
    if like.dtype_of((x1, x2)) is tf.uint64:
        return _pow_by_squares(*like.tensors(x1, x2))
    return _pow(x1, x2)


def _pow_by_squares(x1, x2):
    """For 64 bits, of which the exponent may need the highest one."""
    one = scalar(1, x1.dtype)
    out = one
    while raw.Any(input=raw.NotEqual(x=x2, y=scalar(0, x2.dtype)), axis=ints(range(x2.ndim))):
        odd = raw.Equal(x=raw.BitwiseAnd(x=x2, y=one), y=one)
        out = raw.Mul(x=out, y=raw.SelectV2(condition=odd, t=x1, e=one))
        x1, x2 = raw.Square(x=x1), raw.RightShift(x=x2, y=one)
    shape = raw.BroadcastArgs(s0=raw.Shape(input=x1), s1=raw.Shape(input=x2))
    return raw.BroadcastTo(input=out, shape=shape)
