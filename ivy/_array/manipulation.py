"""Functions that move, join, split and repeat elements."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np

from ivy import functional
from ivy._array import datatypes, promotion
from ivy._array.boundary import Axes, Ints, standard
from ivy._array.indexing import normal_axes, normal_axis


def together(arrays: Any) -> list[Any]:
    """Arrays converted to the dtype that they promote to."""
    found = [datatypes.dtype_of(a) for a in arrays]
    dtype = functools.reduce(promotion.promote, found)
    return [a if d == dtype else functional.astype(a, dtype) for a, d in zip(arrays, found)]


@standard
def broadcast_arrays(*arrays: Any) -> list[Any]:
    """The arrays, each repeated to the shape that they broadcast to.

    >>> import ivy
    >>> [a.shape for a in ivy.broadcast_arrays(ivy.ones((2, 1)), ivy.ones(3))]
    [(2, 3), (2, 3)]
    """
    return functional.broadcast_arrays(*arrays)


@standard
def broadcast_to(x: Any, /, shape: tuple[int, ...]) -> Any:
    """`x` repeated to `shape` by the rules of broadcasting.

    >>> import ivy
    >>> ivy.broadcast_to(ivy.asarray([1, 2]), (2, 2)).tolist()
    [[1, 2], [1, 2]]
    """
    return functional.broadcast_to(x, tuple(shape))


@standard
def concat(arrays: Sequence[Any], /, *, axis: int | None = 0) -> Any:
    """Arrays joined along an axis (None: each flattened first).

    >>> import ivy
    >>> ivy.concat([ivy.asarray([1]), ivy.asarray([2, 3])]).tolist()
    [1, 2, 3]
    """
    arrays = together(arrays)
    if axis is None:
        return functional.concat([functional.reshape(a, (-1,)) for a in arrays], axis=0)
    return functional.concat(arrays, axis=normal_axis(axis, arrays[0].ndim))


@standard
def expand_dims(x: Any, /, axis: Ints = 0) -> Any:
    """`x` with an axis of length 1 inserted at `axis` (or several).

    >>> import ivy
    >>> ivy.expand_dims(ivy.ones(2), axis=1).shape
    (2, 1)
    """
    added = 1 if isinstance(axis, int) else len(axis)
    return functional.expand_dims(x, axis=normal_axes(axis, x.ndim + added))


@standard
def flip(x: Any, /, *, axis: Axes = None) -> Any:
    """`x` reversed along `axis` (None: all of them).

    >>> import ivy
    >>> ivy.flip(ivy.asarray([1, 2, 3])).tolist()
    [3, 2, 1]
    """
    return functional.flip(x, axis=normal_axes(axis, x.ndim))


@standard
def moveaxis(x: Any, source: Ints, destination: Ints, /) -> Any:
    """`x` with axes moved, the others in their order.

    >>> import ivy
    >>> ivy.moveaxis(ivy.ones((2, 3, 4)), 0, -1).shape
    (3, 4, 2)
    """
    source, destination = normal_axes(source, x.ndim), normal_axes(destination, x.ndim)
    if len(source) != len(destination):
        raise ValueError("as many sources as destinations are needed.")
    order = [a for a in range(x.ndim) if a not in source]
    for to, axis in sorted(zip(destination, source, strict=True)):
        order.insert(to, axis)
    return functional.permute_dims(x, tuple(order))


@standard
def permute_dims(x: Any, /, axes: tuple[int, ...]) -> Any:
    """`x` with its axes in another order.

    >>> import ivy
    >>> ivy.permute_dims(ivy.ones((2, 3, 4)), (2, 0, 1)).shape
    (4, 2, 3)
    """
    axes = normal_axes(tuple(axes), x.ndim)
    if len(axes) != x.ndim:
        raise ValueError(f"all {x.ndim} axes are needed, not {axes}.")
    return functional.permute_dims(x, axes)


@standard
def repeat(x: Any, repeats: Any, /, *, axis: int | None = None) -> Any:
    """`x` with each element repeated along `axis`; `repeats` may be one count per element.

    >>> import ivy
    >>> ivy.repeat(ivy.asarray([1, 2]), ivy.asarray([2, 1])).tolist()
    [1, 1, 2]
    """
    if axis is None:
        x, axis = functional.reshape(x, (-1,)), 0
    axis = normal_axis(axis, x.ndim)
    if isinstance(repeats, int):
        return functional.repeat(x, repeats, axis=axis)
    counts = functional.to_numpy(repeats) if hasattr(repeats, "dtype") else np.asarray(repeats)
    if counts.dtype.kind not in "iu":
        raise TypeError(f"ivy.repeat: counts are integers, not {counts.dtype}.")
    counts = np.broadcast_to(counts.reshape(-1), (x.shape[axis],))
    at = functional.constant(np.repeat(np.arange(x.shape[axis]), counts))
    return functional.take(x, at, axis=axis)


@standard
def reshape(x: Any, /, shape: tuple[int, ...], *, copy: bool | None = None) -> Any:
    """The elements of `x`, in row-major order, in another shape (-1: what is left).

    >>> import ivy
    >>> ivy.reshape(ivy.arange(6), (2, -1)).shape
    (2, 3)
    """
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    out = functional.reshape(x, shape)
    if copy is None:
        return out
    if copy:
        return datatypes.copied(out)
    return datatypes.sharing(x, out)


@standard
def roll(x: Any, /, shift: Ints, *, axis: Axes = None) -> Any:
    """`x` shifted along `axis`, what leaves at one end entering at the other.

    >>> import ivy
    >>> ivy.roll(ivy.asarray([1, 2, 3]), 1).tolist()
    [3, 1, 2]
    """
    if axis is None:
        flat = functional.roll(functional.reshape(x, (-1,)), shift, axis=0)
        return functional.reshape(flat, tuple(x.shape))
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    axes = tuple([normal_axis(a, x.ndim) for a in axes])
    shifts = (shift,) * len(axes) if isinstance(shift, int) else tuple(shift)
    return functional.roll(x, shifts, axis=axes)


@standard
def squeeze(x: Any, /, axis: Ints) -> Any:
    """`x` without `axis` (or several), which must have length 1.

    >>> import ivy
    >>> ivy.squeeze(ivy.ones((1, 2)), 0).shape
    (2,)
    """
    axes = normal_axes(axis, x.ndim)
    for a in axes:
        if x.shape[a] != 1:
            raise ValueError(f"axis {a} has length {x.shape[a]}: only 1 can be squeezed.")
    return functional.reshape(x, tuple(n for a, n in enumerate(x.shape) if a not in axes))


@standard
def stack(arrays: Sequence[Any], /, *, axis: int = 0) -> Any:
    """Arrays of one shape joined along a new axis.

    >>> import ivy
    >>> ivy.stack([ivy.ones(2), ivy.zeros(2)]).shape
    (2, 2)
    """
    arrays = together(arrays)
    return functional.stack(arrays, axis=normal_axis(axis, arrays[0].ndim + 1))


@standard
def tile(x: Any, repetitions: tuple[int, ...], /) -> Any:
    """`x` repeated as a whole, `repetitions` times per axis.

    >>> import ivy
    >>> ivy.tile(ivy.asarray([1, 2]), (2, 1)).tolist()
    [[1, 2], [1, 2]]
    """
    counts = (repetitions,) if isinstance(repetitions, int) else tuple(repetitions)
    counts = (1,) * (x.ndim - len(counts)) + counts
    x = functional.reshape(x, (1,) * (len(counts) - x.ndim) + tuple(x.shape))
    return functional.tile(x, counts)


def _triangle(name: str, x: Any, k: int) -> Any:
    if x.ndim < 2:
        raise ValueError(f"ivy.{name} needs two axes or more, not {x.ndim}.")
    k = min(max(k, -x.shape[-2]), x.shape[-1])
    return getattr(functional, name)(x, k=k)


@standard
def tril(x: Any, /, *, k: int = 0) -> Any:
    """The last two axes with zeros above diagonal `k`.

    >>> import ivy
    >>> ivy.tril(ivy.ones((2, 2))).tolist()
    [[1.0, 0.0], [1.0, 1.0]]
    """
    return _triangle("tril", x, k)


@standard
def triu(x: Any, /, *, k: int = 0) -> Any:
    """The last two axes with zeros below diagonal `k`.

    >>> import ivy
    >>> ivy.triu(ivy.ones((2, 2))).tolist()
    [[1.0, 1.0], [0.0, 1.0]]
    """
    return _triangle("triu", x, k)


@standard
def unstack(x: Any, /, *, axis: int = 0) -> tuple[Any, ...]:
    """The slices of `x` along an axis, without that axis.

    >>> import ivy
    >>> [a.tolist() for a in ivy.unstack(ivy.asarray([[1, 2], [3, 4]]), axis=1)]
    [[1, 3], [2, 4]]
    """
    if not x.ndim:
        raise ValueError("ivy.unstack needs an axis.")
    before = (slice(None),) * normal_axis(axis, x.ndim)
    count = x.shape[len(before)]
    return tuple([functional.slice_(x, (*before, i)) for i in range(count)])


__all__ = [
    "broadcast_arrays",
    "broadcast_to",
    "concat",
    "expand_dims",
    "flip",
    "moveaxis",
    "permute_dims",
    "repeat",
    "reshape",
    "roll",
    "squeeze",
    "stack",
    "tile",
    "tril",
    "triu",
    "unstack",
]
