"""Sparse tensors made of parts and of dense tensors, and what they are made of."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends._publish import Compressed, Coordinates
from ivy.frontends.torch import _dtypes
from ivy.frontends.torch._sparse import _formats as formats


def _cast(values: Any, dtype: Any) -> Any:
    return values if dtype is None else ivy.astype(values, dtype)


def _of_coordinates(
    sparse_dim, dense_dim, size, indices, values, *, dtype=None, is_coalesced=None, **_
):
    coalesced = values.shape[0] < 2 if is_coalesced is None else is_coalesced
    return Coordinates(indices, _cast(values, dtype), tuple(size), coalesced)


def _empty(sparse_dim, dense_dim, size, *, dtype=None, **_):
    return formats.empty(tuple(size), sparse_dim, dtype or _dtypes.default_dtype())


def _none(size, *, dtype=None, layout=formats.COO, **_):
    """A sparse tensor without elements, as `torch.zeros` and `torch.empty` make."""
    dtype = dtype or _dtypes.default_dtype()
    if layout == formats.COO:
        return formats.empty(tuple(size), len(size), dtype)
    if layout in formats.BLOCKED:
        raise ValueError("blocks of no size")
    return formats.none(tuple(size), layout, dtype)


def _of_compressed(compressed, plain, values, size=None, *, dtype=None, layout=None, **_):
    if size is None:
        size = _inferred_size(compressed, plain, values, layout)
    return Compressed(compressed, plain, _cast(values, dtype), tuple(size), str(layout))


def _inferred_size(compressed: Any, plain: Any, values: Any, layout: Any) -> tuple[int, ...]:
    rank = compressed.ndim - 1
    blocked = layout in formats.BLOCKED
    block = values.shape[rank + 1 : rank + 3] if blocked else (1, 1)
    most = int(ivy.item(ivy.max(plain))) + 1 if 0 not in plain.shape else 0
    lines = compressed.shape[-1] - 1
    matrix = (lines, most) if layout in formats.BY_ROWS else (most, lines)
    dense = values.shape[rank + (3 if blocked else 1) :]
    sizes = tuple(n * b for n, b in zip(matrix, block, strict=True))
    return (*compressed.shape[:-1], *sizes, *dense)


def _bag_gradient(
    grad,
    indices,
    offsets,
    offset2bag,
    bag_size,
    maximum_indices,
    num_weights,
    scale_grad_by_freq,
    mode,
    sparse,
    per_sample_weights,
    padding_idx=-1,
):
    """The gradient of a table of vectors whose bags are summed or averaged."""
    if not sparse or scale_grad_by_freq or mode == 2:
        raise NotImplementedError("the largest ones, or scaled ones")
    rows = ivy.take(grad, offset2bag, axis=0)
    if mode == 1:
        size = ivy.take(ivy.maximum(bag_size, 1), offset2bag, axis=0)
        rows = ivy.divide(rows, ivy.expand_dims(ivy.astype(size, ivy.dtype(rows)), axis=1))
    if per_sample_weights is not None:
        rows = ivy.multiply(rows, ivy.expand_dims(per_sample_weights, axis=1))
    if padding_idx >= 0:
        kept = formats.where(ivy.not_equal(indices, padding_idx))
        rows, indices = (ivy.take(each, kept, axis=0) for each in (rows, indices))
    indices = ivy.expand_dims(ivy.astype(indices, dtypes.int64), axis=0)
    return formats.made(indices, rows, (num_weights, *rows.shape[1:]))


def _diagonals(diagonals, offsets, shape, layout=None):
    """A matrix with the rows of `diagonals` as its diagonals."""
    steps = ivy.astype(ivy.reshape(offsets, (-1, 1)), dtypes.int64)
    diagonals = ivy.reshape(diagonals, (steps.shape[0], diagonals.shape[-1]))
    column = ivy.reshape(ivy.arange(0, diagonals.shape[1], dtype=dtypes.int64), (1, -1))
    row = ivy.subtract(column, steps)
    inside = ivy.logical_and(ivy.greater_equal(row, 0), ivy.less(row, shape[0]))
    hits = list(ivy.nonzero(ivy.logical_and(inside, ivy.less(column, shape[1]))))
    indices = ivy.stack([ivy.get_index(row, hits), hits[1]], axis=0)
    found = Coordinates(indices, ivy.get_index(diagonals, hits), tuple(shape), False)
    return found if layout in (None, formats.COO) else _converted(found, layout, None)


# -- parts


def _only_coalesced(name: str, part: Callable) -> Callable:
    def call(x: Any) -> Any:
        if isinstance(x, Coordinates) and not x.coalesced:
            raise RuntimeError(
                f"Cannot get {name} on an uncoalesced tensor, please call .coalesce() first"
            )
        return part(x)

    return call


def _indices(x):
    if not isinstance(x, Coordinates):
        raise RuntimeError("indices of a compressed tensor")
    return x.indices


def _values(x):
    return x.values


def _line(x: Any, part: str, layouts: tuple) -> Any:
    if x.layout not in layouts:
        raise RuntimeError("a tensor of another layout")
    return getattr(x, part)


def _is_coalesced(x):
    return x.coalesced if isinstance(x, Coordinates) else True


def _marked(x, coalesced):
    return x._replace(coalesced=coalesced)


def _copy(x, *, memory_format=None):
    return x


def _to_copy(x, *, dtype=None, layout=None, **_):
    if layout not in (None, x.layout):
        return _to_sparse(x, layout=layout)
    return x._replace(values=_cast(x.values, dtype))


def _copied(x, source, non_blocking=False):
    """`x.copy_(source)`."""
    if not formats.is_sparse(x) or not formats.is_sparse(source) or x.layout != source.layout:
        raise RuntimeError("copy between layouts")
    return source._replace(values=ivy.astype(source.values, ivy.dtype(x.values)))


def _zero(x):
    return formats.none_of(x, ivy.dtype(x.values))


def _filled(x, value):
    return x._replace(values=ivy.full(x.values.shape, value, dtype=ivy.dtype(x.values)))


def _empty_like(x, *, dtype=None, layout=None, **_):
    """Without elements in coordinate format, with the same ones in a compressed layout."""
    dtype = dtype or ivy.dtype(x.values)
    if layout == "torch.strided":
        return ivy.zeros(x.shape, dtype=dtype)
    if isinstance(x, Compressed) and layout in (None, x.layout):
        return x._replace(values=ivy.zeros(x.values.shape, dtype=dtype))
    return formats.none_of(x, dtype, layout)


def _zeros_like(x, *, dtype=None, layout=None, **_):
    if layout == "torch.strided":
        return ivy.zeros(x.shape, dtype=dtype or ivy.dtype(x.values))
    return formats.none_of(x, dtype or ivy.dtype(x.values), layout)


def _resized(x, size, sparse_dim, dense_dim):
    """`sparse_resize_` and `sparse_resize_and_clear_`."""
    if tuple(size[:sparse_dim]) != x.shape[:sparse_dim] or x.values.shape[0] == 0:
        return formats.empty(tuple(size), sparse_dim, ivy.dtype(x.values))
    raise NotImplementedError("another size")


# -- conversions


def _to_dense(x, dtype=None, masked_grad=None):
    return _cast(formats.to_dense(x), dtype)


def _to_sparse(x, *, layout=None, blocksize=None, dense_dim=None):
    layout = layout or formats.COO
    if formats.is_sparse(x):
        return _converted(x, layout, blocksize)
    rank, block = x.ndim - (dense_dim or 0), _block(layout, blocksize)
    if layout == formats.COO:
        return formats.from_dense(x, rank)
    return formats.compress(formats.from_dense(x, rank), layout, block)


def _block(layout: str, size: Any) -> tuple | None:
    if (layout in formats.BLOCKED) != (size is not None):
        raise ValueError("blocks have a size, and nothing else has")
    return size if size is None else tuple(size)


def _converted(x: Any, layout: str, block: Any) -> Any:
    if layout == x.layout and (block is None or tuple(block) == formats.block_of(x)):
        return x
    if layout == formats.COO:
        return formats.coordinates(x)
    dtype = dtypes.int64 if isinstance(x, Coordinates) else ivy.dtype(x.plain)
    block = formats.block_of(x) if block is None and layout in formats.BLOCKED else block
    return formats.compress(formats.as_coordinates(x), layout, _block(layout, block), dtype)


def _to_sparse_dim(x, sparse_dim):
    if formats.is_sparse(x):
        if sparse_dim != formats.sparse_rank(x):
            raise ValueError("another number of sparse dimensions")
        return _converted(x, formats.COO, None)
    return formats.from_dense(x, sparse_dim)


def _to(layout: str) -> Callable:
    """The conversion to one compressed layout."""
    if layout in formats.BLOCKED:
        return lambda x, blocksize, dense_dim=None: _to_sparse(
            x, layout=layout, blocksize=blocksize, dense_dim=dense_dim
        )
    return lambda x, dense_dim=None: _to_sparse(x, layout=layout, dense_dim=dense_dim)


_publish.publish_sparse(
    {
        "_sparse_coo_tensor_with_dims_and_tensors": _of_coordinates,
        "_sparse_coo_tensor_with_dims": _empty,
        "sparse_coo_tensor.size": functools.partial(_none, layout=formats.COO),
        "sparse_compressed_tensor": _of_compressed,
        "_sparse_compressed_tensor_unsafe": _of_compressed,
        "zeros": _none,
        "empty.memory_format": _none,
        "_coalesce": formats.coalesce,
        "_coalesced": _marked,
        "_spdiags": _diagonals,
        "_embedding_bag_backward": _bag_gradient,
        "_indices": _indices,
        "_nnz": formats.count_of,
        "_to_dense": _to_dense,
        "_to_copy": _to_copy,
        "_values": _values,
        "alias": _copy,
        "ccol_indices": lambda x: _line(x, "compressed", formats.BY_COLUMNS),
        "clone": _copy,
        "col_indices": lambda x: _line(x, "plain", formats.BY_ROWS),
        "copy": _copied,
        "copy_sparse_to_sparse": _copied,
        "crow_indices": lambda x: _line(x, "compressed", formats.BY_ROWS),
        "dense_dim": formats.dense_rank,
        "detach": _copy,
        "empty_like": _empty_like,
        "fill": _filled,
        "indices": _only_coalesced("indices", _indices),
        "is_coalesced": _is_coalesced,
        "row_indices": lambda x: _line(x, "plain", formats.BY_COLUMNS),
        "sparse_dim": formats.sparse_rank,
        "sparse_resize": _resized,
        "sparse_resize_and_clear": _resized,
        "_to_sparse": _to_sparse,
        "_to_sparse.sparse_dim": _to_sparse_dim,
        **{f"_to_{layout.removeprefix('torch.')}": _to(layout) for layout in formats.TRANSPOSED},
        "values": _only_coalesced("values", _values),
        "zero": _zero,
        "zeros_like": _zeros_like,
    }
)
