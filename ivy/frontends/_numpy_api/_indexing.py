"""`x[index]` by NumPy's rules, split into a static and a dynamic part.

The static part holds slices, new axes and (if there are no arrays) integers: it only changes shape and
strides. The dynamic part holds an array of positions, or None, per remaining axis. Next to arrays,
integers are treated as arrays, as in NumPy.
"""

from __future__ import annotations

import operator
from typing import Any, NamedTuple

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import is_sequence, kind, size_of

_TEXT = (
    "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean "
    "arrays are valid indices"
)


class Parts(NamedTuple):
    """A static index, and an array of positions or None for each axis of its result."""

    basic: tuple
    arrays: list[Any]


def is_basic(index: Any) -> bool:
    """Whether an index holds no arrays, so that the result is a view."""
    items = index if isinstance(index, tuple) else (index,)
    return all(
        i is None
        or i is Ellipsis
        or isinstance(i, slice)
        or (isinstance(i, int) and type(i) is not bool)
        for i in items
    )


def getitem(rules: Rules, x, index):
    """`x[index]`."""
    if rules.ellipsis_separates and (apart := _apart(rules, index, len(x.shape))):
        index, axis = apart
        return ivy.squeeze(_getitem(rules, x, index), axis=axis)
    return _getitem(rules, x, index)


def _apart(rules: Rules, index, ndim):
    """An index with a new axis for `...` that stands for none, and that axis of the result.

    None unless it separates arrays, whose axes come first then.
    """
    if not isinstance(index, tuple) or not any(i is Ellipsis for i in index):
        return None
    items = [_item(rules, i) for i in index]
    at = next(n for n, i in enumerate(items) if i is Ellipsis)
    arrays = [hasattr(i, "shape") or isinstance(i, int) for i in items]
    if not (any(hasattr(i, "shape") for i in items) and any(arrays[:at]) and any(arrays[at:])):
        return None
    if sum(map(_axes_of, items)) < ndim:
        return None
    ranks = [1 if kind(i) == "b" else len(i.shape) for i in items if hasattr(i, "shape")]
    before = sum(not is_array for is_array in arrays[:at])
    return (*items[:at], None, *items[at + 1 :]), max(ranks) + before


def _axes_of(item):
    """How many axes an item of an index stands for; those of `...` are the rest."""
    if item is None or item is Ellipsis:
        return 0
    return len(item.shape) if hasattr(item, "shape") and kind(item) == "b" else 1


def _getitem(rules: Rules, x, index):
    basic, arrays = parsed(rules, index, tuple(x.shape))
    part = ivy.slice_(x, basic) if basic else x
    return part if all(a is None for a in arrays) else ivy.get_index(part, arrays)


def setitem(rules: Rules, x, index, value):
    """A copy of `x` after `x[index] = value`."""
    shape = tuple(x.shape)
    value = rules.cast(rules.array(value), ivy.dtype(x))
    mask = _mask(index, shape)
    if mask is not None and len(value.shape) <= len(shape) - len(mask.shape):
        mask = ivy.reshape(mask, (*mask.shape, *(1 for _ in shape[len(mask.shape) :])))
        return ivy.where(mask, ivy.broadcast_to(value, shape), x)
    size = size_of(x)
    places = ivy.reshape(ivy.arange(0, size, dtype=dtypes.int64), shape)
    at = getitem(rules, places, index)
    if not size_of(at):
        return x
    while len(value.shape) > len(at.shape) and value.shape[0] == 1:
        value = ivy.squeeze(value, axis=0)
    fits = len(value.shape) <= len(at.shape) and all(
        n in (1, m) for n, m in zip(value.shape[::-1], at.shape[::-1])
    )
    if not fits:
        raise ValueError(
            f"could not broadcast input array from shape {tuple(value.shape)} into shape "
            f"{tuple(at.shape)}"
        )
    value = ivy.broadcast_to(value, tuple(at.shape))
    flat = ivy.set_index(
        ivy.reshape(x, (size,)), [ivy.reshape(at, (-1,))], ivy.reshape(value, (-1,))
    )
    return ivy.reshape(flat, shape)


