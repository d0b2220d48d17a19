"""Conversions between layouts, which all go through coordinates."""

from __future__ import annotations

import math
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._publish import Compressed, Coordinates
from ivy.frontends.torch import _runs

COO = "torch.sparse_coo"
BY_ROWS: tuple[str, ...] = ("torch.sparse_csr", "torch.sparse_bsr")
BY_COLUMNS: tuple[str, ...] = ("torch.sparse_csc", "torch.sparse_bsc")
BLOCKED = ("torch.sparse_bsr", "torch.sparse_bsc")
TRANSPOSED = dict(zip(BY_ROWS + BY_COLUMNS, BY_COLUMNS + BY_ROWS, strict=True))


def is_sparse(x: Any) -> bool:
    """Whether `x` is a sparse tensor of any layout."""
    return isinstance(x, (Coordinates, Compressed))


def dtype_of(x: Any) -> Any:
    """The dtype of a tensor, sparse or dense."""
    return ivy.dtype(x.values if is_sparse(x) else x)


def count_of(x: Any) -> int:
    """How many elements, or blocks, a sparse tensor lists (in each batch)."""
    return x.values.shape[0] if isinstance(x, Coordinates) else x.plain.shape[-1]


def batch_rank(x: Compressed) -> int:
    """How many dimensions come before the matrix."""
    return x.compressed.ndim - 1


def block_of(x: Any) -> tuple[int, int] | None:
    """The size of the blocks; None where elements are numbers."""
    if x.layout not in BLOCKED:
        return None
    first = batch_rank(x) + 1
    return tuple(x.values.shape[first : first + 2])


def sparse_rank(x: Any) -> int:
    """How many dimensions the indices tell: none of a dense tensor."""
    if isinstance(x, Coordinates):
        return x.indices.shape[0]
    return 2 if isinstance(x, Compressed) else 0


def dense_rank(x: Any) -> int:
    """How many dimensions each element has."""
    if isinstance(x, Coordinates):
        return len(x.shape) - x.indices.shape[0]
    if not isinstance(x, (Coordinates, Compressed)):
        return x.ndim
    return x.values.ndim - batch_rank(x) - (3 if x.layout in BLOCKED else 1)


def empty(shape: tuple, sparse_dim: int, dtype: Any) -> Coordinates:
    """A tensor in coordinate format without elements."""
    indices = ivy.zeros((sparse_dim, 0), dtype=dtypes.int64)
    values = ivy.zeros((0, *shape[sparse_dim:]), dtype=dtype)
    return Coordinates(indices, values, tuple(shape), True)


def none_of(x: Any, dtype: Any, layout: str | None = None) -> Any:
    """A sparse tensor like another one, without elements, in its layout or another one."""
    layout = layout or x.layout
    dense = dense_rank(x)
    if layout == COO:
        return empty(x.shape, len(x.shape) - dense, dtype)
    index_dtype = dtypes.int64 if isinstance(x, Coordinates) else ivy.dtype(x.plain)
    block = block_of(x) if layout in BLOCKED else ()
    if block is None:
        raise ValueError("blocks of no size")
    return none(x.shape, layout, dtype, dense, block, index_dtype)


def none(
    shape: tuple,
    layout: str,
    dtype: Any,
    dense: int = 0,
    block: tuple = (),
    index_dtype: Any = dtypes.int64,
) -> Compressed:
    """A compressed tensor without elements."""
    rank = len(shape) - dense - 2
    batch, line = tuple(shape[:rank]), 0 if layout in BY_ROWS else 1
    lines = shape[rank + line] // (block[line] if block else 1)
    return Compressed(
        ivy.zeros((*batch, lines + 1), dtype=index_dtype),
        ivy.zeros((*batch, 0), dtype=index_dtype),
        ivy.zeros((*batch, 0, *block, *shape[rank + 2 :]), dtype=dtype),
        tuple(shape),
        layout,
    )


def made(indices: Any, values: Any, shape: tuple) -> Coordinates:
    """A tensor in coordinate format of which nobody knows the order, unless it has one element."""
    return Coordinates(indices, values, tuple(shape), values.shape[0] < 2)


def places(x: Coordinates) -> list[Any]:
    """The indices along each sparse dimension."""
    return [x.indices[i] for i in range(x.indices.shape[0])]


def along_rows(positions: list[Any], shape: tuple) -> Any:
    """Positions as numbers, which increase in row-major order."""
    if not positions:
        raise ValueError("no positions")
    found = ivy.astype(positions[0], dtypes.int64)
    for each, n in zip(positions[1:], shape[1:]):
        found = ivy.add(ivy.multiply(found, n), ivy.astype(each, dtypes.int64))
    return found


def back(numbers: Any, shape: tuple) -> list[Any]:
    """The opposite of `along_rows`."""
    found = []
    for n in reversed(shape):
        found.append(ivy.remainder(numbers, max(n, 1)))
        numbers = ivy.floor_divide(numbers, max(n, 1))
    return found[::-1]


