"""Ops that move, join and repeat elements."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ivy._core import rules
from ivy._core.op import Array, Scalar, Shape, composite, primitive


def _as_strided_shape(x, shape, strides, offset=0):
    return shape


def _concat_shape(arrays, *, axis=0):
    shape = list(arrays[0].shape)
    shape[axis] = sum(a.shape[axis] for a in arrays)
    return tuple(shape)


def _pad_shape(x, widths, value=0):
    return tuple(n + lo + hi for n, (lo, hi) in zip(x.shape, widths, strict=True))


def _reshape_shape(x, shape):
    shape = [shape] if isinstance(shape, int) else list(shape)
    if -1 in shape:
        at = shape.index(-1)
        rest = math.prod(shape[:at] + shape[at + 1 :])
        shape[at] = math.prod(x.shape) // max(rest, 1)
    return tuple(shape)


def _stack_shape(arrays, *, axis=0):
    shape = list(arrays[0].shape)
    axis %= len(shape) + 1
    return (*shape[:axis], len(arrays), *shape[axis:])


def _repeat_shape(x, repeats, *, axis):
    shape = list(x.shape)
    shape[axis] *= repeats
    return tuple(shape)


def _tile_shape(x, repetitions):
    rank = max(len(x.shape), len(repetitions))
    sizes = (1,) * (rank - len(x.shape)) + tuple(x.shape)
    times = (1,) * (rank - len(repetitions)) + tuple(repetitions)
    return tuple(n * t for n, t in zip(sizes, times, strict=True))


def _first_of(arrays, **_):
    return arrays[0]


@primitive(shape=_as_strided_shape, dtype=rules.same)
def as_strided(x: Array, shape: Shape, strides: Shape, offset: Scalar = 0, /) -> Array:
    """The elements of flattened `x` at `offset + sum(index * strides)`, strides in elements.

    >>> import ivy, numpy as np
    >>> ivy.as_strided(np.arange(6), (2, 2), (1, 2), 1).tolist()
    [[1, 3], [2, 4]]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def as_strided_scatter(
    x: Array, values: Array, shape: Shape, strides: Shape, offset: Scalar = 0, /
) -> Array:
    """`x` with `values` at the positions that `as_strided` with the same geometry reads.

    >>> import ivy, numpy as np
    >>> ivy.as_strided_scatter(np.zeros(4), np.ones(2), (2,), (3,)).tolist()
    [1.0, 0.0, 0.0, 1.0]
    """
    ...


@composite()
def broadcast_arrays(*arrays: Array) -> list[Array]:
    """The arrays, each repeated to the shape that they broadcast to.

    >>> import ivy, numpy as np
    >>> [a.shape for a in ivy.broadcast_arrays(np.ones((2, 1)), np.ones(3))]
    [(2, 3), (2, 3)]
    """
    shape = np.broadcast_shapes(*[x.shape for x in arrays])
    return [x if x.shape == shape else broadcast_to(x, shape) for x in arrays]


@primitive(shape=rules.given_second, dtype=rules.same)
def broadcast_to(x: Array, shape: Shape, /) -> Array:
    """`x` repeated to `shape` by the rules of broadcasting.

    >>> import ivy, numpy as np
    >>> ivy.broadcast_to(np.asarray([1, 2]), (2, 2)).tolist()
    [[1, 2], [1, 2]]
    """
    ...


@primitive(shape=_concat_shape, dtype=_first_of)
def concat(arrays: Sequence[Array], /, *, axis: int = 0) -> Array:
    """Arrays joined along an existing axis.

    >>> import ivy, numpy as np
    >>> ivy.concat([np.asarray([[1, 2], [3, 4]]), np.asarray([[5], [6]])], axis=1).tolist()
    [[1, 2, 5], [3, 4, 6]]
    """
    ...


