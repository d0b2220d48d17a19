"""Indexing of `jax.lax` with arrays: dynamic slices, gather and scatter."""

import builtins

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _indexing
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax.lax import _adapters as like
from ivy.frontends.jax.lax import _kinds, _shape

# -- one window


def _starts(x, start_indices, sizes, negative):
    """Start of a window along each axis, clamped: Python numbers or 0-d int64 arrays."""
    if hasattr(start_indices, "shape") and len(start_indices.shape) != 1:
        raise ValueError(f"Slice indices must be a 1D sequence, got {start_indices.shape}")
    count = (
        len(start_indices) if isinstance(start_indices, (list, tuple)) else start_indices.shape[0]
    )
    if count != x.ndim:
        raise ValueError(
            "Length of slice indices must match number of operand dimensions "
            f"({count} vs {tuple(x.shape)})"
        )
    if not isinstance(start_indices, (list, tuple)):
        start_indices = [ivy.slice_(start_indices, (i,)) for i in range(count)]
    kinds = {to.dtype(i) for i in start_indices if not to.is_weak(i)}
    if len(kinds) > 1:
        raise TypeError("index arguments to dynamic_slice must be integers of the same type")
    allowed = [negative] * count if isinstance(negative, bool) else negative
    return [
        _start(start, n, size, may)
        for start, n, size, may in zip(start_indices, x.shape, sizes, allowed, strict=True)
    ]


def _start(start, n, size, negative):
    if ivy.python_kind(start) is int:
        if start < 0 and not negative:
            raise ValueError(f"Index {start} is out of bounds for dimension {n}")
        return builtins.min(builtins.max(start + n if start < 0 else start, 0), n - size)
    start = to.array(start)
    if start.ndim:
        raise TypeError(f"start indices must be scalars, got shape {tuple(start.shape)}")
    if not dtypes.is_integral(ivy.dtype(start)):
        raise TypeError(f"start indices must have integer type, got {ivy.dtype(start).name}")
    unsigned = ivy.dtype(start).kind == "u"
    start = ivy.astype(start, dtypes.int64)
    if negative and not unsigned:
        start = ivy.where(ivy.less(start, 0), start + n, start)
    return ivy.clip(start, 0, n - size)


def dynamic_slice(operand, start_indices, slice_sizes, *, allow_negative_indices=True):
    x, sizes = to.array(operand), tuple(map(int, slice_sizes))
    if len(sizes) != x.ndim:
        raise TypeError(f"dynamic_slice of {x.ndim} axes with sizes {sizes}")
    if any(not 0 <= size <= n for size, n in zip(sizes, x.shape, strict=True)):
        raise TypeError(
            f"slice slice_sizes must be at most operand shape, got {sizes} for {tuple(x.shape)}."
        )
    starts = _starts(x, start_indices, sizes, allow_negative_indices)
    for axis, (start, size) in enumerate(zip(starts, sizes, strict=True)):
        if size == x.shape[axis]:
            continue
        if isinstance(start, int):
            index = (builtins.slice(None),) * axis + (builtins.slice(start, start + size),)
            x = ivy.slice_(x, index)
        else:
            at = start + ivy.arange(0, size, dtype=dtypes.int64)
            x = ivy.take(x, at, axis=axis, bounds="clip")
    return x


def dynamic_slice_in_dim(operand, start_index, slice_size, axis=0, *, allow_negative_indices=True):
    x = to.array(operand)
    axis = like.at(axis, x.ndim, IndexError)
    starts, sizes = [0] * x.ndim, list(x.shape)
    starts[axis], sizes[axis] = start_index, slice_size
    return dynamic_slice(x, starts, sizes, allow_negative_indices=allow_negative_indices)


def dynamic_index_in_dim(operand, index, axis=0, keepdims=True, *, allow_negative_indices=True):
    out = dynamic_slice_in_dim(
        operand, index, 1, axis, allow_negative_indices=allow_negative_indices
    )
    return out if keepdims else ivy.squeeze(out, axis=like.at(axis, out.ndim))


