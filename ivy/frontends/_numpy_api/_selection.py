"""Selection of elements by positions, masks and conditions; positions as arrays."""

from __future__ import annotations

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _joining, _shapes
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import (
    flat,
    is_array,
    is_sequence,
    kind,
    number,
    raise_if,
    size_of,
)


def where(rules: Rules, condition, x=None, y=None, /):
    if x is None and y is None:
        return nonzero(rules, condition)
    if x is None or y is None:
        raise ValueError("either both or neither of x and y should be given")
    mask = rules.cast(rules.array(condition), dtypes.bool_)
    return ivy.where(*rules.broadcast(mask, *rules.promote(x, y)))


def nonzero(rules: Rules, a):
    x = rules.nonzero_operand(rules.array(a))
    return tuple(rules.as_int(i) for i in ivy.nonzero(rules.cast(x, dtypes.bool_)))


def flatnonzero(rules: Rules, a):
    return nonzero(rules, flat(rules.array(a)))[0]


def argwhere(rules: Rules, a):
    x = rules.array(a)
    if not len(x.shape):
        count = len(nonzero(rules, ivy.reshape(x, (1,)))[0])
        return ivy.zeros((count, 0), dtype=rules.int_)
    return ivy.stack(list(nonzero(rules, x)), axis=1)


def positions(rules: Rules, indices, length, mode="raise"):
    """Integer positions along an axis, checked and counted from the front."""
    at = rules.array(indices)
    if size_of(at) == 0 and kind(at) == "f":
        at = rules.cast(at, rules.int_)
    if kind(at) not in "iub":
        rules.refuse_positions(at)
    at = ivy.astype(at, dtypes.int64)
    if mode == "wrap":
        return ivy.remainder(at, number(max(length, 1), at))
    if mode == "clip":
        return ivy.clip(at, number(0, at), number(max(length - 1, 0), at))
    outside = ivy.logical_or(
        ivy.less(at, number(-length, at)), ivy.greater_equal(at, number(length, at))
    )
    raise_if(outside, IndexError(f"index is out of bounds for axis with size {length}"))
    return ivy.where(ivy.less(at, number(0, at)), ivy.add(at, number(length, at)), at)


def check_mode(mode):
    """Raises for an unknown treatment of positions out of bounds."""
    if mode not in ("raise", "wrap", "clip"):
        raise ValueError(f"clipmode must be one of 'clip', 'raise', or 'wrap' (got '{mode}')")


def take(rules: Rules, a, indices, axis=None, out=None, mode="raise"):
    check_mode(mode)
    x, at = rules.along(a, axis)
    where = positions(rules, indices, x.shape[at], mode)
    if not x.shape[at] and size_of(where):
        raise IndexError("cannot do a non-empty take from an empty axes.")
    return rules.out(ivy.take(x, where, axis=at), out)


def take_along_axis(rules: Rules, arr, indices, axis=-1):
    x, at = rules.array(arr), rules.array(indices)
    if axis is None:
        if len(at.shape) != 1:
            raise ValueError("when axis=None, `indices` must have a single dimension.")
        x, axis = flat(x), 0
    axis = rules.axis(axis, len(x.shape))
    x, where = aligned(rules, x, at, axis)
    return ivy.take_along_axis(x, where, axis=axis)


def aligned(rules: Rules, x, at, axis):
    """An array and positions along an axis of it, broadcast on the other axes."""
    if kind(at) not in "iu":
        raise rules.IndicesError("`indices` must be an integer array")
    if len(x.shape) != len(at.shape):
        raise ValueError("`indices` and `arr` must have the same number of dimensions")
    where = positions(rules, at, x.shape[axis])
    rest = [tuple(1 if i == axis else n for i, n in enumerate(a.shape)) for a in (x, at)]
    try:
        shape = list(np.broadcast_shapes(*rest))
    except ValueError:
        raise rules.AlignmentError(
            "shape mismatch: indexing arrays could not be broadcast together"
        ) from None
    shapes = []
    for a in (x, at):
        shape[axis] = a.shape[axis]
        shapes.append(tuple(shape))
    return ivy.broadcast_to(x, shapes[0]), ivy.broadcast_to(where, shapes[1])