@primitive(
    shape=rules.of_view(lambda x, axis: np.expand_dims(x, rules.several(axis))), dtype=rules.same
)
def expand_dims(x: Array, /, *, axis: int | Sequence[int]) -> Array:
    """`x` with axes of length 1 inserted at `axis` (positions in the result).

    >>> import ivy, numpy as np
    >>> ivy.expand_dims(np.ones((2, 3)), axis=(0, -1)).shape
    (1, 2, 3, 1)
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def flip(x: Array, /, *, axis: int | Sequence[int] | None = None) -> Array:
    """`x` reversed along `axis`.

    >>> import ivy, numpy as np
    >>> ivy.flip(np.asarray([[1, 2], [3, 4]]), axis=1).tolist()
    [[2, 1], [4, 3]]
    """
    ...


@primitive(shape=rules.of_view(np.moveaxis), dtype=rules.same)
def moveaxis(x: Array, source: int | Sequence[int], destination: int | Sequence[int], /) -> Array:
    """`x` with axes moved, the order of the others kept.

    >>> import ivy, numpy as np
    >>> ivy.moveaxis(np.ones((2, 3, 4)), 0, -1).shape
    (3, 4, 2)
    """
    ...


@primitive(shape=_pad_shape, dtype=rules.same)
def pad(x: Array, widths: Sequence[tuple[int, int]], value: Scalar = 0, /) -> Array:
    """`x` with `(before, after)` constant elements per axis; negative widths crop.

    >>> import ivy, numpy as np
    >>> ivy.pad(np.asarray([1, 2, 3]), [(1, -1)]).tolist()
    [0, 1, 2]
    """
    ...


@primitive(shape=rules.of_view(np.transpose), dtype=rules.same)
def permute_dims(x: Array, axes: Sequence[int], /) -> Array:
    """`x` with its axes in the order `axes`.

    >>> import ivy, numpy as np
    >>> ivy.permute_dims(np.asarray([[1, 2], [3, 4]]), (1, 0)).tolist()
    [[1, 3], [2, 4]]
    """
    ...


@primitive(shape=_repeat_shape, dtype=rules.same)
def repeat(x: Array, repeats: int, /, *, axis: int) -> Array:
    """`x` with each element repeated along `axis`.

    >>> import ivy, numpy as np
    >>> ivy.repeat(np.asarray([[1, 2], [3, 4]]), 2, axis=1).tolist()
    [[1, 1, 2, 2], [3, 3, 4, 4]]
    """
    ...


@primitive(shape=_reshape_shape, dtype=rules.same)
def reshape(x: Array, shape: Shape, /) -> Array:
    """The elements of `x`, in row-major order, in another shape.

    >>> import ivy, numpy as np
    >>> ivy.reshape(np.asarray([[1, 2], [3, 4]]), (4,)).tolist()
    [1, 2, 3, 4]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def roll(x: Array, shift: int | Sequence[int], /, *, axis: int | Sequence[int] | None) -> Array:
    """`x` shifted cyclically along `axis`.

    >>> import ivy, numpy as np
    >>> ivy.roll(np.arange(4), 1, axis=0).tolist()
    [3, 0, 1, 2]
    """
    ...


@primitive(shape=rules.of_view(lambda x, index: x[index]), dtype=rules.same)
def slice_(x: Array, index: tuple, /) -> Array:
    """`x[index]` for an index of static slices, integers, None and Ellipsis.

    >>> import ivy, numpy as np
    >>> ivy.slice_(np.arange(6), slice(None, None, -2)).tolist()
    [5, 3, 1]
    """
    ...


@primitive(
    shape=rules.of_view(lambda x, axis: np.squeeze(x, rules.several(axis))), dtype=rules.same
)
def squeeze(x: Array, /, *, axis: int | Sequence[int]) -> Array:
    """`x` without `axis`, which must have length 1.

    >>> import ivy, numpy as np
    >>> ivy.squeeze(np.ones((1, 3, 1)), axis=0).shape
    (3, 1)
    """
    ...


@primitive(shape=_stack_shape, dtype=_first_of)
def stack(arrays: Sequence[Array], /, *, axis: int = 0) -> Array:
    """Arrays of one shape joined along a new axis.

    >>> import ivy, numpy as np
    >>> ivy.stack([np.asarray([1.0, 2.0]), np.asarray([-1.5, 2.5])], axis=1).tolist()
    [[1.0, -1.5], [2.0, 2.5]]
    """
    ...


@primitive(shape=_tile_shape, dtype=rules.same)
def tile(x: Array, repetitions: Sequence[int], /) -> Array:
    """`x` repeated as a whole, `repetitions` times per axis.

    >>> import ivy, numpy as np
    >>> ivy.tile(np.asarray([1, 2]), (2, 2)).tolist()
    [[1, 2, 1, 2], [1, 2, 1, 2]]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def tril(x: Array, /, *, k: int = 0) -> Array:
    """The last two axes with zeros above diagonal `k`.

    >>> import ivy, numpy as np
    >>> ivy.tril(np.asarray([[1, 2], [3, 4]])).tolist()
    [[1, 0], [3, 4]]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def triu(x: Array, /, *, k: int = 0) -> Array:
    """The last two axes with zeros below diagonal `k`.

    >>> import ivy, numpy as np
    >>> ivy.triu(np.asarray([[1, 2], [3, 4]]), k=1).tolist()
    [[0, 2], [0, 0]]
    """
    ...
