"""Reading and writing at positions that are tensors, sets, and what sorts."""

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._checks import raise_if
from ivy.frontends.tensorflow import _schema
from ivy.frontends.tensorflow._raw._reductions import axis_of
from ivy.frontends.tensorflow._raw._shapes import sizes_of
from ivy.frontends.tensorflow._schema import Host
from ivy.frontends.tensorflow.errors import invalid, require


def wide(indices):
    """Positions in int64."""
    return ivy.astype(indices, dtypes.int64)


def GatherV2(params, indices, axis: Host, batch_dims):
    axis = axis_of(axis.reshape(()), params.ndim)
    count = batch_dims + indices.ndim if batch_dims < 0 else batch_dims
    require(0 <= count <= indices.ndim, f"batch_dims {batch_dims} is out of range")
    require(count <= axis, f"batch_dims ({count}) must be less than or equal to axis ({axis})")
    if not count:
        return ivy.take(params, wide(indices), axis=axis)
    batch = tuple(params.shape[:count])
    require(batch == tuple(indices.shape[:count]), "params and indices differ in batch axes")
    return _batched_take(params, wide(indices), axis, count)


def _batched_take(params, indices, axis, count):
    """Gathering within each batch: the batch axes become the leading part of a flat axis."""
    batch, before = tuple(params.shape[:count]), tuple(params.shape[count:axis])
    size, after = params.shape[axis], tuple(params.shape[axis + 1 :])
    require_inside(indices, size)
    order = (*range(count), axis, *range(count, axis), *range(axis + 1, params.ndim))
    rows = ivy.reshape(ivy.permute_dims(params, order), (math.prod(batch) * size, *before, *after))
    starts = np.arange(math.prod(batch)).reshape(batch + (1,) * (indices.ndim - count)) * size
    found = ivy.take(rows, ivy.add(indices, ivy.constant(starts)), axis=0)
    inner, k = indices.ndim, len(before)
    return ivy.permute_dims(
        found,
        (
            *range(count),
            *range(inner, inner + k),
            *range(count, inner),
            *range(inner + k, found.ndim),
        ),
    )


def require_inside(indices, size):
    """Raises unless all indices are in [0, size)."""
    if math.prod(indices.shape):
        outside = ivy.logical_or(ivy.less(indices, 0), ivy.greater_equal(indices, size))
        raise_if(outside, invalid(f"indices are not in [0, {size})"))


def Gather(params, indices, validate_indices):
    return ivy.take(params, wide(indices), axis=0)


def GatherNd(params, indices, bad_indices_policy):
    require(indices.ndim >= 1 and params.ndim >= 1, "params and indices must be at least a vector")
    depth = indices.shape[-1]
    require(depth <= params.ndim, "index innermost dimension length must be <= params rank")
    if not depth:
        shape = (*indices.shape[:-1], *params.shape)
        return ivy.broadcast_to(params, shape)
    return ivy.get_index(params, _columns(indices, params.shape))


def _columns(indices, shape):
    """The last axis of indices as one array per axis of what they index."""
    columns = [wide(indices[..., i]) for i in range(indices.shape[-1])]
    for column, size in zip(columns, shape, strict=False):
        require_inside(column, size)
    return columns


def _scattered(base, indices, updates, reduction):
    depth = indices.shape[-1] if indices.ndim else 0
    require(indices.ndim >= 1, "indices must have rank at least one")
    require(depth <= base.ndim, "index innermost dimension length must be <= rank of the tensor")
    wanted = (*indices.shape[:-1], *base.shape[depth:])
    require(tuple(updates.shape) == wanted, f"updates must be of shape {list(wanted)}")
    if not math.prod(indices.shape):
        return base
    columns = [ivy.reshape(c, (-1,)) for c in _columns(indices, base.shape)]
    rows = ivy.reshape(updates, (columns[0].shape[0], *base.shape[depth:]))
    return ivy.set_index(base, columns, rows, reduction=reduction)


def ScatterNd(indices, updates, shape: Host, bad_indices_policy):
    base = ivy.zeros(sizes_of(shape), dtype=ivy.dtype(updates))
    return _scattered(base, indices, updates, "add")


def ScatterNdNonAliasingAdd(input, indices, updates, bad_indices_policy):
    return _scattered(input, indices, updates, "add")


def _scatter(reduction):
    """`f(tensor, indices, updates, bad_indices_policy)`."""

    def function(tensor, indices, updates, bad_indices_policy):
        require(tensor.ndim >= 1, "tensor must have rank at least one")
        return _scattered(tensor, indices, updates, reduction)

    return function


TensorScatterAdd = _scatter("add")
TensorScatterMax = _scatter("maximum")
TensorScatterMin = _scatter("minimum")
TensorScatterUpdate = _scatter("set")


