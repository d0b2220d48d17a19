"""Parts of sparse tensors, and sparse tensors with other dimensions."""

from __future__ import annotations

from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends._publish import Compressed, Coordinates
from ivy.frontends.torch import _dtypes
from ivy.frontends.torch._sparse import _formats as formats
from ivy.frontends.torch._sparse import _reductions as reductions


def _axis(dim: int, rank: int) -> int:
    if not -rank <= dim < rank:
        raise IndexError("dimension out of range")
    return dim % rank


def _transpose(x, dim0, dim1):
    first, second = (_axis(d, len(x.shape)) for d in (dim0, dim1))
    order = [*range(len(x.shape))]
    order[first], order[second] = second, first
    if isinstance(x, Compressed):
        return _transpose_compressed(x, order)
    if first == second:
        return x
    rank = x.indices.shape[0]
    if (first < rank) != (second < rank):
        raise RuntimeError("sparse and dense dimensions can't change places")
    return _reordered(x, order, coalesced=x.coalesced and first >= rank)


def _reordered(x: Coordinates, order: list[int], coalesced: bool) -> Coordinates:
    rank = x.indices.shape[0]
    shape = tuple(x.shape[d] for d in order)
    if order[:rank] == [*range(rank)]:
        indices = x.indices
    else:
        indices = ivy.stack([x.indices[d] for d in order[:rank]], axis=0)
    values = x.values
    if order[rank:] != [*range(rank, len(order))]:
        values = ivy.permute_dims(values, (0, *(d - rank + 1 for d in order[rank:])))
    return Coordinates(indices, values, shape, coalesced)


def _transpose_compressed(x: Compressed, order: list[int]) -> Any:
    """The same parts, read as columns instead of rows."""
    rank = formats.batch_rank(x)
    if order == [*range(len(order))]:
        return x
    swapped = [*range(len(order))]
    swapped[rank : rank + 2] = rank + 1, rank
    if order != swapped:
        raise NotImplementedError("other dimensions than those of the matrix")
    values = x.values
    if x.layout in formats.BLOCKED:
        axes = [*range(values.ndim)]
        axes[rank + 1 : rank + 3] = rank + 2, rank + 1
        values = ivy.permute_dims(values, axes)
    shape = tuple(x.shape[d] for d in order)
    return Compressed(x.compressed, x.plain, values, shape, formats.TRANSPOSED[x.layout])


def _t(x):
    if len(x.shape) > 2:
        raise RuntimeError("more than two dimensions")
    return x if len(x.shape) < 2 else _transpose(x, 0, 1)


def _permute(x, dims):
    order = [_axis(d, len(x.shape)) for d in dims]
    if sorted(order) != [*range(len(x.shape))]:
        raise RuntimeError("not all dimensions, or one of them twice")
    if isinstance(x, Compressed):
        return _transpose_compressed(x, order)
    rank = x.indices.shape[0]
    if any((d < rank) != (i < rank) for i, d in enumerate(order)):
        raise RuntimeError("sparse and dense dimensions can't change places")
    if order == [*range(len(order))]:
        return x
    # the order of rows is kept where the first dimensions are, as PyTorch sees it
    return _reordered(x, order, coalesced=x.coalesced and order[:1] == [0] and _keeps(order, rank))


def _keeps(order: list[int], rank: int) -> bool:
    return order[:rank] == [*range(rank)]


def _select(x, dim, index):
    if isinstance(x, Compressed):
        return _select_compressed(x, dim, index)
    axis, rank = _axis(dim, len(x.shape)), x.indices.shape[0]
    if not -x.shape[axis] <= index < x.shape[axis]:
        raise IndexError("index out of range")
    index %= x.shape[axis]
    shape = (*x.shape[:axis], *x.shape[axis + 1 :])
    if axis >= rank:
        at = (slice(None),) * (axis - rank + 1)
        return formats.made(x.indices, x.values[(*at, index)], shape)
    hits = formats.where(ivy.equal(x.indices[axis], index))
    found = formats.chosen(x, hits)
    if rank == 1:
        return ivy.sum(found.values, axis=0)
    rest = [found.indices[d] for d in range(rank) if d != axis]
    return formats.made(ivy.stack(rest, axis=0), found.values, shape)


_LINES = (
    ("torch.sparse_csr", 0),
    ("torch.sparse_csr", 1),
    ("torch.sparse_csc", 1),
    ("torch.sparse_bsc", 1),
)