def keys(x: Coordinates) -> Any:
    """A number for each position of a sparse tensor, in row-major order."""
    rank = x.indices.shape[0]
    if rank == 0:
        return ivy.zeros((x.values.shape[0],), dtype=dtypes.int64)
    return along_rows(places(x), x.shape[:rank])


def sum_at(positions: Any, values: Any, count: int) -> Any:
    """The sums of the values with the same position, below `count`."""
    total = ivy.zeros((count, *values.shape[1:]), dtype=ivy.dtype(values))
    if 0 in values.shape:
        return total
    return ivy.set_index(total, [positions], values, reduction="add")


def stacked(rows: list[Any], count: int) -> Any:
    """Indices out of one row per dimension."""
    return ivy.stack(rows, axis=0) if rows else ivy.zeros((0, count), dtype=dtypes.int64)


def coalesce(x: Coordinates) -> Coordinates:
    """Each position once, in row-major order."""
    if x.coalesced:
        return x
    if x.values.shape[0] < 2:
        return x._replace(coalesced=True)
    rank = x.indices.shape[0]
    found, inverse, _ = _runs.unique(keys(x), True, True, False)
    count = found.shape[0]
    indices = stacked(back(found, x.shape[:rank]), count)
    return Coordinates(indices, _collected(inverse, x.values, count), x.shape, True)


def _collected(positions: Any, values: Any, count: int) -> Any:
    if ivy.dtype(values) != dtypes.bool_:
        return sum_at(positions, values, count)
    sums = sum_at(positions, ivy.astype(values, dtypes.int32), count)
    return ivy.not_equal(sums, 0)


def find(x: Coordinates, wanted: Any) -> tuple[Any, Any]:
    """Positions of the keys `wanted` in a coalesced, non-empty tensor, and whether each is present."""
    own = keys(x)
    at = ivy.clip(ivy.searchsorted(own, wanted), 0, own.shape[0] - 1)
    return at, ivy.equal(ivy.take(own, at, axis=0), wanted)


def chosen(x: Coordinates, at: Any) -> Coordinates:
    """The elements at some places of the list; not coalesced any more."""
    indices = ivy.take(x.indices, at, axis=1)
    return x._replace(indices=indices, values=ivy.take(x.values, at, axis=0), coalesced=False)


def where(mask: Any) -> Any:
    """The positions where a vector is true."""
    return ivy.nonzero(mask)[0]


# -- compressed


def expanded(compressed: Any, count: int) -> Any:
    """To which row each of the `count` elements belongs, by batch: (batches, count)."""
    flat = ivy.reshape(compressed, (-1, compressed.shape[-1]))
    flat = ivy.astype(flat, dtypes.int64)
    numbers = ivy.arange(0, count, dtype=dtypes.int64)
    rows = [ivy.searchsorted(flat[i], numbers, side="right") for i in range(flat.shape[0])]
    if not rows:
        return ivy.zeros((0, count), dtype=dtypes.int64)
    return ivy.subtract(ivy.stack(rows, axis=0), 1)


def coordinates(x: Compressed) -> Coordinates:
    """A compressed tensor in coordinate format; its batches are sparse dimensions."""
    batch, block = x.shape[: batch_rank(x)], block_of(x)
    rank, count = len(batch), x.plain.shape[-1]
    total = math.prod(batch) * count
    if total == 0:
        return empty(x.shape, rank + 2, ivy.dtype(x.values))
    inner = ivy.reshape(expanded(x.compressed, count), (-1,))
    plain = ivy.astype(ivy.reshape(x.plain, (-1,)), dtypes.int64)
    rows, columns = (inner, plain) if x.layout in BY_ROWS else (plain, inner)
    places = [rows, columns]
    if batch:
        which = ivy.floor_divide(ivy.arange(0, total, dtype=dtypes.int64), count)
        places = [*back(which, batch), *places]
    values = ivy.reshape(x.values, (total, *x.values.shape[rank + 1 :]))
    if block is not None:
        places, values = _unblocked(places, values, block)
    indices = stacked(places, values.shape[0])
    return Coordinates(indices, values, x.shape, x.layout == BY_ROWS[0])


def _unblocked(places: list[Any], values: Any, block: tuple) -> tuple[list[Any], Any]:
    """The elements of blocks, one by one."""
    count, size = values.shape[0], block[0] * block[1]
    inside = back(ivy.arange(0, size, dtype=dtypes.int64), block)

    def repeated(row: Any) -> Any:
        return ivy.broadcast_to(ivy.reshape(row, (count, 1)), (count, size))

    def within(row: Any, step: int, offset: Any) -> Any:
        return ivy.add(ivy.multiply(repeated(row), step), ivy.reshape(offset, (1, size)))

    *batch, rows, columns = places
    found = [*map(repeated, batch)]
    found += [within(rows, block[0], inside[0]), within(columns, block[1], inside[1])]
    values = ivy.reshape(values, (count * size, *values.shape[3:]))
    return [ivy.reshape(row, (-1,)) for row in found], values


