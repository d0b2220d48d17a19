"""Comparisons, logic and bits."""

import tensorflow as tf

from ivy._core.specialization import specializes
from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow import _integers
from ivy.backends.tensorflow._raw import raw, scalar

bitwise_and = like.binary(raw.BitwiseAnd, like.ORDER)
bitwise_left_shift = _integers.left_shift
bitwise_or = like.binary(raw.BitwiseOr, like.ORDER)
bitwise_right_shift = _integers.right_shift
bitwise_xor = like.binary(raw.BitwiseXor, like.ORDER)
equal = like.binary(raw.Equal)
greater = like.binary(raw.Greater, like.ORDER)
greater_equal = like.binary(raw.GreaterEqual, like.ORDER)
isfinite = like.classification(raw.IsFinite, of_integers=True, join=raw.LogicalAnd)
isinf = like.classification(raw.IsInf, of_integers=False, join=raw.LogicalOr)
isnan = like.classification(raw.IsNan, of_integers=False, join=raw.LogicalOr)
less = like.binary(raw.Less, like.ORDER)
less_equal = like.binary(raw.LessEqual, like.ORDER)
not_equal = like.binary(raw.NotEqual)


def bitwise_invert(x, /):
    return raw.LogicalNot(x=x) if x.dtype is tf.bool else raw.Invert(x=x)


def logical_and(x1, x2, /):
    return raw.LogicalAnd(x=like.truth(x1), y=like.truth(x2))


def logical_not(x, /):
    return raw.LogicalNot(x=like.truth(x))


def logical_or(x1, x2, /):
    return raw.LogicalOr(x=like.truth(x1), y=like.truth(x2))


def logical_xor(x1, x2, /):
    return raw.NotEqual(x=like.truth(x1), y=like.truth(x2))


def _choice(condition, x1, x2, /):
    plain = condition.dtype is tf.bool and like.are_tensors(x1, x2)
    return (raw.SelectV2, (condition, x1, x2), {}) if plain else None


@specializes(_choice)
def where(condition, x1, x2, /):
    if type(x1) in like.NUMBERS and type(x2) in like.NUMBERS:
        x1 = scalar(x1, tf.as_dtype(type(x1 + x2)))
    x1, x2 = like.tensors(x1, x2)
    return raw.SelectV2(condition=like.truth(condition), t=x1, e=x2)