def choose(rules: Rules, a, choices, out=None, mode="raise"):
    check_mode(mode)
    at = rules.array(a)
    options = rules.promote(
        *(choices if is_sequence(choices) else _joining.unstack(rules, choices))
    )
    if kind(at) not in "iub":
        rules.refuse_positions(at)
    where, *options = rules.broadcast(at, *options)
    outside = ivy.astype(where, dtypes.int64)
    if mode == "raise":
        bad = ivy.logical_or(ivy.less(outside, 0), ivy.greater_equal(outside, len(options)))
        raise_if(bad, ValueError("invalid entry in choice array"))
    where = positions(rules, where, len(options), mode)
    table = ivy.stack(options, axis=0)
    found = ivy.take_along_axis(table, ivy.expand_dims(where, axis=0), axis=0)
    return rules.out(ivy.squeeze(found, axis=0), out)


def select(rules: Rules, condlist, choicelist, default=0):
    if len(condlist) != len(choicelist):
        raise ValueError("list of cases must be same length as list of conditions")
    if not condlist:
        raise ValueError("select with an empty condition list is not possible")
    conditions = [rules.array(c) for c in condlist]
    for c in conditions:
        if kind(c) != "b":
            raise TypeError("invalid entry in condlist: should be boolean ndarray")
    *choices, result = rules.promote(*choicelist, default)
    everything = rules.broadcast(*conditions, *choices, result)
    result, half = everything[-1], len(conditions)
    for c, v in zip(everything[:half][::-1], everything[half : 2 * half][::-1]):
        result = ivy.where(c, v, result)
    return result


def piecewise(rules: Rules, x, condlist, funclist, *args, **kw):
    x = rules.array(x)
    if not is_sequence(condlist):
        condlist = [condlist]
    conditions = [
        _shapes.broadcast_to(rules, rules.cast(rules.array(c), dtypes.bool_), x.shape)
        for c in condlist
    ]
    if len(funclist) not in (len(conditions), len(conditions) + 1):
        raise ValueError(
            f"with {len(conditions)} condition(s), either {len(conditions)} or "
            f"{len(conditions) + 1} functions are expected"
        )
    result = ivy.zeros(x.shape, dtype=ivy.dtype(x))
    if len(funclist) > len(conditions):
        some = conditions[0]
        for c in conditions[1:]:
            some = ivy.logical_or(some, c)
        conditions = [*conditions, ivy.logical_not(some)]
    for c, f in zip(conditions, funclist):
        value = f(x, *args, **kw) if callable(f) else f
        value = rules.cast(rules.array(value), ivy.dtype(x))
        result = ivy.where(c, ivy.broadcast_to(value, x.shape), result)
    return result


def compress(rules: Rules, condition, a, axis=None, out=None):
    mask = rules.cast(rules.array(condition), dtypes.bool_)
    if len(mask.shape) != 1:
        raise ValueError("condition must be a 1-d array")
    x, at = rules.along(a, axis)
    hits = ivy.nonzero(mask)[0]
    return rules.out(ivy.take(x, positions(rules, hits, x.shape[at]), axis=at), out)


def extract(rules: Rules, condition, arr):
    x = flat(rules.array(arr))
    mask = flat(rules.cast(rules.array(condition), dtypes.bool_))
    return ivy.take(x, positions(rules, ivy.nonzero(mask)[0], x.shape[0]), axis=0)


# -- positions as numbers


def searchsorted(rules: Rules, a, v, side="left", sorter=None):
    if side not in ("left", "right"):
        raise ValueError(f"search side must be one of 'left' or 'right' (got '{side}')")
    x, v = rules.promote(a, v)
    if len(x.shape) != 1:
        raise ValueError("object too deep for desired array")
    if sorter is not None:
        order = rules.array(sorter)
        if order.shape != x.shape:
            raise ValueError("sorter.size must equal a.size")
        x = ivy.take(x, positions(rules, order, x.shape[0]), axis=0)
    return rules.as_int(ivy.searchsorted(x, v, side=side))


def digitize(rules: Rules, x, bins, right=False):
    x, bins = rules.promote(x, bins)
    if len(bins.shape) != 1:
        raise ValueError("bins must be one-dimensional")
    if kind(x) == "c":
        raise TypeError("x may not be complex")
    side = "left" if right else "right"
    values = ivy.to_numpy(bins)
    if (values[1:] >= values[:-1]).all():
        return rules.as_int(ivy.searchsorted(bins, x, side=side))
    if not (values[1:] <= values[:-1]).all():
        raise ValueError("bins must be monotonically increasing or decreasing")
    at = ivy.searchsorted(ivy.flip(bins, axis=0), x, side=side)
    return rules.as_int(ivy.subtract(number(bins.shape[0], at), at))