def dynamic_update_slice(operand, update, start_indices, *, allow_negative_indices=True):
    x, new = to.array(operand), to.array(update)
    like.one_dtype("dynamic_update_slice", x, new)
    if new.ndim != x.ndim:
        raise TypeError(
            f"dynamic_update_slice update must have the same rank as operand: {new.ndim}"
        )
    if any(size > n for size, n in zip(new.shape, x.shape, strict=True)):
        raise TypeError(
            "dynamic_update_slice update shape must be smaller than operand shape, got "
            f"{tuple(new.shape)} for {tuple(x.shape)}."
        )
    starts = _starts(x, start_indices, new.shape, allow_negative_indices)
    if 0 in new.shape or not x.ndim:
        return new if not x.ndim else x
    at = []
    for axis, (start, size) in enumerate(zip(starts, new.shape, strict=True)):
        places = ivy.arange(0, size, dtype=dtypes.int64) + start
        at.append(ivy.reshape(places, tuple(-1 if d == axis else 1 for d in range(x.ndim))))
    at[0] = ivy.broadcast_to(at[0], tuple(new.shape))
    return ivy.set_index(x, at, new, bounds="drop")


def dynamic_update_slice_in_dim(operand, update, start_index, axis, *, allow_negative_indices=True):
    x = to.array(operand)
    starts = [0] * x.ndim
    starts[like.at(axis, x.ndim, IndexError)] = start_index
    return dynamic_update_slice(x, update, starts, allow_negative_indices=allow_negative_indices)


def dynamic_update_index_in_dim(operand, update, index, axis, *, allow_negative_indices=True):
    x, new = to.array(operand), to.array(update)
    axis = like.at(axis, x.ndim)
    if new.ndim != x.ndim:
        assert new.ndim + 1 == x.ndim
        new = ivy.expand_dims(new, axis=axis)
    return dynamic_update_slice_in_dim(
        x, new, index, axis, allow_negative_indices=allow_negative_indices
    )


# -- many windows

_MODES = {"CLIP": "clip", "FILL_OR_DROP": "drop", "PROMISE_IN_BOUNDS": "clip", "ONE_HOT": "drop"}


def _mode(mode, otherwise="drop"):
    if mode is None:
        return otherwise
    name = mode.name if hasattr(mode, "name") else _kinds.GatherScatterMode.from_any(mode).name
    return _MODES[name]


def _indices(indices):
    indices = to.array(indices)
    if not dtypes.is_integral(ivy.dtype(indices)):
        raise ValueError(f"indices must have an integer type, got {ivy.dtype(indices).name}")
    if not indices.ndim:
        raise TypeError("the last axis of indices holds the places of one window")
    return indices


def gather(
    operand,
    start_indices,
    dimension_numbers,
    slice_sizes,
    *,
    unique_indices=False,
    indices_are_sorted=False,
    mode=None,
    fill_value=None,
):
    x, indices, sizes = to.array(operand), _indices(start_indices), tuple(slice_sizes)
    if len(sizes) != x.ndim:
        raise TypeError(f"Gather op must have one slice size for every input dimension: {sizes}")
    if any(not 0 <= size <= n for size, n in zip(sizes, x.shape, strict=True)):
        raise TypeError(f"Slice sizes {sizes} in a gather from {tuple(x.shape)}")
    if indices.shape[-1] != len(dimension_numbers.start_index_map):
        raise TypeError(
            f"Gather op has {len(dimension_numbers.start_index_map)} elements in start_index_map "
            f"and indices of shape {tuple(indices.shape)}."
        )
    kept = [
        size
        for d, size in enumerate(sizes)
        if d not in dimension_numbers.collapsed_slice_dims
        and d not in dimension_numbers.operand_batching_dims
    ]
    if len(kept) != len(dimension_numbers.offset_dims):
        raise TypeError("Gather op has another number of offset_dims than of axes in its windows")
    return _indexing.gather(
        x,
        indices,
        dimension_numbers=dimension_numbers,
        slice_sizes=sizes,
        unique_indices=unique_indices,
        indices_are_sorted=indices_are_sorted,
        mode=_mode(mode, "clip"),  # JAX leaves the result undefined for windows outside
        fill_value=fill_value,
    )


