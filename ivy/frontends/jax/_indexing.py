"""JAX's gather and scatter: each index is a corner of a window, given by numbers for its axes."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish


def _along(numbers, axis, ndim):
    """One-dimensional `numbers` as the axis `axis` of `ndim`."""
    return ivy.reshape(numbers, tuple(-1 if i == axis else 1 for i in range(ndim)))


class _Windows:
    """Where windows lie: for each axis of the operand, the axis of the result that walks along it."""

    def __init__(self, ndim, window_axes, fixed, batch, corners, corner_batch):
        self.ndim = ndim  # of the result of a gather, of the updates of a scatter
        self.rows = [axis for axis in range(ndim) if axis not in window_axes]
        self.window_axes = window_axes
        self.fixed = fixed  # axes of the operand with windows of size 1 that the result lacks
        self.batch = batch
        self.corners = corners
        self.corner_batch = corner_batch

    def positions(self, shape, corners, sizes):
        """An index array for each axis of the operand, and which windows lie inside."""
        corners = ivy.astype(corners, dtypes.int64)
        walked = [d for d in range(len(shape)) if d not in (*self.fixed, *self.batch)]
        found, inside = [], None
        for d, (n, size) in enumerate(zip(shape, sizes, strict=True)):
            at = ivy.zeros((1,) * self.ndim, dtype=dtypes.int64)
            if d in self.corners:
                corner = corners[..., self.corners.index(d)]
                clipped = ivy.clip(corner, 0, n - size)
                within = self._spread(ivy.equal(corner, clipped))
                inside = within if inside is None else ivy.logical_and(inside, within)
                at = self._spread(clipped)
            if d in self.batch:
                axis = self.rows[self.corner_batch[self.batch.index(d)]]
                at = at + _along(ivy.arange(0, n, dtype=dtypes.int64), axis, self.ndim)
            if d in walked:
                axis = self.window_axes[walked.index(d)]
                at = at + _along(ivy.arange(0, size, dtype=dtypes.int64), axis, self.ndim)
            found.append(at)
        return found, inside

    def _spread(self, x):
        """An array over the rows as one over the result."""
        shape = [1] * self.ndim
        for axis, n in zip(self.rows, x.shape, strict=True):
            shape[axis] = n
        return ivy.reshape(x, tuple(shape))


def gather(
    x,
    indices,
    *,
    dimension_numbers,
    slice_sizes,
    unique_indices,
    indices_are_sorted,
    mode,
    fill_value,
):
    of = dimension_numbers
    windows = _Windows(
        len(of.offset_dims) + indices.ndim - 1,
        of.offset_dims,
        of.collapsed_slice_dims,
        of.operand_batching_dims,
        of.start_index_map,
        of.start_indices_batching_dims,
    )
    at, inside = windows.positions(x.shape, indices, slice_sizes)
    if not at or 0 in x.shape:
        raise NotImplementedError("a gather from an array without axes or elements")
    rows, sizes = iter(indices.shape[:-1]), iter(_walked(slice_sizes, windows))
    axes = range(windows.ndim)
    shape = tuple(next(sizes if axis in of.offset_dims else rows) for axis in axes)
    out = ivy.broadcast_to(ivy.get_index(x, at, bounds="clip"), shape)
    if mode != "drop" or inside is None:
        return out
    if fill_value is None:
        fill_value = _default_fill(ivy.dtype(x))
    return ivy.where(inside, out, ivy.full((), fill_value, dtype=ivy.dtype(x)))


def _walked(sizes, windows):
    return [n for d, n in enumerate(sizes) if d not in (*windows.fixed, *windows.batch)]


def _default_fill(dtype):
    if dtypes.category(dtype) > 1:
        return float("nan")
    return dtypes.limits(dtype)[0 if dtype.kind == "i" else 1]


def _scatter(reduction):
    def function(
        x,
        indices,
        updates,
        *,
        dimension_numbers,
        indices_are_sorted,
        unique_indices,
        mode,
        update_jaxpr=None,
        update_consts=(),
    ):
        of = dimension_numbers
        windows = _Windows(
            updates.ndim,
            of.update_window_dims,
            of.inserted_window_dims,
            of.operand_batching_dims,
            of.scatter_dims_to_operand_dims,
            of.scatter_indices_batching_dims,
        )
        lengths = iter(updates.shape[axis] for axis in of.update_window_dims)
        absent = (*windows.fixed, *windows.batch)
        sizes = [1 if d in absent else next(lengths) for d in range(x.ndim)]
        at, inside = windows.positions(x.shape, indices, sizes)
        if not at or 0 in x.shape:
            raise NotImplementedError("a scatter into an array without axes or elements")
        if mode != "clip" and inside is not None:
            at[0] = ivy.where(inside, at[0], -1)
        at[0] = ivy.broadcast_to(at[0], tuple(updates.shape))
        return ivy.set_index(x, at, updates, reduction=reduction, bounds="drop")

    return function


scatter = _scatter("set")
scatter_add = _scatter("add")
scatter_max = _scatter("maximum")
scatter_min = _scatter("minimum")
scatter_mul = _scatter("multiply")

_publish.publish(__name__, native="jax.primitive")
