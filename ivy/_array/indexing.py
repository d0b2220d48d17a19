"""`x[key]` and `x[key] = value` on every backend, and the functions that index.

A key is split into two parts: basic indices (integers, slices, None, Ellipsis), applied by
`slice_`, and at most one integer array per axis, applied by `get_index`. A boolean array is
converted to the integer arrays of its true positions.
"""

from __future__ import annotations

import math
import sys
from typing import Any

import numpy as np

from ivy import functional
from ivy._array import boundary, promotion
from ivy._array.array import Array, wrap
from ivy._array.extension import ENTER
from ivy._array.wrapping import unwrap, wrapper
from ivy._core import dtypes, errors


def get(x: Array, key: Any) -> Array:
    """`x[key]`."""
    value = x._value
    basic = key if type(key) is tuple else (key,)
    slicing, wrap_result = _slicing.get(type(value)) or _found_slicing(x)
    if slicing and _is_basic(basic, value.shape):
        return wrap_result(slicing(value, basic))
    backend = x._backend()
    out = boundary.run(_get, backend, (value, _native_key(key, backend)), {})
    return wrap(out, backend)


def _is_basic(key: tuple, shape: Any) -> bool:
    """Whether a key consists of slices, integers in range and None: `slice_` takes it as it is."""
    axis = 0
    for k in key:
        if type(k) is slice:
            start, stop, step = k.start, k.stop, k.step
            if (
                (start is not None and type(start) is not int)
                or (stop is not None and type(stop) is not int)
                or (step is not None and type(step) is not int)
            ):
                return False
        elif type(k) is int:
            if axis < len(shape) and not -shape[axis] <= k < shape[axis]:
                return False
        elif k is None:
            continue
        else:
            return False
        axis += 1
    return axis <= len(shape)


if ENTER:  # the same in C
    _is_basic = ENTER.is_basic
_slicing: dict[type, tuple[Any, Any]] = {}  # by type: `slice_`, wrapper of results


def _found_slicing(x: Array) -> tuple[Any, Any]:
    backend = x._backend()
    if backend.level:
        return None, None
    found = backend.in_scope(backend.slice_), wrapper(backend)
    _slicing[type(x._value)] = found
    return found


def put(x: Array, key: Any, value: Any) -> None:
    """`x[key] = value`, by a new array, or in place if `x` has the only reference to its array."""
    backend = x._backend()
    key, value = _native_key(key, backend), unwrap(value, backend)
    held = x._value
    x._value = None  # `held` is now the only reference of this module
    try:
        assign = _assigner(backend, key)
        if assign is None:
            held = backend.canonical(boundary.run(_put, backend, (held, key, value), {}))
        else:
            basic = boundary.run(_plan, backend, (tuple(held.shape), key), {})[0]
            value = boundary.run(_assigned, backend, (value, backend.dtype(held)), {})
            alone = sys.getrefcount(held) == 2  # `held`, and the argument of this call
            held = assign(held, basic, value, alone)
    finally:
        x._value = held


Array.__getitem__, Array.__setitem__ = get, put


def _assigner(backend: Any, key: tuple) -> Any:
    """The backend's in-place assignment to slices, if it has one and the key has no arrays."""
    if backend.level or any(map(_is_array, key)):
        return None
    return getattr(backend.exchange, "assigned", None)


def _native_key(key: Any, backend: Any) -> tuple:
    """A key as a tuple, with arrays of the backend."""
    key = key if type(key) is tuple else (key,)
    return tuple([_item(k, backend) for k in key])


def _item(k: Any, backend: Any) -> Any:
    if isinstance(k, slice):
        return slice(*[None if s is None else s.__index__() for s in (k.start, k.stop, k.step)])
    if k is None or k is Ellipsis or type(k) is int:
        return k
    if isinstance(k, (list, bool, np.bool_)):
        return backend.from_numpy(np.asarray(k))
    k = unwrap(k, backend)
    if isinstance(k, backend.array_types):
        dtype = backend.dtype(k)
        if dtype == dtypes.bool_ or dtypes.is_integral(dtype):
            return k if dtype == dtypes.bool_ or k.ndim else backend.item(k)
    elif hasattr(k, "__index__"):
        return k.__index__()
    raise IndexError(
        f"{type(k).__name__} is not an index; use integers, slices, ..., None, arrays."
    )


