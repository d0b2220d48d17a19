"""Shapes and axes; repeating, reordering, inserting and deleting elements."""

from __future__ import annotations

import math
import operator

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import flat, host_integers, is_sequence, shape_of, size_of


def reshape(rules: Rules, a, /, shape, order="C", *, copy=None):
    x = rules.array(a)
    shape = _resolved_shape(rules, x, shape)
    check_order(order)
    if order == "F":
        backwards = ivy.reshape(_reversed(x), shape[::-1])
        return _reversed(backwards)
    return ivy.reshape(x, shape)


def check_order(order):
    """Raises for an unknown order of elements."""
    if order not in ("C", "F", "A", "K"):
        raise ValueError(f"order must be one of 'C', 'F', 'A', or 'K' (got {order!r})")


def _reversed(x):
    return ivy.permute_dims(x, tuple(range(len(x.shape)))[::-1]) if len(x.shape) > 1 else x


def _resolved_shape(rules: Rules, x, shape):
    """`shape` with -1 replaced, checked against the size of `x`."""
    wanted, size = list(shape_of(shape)), size_of(x)
    open_ = [i for i, n in enumerate(wanted) if n == -1]
    known = math.prod(n for n in wanted if n != -1)
    fits = known == size if not open_ else known > 0 and size % known == 0
    if len(open_) > 1:
        rules.refuse_unknown_sizes()
    if not fits or any(n < -1 for n in wanted):
        text = f"cannot reshape array of size {size} into shape {tuple(shape_of(shape))}"
        raise rules.ShapeError(text)
    for i in open_:
        wanted[i] = size // known
    return tuple(wanted)


def ravel(rules: Rules, a, order="C"):
    return reshape(rules, a, (-1,) if size_of(rules.array(a)) else (0,), order=order)


def transpose(rules: Rules, a, axes=None):
    x = rules.array(a)
    if axes is None:
        return _reversed(x)
    order = rules.axes(axes, len(x.shape))
    if len(order) != len(x.shape):
        raise ValueError("axes don't match array")
    return ivy.permute_dims(x, order)


def matrix_transpose(rules: Rules, x, /):
    x = rules.array(x)
    if len(x.shape) < 2:
        raise ValueError(f"Input array must be at least 2-dimensional, but it is {len(x.shape)}")
    return ivy.matrix_transpose(x)


def moveaxis(rules: Rules, a, source, destination):
    x = rules.array(a)
    source, destination = (rules.axes(v, len(x.shape)) for v in (source, destination))
    if len(source) != len(destination):
        raise ValueError(
            "`source` and `destination` arguments must have the same number of elements"
        )
    order = [i for i in range(len(x.shape)) if i not in source]
    for to, at in sorted(zip(destination, source)):
        order.insert(to, at)
    return ivy.permute_dims(x, order)


def rollaxis(rules: Rules, a, axis, start=0):
    x = rules.array(a)
    at = rules.axis(axis, len(x.shape))
    if not -len(x.shape) <= operator.index(start) <= len(x.shape):
        raise rules.axis_error(start, len(x.shape) + 1)
    to = start + len(x.shape) if start < 0 else start
    to = to - 1 if at < to else to
    return moveaxis(rules, x, at, to) if at != to else x


def swapaxes(rules: Rules, a, axis1, axis2):
    x = rules.array(a)
    i, j = rules.axis(axis1, len(x.shape)), rules.axis(axis2, len(x.shape))
    order = list(range(len(x.shape)))
    order[i], order[j] = order[j], order[i]
    return ivy.permute_dims(x, order)


def squeeze(rules: Rules, a, axis=None):
    x = rules.array(a)
    if axis is None:
        axes = tuple(i for i, n in enumerate(x.shape) if n == 1)
    else:
        axes = rules.axes(axis, len(x.shape))
    if any(x.shape[i] != 1 for i in axes):
        raise ValueError("cannot select an axis to squeeze out which has size not equal to one")
    return ivy.squeeze(x, axis=axes) if axes else x


def expand_dims(rules: Rules, a, axis):
    x = rules.array(a)
    count = len(axis) if is_sequence(axis) else 1
    return ivy.expand_dims(x, axis=tuple(sorted(rules.axes(axis, len(x.shape) + count))))


