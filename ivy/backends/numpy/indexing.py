"""Reading and writing at positions that are arrays themselves."""

import math

import numpy as np

from ivy._core import rules
from ivy.backends.numpy import _bounds

nonzero = np.nonzero
_AT = {
    "add": np.add.at,
    "multiply": np.multiply.at,
    "minimum": np.minimum.at,
    "maximum": np.maximum.at,
}


def _indices(x, indices, bounds):
    """An index tuple, and the mask of positions that count (None: all)."""
    safe, inside = [], None
    for axis, index in enumerate(indices):
        if index is None:
            safe.append(slice(None))
            continue
        index, mask = _bounds.resolve(np.asarray(index), x.shape[axis], bounds)
        safe.append(index)
        if mask is not None:
            inside = mask if inside is None else inside & mask
    return tuple(safe), inside


def _along(inside, indices, x):
    """The mask of positions, in line with the elements of `x[indices]`."""
    return inside.reshape((*inside.shape, *(1,) * rules.axes_behind(indices, x.ndim)))


def get_index(x, indices, /, *, bounds="error"):
    index, inside = _indices(x, indices, bounds)
    found = np.asarray(x[index], x.dtype)
    if inside is None:
        return found
    return np.where(_along(inside, indices, x), found, np.zeros((), x.dtype))


def set_index(x, indices, values, /, *, reduction="set", bounds="error"):
    result = np.array(x, order="C")  # which is written as one row, too
    if bounds == "drop" and not x.size:
        return result
    index, inside = _indices(x, indices, bounds)
    if inside is not None:
        keep = np.broadcast_to(_along(inside, indices, x), result[index].shape)
        at = np.arange(x.size).reshape(x.shape)[index][keep]
        values = np.broadcast_to(values, keep.shape)[keep]
        _write(result.reshape(-1), (at,), values, reduction)
        return result
    _write(result, index, values, reduction)
    return result


def _write(array, index, values, reduction):
    if reduction == "set":
        array[index] = values
        return
    # ufunc.at is several times as fast on one axis
    at = _flat_positions(array.shape, index)
    values = np.broadcast_to(values, at.shape)
    _AT[reduction](array.reshape(-1), at.reshape(-1), values.reshape(-1))


def _flat_positions(shape, index):
    """The positions `x[index]` in the flattened `x`, for arrays and full slices in `index`."""
    axes = [i for i, at in enumerate(index) if not isinstance(at, slice)]
    if not axes or axes[-1] - axes[0] != len(axes) - 1:
        return np.arange(math.prod(shape)).reshape(shape)[index]
    first, last = axes[0], axes[-1] + 1
    among = np.zeros((), np.int64)
    for axis in axes:
        among = among * shape[axis] + index[axis]
    outer, inner = math.prod(shape[:first]), math.prod(shape[last:])
    at = np.arange(outer)[:, None] * math.prod(shape[first:last]) + among.reshape(-1)
    at = at[..., None] * inner + np.arange(inner)
    return at.reshape(*shape[:first], *among.shape, *shape[last:])


def take(x, indices, /, *, axis, bounds="error"):
    if bounds == "clip":
        return np.asarray(np.take(x, indices, axis=axis, mode="clip"), x.dtype)
    index, inside = _bounds.resolve(indices, x.shape[axis], bounds)
    result = np.asarray(np.take(x, index, axis=axis), x.dtype)
    if inside is None:
        return result
    shape = (1,) * axis + inside.shape + (1,) * (x.ndim - axis - 1)
    return np.where(inside.reshape(shape), result, np.zeros((), x.dtype))


def _grid(indices, axis):
    return tuple(
        indices if i == axis else np.arange(n).reshape((-1,) + (1,) * (indices.ndim - i - 1))
        for i, n in enumerate(indices.shape)
    )


def take_along_axis(x, indices, /, *, axis, bounds="error"):
    index, inside = _bounds.resolve(indices, x.shape[axis], bounds)
    result = x[_grid(index, axis % x.ndim)]
    return result if inside is None else np.where(inside, result, np.zeros((), x.dtype))


def put_along_axis(x, indices, values, /, *, axis, reduction="set", bounds="error"):
    axis %= x.ndim
    index, inside = _bounds.resolve(indices, x.shape[axis], bounds)
    result = np.array(x, order="C")  # which is written as one row, too
    grid = np.broadcast_arrays(*_grid(index, axis))
    if inside is not None:
        grid = [g[inside] for g in grid]
        values = np.broadcast_to(values, indices.shape)[inside]
    _write(result, tuple(grid), values, reduction)
    return result