def _axes_taken(k: Any) -> int:
    """The number of axes of the array that an index consumes."""
    if k is None or k is Ellipsis:
        return 0
    return k.ndim if _is_mask(k) else 1


def _is_mask(k: Any) -> bool:
    return _is_array(k) and functional.dtype(k) == dtypes.bool_


def _is_array(k: Any) -> bool:
    return not (k is None or k is Ellipsis or isinstance(k, (int, slice)))


def _whole(key: tuple, ndim: int) -> tuple:
    """The key without Ellipsis, with full slices for omitted axes."""
    dots = sum(k is Ellipsis for k in key)
    taken = sum(map(_axes_taken, key))
    if dots > 1:
        raise IndexError("an index holds at most one Ellipsis.")
    if taken > ndim:
        raise IndexError(f"{taken} indices are too many for an array of {ndim} axes.")
    at = next((i for i, k in enumerate(key) if k is Ellipsis), len(key))
    return (*key[:at], *(slice(None),) * (ndim - taken), *key[at + 1 :])


def _checked(k: int, size: int) -> int:
    if not -size <= k < size:
        raise errors.IndexOutOfRangeError(f"index {k} is out of range for an axis of size {size}")
    return k % size


def _plan(shape: tuple[int, ...], key: tuple) -> tuple[tuple, list]:
    """The basic index, and an integer array or None for each axis of its result."""
    key = _whole(key, len(shape))
    advanced = any(map(_is_array, key))
    basic, arrays, axis = [], [], 0
    for k in key:
        if k is None:
            basic.append(None)
            arrays.append(None)
        elif isinstance(k, slice):
            basic.append(slice(*_bounded(k, shape[axis])))
            arrays.append(None)
            axis += 1
        elif _is_mask(k):
            found = _positions(k, shape[axis : axis + k.ndim])
            if not k.ndim:  # one more axis, of length 1 or 0
                basic.append(None)
            basic.extend([slice(None)] * k.ndim)
            arrays.extend(found)
            axis += k.ndim
        elif _is_array(k):
            basic.append(slice(None))
            arrays.append(_nonnegative(k, shape[axis]))
            axis += 1
        else:
            k = _checked(k, shape[axis])
            basic.append(slice(None) if advanced else k)
            if advanced:
                arrays.append(functional.constant(np.asarray(k)))
            axis += 1
    return tuple(basic), arrays if advanced else []


def _bounded(k: slice, size: int) -> tuple[int | None, int | None, int]:
    """A slice with bounds inside the axis, which every backend accepts."""
    start, stop, step = k.indices(size)
    return start, None if step < 0 and stop < 0 else stop, step


def _positions(mask: Any, sizes: tuple[int, ...]) -> list[Any]:
    for size, axis in zip(mask.shape, sizes, strict=True):
        if size not in (axis, 0):
            raise IndexError(f"a boolean index of shape {tuple(mask.shape)} does not fit {sizes}.")
    if not mask.ndim:
        count = 1 if functional.item(mask) else 0
        return [functional.constant(np.zeros(count, np.int64))]
    return list(functional.nonzero(mask))


def _nonnegative(index: Any, size: int) -> Any:
    """Integer positions as int64, negative ones counted from the end."""
    index = functional.astype(index, dtypes.int64)
    return functional.where(functional.less(index, 0), functional.add(index, size), index)


def _get(x: Any, key: tuple) -> Any:
    basic, arrays = _plan(tuple(x.shape), key)
    x = functional.slice_(x, basic)
    return functional.get_index(x, arrays) if arrays else x


