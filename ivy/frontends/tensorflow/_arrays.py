"""Top-level functions that move, join and choose elements."""

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.tensorflow import _convert as to
from ivy.frontends.tensorflow import _public
from ivy.frontends.tensorflow._public import matching, public
from ivy.frontends.tensorflow._raw import _blocks as blocks
from ivy.frontends.tensorflow._raw import _indexing as indexing
from ivy.frontends.tensorflow._raw import _pointwise as elementwise
from ivy.frontends.tensorflow._raw import _pools as pools
from ivy.frontends.tensorflow._raw import _shapes as raw
from ivy.frontends.tensorflow.errors import invalid

dynamic_partition = public(indexing.DynamicPartition)
dynamic_stitch = public(indexing.DynamicStitch)
extract_volume_patches = public(pools.ExtractVolumePatches)
reverse = public(raw.ReverseV2)
scatter_nd = public(indexing.ScatterNd)
space_to_batch_nd = public(blocks.SpaceToBatchND)
tensor_scatter_nd_add = public(indexing.TensorScatterAdd)
tensor_scatter_nd_max = public(indexing.TensorScatterMax)
tensor_scatter_nd_min = public(indexing.TensorScatterMin)
tensor_scatter_nd_sub = public(indexing.TensorScatterSub)
tile = public(raw.Tile)
unravel_index = public(indexing.UnravelIndex)


def concat(values, axis, name="concat"):
    if not isinstance(values, (list, tuple)):
        values = [values]
    if len(values) == 1:
        return raw.Identity(input=to.tensor(values[0]))
    return raw.ConcatV2(values=list(values), axis=axis)


def stack(values, axis=0, name="stack"):
    values = _listed(values)
    ndim = to.tensor(values[0]).ndim + 1 if values else 1
    if not -ndim <= axis < ndim:
        raise ValueError(f"Argument `axis` = {axis} not in range [{-ndim}, {ndim})")
    return raw.Pack(values=values, axis=axis)


def _listed(values):
    return list(values) if isinstance(values, (list, tuple)) else unstack(values)


def unstack(value, num=None, axis=0, name="unstack"):
    value = to.tensor(value)
    if num is None:
        if not -value.ndim <= axis < value.ndim:
            raise ValueError(f"Argument `axis` = {axis} not in range [{-value.ndim}, {value.ndim})")
        num = value.shape[axis]
    return raw.Unpack(value=value, num=num, axis=axis)


def split(value, num_or_size_splits, axis=0, num=None, name="split"):
    if isinstance(num_or_size_splits, (int, np.integer)):
        return raw.Split(axis=axis, value=value, num_split=int(num_or_size_splits))
    sizes = to.host(num_or_size_splits)
    if sizes.ndim == 0:
        raise ValueError("Rank-0 tensors are not supported as the num_or_size_splits argument.")
    return raw.SplitV(value=value, size_splits=sizes, axis=axis, num_split=num or len(sizes))


def expand_dims(input, axis, name=None):
    return raw.ExpandDims(input=input, axis=axis)


def squeeze(input, axis=None, name=None):
    axis = [] if axis is None else axis
    return raw.Squeeze(input=input, axis=[axis] if isinstance(axis, int) else list(axis))


def gather(params, indices, validate_indices=None, axis=None, batch_dims=0, name=None):
    axis = batch_dims if axis is None else axis
    return indexing.GatherV2(
        params=to.tensor(params), indices=indices, axis=axis, batch_dims=batch_dims
    )


def gather_nd(params, indices, batch_dims=0, name=None, bad_indices_policy=""):
    if not batch_dims:
        return indexing.GatherNd(
            params=to.tensor(params), indices=indices, bad_indices_policy=bad_indices_policy
        )
    params, indices = to.tensor(params), indexing.wide(to.tensor(indices))
    batch = tuple(params.shape[:batch_dims])
    if batch != tuple(indices.shape[:batch_dims]):
        raise ValueError("params and indices differ in batch axes")
    extra = (1,) * (indices.ndim - batch_dims - 1)
    columns = [
        ivy.broadcast_to(
            ivy.constant(
                np.arange(n).reshape((1,) * i + (n,) + (1,) * (batch_dims - i - 1) + extra)
            ),
            tuple(indices.shape[:-1]),
        )
        for i, n in enumerate(batch)
    ]
    whole = ivy.concat([ivy.stack(columns, axis=-1), indices], axis=-1)
    return indexing.GatherNd(params=params, indices=whole)


def boolean_mask(tensor, mask, axis=None, name="boolean_mask"):
    tensor, mask = to.tensor(tensor), to.tensor(mask)
    if not mask.ndim:
        raise ValueError("mask cannot be scalar.")
    axis = 0 if axis is None else int(axis)
    end = axis + mask.ndim
    if tuple(tensor.shape[axis:end]) != tuple(mask.shape):
        raise ValueError(f"Shapes {tensor.shape[axis:end]} and {mask.shape} are incompatible")
    flat = ivy.reshape(tensor, (*tensor.shape[:axis], math.prod(mask.shape), *tensor.shape[end:]))
    places = indexing.Where(condition=ivy.reshape(mask, (-1,)))
    return ivy.take(flat, ivy.squeeze(places, axis=1), axis=axis)


def where(condition, x=None, y=None, name=None):
    if x is None and y is None:
        return indexing.Where(condition=to.tensor(condition))
    if x is None or y is None:
        raise ValueError("x and y must both be non-None or both be None.")
    return elementwise.SelectV2(condition=condition, t=x, e=y)