def _mask(index: Any, shape) -> Any:
    """An index that is one mask of the first axes: it need not be read; None for all others."""
    if isinstance(index, tuple) and len(index) == 1:
        index = index[0]
    if not hasattr(index, "shape") or kind(index) != "b":
        return None
    return index if tuple(index.shape) == shape[: len(index.shape)] else None


def parsed(rules: Rules, index, shape):
    """The static and the dynamic part of an index into an array of `shape`."""
    items = [_item(rules, i) for i in (index if isinstance(index, tuple) else (index,))]
    advanced = any(hasattr(i, "shape") for i in items)
    items = _without_ellipsis(items, len(shape))
    basic, arrays, axis = [], [], 0
    for item in items:
        if item is None:
            basic.append(None)
            arrays.append(None)
        elif isinstance(item, slice):
            basic.append(_within(item, shape[axis]))
            arrays.append(None)
            axis += 1
        elif isinstance(item, int):
            rules.check_position(item, shape[axis], axis)
            basic.append(slice(None) if advanced else item)
            if advanced:
                at = item + shape[axis] if item < 0 else item
                arrays.append(ivy.asarray(at, dtype=dtypes.int64))
            axis += 1
        elif kind(item) == "b":
            _add_mask(item, shape, axis, basic, arrays)
            axis += len(item.shape)
        else:
            basic.append(slice(None))
            arrays.append(rules.index_array(item, shape[axis], axis))
            axis += 1
    plain = all(isinstance(b, slice) and b == slice(None) for b in basic)
    return Parts(() if plain else tuple(basic), _aligned_arrays(arrays))


def _within(item, length):
    """The same slice of an axis, with ends inside of it: backends differ beyond them."""
    start, stop, step = item.indices(length)
    if not len(range(start, stop, step)):
        return slice(0, 0)
    if (start, stop, step) == (0, length, 1):
        return slice(None)
    return slice(start, None if stop < 0 else stop, step)


def _item(rules: Rules, item):
    if item is None or item is Ellipsis:
        return item
    if isinstance(item, slice):
        ends = (item.start, item.stop, item.step)
        return slice(*(None if e is None else operator.index(e) for e in ends))
    if isinstance(item, bool):
        return ivy.asarray(item, dtype=dtypes.bool_)
    if is_sequence(item):
        item = rules.array(item)
        if not size_of(item) and kind(item) == "f":
            item = ivy.astype(item, dtypes.int64)
    if isinstance(item, int):
        return item
    if not hasattr(item, "shape") or kind(item) not in "iub":
        raise IndexError(_TEXT)
    return item


def _without_ellipsis(items, ndim):
    used = sum(map(_axes_of, items))
    if used > ndim:
        raise IndexError(
            f"too many indices for array: array is {ndim}-dimensional, but {used} were indexed"
        )
    dots = [n for n, i in enumerate(items) if i is Ellipsis]
    if len(dots) > 1:
        raise IndexError("an index can only have a single ellipsis ('...')")
    at = dots[0] if dots else len(items)
    return [*items[:at], *[slice(None)] * (ndim - used), *items[at + 1 :]]


def _add_mask(mask, shape, axis, basic, arrays):
    wanted = shape[axis : axis + len(mask.shape)]
    if tuple(mask.shape) != tuple(wanted):
        for i, (n, m) in enumerate(zip(mask.shape, wanted)):
            if n != m:
                raise IndexError(
                    f"boolean index did not match indexed array along axis {axis + i}; size of "
                    f"axis is {m} but size of corresponding boolean axis is {n}"
                )
    if not len(mask.shape):  # a 0-d mask: a new axis of length 1 or 0
        basic.append(None)
        arrays.append(ivy.nonzero(ivy.reshape(mask, (1,)))[0])
        return
    basic.extend([slice(None)] * len(mask.shape))
    arrays.extend(ivy.nonzero(mask))


def _aligned_arrays(arrays):
    shapes = [tuple(a.shape) for a in arrays if a is not None]
    if not shapes:
        return arrays
    try:
        shape = np.broadcast_shapes(*shapes)
    except ValueError:
        raise IndexError(
            f"shape mismatch: indexing arrays could not be broadcast together with shapes {shapes}"
        ) from None
    return [None if a is None else ivy.broadcast_to(a, shape) for a in arrays]