def _scatter(function, name, before=lambda x: x, takes=like.ALL):
    def scattered(
        operand,
        scatter_indices,
        updates,
        dimension_numbers,
        *,
        indices_are_sorted=False,
        unique_indices=False,
        mode=None,
    ):
        x, indices, new = to.array(operand), _indices(scatter_indices), to.array(updates)
        like.one_dtype(name, x, new)
        like.accept(name, ivy.dtype(x), takes)
        _check_scatter(x, indices, new, dimension_numbers)
        return function(
            x,
            indices,
            before(new),
            dimension_numbers=dimension_numbers,
            indices_are_sorted=indices_are_sorted,
            unique_indices=unique_indices,
            mode=_mode(mode),
        )

    return scattered


def _check_scatter(x, indices, updates, of):
    windows = x.ndim - len(of.inserted_window_dims) - len(of.operand_batching_dims)
    if len(of.update_window_dims) != windows:
        raise TypeError(f"Scatter op has {len(of.update_window_dims)} window axes, not {windows}")
    if indices.shape[-1] != len(of.scatter_dims_to_operand_dims):
        raise TypeError(
            f"Scatter op has {len(of.scatter_dims_to_operand_dims)} elements in "
            f"scatter_dims_to_operand_dims and indices of shape {tuple(indices.shape)}."
        )
    if updates.ndim != indices.ndim - 1 + windows:
        raise TypeError(f"Updates tensor must be of rank {indices.ndim - 1 + windows}")
    rows = [n for d, n in enumerate(updates.shape) if d not in of.update_window_dims]
    if rows != list(indices.shape[:-1]):
        raise TypeError(f"updates of shape {tuple(updates.shape)} for {tuple(indices.shape)}")


scatter = _scatter(_indexing.scatter, "scatter")
scatter_add = _scatter(_indexing.scatter_add, "scatter_add", takes=like.NUMBERS)
scatter_max = _scatter(_indexing.scatter_max, "scatter_max")
scatter_min = _scatter(_indexing.scatter_min, "scatter_min")
scatter_mul = _scatter(_indexing.scatter_mul, "scatter_mul", takes=like.NUMBERS)
scatter_sub = _scatter(_indexing.scatter_add, "scatter_sub", ivy.negative, like.NUMBERS)
for _function in (scatter, scatter_add, scatter_max, scatter_min, scatter_mul, scatter_sub):
    _function.__module__ = __name__


def scatter_apply(
    operand,
    scatter_indices,
    func,
    dimension_numbers,
    *,
    update_shape=(),
    indices_are_sorted=False,
    unique_indices=False,
    mode=None,
):
    # each position once: JAX defines the result for unique indices only
    x = to.array(operand)
    there = ivy.zeros(tuple(x.shape), dtype=dtypes.int32)
    ones = ivy.ones(tuple(update_shape), dtype=dtypes.int32)
    there = scatter(there, scatter_indices, ones, dimension_numbers, mode=mode)
    return ivy.where(ivy.not_equal(there, 0), to.array(func(x)), x)


def index_take(src, idxs, axes):
    x, axes = to.array(src), tuple(axes)
    at = [None] * x.ndim
    for index, axis in zip(idxs, axes, strict=True):
        index = ivy.astype(_indices(index), dtypes.int64)
        at[axis] = ivy.remainder(index, to.like(x.shape[axis], index))
    others = [d for d in range(x.ndim) if d not in axes]
    x = ivy.permute_dims(x, [*axes, *others])
    return ivy.get_index(x, [at[axis] for axis in axes], bounds="clip")


def broadcast_like(arr, like_arr):
    shape = tuple(to.array(like_arr).shape)
    x = to.array(arr)
    _shape.broadcast_shapes(tuple(x.shape), shape)
    return ivy.broadcast_to(x, shape)


_publish.publish(__name__, native="jax.lax")