def pad(tensor, paddings, mode="CONSTANT", constant_values=0, name=None):
    mode = mode.upper()
    if mode == "CONSTANT":
        plain = not to.is_array(constant_values) and constant_values == 0
        if plain:
            return raw.Pad(input=tensor, paddings=paddings)
        return raw.PadV2(input=tensor, paddings=paddings, constant_values=constant_values)
    if mode not in ("REFLECT", "SYMMETRIC"):
        raise ValueError(f"Value of argument `mode` expected to be one of CONSTANT, ...: {mode}")
    return raw.MirrorPad(input=tensor, paddings=paddings, mode=mode)


def repeat(input, repeats, axis=None, name=None):
    x = to.tensor(input)
    if axis is None:
        x, axis = ivy.reshape(x, (-1,)), 0
    if not isinstance(axis, int):
        raise TypeError(f"Argument `axis` must be an int. Received `axis` = {axis}")
    x = ivy.reshape(x, (1,)) if not x.ndim else x
    counts = to.host(repeats).reshape(-1)
    axis = axis % x.ndim
    if counts.size not in (1, x.shape[axis]):
        raise ValueError(f"Dimensions {x.shape[axis]} and {counts.size} are not compatible")
    places = np.repeat(np.arange(x.shape[axis]), np.broadcast_to(counts, x.shape[axis]))
    return ivy.take(x, ivy.constant(places), axis=axis)


def reshape(tensor, shape, name=None):
    return raw.Reshape(tensor=tensor, shape=shape)


def reverse_sequence(input, seq_lengths, seq_axis=None, batch_axis=None, name=None):
    return indexing.ReverseSequence(
        input=input, seq_lengths=seq_lengths, seq_dim=seq_axis, batch_dim=batch_axis or 0
    )


def roll(input, shift, axis, name=None):
    return raw.Roll(input=input, shift=shift, axis=axis)


def searchsorted(sorted_sequence, values, side="left", out_type=dtypes.int32, name=None):
    ordered, (values, shape) = to.tensor(sorted_sequence), _shaped(values, sorted_sequence)
    if side not in ("left", "right"):
        raise ValueError(f"Argument `side` must be either 'right' or 'left'. Received: {side!r}.")
    op = indexing.UpperBound if side == "right" else indexing.LowerBound
    lines = [ivy.reshape(x, (-1, x.shape[-1])) for x in (ordered, values)]
    return ivy.reshape(op(sorted_inputs=lines[0], values=lines[1], out_type=out_type), shape)


def _shaped(values, beside):
    values = matching(beside, values)[1]
    return values, tuple(values.shape)


def slice_(input_, begin, size, name=None):
    return raw.Slice(input=input_, begin=begin, size=size)


def sort(values, axis=-1, direction="ASCENDING", name=None):
    x = _sortable(values, axis, direction)
    return ivy.sort(x, axis=axis, descending=direction == "DESCENDING")


def argsort(values, axis=-1, direction="ASCENDING", stable=False, name=None):
    x = _sortable(values, axis, direction)
    return ivy.astype(ivy.argsort(x, axis=axis, descending=direction == "DESCENDING"), dtypes.int32)


def _sortable(values, axis, direction):
    x = to.tensor(values)
    if direction not in ("ASCENDING", "DESCENDING"):
        raise ValueError(
            f"Argument `direction` should be one of ASCENDING, DESCENDING: {direction}"
        )
    if not -x.ndim <= axis < x.ndim:
        raise invalid(f"Dimension index {axis} is out of range for {x.ndim} dimensions")
    return x


def space_to_batch(input, block_shape, paddings, name=None):
    return blocks.SpaceToBatchND(input=input, block_shape=block_shape, paddings=paddings)


def batch_to_space(input, block_shape, crops, name=None):
    if isinstance(block_shape, int):
        block_shape = [block_shape] * 2
    return blocks.BatchToSpaceND(input=input, block_shape=block_shape, crops=crops)


def strided_slice(
    input_, begin, end, strides=None, begin_mask=0, end_mask=0, ellipsis_mask=0,
    new_axis_mask=0, shrink_axis_mask=0, var=None, name=None,
):  # fmt: skip
    begin = to.host(begin)
    strides = np.ones_like(begin) if strides is None else strides
    return raw.StridedSlice(
        input=input_, begin=begin, end=end, strides=strides, begin_mask=begin_mask,
        end_mask=end_mask, ellipsis_mask=ellipsis_mask, new_axis_mask=new_axis_mask,
        shrink_axis_mask=shrink_axis_mask,
    )  # fmt: skip


def tensor_scatter_nd_update(tensor, indices, updates, name=None):
    return indexing.TensorScatterUpdate(tensor=tensor, indices=indices, updates=updates)


def transpose(a, perm=None, conjugate=False, name="transpose"):
    a = to.tensor(a)
    perm = np.arange(a.ndim, dtype=np.int32)[::-1] if perm is None else perm
    return (raw.ConjugateTranspose if conjugate else raw.Transpose)(x=a, perm=perm)


def unique(x, out_idx=dtypes.int32, name=None):
    return indexing.Unique(x=x, out_idx=out_idx)


def unique_with_counts(x, out_idx=dtypes.int32, name=None):
    return indexing.UniqueWithCounts(x=x, out_idx=out_idx)


_public.publish(__name__, native="tensorflow", helpers=(slice_,))
_public.file("tensorflow.slice", slice_)