def TensorScatterSub(tensor, indices, updates, bad_indices_policy):
    require(tensor.ndim >= 1, "tensor must have rank at least one")
    return _scattered(tensor, indices, ivy.negative(updates), "add")


def _in_rows(reduction, sign=1):
    """`f(x, i, v)`: rows of `v` go to the rows `i` of `x`."""

    def function(x, i, v):
        require(i.ndim == 1 and tuple(v.shape) == (i.shape[0], *x.shape[1:]), "shapes do not match")
        require_inside(i, x.shape[0])
        return ivy.set_index(x, [wide(i)], v if sign > 0 else -v, reduction=reduction)

    return function


InplaceAdd = _in_rows("add")
InplaceSub = _in_rows("add", -1)
InplaceUpdate = _in_rows("set")


def DynamicPartition(data, partitions: Host, num_partitions):
    shape = partitions.shape
    require(tuple(data.shape[: len(shape)]) == shape, "data.shape must start with partitions.shape")
    inside = not partitions.size or (partitions.min() >= 0 and partitions.max() < num_partitions)
    require(inside, f"partitions are not in [0, {num_partitions})")
    rows = ivy.reshape(data, (partitions.size, *data.shape[len(shape) :]))
    places = (np.flatnonzero(partitions.reshape(-1) == i) for i in range(num_partitions))
    return [ivy.take(rows, ivy.constant(p), axis=0) for p in places]


def DynamicStitch(indices: Host, data):
    require(len(indices) == len(data), "indices and data must have the same length")
    rest = tuple(data[0].shape[indices[0].ndim :])
    for i, d in zip(indices, data, strict=True):
        require(tuple(d.shape) == i.shape + rest, "data.shape must start with indices.shape")
    places = np.concatenate([i.reshape(-1) for i in indices]).astype(np.int64)
    require(not places.size or places.min() >= 0, "indices must be non-negative")
    rows = ivy.concat([ivy.reshape(d, (-1, *rest)) for d in data], axis=0)
    empty = ivy.zeros((int(places.max(initial=-1)) + 1, *rest), dtype=ivy.dtype(rows))
    return ivy.set_index(empty, [ivy.constant(places)], rows) if places.size else empty


ParallelDynamicStitch = DynamicStitch


def OneHot(indices, depth: Host, on_value, off_value, axis):
    require(depth.ndim == 0 and depth >= 0, f"depth must be a non-negative scalar, got: {depth}")
    require(on_value.ndim == off_value.ndim == 0, "on_value and off_value must be scalars")
    require(-1 <= axis <= indices.ndim, f"Expected axis to be -1 or between [0, {indices.ndim}]")
    axis = axis % (indices.ndim + 1)
    members = ivy.constant(np.arange(int(depth)).reshape((-1,) + (1,) * (indices.ndim - axis)))
    hot = ivy.equal(wide(ivy.expand_dims(indices, axis=axis)), members)
    return ivy.where(hot, on_value, off_value)


def Where(condition):
    if ivy.dtype(condition) != dtypes.bool_:
        condition = ivy.not_equal(condition, 0)
    if not condition.ndim:
        return ivy.zeros((int(ivy.item(condition)), 0), dtype=dtypes.int64)
    return ivy.stack(list(ivy.nonzero(condition)), axis=1)


def ReverseSequence(input, seq_lengths: Host, seq_dim, batch_dim):
    require(seq_dim != batch_dim, "batch_dim == seq_dim")
    seq, batch = axis_of(np.int64(seq_dim), input.ndim), axis_of(np.int64(batch_dim), input.ndim)
    size, count = input.shape[seq], input.shape[batch]
    require(seq_lengths.shape == (count,), "Length of seq_lengths != input.dims(batch_dim)")
    inside = not count or (seq_lengths.min() >= 0 and seq_lengths.max() <= size)
    require(inside, "seq_lengths must be in [0, input.dims(seq_dim)]")
    at = np.arange(size)
    places = np.where(at < seq_lengths[:, None], seq_lengths[:, None] - 1 - at, at)
    shape = [1] * input.ndim
    shape[seq], shape[batch] = size, count
    places = (places if batch < seq else places.T).reshape(shape)
    full = np.broadcast_to(places, [n if i in (seq, batch) else input.shape[i]
                                    for i, n in enumerate(shape)])  # fmt: skip
    return ivy.take_along_axis(input, ivy.constant(np.ascontiguousarray(full)), axis=seq)


def UnravelIndex(indices: Host, dims: Host):
    require(dims.ndim == 1, "The dims must be 1-D")
    inside = not indices.size or (indices.min() >= 0 and indices.max() < math.prod(dims.tolist()))
    require(inside, "index is out of bound as with dims")
    places = np.unravel_index(indices, tuple(dims.tolist()))
    return ivy.constant(np.stack(places).astype(indices.dtype))