def _select_compressed(x: Compressed, dim: int, index: int) -> Any:
    axis, rank = _axis(dim, len(x.shape)), formats.batch_rank(x)
    if not -x.shape[axis] <= index < x.shape[axis]:
        raise IndexError("index out of range")
    shape = (*x.shape[:axis], *x.shape[axis + 1 :])
    at = (*(slice(None),) * axis, index % x.shape[axis])
    if axis < rank:
        return Compressed(x.compressed[at], x.plain[at], x.values[at], shape, x.layout)
    if axis > rank + 1:
        first = x.values.ndim - len(x.shape)
        at = (*(slice(None),) * (first + axis), index % x.shape[axis])
        return x._replace(values=x.values[at], shape=shape)
    if rank or (x.layout, axis) not in _LINES:
        raise RuntimeError("a row of columns, or of a batch")
    found = _select(formats.coalesce(formats.coordinates(x)), axis, index)
    return found._replace(coalesced=True)


def _index_select(x, dim, index):
    axis, rank = _axis(dim, len(x.shape)), x.indices.shape[0]
    count = index.shape[0] if index.ndim else 1
    index = ivy.reshape(ivy.astype(index, dtypes.int64), (count,))
    n = x.shape[axis]
    if count and ivy.item(
        ivy.any(ivy.logical_or(ivy.less(index, -n), ivy.greater_equal(index, n)))
    ):
        raise IndexError("index out of range")
    index = ivy.where(ivy.less(index, 0), ivy.add(index, n), index)
    shape = (*x.shape[:axis], count, *x.shape[axis + 1 :])
    if axis >= rank:
        return formats.made(x.indices, ivy.take(x.values, index, axis=axis - rank + 1), shape)
    if count == 0 or x.values.shape[0] == 0:
        return formats.empty(shape, rank, ivy.dtype(x.values))
    # pairs of an element and a place in the index that name the same slice
    ordered, where = ivy.sort_with_indices(index, axis=0)
    own = ivy.astype(x.indices[axis], dtypes.int64)
    low = ivy.searchsorted(ordered, own, side="left")
    each = ivy.subtract(ivy.searchsorted(ordered, own, side="right"), low)
    ends = ivy.cumsum(each, axis=0)
    total = int(ivy.item(ends[-1]))
    pair = ivy.arange(0, total, dtype=dtypes.int64)
    element = ivy.searchsorted(ends, pair, side="right")
    before = ivy.subtract(ivy.take(ends, element, axis=0), ivy.take(each, element, axis=0))
    place = ivy.add(ivy.take(low, element, axis=0), ivy.subtract(pair, before))
    rows = formats.places(formats.chosen(x, element))
    rows[axis] = ivy.astype(ivy.take(where, place, axis=0), dtypes.int64)
    values = ivy.take(x.values, element, axis=0)
    return formats.made(formats.stacked(rows, total), values, shape)


def _narrow_copy(x, dim, start, length):
    axis, rank = _axis(dim, len(x.shape)), x.indices.shape[0]
    start = start % x.shape[axis] if start < 0 else start
    if start + length > x.shape[axis]:
        raise RuntimeError("out of range")
    shape = (*x.shape[:axis], length, *x.shape[axis + 1 :])
    if axis >= rank:
        at = (*(slice(None),) * (axis - rank + 1), slice(start, start + length))
        return x._replace(values=x.values[at], shape=shape)
    own = x.indices[axis]
    inside = ivy.logical_and(ivy.greater_equal(own, start), ivy.less(own, start + length))
    found = formats.chosen(x, formats.where(inside))
    rows = formats.places(found)
    rows[axis] = ivy.subtract(rows[axis], start)
    indices = formats.stacked(rows, found.values.shape[0])
    return Coordinates(indices, found.values, shape, x.coalesced)


def _cat(tensors, dim=0):
    first = tensors[0]
    if not all(isinstance(t, Coordinates) for t in tensors):
        raise NotImplementedError("tensors of several layouts")
    axis, rank = _axis(dim, len(first.shape)), first.indices.shape[0]
    _check_alike(tensors, axis, rank)
    dtype = ivy.dtype(first.values)
    for t in tensors[1:]:
        dtype = _dtypes.promote_types(dtype, ivy.dtype(t.values))
    length = sum(t.shape[axis] for t in tensors)
    shape = (*first.shape[:axis], length, *first.shape[axis + 1 :])
    values = [ivy.astype(t.values, dtype) for t in tensors]
    if axis < rank:
        rows, offset = [], 0
        for t in tensors:
            moved = formats.places(t)
            moved[axis] = ivy.add(moved[axis], offset)
            rows.append(formats.stacked(moved, t.values.shape[0]))
            offset += t.shape[axis]
        return formats.made(ivy.concat(rows, axis=1), ivy.concat(values, axis=0), shape)
    wide, offset = [], 0
    for t, v in zip(tensors, values, strict=True):
        widths = [(0, 0)] * v.ndim
        widths[axis - rank + 1] = (offset, length - offset - t.shape[axis])
        wide.append(_padded(v, axis - rank + 1, *widths[axis - rank + 1]))
        offset += t.shape[axis]
    indices = ivy.concat([t.indices for t in tensors], axis=1)
    return formats.made(indices, ivy.concat(wide, axis=0), shape)