def _put(x: Any, key: tuple, value: Any) -> Any:
    dtype = functional.dtype(x)
    value = _assigned(value, dtype)
    basic, arrays = _plan(tuple(x.shape), key)
    if arrays and all(k is None or k == slice(None) for k in basic) and None not in basic:
        return _put_arrays(x, arrays, value)
    # positions in the flattened array, found by reading a key as it would be read
    places = functional.reshape(functional.constant(np.arange(math.prod(x.shape))), tuple(x.shape))
    at = functional.slice_(places, basic)
    at = functional.get_index(at, arrays) if arrays else at
    value = functional.reshape(_spread(value, tuple(at.shape)), (-1,))
    flat = functional.reshape(x, (-1,))
    flat = functional.set_index(flat, [functional.reshape(at, (-1,))], value)
    return functional.reshape(flat, tuple(x.shape))


def _put_arrays(x: Any, arrays: list, value: Any) -> Any:
    return functional.set_index(x, arrays, value)


def _spread(value: Any, shape: tuple[int, ...]) -> Any:
    """`value` broadcast to a shape, which may have fewer leading axes of length 1."""
    extra = value.ndim - len(shape)
    if extra > 0 and all(n == 1 for n in value.shape[:extra]):
        value = functional.reshape(value, tuple(value.shape[extra:]))
    return functional.broadcast_to(value, shape)


def _assigned(value: Any, dtype: Any) -> Any:
    """A value as an array of the dtype of its destination."""
    if type(value) in promotion.NUMBERS:
        if promotion.with_number(dtype, type(value)) != dtype:
            raise errors.UnsupportedDtypeError(f"{value} can't be written into {dtype}.")
        return functional.constant(np.asarray(promotion.fitting(value, dtype)).astype(dtype))
    found = functional.dtype(value)
    if promotion.promote(found, dtype) != dtype:
        raise errors.UnsupportedDtypeError(
            f"{found} can't be written into {dtype}: see ivy.astype."
        )
    return value if found == dtype else functional.astype(value, dtype)


@boundary.standard
def take(x: Any, indices: Any, /, *, axis: int | None = None) -> Any:
    """The slices of `x` along `axis` at the positions `indices`.

    >>> import ivy
    >>> ivy.take(ivy.asarray([5, 6, 7]), ivy.asarray([2, 0]), axis=0).tolist()
    [7, 5]
    """
    if axis is None:
        if x.ndim != 1:
            raise ValueError("ivy.take needs an axis for an array of several axes.")
        axis = 0
    axis = normal_axis(axis, x.ndim)
    return functional.take(x, _nonnegative(indices, x.shape[axis]), axis=axis)


@boundary.standard
def take_along_axis(x: Any, indices: Any, /, *, axis: int = -1) -> Any:
    """For axis 1, `out[i, j, k] = x[i, indices[i, j, k], k]`; other axes broadcast.

    >>> import ivy
    >>> x = ivy.asarray([[3, 1, 2]])
    >>> ivy.take_along_axis(x, ivy.argsort(x)).tolist()
    [[1, 2, 3]]
    """
    axis = normal_axis(axis, x.ndim)
    indices = _nonnegative(indices, x.shape[axis])
    lengths = [
        (n, m) for i, (n, m) in enumerate(zip(x.shape, indices.shape, strict=True)) if i != axis
    ]
    common = [np.broadcast_shapes((n,), (m,))[0] for n, m in lengths]
    whole = (*common[:axis], x.shape[axis], *common[axis:])
    chosen = (*common[:axis], indices.shape[axis], *common[axis:])
    x, indices = functional.broadcast_to(x, whole), functional.broadcast_to(indices, chosen)
    return functional.take_along_axis(x, indices, axis=axis)


def normal_axis(axis: int, ndim: int) -> int:
    """An axis counted from the front.

    Raises
    ------
    IndexError
        There is no such axis.
    """
    if not -ndim <= axis < ndim:
        raise np.exceptions.AxisError(axis, ndim)
    return axis % ndim


def normal_axes(axis: Any, ndim: int) -> tuple[int, ...]:
    """Axes counted from the front; None means all of them."""
    if axis is None:
        return tuple(range(ndim))
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    axes = tuple([normal_axis(a, ndim) for a in axes])
    if len(set(axes)) != len(axes):
        raise ValueError(f"an axis is named twice: {axis}.")
    return axes


__all__ = ["take", "take_along_axis"]
