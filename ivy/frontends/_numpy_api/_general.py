"""Geometry of arrays, rounding, cumulative functions, applied functions, and bits."""

from __future__ import annotations

import math
import operator

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _reductions, _shapes
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import is_sequence, kind, number


def isdtype(rules: Rules, dtype, kind):
    return np.isdtype(dtype, kind)


def ndim(rules: Rules, a):
    return len(rules.array(a).shape)


def shape(rules: Rules, a):
    return tuple(rules.array(a).shape)


def size(rules: Rules, a, axis=None):
    """The number of elements, along some axes or all."""
    x = rules.array(a)
    return math.prod(x.shape[i] for i in rules.axes(axis, len(x.shape)))


def broadcast_shapes(rules: Rules, *args):
    """The shape that several shapes broadcast to."""
    return rules.broadcast_shapes(*((a,) if isinstance(a, int) else a for a in args))


def iterable(rules: Rules, y):
    return is_sequence(y) or isinstance(y, (str, dict)) or bool(getattr(y, "shape", ()))


def around(rules: Rules, a, decimals=0, out=None):
    return round(rules, a, decimals, out)


def round(rules: Rules, a, decimals=0, out=None):
    x = rules.array(a)
    decimals = operator.index(decimals)
    if kind(x) == "c":
        parts = (round(rules, p, decimals) for p in (ivy.real(x), ivy.imag(x)))
        return rules.out(ivy.complex(*parts), out)
    return rules.out(_rounded(rules, x, decimals), out)


def _rounded(rules: Rules, x, decimals):
    if kind(x) == "b":
        return (
            rules.cast(x, dtypes.float16)
            if decimals == 0
            else _rounded(rules, rules.cast(x, dtypes.float16), decimals)
        )
    if kind(x) in "iu":
        if decimals >= 0:
            return x
        scale = 10**-decimals
        wide = ivy.astype(x, dtypes.float64)
        return ivy.astype(ivy.round(wide / scale) * scale, ivy.dtype(x))
    if decimals == 0:
        return ivy.round(x)
    scale = number(10.0 ** abs(decimals), x)
    if decimals > 0:
        return ivy.divide(ivy.round(ivy.multiply(x, scale)), scale)
    return ivy.multiply(ivy.round(ivy.divide(x, scale)), scale)


def isposinf(rules: Rules, x, out=None):
    return _infinite(rules, x, out, ivy.logical_not)


def isneginf(rules: Rules, x, out=None):
    return _infinite(rules, x, out, lambda negative: negative)


def _infinite(rules: Rules, x, out, side):
    x = rules.array(x)
    if kind(x) == "c":
        raise TypeError(
            f"This operation is not supported for {ivy.dtype(x)} values because it would "
            "be ambiguous."
        )
    if kind(x) != "f":
        return rules.out(ivy.zeros(x.shape, dtype=dtypes.bool_), out)
    return rules.out(ivy.logical_and(ivy.isinf(x), side(ivy.signbit(x))), out)


def cumulative_sum(rules: Rules, x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    return _cumulative(rules, _reductions.cumsum, 0, x, axis, dtype, out, include_initial)


def cumulative_prod(rules: Rules, x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    return _cumulative(rules, _reductions.cumprod, 1, x, axis, dtype, out, include_initial)


def _cumulative(rules: Rules, run, start, x, axis, dtype, out, include_initial):
    x = rules.array(x)
    if not len(x.shape):
        x = ivy.reshape(x, (1,))
    if axis is None and len(x.shape) > 1:
        raise ValueError(
            "For arrays which have more than one dimension ``axis`` argument is required."
        )
    axis = rules.axis(0 if axis is None else axis, len(x.shape))
    found = run(rules, x, axis, dtype)
    if include_initial:
        shape = list(found.shape)
        shape[axis] = 1
        first = ivy.full(tuple(shape), start, dtype=ivy.dtype(found))
        found = ivy.concat([first, found], axis=axis)
    return rules.out(found, out)


def apply_along_axis(rules: Rules, func1d, axis, arr, *args, **kwargs):
    x = rules.array(arr)
    at = rules.axis(axis, len(x.shape))
    rows = ivy.moveaxis(x, at, -1)
    outer = tuple(rows.shape[:-1])
    if 0 in outer:
        raise ValueError("Cannot apply_along_axis when any iteration dimensions are 0")
    found = [rules.array(func1d(rows[i], *args, **kwargs)) for i in np.ndindex(*outer)]
    found = ivy.stack(rules.promote(*found), axis=0)
    inner = tuple(found.shape[1:])
    found = ivy.reshape(found, (*outer, *inner))
    first = tuple(range(at))
    last = tuple(range(at, len(outer)))
    middle = tuple(range(len(outer), len(outer) + len(inner)))
    return ivy.permute_dims(found, (*first, *middle, *last)) if len(found.shape) > 1 else found


def apply_over_axes(rules: Rules, func, a, axes):
    x = rules.array(a)
    for axis in axes if is_sequence(axes) else (axes,):
        axis = rules.axis(axis, len(x.shape))
        found = rules.array(func(x, axis))
        found = (
            found if len(found.shape) == len(x.shape) else _shapes.expand_dims(rules, found, axis)
        )
        if len(found.shape) != len(x.shape):
            raise ValueError("function is not returning an array of the correct shape")
        x = found
    return x


def packbits(rules: Rules, a, /, axis=None, bitorder="big"):
    x, at = _bit_rows(rules, a, axis, bitorder)
    if kind(x) not in "biu":
        raise TypeError("Expected an input array of integer or boolean data type")
    bits = ivy.astype(ivy.moveaxis(rules.cast(x, dtypes.bool_), at, -1), dtypes.int64)
    count = -(-bits.shape[-1] // 8)
    bits = ivy.pad(bits, [(0, 0)] * (len(bits.shape) - 1) + [(0, 8 * count - bits.shape[-1])])
    bits = ivy.reshape(bits, (*bits.shape[:-1], count, 8))
    found = ivy.sum(ivy.multiply(bits, ivy.constant(_weights(bitorder))), axis=-1)
    return ivy.moveaxis(ivy.astype(found, dtypes.uint8), -1, at)


def unpackbits(rules: Rules, a, /, axis=None, count=None, bitorder="big"):
    x, at = _bit_rows(rules, a, axis, bitorder)
    if ivy.dtype(x) != dtypes.uint8:
        raise TypeError("Expected an input array of unsigned byte data type")
    rows = ivy.expand_dims(ivy.astype(ivy.moveaxis(x, at, -1), dtypes.int64), axis=-1)
    bits = ivy.bitwise_and(rows, ivy.constant(_weights(bitorder)))
    bits = ivy.astype(ivy.not_equal(bits, 0), dtypes.uint8)
    total = 8 * rows.shape[-2]
    bits = ivy.reshape(bits, (*bits.shape[:-2], total))
    if count is not None:
        end = total + count if count < 0 else count
        wider = [(0, 0)] * (len(bits.shape) - 1) + [(0, max(end - total, 0))]
        bits = ivy.pad(bits, wider)[..., :end]
    return ivy.moveaxis(bits, -1, at)


def _bit_rows(rules: Rules, a, axis, bitorder):
    if bitorder not in ("big", "little"):
        raise ValueError("'order' must be either 'little' or 'big'")
    return rules.along(a, axis)


def _weights(bitorder):
    weights = 1 << np.arange(8, dtype=np.int64)
    return weights if bitorder == "little" else weights[::-1].copy()