def broadcast_to(rules: Rules, array, shape):
    x, shape = rules.array(array), shape_of(shape)
    fits = len(x.shape) <= len(shape) and all(
        n in (1, m) for n, m in zip(x.shape[::-1], shape[::-1])
    )
    if not fits:
        text = f"input operand has shape {tuple(x.shape)}, which does not broadcast to {shape}"
        raise ValueError(text)
    return ivy.broadcast_to(x, shape)


def broadcast_arrays(rules: Rules, *args):
    return tuple(rules.broadcast(*map(rules.array, args)))


def _at_least(rules: Rules, arrays, lift):
    found = [lift(rules.array(a)) for a in arrays]
    return found[0] if len(found) == 1 else tuple(found)


def atleast_1d(rules: Rules, *arys):
    return _at_least(rules, arys, lambda x: x if len(x.shape) else ivy.reshape(x, (1,)))


def atleast_2d(rules: Rules, *arys):
    return _at_least(rules, arys, _two_axes)


def _two_axes(x):
    return x if len(x.shape) > 1 else ivy.reshape(x, (1, size_of(x)))


def atleast_3d(rules: Rules, *arys):
    def lift(x):
        if len(x.shape) > 2:
            return x
        if len(x.shape) == 2:
            return ivy.expand_dims(x, axis=2)
        return ivy.reshape(x, (1, size_of(x), 1))

    return _at_least(rules, arys, lift)


# -- repeating and reordering


def tile(rules: Rules, A, reps):
    x = rules.array(A)
    reps = tuple(host_integers(reps))
    ndim = max(len(reps), len(x.shape))
    x = ivy.reshape(x, (1,) * (ndim - len(x.shape)) + tuple(x.shape))
    reps = (1,) * (ndim - len(reps)) + reps
    return ivy.tile(x, reps) if ndim else x


def repeat(rules: Rules, a, repeats, axis=None):
    x, at = rules.along(a, axis)
    counts = host_integers(repeats)
    if any(n < 0 for n in counts):
        raise ValueError("repeats may not contain negative values.")
    if len(counts) not in (1, x.shape[at]):
        raise ValueError(
            f"operands could not be broadcast together with shape ({x.shape[at]},) ({len(counts)},)"
        )
    if len(counts) == 1:
        counts = counts * x.shape[at]
    where = [i for i, n in enumerate(counts) for _ in range(n)]
    return pick(x, where, at)


def pick(x, positions, axis):
    """The slices of `x` along an axis at positions known on the host."""
    at = ivy.constant(np.asarray(list(positions), np.int64))
    return ivy.take(x, at, axis=axis)


def flip(rules: Rules, m, axis=None):
    x = rules.array(m)
    return ivy.flip(x, axis=rules.axes(axis, len(x.shape))) if len(x.shape) else x


def fliplr(rules: Rules, m):
    x = rules.array(m)
    if len(x.shape) < 2:
        raise ValueError("Input must be >= 2-d.")
    return ivy.flip(x, axis=(1,))


def flipud(rules: Rules, m):
    x = rules.array(m)
    if not len(x.shape):
        raise ValueError("Input must be >= 1-d.")
    return ivy.flip(x, axis=(0,))


def rot90(rules: Rules, m, k=1, axes=(0, 1)):
    x = rules.array(m)
    if len(axes) != 2:
        raise ValueError("len(axes) must be 2.")
    i, j = (rules.axis(a, len(x.shape)) for a in axes)
    if i == j:
        raise ValueError(f"Axes={axes} must be different")
    k %= 4
    if k == 2:
        return ivy.flip(x, axis=(i, j))
    order = list(range(len(x.shape)))
    order[i], order[j] = order[j], order[i]
    if k == 1:
        return ivy.permute_dims(ivy.flip(x, axis=(j,)), order)
    return x if k == 0 else ivy.flip(ivy.permute_dims(x, order), axis=(j,))


def roll(rules: Rules, a, shift, axis=None):
    x = rules.array(a)
    shifts = host_integers(shift)
    if axis is None:
        return ivy.reshape(ivy.roll(flat(x), sum(shifts), axis=0), tuple(x.shape))
    axes = [rules.axis(i, len(x.shape)) for i in (axis if is_sequence(axis) else (axis,))]
    if len(shifts) != len(axes) and 1 not in (len(shifts), len(axes)):
        raise ValueError("'shift' and 'axis' should be scalars or 1D sequences")
    count = max(len(shifts), len(axes))
    shifts = shifts * count if len(shifts) == 1 else shifts
    axes = axes * count if len(axes) == 1 else axes
    for n, at in zip(shifts, axes):
        x = ivy.roll(x, n, axis=at)
    return x