def _stack(tensors, dim=0):
    axis = dim % (len(tensors[0].shape) + 1)
    return _cat([reductions.unsqueeze(t, axis) for t in tensors], axis)


def _padded(x: Any, axis: int, before: int, after: int) -> Any:
    zeros = [
        ivy.zeros((*x.shape[:axis], n, *x.shape[axis + 1 :]), dtype=ivy.dtype(x))
        for n in (before, after)
    ]
    return ivy.concat([zeros[0], x, zeros[1]], axis=axis)


def _check_alike(tensors: Any, axis: int, rank: int) -> None:
    shapes = {(*t.shape[:axis], *t.shape[axis + 1 :]) for t in tensors}
    if len(shapes) > 1 or any(t.indices.shape[0] != rank for t in tensors):
        raise RuntimeError("sizes differ")


# -- masks


def _mask(x, mask):
    """The elements of `x` where the mask lists some, whatever these are."""
    if tuple(x.shape) != tuple(mask.shape):
        raise ValueError("sizes differ")
    if not formats.is_sparse(x):
        return _values_of_dense(x, mask)
    if isinstance(mask, Coordinates) != isinstance(x, Coordinates):
        raise NotImplementedError("a mask of another layout")
    if isinstance(mask, Coordinates):
        found = formats.coalesce(x)
        return mask._replace(values=reductions.values_at(found, formats.keys(mask)))
    pattern = formats.coordinates(mask)
    values = reductions.values_at(formats.coalesce(formats.coordinates(x)), formats.keys(pattern))
    return _with_values(mask, pattern, values)


def _values_of_dense(x: Any, mask: Any) -> Any:
    pattern = formats.as_coordinates(mask)
    if pattern.indices.shape[0] == 0:
        count = pattern.values.shape[0]
        return mask._replace(values=ivy.broadcast_to(x, (count, *x.shape)))
    values = ivy.get_index(x, formats.places(pattern))
    return mask._replace(values=values) if pattern is mask else _with_values(mask, pattern, values)


def _with_values(mask: Compressed, pattern: Coordinates, values: Any) -> Compressed:
    """A compressed tensor with other values, which are given for its elements one by one."""
    block = formats.block_of(mask)
    if block is None:
        return mask._replace(values=ivy.reshape(values, (*mask.plain.shape, *values.shape[1:])))
    return mask._replace(values=ivy.reshape(values, mask.values.shape))


def _mask_projection(x, mask, accumulate_matches=False):
    """The elements of `x` that the mask lists too; as many times as it does if they accumulate."""
    x = formats.coalesce(x)
    counts = ivy.ones((mask.values.shape[0],), dtype=ivy.dtype(x.values))
    shape = mask.shape[: mask.indices.shape[0]]
    mask = formats.coalesce(Coordinates(mask.indices, counts, shape, mask.coalesced))
    if x.values.shape[0] == 0 or mask.values.shape[0] == 0:
        return formats.empty(x.shape, x.indices.shape[0], ivy.dtype(x.values))
    at, there = formats.find(mask, formats.keys(x))
    hits = formats.where(there)
    found = formats.chosen(x, hits)
    values = found.values
    if accumulate_matches:
        times = ivy.take(mask.values, ivy.take(at, hits, axis=0), axis=0)
        values = ivy.multiply(values, ivy.reshape(times, (-1, *(1,) * (values.ndim - 1))))
    return found._replace(values=values, coalesced=True)


_publish.publish_sparse(
    {
        "_sparse_mask_projection": _mask_projection,
        "cat": _cat,
        "index_select": _index_select,
        "narrow_copy": _narrow_copy,
        "permute": _permute,
        "select.int": _select,
        "select_copy.int": _select,
        "sparse_mask": _mask,
        "stack": _stack,
        "t": _t,
        "transpose.int": _transpose,
    }
)
