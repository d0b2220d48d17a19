"""Geometry and dtypes of arrays, functions applied along axes, and packed bits."""

from __future__ import annotations

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _shapes
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import is_sequence, kind


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