def resize(rules: Rules, a, new_shape):
    x, shape = flat(rules.array(a)), shape_of(new_shape)
    if any(n < 0 for n in shape):
        raise ValueError("all elements of `new_shape` must be non-negative")
    size = math.prod(shape)
    if not x.shape[0]:
        return ivy.zeros(shape, dtype=ivy.dtype(x))
    whole = ivy.tile(x, (-(-size // x.shape[0]),)) if size else x
    return ivy.reshape(whole[:size], shape)


def delete(rules: Rules, arr, obj, axis=None):
    x, at = rules.along(arr, axis)
    keep = [True] * x.shape[at]
    for i in _places(obj, x.shape[at]):
        keep[i] = False
    return pick(x, [i for i, k in enumerate(keep) if k], at)


def _places(obj, length):
    """The positions along an axis selected by an integer, a slice, a mask or several integers."""
    if isinstance(obj, slice):
        return list(range(*obj.indices(length)))
    marked = _marked(obj, length)
    if marked is not None:
        return marked
    places = host_integers(obj)
    for i in places:
        if not -length <= i < length:
            raise IndexError(f"index {i} is out of bounds for axis with size {length}")
    return [i % length for i in places]


def _marked(obj, length=None):
    """The positions that a mask marks; None if `obj` is none."""
    if not is_sequence(obj) and not hasattr(obj, "dtype"):
        return None
    mask = obj if is_sequence(obj) else ivy.to_numpy(obj).reshape(-1).tolist()
    if not mask or not all(type(m) is bool for m in mask):
        return None
    if length is not None and len(mask) != length:
        raise ValueError(
            "boolean array argument obj to delete must be one dimensional and match "
            f"the axis length of {length}"
        )
    return [i for i, m in enumerate(mask) if m]


def insert(rules: Rules, arr, obj, values, axis=None):
    x, at = rules.along(arr, axis)
    length = x.shape[at]
    values = rules.cast(rules.array(values), ivy.dtype(x))
    while len(values.shape) > len(x.shape) and values.shape[0] == 1:
        values = ivy.squeeze(values, axis=0)
    if isinstance(obj, slice):
        places = list(range(*obj.indices(length)))
    else:
        places = _marked(obj)
        places = host_integers(obj) if places is None else places
    for i in places:
        if not -length <= i <= length:
            raise IndexError(f"index {i} is out of bounds for axis {at} with size {length}")
    places = [i + length if i < 0 else i for i in places]
    if len(places) == 1:
        many = is_sequence(obj) or isinstance(obj, slice) or bool(getattr(obj, "shape", ()))
        return _insert_one(x, places[0], values, at, at if many else 0)
    order = sorted(range(len(places)), key=lambda i: places[i])
    shape = [*x.shape]
    shape[at] = len(places)
    values = ivy.broadcast_to(values, tuple(shape))
    both = ivy.concat([x, values], axis=at)
    source = list(range(length))
    for count, i in enumerate(order):
        source.insert(places[i] + count, length + i)
    return pick(both, source, at)


def _insert_one(x, place, values, at, from_):
    """Inserts all of `values` along one of their axes, moved to `at`, in front of one position."""
    if len(values.shape) < len(x.shape):
        values = ivy.reshape(
            values, (1,) * (len(x.shape) - len(values.shape)) + tuple(values.shape)
        )
    values = ivy.moveaxis(values, from_, at)
    shape = [*x.shape]
    shape[at] = values.shape[at]
    values = ivy.broadcast_to(values, tuple(shape))
    whole = (slice(None),) * at
    before, after = (ivy.slice_(x, (*whole, s)) for s in (slice(None, place), slice(place, None)))
    return ivy.concat([before, values, after], axis=at)


def trim_zeros(rules: Rules, filt, trim="fb", axis=None):
    x = rules.array(filt)
    for at in rules.axes(axis, len(x.shape)):
        others = tuple(i for i in range(len(x.shape)) if i != at)
        mask = rules.cast(x, dtypes.bool_)
        hits = ivy.nonzero(ivy.any(mask, axis=others) if others else mask)[0]
        where = ivy.to_numpy(hits).tolist()
        first = where[0] if where and "f" in trim.lower() else 0
        last = where[-1] + 1 if where and "b" in trim.lower() else x.shape[at]
        x = ivy.slice_(x, (*(slice(None),) * at, slice(first, last if where else first)))
    return x
