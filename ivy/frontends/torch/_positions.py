"""What PyTorch's index arguments and view arguments say, as ivy's indexing ops take it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes

REDUCTIONS = {
    "add": "add",
    "amax": "maximum",
    "amin": "minimum",
    "mean": "add",
    "multiply": "multiply",
    "prod": "multiply",
    "sum": "add",
}


def is_mask(index: Any) -> bool:
    """Whether an index is one of truth values (uint8 is the old spelling of bool)."""
    return ivy.dtype(index).name in ("bool", "uint8")


def wrapped(index: Any, size: int) -> Any:
    """`index` with negative positions counted from the end of an axis."""
    return ivy.where(ivy.less(index, 0), ivy.add(index, size), index)


def resolved(shape: tuple, indices: Sequence[Any]) -> list[Any]:
    """The indices of `x[...]` as positions: masks made positions, negative ones wrapped.

    Raises
    ------
    IndexError
        There are none, one is no index, or a mask has another shape than the axes it stands for.
    """
    if not indices:
        raise IndexError("at least one index must be provided")
    found: list[Any] = []
    for index in indices:
        axis = len(found)
        if index is None:
            found.append(None)
        elif is_mask(index):
            check_mask(index, shape, axis)
            found.extend(ivy.nonzero(index))
        elif ivy.dtype(index).name in ("int32", "int64"):
            found.append(wrapped(index, shape[axis]))
        else:
            raise IndexError("tensors used as indices must be long, int, byte or bool tensors")
    return found


def check_mask(mask: Any, shape: tuple, axis: int) -> None:
    """Raises unless `mask` has the shape of the axes from `axis` on."""
    if tuple(mask.shape) != tuple(shape[axis : axis + mask.ndim]):
        raise IndexError(
            f"The shape of the mask {list(mask.shape)} at index {axis} does not match the shape "
            f"of the indexed tensor {list(shape)}"
        )


def spread(x: Any, indices: Sequence[Any], values: Any) -> tuple[Any, Any] | None:
    """For `x[mask] = values` with one value for all hits: both, broadcastable to `x`; else None.

    Such a write needs no positions, so its shapes are known.
    """
    given = [(axis, index) for axis, index in enumerate(indices) if index is not None]
    if len(given) != 1 or not is_mask(given[0][1]):
        return None
    axis, mask = given[0]
    check_mask(mask, x.shape, axis)
    after = x.ndim - axis - mask.ndim
    shape = (1,) * (axis + 1 + after - values.ndim) + tuple(values.shape)
    if len(shape) != axis + 1 + after or shape[axis] != 1:
        return None
    values = ivy.reshape(values, (*shape[:axis], *(1,) * mask.ndim, *shape[axis + 1 :]))
    mask = ivy.reshape(mask, (*mask.shape, *(1,) * after))
    return mask, values


def lifted(x: Any) -> Any:
    """`x`, given an axis if it has none."""
    return x if x.ndim else ivy.reshape(x, (1,))


def slices_writer(x: Any, dim: int, index: Any) -> Callable:
    """`write(x, values, reduction)` into the slices of `x` along `dim` at `index`."""
    shape, index = tuple(x.shape) or (1,), lifted(index)
    axis = dim % len(shape)
    places = [None] * axis + [index]
    wanted = (*shape[:axis], *index.shape, *shape[axis + 1 :])

    def write(x: Any, values: Any, reduction: str = "set") -> Any:
        if values.ndim and tuple(values.shape) != wanted:
            raise RuntimeError(
                f"source of shape {list(values.shape)} must have shape {list(wanted)} for "
                f"{index.shape[0]} indices of dimension {dim} of {list(x.shape)}"
            )
        x = lifted(x)
        return ivy.set_index(x, places, values, reduction=reduction)

    return write


def cells_writer(x: Any, dim: int, index: Any) -> Callable:
    """`write(x, values, reduction)` into single elements of `x`, displaced along `dim`."""
    shape, index = tuple(x.shape) or (1,), lifted(index)
    axis = dim % len(shape)
    if 0 not in index.shape:
        fits = index.ndim == len(shape) and all(
            n <= m for i, (n, m) in enumerate(zip(index.shape, shape, strict=True)) if i != axis
        )
        if not fits:
            raise RuntimeError(
                f"Expected index {list(index.shape)} to be no larger than self {list(x.shape)} "
                f"apart from dimension {dim}"
            )
    window = tuple(slice(n) for n in index.shape)

    def write(x: Any, values: Any, reduction: str = "set") -> Any:
        x = lifted(x)
        if 0 in index.shape:
            return x
        if ivy.python_kind(values) is None:
            values = ivy.slice_(lifted(values), window)
            if values.shape != index.shape:
                raise RuntimeError(f"Expected src to be no smaller than index {list(index.shape)}")
        else:
            values = ivy.asarray(values, dtype=ivy.dtype(x))
        return ivy.put_along_axis(x, index, values, axis=axis, reduction=reduction)

    return write


def reduced(write: Callable, x: Any, source: Any, reduce: str, include_self: bool) -> Any:
    """`x` with `source` combined into it by `write`; without `include_self` hits start afresh."""
    dtype, reduction, start = ivy.dtype(x), REDUCTIONS[reduce], x
    if not include_self:
        start = write(x, ivy.full(source.shape, _neutral(reduction, dtype), dtype=dtype))
    result = write(start, source, reduction)
    if reduce == "mean":
        ones = ivy.ones(source.shape, dtype=dtype)
        counts = write(ivy.full(x.shape, int(include_self), dtype=dtype), ones, "add")
        counts = ivy.where(ivy.equal(counts, 0), ivy.ones(counts.shape, dtype=dtype), counts)
        divide = ivy.floor_divide if dtypes.is_integral(dtype) else ivy.divide
        result = divide(result, counts)
    return ivy.reshape(result, x.shape)


def _neutral(reduction: str, dtype: dtypes.DType) -> Any:
    if reduction in ("add", "multiply"):
        return int(reduction == "multiply")
    least, most = dtypes.limits(dtype)
    if dtypes.is_floating(dtype):
        least, most = -math.inf, math.inf
    return least if reduction == "maximum" else most


def row_major(shape: Sequence[int]) -> list[int]:
    """The strides of a contiguous array."""
    strides, step = [], 1
    for n in reversed(shape):
        strides.append(step)
        step *= max(n, 1)
    return strides[::-1]


Geometry = tuple[tuple, tuple, int]


def of_diagonal(shape: Sequence[int], offset: int, dim1: int, dim2: int) -> Geometry:
    """Shape, strides and offset of `diagonal` of a contiguous array."""
    dim1, dim2, strides = dim1 % len(shape), dim2 % len(shape), row_major(shape)
    size = min(shape[dim1] + min(offset, 0), shape[dim2] - max(offset, 0))
    start = offset * strides[dim2] if offset >= 0 else -offset * strides[dim1]
    rest = [i for i in range(len(shape)) if i not in (dim1, dim2)]
    found = (*(shape[i] for i in rest), max(size, 0))
    return found, (*(strides[i] for i in rest), strides[dim1] + strides[dim2]), start


def of_select(shape: Sequence[int], dim: int, index: int) -> Geometry:
    """Shape, strides and offset of `select` of a contiguous array."""
    dim, strides = dim % len(shape), row_major(shape)
    if not -shape[dim] <= index < shape[dim]:
        raise IndexError(f"select(): index {index} out of range for a dimension of {shape[dim]}")
    start = strides[dim] * (index % shape[dim])
    return (*shape[:dim], *shape[dim + 1 :]), (*strides[:dim], *strides[dim + 1 :]), start


def of_slice(shape: Sequence[int], dim: int, start: Any, end: Any, step: int) -> Geometry:
    """Shape, strides and offset of `slice` of a contiguous array."""
    dim, strides = dim % len(shape), row_major(shape)
    places = range(shape[dim])[slice(start, end, step)]
    first = places.start * strides[dim] if places else 0
    strides[dim] *= step
    return (*shape[:dim], len(places), *shape[dim + 1 :]), tuple(strides), first
