"""Gradients of reading and writing at positions. `_Places` unifies both kinds of index."""

from __future__ import annotations

import math

from ivy._core import dtypes, ops
from ivy.functional._gradients._forms import (
    as_zero,
    cast,
    conj,
    masked,
    ones_like,
    summed_to,
    zeros_like,
)
from ivy.functional._gradients._forms import times as _times
from ivy.functional._gradients.manipulation import flat_positions


class _Places:
    """The positions of a call of `set_index`, or of `put_along_axis` (with `axis`)."""

    def __init__(self, indices, bounds, axis=None):
        self.indices = indices
        self.options = {"bounds": bounds} if axis is None else {"bounds": bounds, "axis": axis}
        self.read = ops.get_index if axis is None else ops.take_along_axis
        self.write = ops.set_index if axis is None else ops.put_along_axis

    def get(self, x):
        return self.read(x, self.indices, **self.options)

    def put(self, x, values, reduction):
        return self.write(x, self.indices, values, reduction=reduction, **self.options)


def _get_index(g, out, x, indices, *, bounds="error"):
    return _Places(indices, bounds).put(zeros_like(x), g, "add")


def _take(g, out, x, indices, *, axis, bounds="error"):
    return _Places([None] * axis + [indices], bounds).put(zeros_like(x), g, "add")


def _take_along_axis(g, out, x, indices, *, axis, bounds="error"):
    return _Places(indices, bounds, axis).put(zeros_like(x), g, "add")


def _winners(places, x, values):
    """Whether each value is the last one written to its position, and their shape."""
    at = places.get(x)
    count = ops.arange(0, math.prod(at.shape), dtype=dtypes.int64)
    order = ops.reshape(count, tuple(at.shape))
    none = ops.full(tuple(x.shape), -1, dtype=dtypes.int64)
    return ops.equal(places.get(places.put(none, order, "set")), order)


def _set_x(places, g, out, x, values):
    return places.put(g, zeros_like(values), "set")


def _set_values(places, g, out, x, values):
    return masked(places.get(g), _winners(places, x, values))


def _multiply_x(places, g, out, x, values):
    return _times(g, places.put(ones_like(x), values, "multiply"))


def _multiply_values(places, g, out, x, values):
    """The product of all other values at the position, the old one included."""
    at = places.get(g)
    shape = tuple(at.shape)
    inside = ops.not_equal(places.get(ops.ones(tuple(x.shape), dtype=dtypes.int64)), 0)
    count = math.prod(x.shape)
    target = ops.where(inside, places.get(flat_positions(x)), count)
    values = ops.reshape(ops.broadcast_to(values, shape), (-1,))
    others = ops.reshape(_others(ops.reshape(target, (-1,)), values), shape)
    return ops.multiply(at, conj(ops.multiply(others, places.get(x))))


def _others(target, values):
    """For each value the product of the others with the same target, without division."""
    order = ops.argsort(target)
    target = ops.take(target, order, axis=0)
    values = ops.take(values, order, axis=0)
    before = _products_before(target, values)
    behind = ops.flip(_products_before(ops.flip(target), ops.flip(values)))
    return ops.take(ops.multiply(before, behind), ops.invert_permutation(order), axis=0)


def _products_before(target, values):
    """Exclusive running products among neighbours with the same target, by doubling."""
    size = values.shape[0]
    one = ops.ones((), dtype=ops.dtype(values))
    out = ops.where(_same(target, 1), _moved(values, 1, 1), one) if size else values
    step = 1
    while step < size:
        out = ops.where(_same(target, step), ops.multiply(out, _moved(out, step, 1)), out)
        step *= 2
    return out


def _moved(x, step, value):
    return ops.pad(ops.slice_(x, (slice(None, -step),)), [(step, 0)], value)


def _same(target, step):
    return ops.equal(target, _moved(target, step, -1))


def _extreme_share(places, g, out, x, values):
    """`g` divided among the elements equal to the result at their position."""
    hits = cast(ops.equal(x, out), x)
    found = cast(
        ops.equal(ops.broadcast_to(values, tuple(places.get(x).shape)), places.get(out)), x
    )
    return ops.divide(g, ops.maximum(places.put(hits, found, "add"), as_zero(g) + 1))


def _extreme_x(places, g, out, x, values):
    return masked(_extreme_share(places, g, out, x, values), ops.equal(x, out))


def _extreme_values(places, g, out, x, values):
    share = places.get(_extreme_share(places, g, out, x, values))
    return masked(share, ops.equal(values, places.get(out)))


_X = {
    "set": _set_x,
    "add": lambda places, g, *_: g,
    "multiply": _multiply_x,
    "minimum": _extreme_x,
    "maximum": _extreme_x,
}
_VALUES = {
    "set": _set_values,
    "add": lambda places, g, *_: places.get(g),
    "multiply": _multiply_values,
    "minimum": _extreme_values,
    "maximum": _extreme_values,
}


def _write_x(g, out, x, indices, values, *, axis=None, reduction="set", bounds="error"):
    return _X[reduction](_Places(indices, bounds, axis), g, out, x, values)


def _write_values(g, out, x, indices, values, *, axis=None, reduction="set", bounds="error"):
    gradient = _VALUES[reduction](_Places(indices, bounds, axis), g, out, x, values)
    return summed_to(gradient, values.shape)


RULES = {
    "get_index": _get_index,
    "put_along_axis": (_write_x, None, _write_values),
    "set_index": (_write_x, None, _write_values),
    "take": _take,
    "take_along_axis": _take_along_axis,
}
