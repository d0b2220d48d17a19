"""Gathering, scattering and reducing by segments, over `get_index` and `set_index`; one_hot.

`bounds` works as for all indexing ops: by default an index out of range is an error.
"""

from __future__ import annotations

import math

from ivy._core import dtypes, ops, rules
from ivy._core.dtypes import DType, float32, int64
from ivy._core.op import Array, Scalar, Shape, composite


@composite(dtype=lambda indices, depth, *, dtype=float32, **_: dtype)
def one_hot(
    indices: Array,
    depth: int,
    /,
    *,
    on_value: Scalar = 1,
    off_value: Scalar = 0,
    axis: int = -1,
    dtype: DType = float32,
) -> Array:
    """`on_value` at the number in `indices` along a new axis of length `depth`, else `off_value`.

    Numbers out of range give a row of `off_value`.

    >>> import ivy, numpy as np
    >>> ivy.one_hot(np.asarray([2, 0]), 3).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    axis = axis % (indices.ndim + 1)
    shape = [1] * (indices.ndim + 1)
    shape[axis] = depth
    places = ops.arange(0, depth, dtype=ops.dtype(indices))
    hit = ops.equal(ops.expand_dims(indices, axis=axis), ops.reshape(places, tuple(shape)))
    if (on_value, off_value) == (1, 0):
        return ops.astype(hit, dtype)
    return ops.where(hit, ops.full((), on_value, dtype=dtype), ops.full((), off_value, dtype=dtype))


def _grids(shape):
    """An index array per batch axis, counting along it."""
    grids = []
    for axis, n in enumerate(shape):
        line = [1] * len(shape)
        line[axis] = n
        grids.append(ops.reshape(ops.arange(0, n, dtype=int64), tuple(line)))
    return grids


@composite(dtype=rules.same)
def gather(
    x: Array, indices: Array, /, *, axis: int = 0, batch_dims: int = 0, bounds: str = "error"
) -> Array:
    """The slices of `x` along `axis` at `indices`; the first `batch_dims` axes of both are a batch.

    >>> import ivy, numpy as np
    >>> ivy.gather(np.asarray([[1, 2], [3, 4]]), np.asarray([[1], [0]]), axis=1, batch_dims=1).tolist()
    [[2], [3]]
    """
    axis %= x.ndim
    if not batch_dims:
        return ops.take(x, indices, axis=axis, bounds=bounds)
    # the batch axes, the axes of indices, the axes of `x` before `axis`, the rest
    front = ops.moveaxis(x, axis, batch_dims)
    batch = [
        ops.reshape(g, tuple(g.shape) + (1,) * (indices.ndim - batch_dims))
        for g in _grids(indices.shape[:batch_dims])
    ]
    found = ops.get_index(front, [*batch, indices], bounds=bounds)
    between = axis - batch_dims
    behind = indices.ndim
    return (
        ops.moveaxis(found, tuple(range(behind, behind + between)), tuple(range(batch_dims, axis)))
        if between
        else found
    )


def _components(indices):
    """An index array for each component along the last axis of `indices`."""
    return [ops.slice_(indices, (..., k)) for k in range(indices.shape[-1])]


@composite(dtype=rules.same)
def gather_nd(x: Array, indices: Array, /, *, batch_dims: int = 0, bounds: str = "error") -> Array:
    """`x` at the positions along the last axis of `indices`.

    >>> import ivy, numpy as np
    >>> ivy.gather_nd(np.asarray([[1, 2], [3, 4]]), np.asarray([[0, 0], [1, 1]])).tolist()
    [1, 4]
    """
    lead = indices.ndim - 1 - batch_dims
    batch = [
        ops.reshape(g, tuple(g.shape) + (1,) * lead) for g in _grids(indices.shape[:batch_dims])
    ]
    return ops.get_index(x, [*batch, *_components(indices)], bounds=bounds)


@composite(shape=rules.same, dtype=rules.same)
def scatter(
    x: Array,
    indices: Array,
    updates: Array,
    /,
    *,
    axis: int = 0,
    reduction: str = "set",
    bounds: str = "error",
) -> Array:
    """`x` with the slices along `axis` at `indices` updated: the counterpart of `gather`.

    `reduction` is set, add, multiply, minimum or maximum.

    >>> import ivy, numpy as np
    >>> x, at = np.zeros((3, 2)), np.asarray([2, 2])
    >>> ivy.scatter(x, at, np.ones((2, 2)), reduction="add").tolist()
    [[0.0, 0.0], [0.0, 0.0], [2.0, 2.0]]
    """
    places = [None] * (axis % x.ndim) + [indices]
    return ops.set_index(x, places, updates, reduction=reduction, bounds=bounds)


@composite(shape=rules.same, dtype=rules.same)
def scatter_nd_update(
    x: Array,
    indices: Array,
    updates: Array,
    /,
    *,
    reduction: str = "set",
    bounds: str = "error",
) -> Array:
    """`x` with the positions in the last axis of `indices` changed by `updates`.

    >>> import ivy, numpy as np
    >>> ivy.scatter_nd_update(np.zeros(4), np.asarray([[1], [3]]), np.asarray([5.0, 6.0])).tolist()
    [0.0, 5.0, 0.0, 6.0]
    """
    return ops.set_index(x, _components(indices), updates, reduction=reduction, bounds=bounds)


@composite(shape=lambda indices, updates, shape, **_: tuple(shape), dtype=lambda i, u, s, **_: u)
def scatter_nd(
    indices: Array,
    updates: Array,
    shape: Shape,
    /,
    *,
    reduction: str = "add",
    bounds: str = "error",
) -> Array:
    """An array of `shape` with `updates` at the positions in the last axis of `indices`.

    Other positions are 0. `reduction` as in `scatter`.

    >>> import ivy, numpy as np
    >>> ivy.scatter_nd(np.asarray([[1], [1]]), np.asarray([2.0, 3.0]), (3,)).tolist()
    [0.0, 5.0, 0.0]
    """
    dtype = ops.dtype(updates)
    zeros = ops.zeros(tuple(shape), dtype=dtype)
    if reduction in ("set", "add"):
        return scatter_nd_update(zeros, indices, updates, reduction=reduction, bounds=bounds)
    start = ops.full(tuple(shape), _neutral(reduction, dtype), dtype=dtype)
    found = scatter_nd_update(start, indices, updates, reduction=reduction, bounds=bounds)
    hits = ops.ones(tuple(updates.shape), dtype=int64)
    count = scatter_nd(indices, hits, shape, bounds=bounds)
    return ops.where(ops.equal(count, 0), zeros, found)


@composite(dtype=lambda i, u, *_, **__: u)
def scatter_flat(
    indices: Array, updates: Array, size: int, /, *, reduction: str = "add", bounds: str = "error"
) -> Array:
    """`size` elements with `updates` at `indices`, 0 elsewhere.

    >>> import ivy, numpy as np
    >>> ivy.scatter_flat(np.asarray([0, 2]), np.asarray([1, 5]), 3).tolist()
    [1, 0, 5]
    """
    places = ops.expand_dims(indices, axis=-1)
    return scatter_nd(places, updates, (size,), reduction=reduction, bounds=bounds)


def _neutral(reduction, dtype):
    """The neutral element of an extreme or a product."""
    if reduction == "multiply":
        return 1
    if dtypes.is_floating(dtype):
        return math.inf if reduction == "minimum" else -math.inf
    return dtypes.limits(dtype)[reduction == "minimum"]


def _segment_shape(x, ids, count, /):
    return (count, *x.shape[len(ids.shape) :])


def _by_segment(x, ids, count, reduction):
    shape = _segment_shape(x, ids, count)
    dtype = ops.dtype(x)
    start = 0 if reduction == "add" else _neutral(reduction, dtype)
    start = ops.full(shape, start, dtype=dtype)
    return ops.set_index(start, [ids], x, reduction=reduction, bounds="drop")


@composite(shape=_segment_shape, dtype=rules.same)
def segment_max(x: Array, ids: Array, count: int, /) -> Array:
    """The maximum over the rows of each segment (as in `segment_sum`); the lowest number if empty.

    >>> import ivy, numpy as np
    >>> ivy.segment_max(np.asarray([1.0, 2.0, 5.0]), np.asarray([0, 0, 1]), 2).tolist()
    [2.0, 5.0]
    """
    return _by_segment(x, ids, count, "maximum")


@composite(shape=_segment_shape, dtype=rules.same)
def segment_mean(x: Array, ids: Array, count: int, /) -> Array:
    """The mean of the rows of each segment; 0 if empty.

    >>> import ivy, numpy as np
    >>> ivy.segment_mean(np.asarray([1.0, 2.0, 5.0]), np.asarray([0, 0, 1]), 2).tolist()
    [1.5, 5.0]
    """
    total = _by_segment(x, ids, count, "add")
    ones = ops.ones(tuple(ids.shape), dtype=ops.dtype(x))
    number = ops.maximum(_by_segment(ones, ids, count, "add"), ops.ones((), dtype=ops.dtype(x)))
    return ops.divide(total, ops.reshape(number, (count, *(1,) * (total.ndim - 1))))


@composite(shape=_segment_shape, dtype=rules.same)
def segment_min(x: Array, ids: Array, count: int, /) -> Array:
    """The minimum over the rows of each segment; the highest number if empty.

    >>> import ivy, numpy as np
    >>> ivy.segment_min(np.asarray([1.0, 2.0, 5.0]), np.asarray([0, 0, 1]), 2).tolist()
    [1.0, 5.0]
    """
    return _by_segment(x, ids, count, "minimum")


@composite(shape=_segment_shape, dtype=rules.same)
def segment_prod(x: Array, ids: Array, count: int, /) -> Array:
    """The product of the rows of each segment; 1 if empty.

    >>> import ivy, numpy as np
    >>> ivy.segment_prod(np.asarray([1.0, 2.0, 5.0]), np.asarray([0, 0, 1]), 2).tolist()
    [2.0, 5.0]
    """
    return _by_segment(x, ids, count, "multiply")


@composite(shape=_segment_shape, dtype=rules.same)
def segment_sum(x: Array, ids: Array, count: int, /) -> Array:
    """The sum of the rows of each segment: row i is in segment `ids[i]`.

    Ids out of range are ignored.

    >>> import ivy, numpy as np
    >>> ivy.segment_sum(np.asarray([1, 2, 3]), np.asarray([0, 0, 2]), 3).tolist()
    [3, 0, 3]
    """
    return _by_segment(x, ids, count, "add")