def ravel_multi_index(rules: Rules, multi_index, dims, mode="raise", order="C"):
    parts = multi_index if is_sequence(multi_index) else _joining.unstack(rules, multi_index)
    dims = rules.grid_shape(dims)
    if len(parts) != len(dims):
        raise ValueError(f"parameter multi_index must be a sequence of length {len(dims)}")
    parts = rules.broadcast(*[rules.array(p) for p in parts])
    if any(kind(p) not in "iu" for p in parts):
        raise TypeError("only int indices permitted")
    modes = mode if is_sequence(mode) else (mode,) * len(dims)
    strides = [math.prod(dims[i + 1 :]) for i in range(len(dims))]
    if order == "F":
        strides = [math.prod(dims[:i]) for i in range(len(dims))]
    total = None
    for p, n, m, stride in zip(parts, dims, modes, strides):
        at = ivy.multiply(_coordinate(rules, p, n, m), ivy.asarray(stride, dtype=dtypes.int64))
        total = at if total is None else ivy.add(total, at)
    return rules.as_int(total)


def _coordinate(rules: Rules, p, n, mode):
    at = ivy.astype(p, dtypes.int64)
    if mode == "raise":
        outside = ivy.logical_or(ivy.less(at, 0), ivy.greater_equal(at, n))
        raise_if(outside, ValueError("invalid entry in coordinates array"))
        return at
    check_mode(mode)
    return positions(rules, at, n, mode)


def unravel_index(rules: Rules, indices, shape, order="C"):
    shape = rules.grid_shape(shape)
    at = rules.array(indices)
    if kind(at) not in "iu":
        raise TypeError("only int indices permitted")
    at = ivy.astype(at, dtypes.int64)
    at = rules.flat_positions(at, math.prod(shape))
    found = []
    for n in shape if order == "F" else shape[::-1]:
        found.append(rules.as_int(ivy.remainder(at, number(max(n, 1), at))))
        at = ivy.floor_divide(at, number(max(n, 1), at))
    return tuple(found if order == "F" else found[::-1])


def _triangle_positions(rules: Rules, mask):
    return tuple(rules.as_int(ivy.constant(i)) for i in np.nonzero(mask))


def tril_indices(rules: Rules, n, k=0, m=None):
    return _triangle_positions(rules, np.tri(n, m, k, dtype=bool))


def triu_indices(rules: Rules, n, k=0, m=None):
    return _triangle_positions(rules, ~np.tri(n, m, k - 1, dtype=bool))


def tril_indices_from(rules: Rules, arr, k=0):
    x = _matrix(rules, arr)
    return tril_indices(rules, x.shape[0], k, x.shape[1])


def triu_indices_from(rules: Rules, arr, k=0):
    x = _matrix(rules, arr)
    return triu_indices(rules, x.shape[0], k, x.shape[1])


def _matrix(rules: Rules, arr):
    x = rules.array(arr)
    if len(x.shape) != 2:
        raise ValueError("input array must be 2-d")
    return x


def diag_indices(rules: Rules, n, ndim=2):
    return (rules.as_int(ivy.constant(np.arange(n))),) * ndim


def diag_indices_from(rules: Rules, arr):
    x = rules.array(arr)
    if len(x.shape) < 2:
        raise ValueError("input array must be at least 2-d")
    if len(set(x.shape)) > 1:
        raise ValueError("All dimensions of input must be of equal length")
    return diag_indices(rules, x.shape[0], len(x.shape))


def mask_indices(rules: Rules, n, mask_func, k=0):
    return nonzero(rules, mask_func(ivy.ones((n, n), dtype=rules.int_), k))


def ix_(rules: Rules, *args):
    found = []
    for i, a in enumerate(args):
        x = rules.array(a)
        if len(x.shape) != 1:
            raise ValueError("Cross index must be 1 dimensional")
        if not x.shape[0] and not (rules.keeps_empty_indices and is_array(a)):
            x = rules.cast(x, rules.int_)
        if kind(x) == "b":
            x = rules.as_int(ivy.nonzero(x)[0])
        shape = [1] * len(args)
        shape[i] = x.shape[0]
        found.append(ivy.reshape(x, tuple(shape)))
    return tuple(found)