def compress(
    x: Coordinates, layout: str, block: Any = None, index_dtype: Any = dtypes.int64
) -> Compressed:
    """A coalesced tensor in a compressed layout; all sparse dimensions but two are batches.

    Raises
    ------
    ValueError
        Batches have different numbers of elements.
    """
    x = coalesce(x)
    *batch, rows, columns = places(x)
    shape, values = x.shape[: x.indices.shape[0]], x.values
    sizes = [*shape]
    if block is not None:
        sizes[-2:] = sizes[-2] // block[0], sizes[-1] // block[1]
        blocked = [*batch, *(ivy.floor_divide(p, n) for p, n in zip((rows, columns), block))]
        inside = [ivy.remainder(p, n) for p, n in zip((rows, columns), block)]
    else:
        blocked, inside = [*batch, rows, columns], None
    if layout in BY_COLUMNS:
        blocked[-2:] = blocked[:-3:-1]
        sizes[-2:] = sizes[:-3:-1]
    numbers = along_rows(blocked, tuple(sizes))
    if inside is None:
        numbers, order = ivy.sort_with_indices(numbers, axis=0)
        values = ivy.take(values, order, axis=0)
    else:
        numbers, inverse, _ = _runs.unique(numbers, True, True, False)
        filled = ivy.zeros((numbers.shape[0], *block, *values.shape[1:]), dtype=ivy.dtype(values))
        values = ivy.set_index(filled, [inverse, *inside], values) if values.shape[0] else filled
    return _assembled(numbers, values, x.shape, tuple(sizes), layout, index_dtype)


def _assembled(
    numbers: Any, values: Any, shape: tuple, sizes: tuple, layout: str, index_dtype: Any
) -> Compressed:
    """A compressed tensor of sorted positions in a grid of `sizes`."""
    batch, lines = sizes[:-2], sizes[-2]
    batches = math.prod(batch)
    line = ivy.floor_divide(numbers, max(sizes[-1], 1))
    ones = ivy.ones(line.shape, dtype=dtypes.int64)
    counts = ivy.reshape(sum_at(line, ones, batches * lines), (batches, lines))
    ends = ivy.cumsum(counts, axis=1) if lines else counts
    first = ivy.zeros((batches, 1), dtype=dtypes.int64)
    compressed = ivy.reshape(ivy.concat([first, ends], axis=1), (*batch, lines + 1))
    count = numbers.shape[0] // batches if batches else 0
    if batches > 1 and lines and ivy.item(ivy.any(ivy.not_equal(ends[:, -1], count))):
        raise ValueError("batches have different numbers of elements")
    plain = ivy.reshape(ivy.remainder(numbers, max(sizes[-1], 1)), (*batch, count))
    values = ivy.reshape(values, (*batch, count, *values.shape[1:]))
    parts = (ivy.astype(compressed, index_dtype), ivy.astype(plain, index_dtype))
    return Compressed(*parts, values, shape, layout)


# -- dense


def from_dense(x: Any, sparse_dim: int) -> Coordinates:
    """The elements, or slices of the dimensions after the first ones, that are not all zero."""
    if not min(1, x.ndim) <= sparse_dim <= x.ndim:
        raise ValueError("as many sparse dimensions")
    if x.ndim == 0:
        count = ivy.nonzero(ivy.reshape(x, (1,)))[0].shape[0]
        values = ivy.reshape(x, (1,))[:count]
        return Coordinates(ivy.zeros((0, count), dtype=dtypes.int64), values, (), True)
    full = ivy.not_equal(x, 0)
    if sparse_dim < x.ndim:
        full = ivy.any(full, axis=tuple(range(sparse_dim, x.ndim)))
    positions = list(ivy.nonzero(full))
    return Coordinates(
        ivy.stack(positions, axis=0), ivy.get_index(x, positions), tuple(x.shape), True
    )


def to_dense(x: Any) -> Any:
    """All elements of a sparse tensor."""
    if not is_sparse(x):
        return x
    x = coordinates(x) if isinstance(x, Compressed) else x
    rank = x.indices.shape[0]
    size = math.prod(x.shape[:rank])
    return ivy.reshape(_collected(keys(x), x.values, size), x.shape)


def as_coordinates(x: Any) -> Coordinates:
    """A sparse tensor of any layout in coordinate format."""
    return coordinates(x) if isinstance(x, Compressed) else x


def like(x: Coordinates, other: Any) -> Any:
    """Coordinates in the layout of another sparse tensor."""
    if isinstance(other, Coordinates):
        return x
    return compress(x, other.layout, block_of(other), ivy.dtype(other.plain))