def _bound(side):
    """`f(sorted_inputs, values, out_type)`, row by row."""

    def function(sorted_inputs, values, out_type):
        require(sorted_inputs.ndim == 2, "Shape must be rank 2 for `sorted_inputs` argument")
        require(values.ndim == 2, "Shape must be rank 2 for `values` argument")
        same = values.shape[0] == sorted_inputs.shape[0]
        require(same, "Leading dim_size of both tensors must match.")
        return ivy.astype(ivy.searchsorted(sorted_inputs, values, side=side), out_type)

    return function


LowerBound = _bound("left")
UpperBound = _bound("right")


def _first_seen(x):
    """`(places of first members, member of each element, counts)` of host values, as seen."""
    _, first, inverse, counts = np.unique(
        x, return_index=True, return_inverse=True, return_counts=True, axis=0, equal_nan=False
    )
    order = np.argsort(first, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    return first[order], rank[inverse.reshape(-1)], counts[order]


def _distinct(x, axis, out_idx):
    values = ivy.to_numpy(x)
    values = np.moveaxis(values, axis, 0).reshape(values.shape[axis], -1)
    if values.dtype.kind == "V" or values.dtype.name == "bfloat16":
        values = values.astype(np.float32)
    first, member, counts = _first_seen(values)
    y = ivy.take(x, ivy.constant(first), axis=axis)
    return y, *(ivy.constant(a.astype(out_idx)) for a in (member, counts))


def UniqueWithCounts(x, out_idx):
    require(x.ndim == 1, "unique expects a 1D vector.")
    return _distinct(x, 0, out_idx)


def Unique(x, out_idx):
    require(x.ndim == 1, "unique expects a 1D vector.")
    return _distinct(x, 0, out_idx)[:2]


def UniqueWithCountsV2(x, axis: Host, out_idx):
    require(axis.ndim == 1 and axis.size <= 1, "axis expects a 1D vector of at most one element")
    require(axis.size or x.ndim == 1, "unique expects a 1D vector.")
    return _distinct(x, axis_of(axis[0], x.ndim) if axis.size else 0, out_idx)


def UniqueV2(x, axis: Host, out_idx):
    return _schema.kernel(UniqueWithCountsV2)(x, axis, out_idx)[:2]


def ListDiff(x, y: Host, out_idx):
    require(x.ndim == 1 and y.ndim == 1, "x and y should be 1D vectors.")
    places = np.flatnonzero(~np.isin(ivy.to_numpy(x), y))
    return ivy.take(x, ivy.constant(places), axis=0), ivy.constant(places.astype(out_idx))


def _top(input, k):
    require(input.ndim >= 1, "input must be >= 1-D")
    require(k >= 0, f"Need k >= 0, got {k}")
    require(input.shape[-1] >= k, f"input must have at least k={k} columns")
    return ivy.top_k(input, k, axis=-1)


def TopKV2(input, k: Host, sorted, index_type):
    require(k.ndim == 0, "k must be scalar")
    values, places = _top(input, int(k))
    return values, ivy.astype(places, index_type)


def TopK(input, k, sorted):
    values, places = _top(input, k)
    return values, ivy.astype(places, dtypes.int32)


def NthElement(input, n: Host, reverse):
    require(input.ndim >= 1, "Input must be at least rank 1")
    inside = n.ndim == 0 and 0 <= n < input.shape[-1]
    require(inside, f"Input must have last dimension > n = {n}")
    return ivy.sort(input, axis=-1, descending=reverse)[..., int(n)]


def InTopK(predictions, targets, k):
    require(predictions.ndim == 2, "predictions must be 2-dimensional")
    require(targets.ndim == 1, "targets must be 1-dimensional")
    rows = predictions.shape[0] == targets.shape[0]
    require(rows, "First dimension of predictions must match length of targets")
    inside = ivy.logical_and(ivy.greater_equal(targets, 0), ivy.less(targets, predictions.shape[1]))
    places = ivy.expand_dims(wide(ivy.where(inside, targets, 0)), axis=1)
    chosen = ivy.take_along_axis(predictions, places, axis=1)
    above = ivy.sum(ivy.astype(ivy.greater(predictions, chosen), dtypes.int64), axis=1)
    finite = ivy.all(ivy.isfinite(predictions), axis=1)
    return ivy.logical_and(ivy.logical_and(inside, finite), ivy.less(above, int(k)))


def InTopKV2(predictions, targets, k: Host):
    return _schema.kernel(InTopK)(predictions, targets, int(k))


_schema.publish(__name__)
