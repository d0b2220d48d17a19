"""Creation, conversion and manipulation of arrays in `jax.lax`."""

import builtins
import math
import operator

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _primitives
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax.lax import _adapters as like


def _sizes(shape):
    """`shape` as a tuple of numbers that are not negative."""
    sizes = tuple(operator.index(n) for n in shape)
    if any(n < 0 for n in sizes):
        raise TypeError(f"shapes must be 1D sequences of nonnegative integers, got {sizes}.")
    return sizes


# -- creation


def broadcasted_iota(dtype, shape, dimension, *, out_sharding=None):
    dtype, shape = to.canonical(dtype), _sizes(shape)
    if dtype == dtypes.bool_:
        raise TypeError("iota does not accept dtype bool.")
    if not 0 <= dimension < len(shape):
        raise ValueError(f"iota dimension must be between 0 and {len(shape)}, got {dimension}")
    return _primitives.iota(dtype=dtype, shape=shape, dimension=dimension)


def iota(dtype, size):
    return broadcasted_iota(dtype, (size,), 0)


def full(shape, fill_value, dtype=None, *, sharding=None):
    shape = _sizes(shape)
    value = to.array(fill_value)
    if value.ndim:
        raise TypeError(f"full must be called with scalar fill_value, got shape {value.shape}.")
    return ivy.broadcast_to(
        to.cast(value, to.canonical(dtype) if dtype else to.dtype(value)), shape
    )


def full_like(x, fill_value, dtype=None, shape=None, sharding=None):
    shape = tuple(x.shape) if shape is None else shape
    return full(shape, fill_value, dtype or to.dtype(x))


def empty(shape, dtype, *, out_sharding=None):
    return ivy.zeros(_sizes(shape), dtype=to.canonical(dtype))


# -- conversion


def convert_element_type(operand, new_dtype):
    x, dtype = to.array(operand), to.canonical(new_dtype)
    if dtypes.is_complex(ivy.dtype(x)) and not dtypes.is_complex(dtype):
        x = ivy.real(x) if dtype != dtypes.bool_ else x
    return _primitives.convert_element_type(x, new_dtype=dtype)


def bitcast_convert_type(operand, new_dtype):
    x, dtype = to.array(operand), to.canonical(new_dtype)
    old = ivy.dtype(x)
    if (dtypes.bool_ in (old, dtype) or "c" in (old.kind, dtype.kind)) and old != dtype:
        raise TypeError(f"bitcast_convert_type of {old.name} to {dtype.name}")
    if dtype.itemsize > old.itemsize and x.shape[-1:] != (dtype.itemsize // old.itemsize,):
        raise ValueError(
            f"Attempting to convert array of shape {tuple(x.shape)} from {old.name} to {dtype.name}"
        )
    return _primitives.bitcast_convert_type(x, new_dtype=dtype)


def dtype(x):
    return to.dtype(x)


# -- shapes


def broadcast(operand, sizes, *, out_sharding=None):
    x = to.array(operand)
    return ivy.broadcast_to(x, (*_sizes(sizes), *x.shape))


def broadcast_in_dim(operand, shape, broadcast_dimensions, *, out_sharding=None):
    x, shape, dimensions = to.array(operand), _sizes(shape), tuple(broadcast_dimensions)
    if x.ndim != len(dimensions):
        raise TypeError(
            f"broadcast_in_dim broadcast_dimensions must have length equal to operand ndim; got "
            f"broadcast_dimensions {dimensions} for operand ndim {x.ndim}."
        )
    if any(not 0 <= d < len(shape) for d in dimensions):
        raise TypeError(f"broadcast_dimensions {dimensions} are no axes of {shape}")
    if any(n not in (1, shape[d]) for n, d in zip(x.shape, dimensions, strict=True)):
        raise TypeError(f"broadcast_in_dim of shape {tuple(x.shape)} to {shape}")
    if list(dimensions) != sorted(set(dimensions)):
        raise TypeError(f"broadcast_dimensions must be strictly increasing; got {dimensions}")
    return _primitives.broadcast_in_dim(x, shape=shape, broadcast_dimensions=dimensions)


def broadcast_shapes(*shapes):
    shapes = [tuple(s) if isinstance(s, (list, tuple)) else (s,) for s in shapes]
    try:
        return tuple(np.broadcast_shapes(*shapes))
    except ValueError as error:
        raise ValueError(f"Incompatible shapes for broadcasting: shapes={shapes}") from error


def broadcast_to_rank(x, rank):
    x = to.array(x)
    if x.ndim >= rank:
        return x
    return ivy.reshape(x, (1,) * (rank - x.ndim) + tuple(x.shape))


def collapse(operand, start_dimension, stop_dimension=None):
    x = to.array(operand)
    start, stop, _ = builtins.slice(start_dimension, stop_dimension).indices(x.ndim)
    if stop < start:
        raise ValueError(f"collapse of axes {start} to {stop}")
    merged = math.prod(x.shape[start:stop])
    return ivy.reshape(x, (*x.shape[:start], merged, *x.shape[stop:]))


def expand_dims(array, dimensions):
    x, dimensions = to.array(array), tuple(dimensions)
    ndim = x.ndim + len(set(dimensions))
    axes = sorted({like.at(d, ndim) for d in dimensions})
    if len(axes) != len(dimensions):
        raise ValueError(f"repeated axis in lax.expand_dims: {dimensions}")
    shape, sizes = [], iter(x.shape)
    for axis in range(ndim):
        shape.append(1 if axis in axes else next(sizes))
    return ivy.reshape(x, tuple(shape))


def reshape(operand, new_sizes, dimensions=None, *, out_sharding=None):
    x, sizes = to.array(operand), _sizes(new_sizes)
    if math.prod(sizes) != math.prod(x.shape):
        raise ValueError(
            f"reshape total size must be unchanged, got new_sizes {sizes} for shape {tuple(x.shape)}."
        )
    if dimensions is not None and sorted(dimensions) != list(range(x.ndim)):
        raise TypeError("reshape dimensions must be a permutation of operand dimensions")
    return _primitives.reshape(x, new_sizes=sizes, dimensions=dimensions)


def rev(operand, dimensions):
    x = to.array(operand)
    axes = tuple(dimensions)
    if len(set(axes)) != len(axes):
        raise TypeError(f"rev dimensions must be unique, got {axes}.")
    if any(not 0 <= d < x.ndim for d in axes):
        raise TypeError(f"rev dimensions {axes} are no axes of an array of {x.ndim}")
    return ivy.flip(x, axis=axes) if axes else x


def squeeze(array, dimensions):
    x = to.array(array)
    axes = tuple(sorted(like.at(d, x.ndim) for d in dimensions))
    if len(set(axes)) != len(axes):
        raise ValueError(f"dimensions are not unique: {dimensions}")
    if any(x.shape[d] != 1 for d in axes):
        raise ValueError(f"cannot select an axis to squeeze out of {tuple(x.shape)}: {dimensions}")
    return _primitives.squeeze(x, dimensions=axes)


def tile(operand, reps):
    x, reps = to.array(operand), tuple(reps)
    if len(reps) != x.ndim:
        raise TypeError(f"tile of {x.ndim} axes with {len(reps)} repetitions")
    if any(n < 0 for n in reps):
        raise ValueError(f"tile repetitions must not be negative, got {reps}")
    return ivy.tile(x, reps)


def transpose(operand, permutation):
    x, axes = to.array(operand), tuple(map(int, permutation))
    if sorted(axes) != list(range(x.ndim)):
        raise TypeError(f"transpose permutation isn't a permutation of operand dimensions: {axes}")
    return _primitives.transpose(x, permutation=axes)


# -- joining and padding


def concatenate(operands, dimension):
    arrays = [to.array(x) for x in operands]
    if not arrays:
        raise ValueError("concatenate requires a non-empty sequences of arrays")
    like.one_dtype("concatenate", *arrays)
    if len({x.ndim for x in arrays}) > 1:
        raise TypeError("Cannot concatenate arrays with different numbers of dimensions")
    if not 0 <= dimension < arrays[0].ndim:
        raise TypeError(f"concatenate dimension out of bounds: dimension {dimension}")
    if len({(*x.shape[:dimension], *x.shape[dimension + 1 :]) for x in arrays}) > 1:
        raise TypeError("Cannot concatenate arrays with shapes that differ in other dimensions")
    return _primitives.concatenate(*arrays, dimension=dimension)


def pad(operand, padding_value, padding_config):
    x, value, config = (
        to.array(operand),
        to.array(padding_value),
        [tuple(c) for c in padding_config],
    )
    like.one_dtype("pad", x, value)
    if value.ndim:
        raise TypeError(f"pad value must be a scalar, got shape {tuple(value.shape)}")
    if len(config) != x.ndim:
        raise ValueError(f"length of padding_config must equal the number of axes, got {config}")
    if any(gap < 0 for *_, gap in config):
        raise ValueError("interior padding must not be negative")
    for n, (low, high, gap) in zip(x.shape, config, strict=True):
        if n + builtins.max(n - 1, 0) * gap + low + high < 0:
            raise ValueError("Dimension size after padding is not at least 0")
    return padded(x, value, config)


def padded(x, value, config):
    """As `lax.pad`; the value may be traced."""
    shape = tuple(
        n + builtins.max(n - 1, 0) * gap for n, (*_, gap) in zip(x.shape, config, strict=True)
    )
    inner = x
    for axis, (*_, gap) in enumerate(config):
        if gap and inner.shape[axis] > 1:  # each element with its gap is a row of a new axis
            inner = ivy.expand_dims(inner, axis=axis + 1)
            filler = ivy.broadcast_to(
                value, (*inner.shape[: axis + 1], gap, *inner.shape[axis + 2 :])
            )
            inner = ivy.concat([inner, filler], axis=axis + 1)
            merged = (*inner.shape[:axis], -1, *inner.shape[axis + 2 :])
            inner = ivy.reshape(inner, merged)
            index = (builtins.slice(None),) * axis + (builtins.slice(0, shape[axis]),)
            inner = ivy.slice_(inner, index)
    for axis, (low, high, _) in enumerate(config):
        inner = _edged(inner, value, axis, low, high)
    return inner


def _edged(x, value, axis, low, high):
    n = x.shape[axis]
    start, stop = builtins.max(-low, 0), n - builtins.max(-high, 0)
    if start >= stop and (low < 0 or high < 0):  # only padding is left
        total, (before, after) = n + low + high, (x.shape[:axis], x.shape[axis + 1 :])
        return ivy.broadcast_to(value, (*before, total, *after))
    if low < 0 or high < 0:
        x = ivy.slice_(x, (builtins.slice(None),) * axis + (builtins.slice(start, stop),))
    parts = [x]
    for width, place in ((low, 0), (high, 2)):
        if width > 0:
            filler = ivy.broadcast_to(value, (*x.shape[:axis], width, *x.shape[axis + 1 :]))
            parts.insert(place, filler)
    return ivy.concat(parts, axis=axis) if len(parts) > 1 else x


# -- static slices


def slice(operand, start_indices, limit_indices, strides=None):
    x = to.array(operand)
    starts, limits = tuple(start_indices), tuple(limit_indices)
    steps = (1,) * x.ndim if strides is None else tuple(strides)
    if not len(starts) == len(limits) == len(steps) == x.ndim:
        raise ValueError(f"slice of {x.ndim} axes with indices {starts}, {limits}, {steps}")
    bounds = zip(x.shape, starts, limits, steps, strict=True)
    if any(not 0 <= low <= high <= n or step <= 0 for n, low, high, step in bounds):
        raise TypeError(
            f"slice indices must lie in order inside {tuple(x.shape)}, got {starts}, {limits}, {steps}"
        )
    return _primitives.slice(x, start_indices=starts, limit_indices=limits, strides=steps)


def slice_in_dim(operand, start_index, limit_index, stride=1, axis=0):
    x = to.array(operand)
    axis = like.at(axis, x.ndim, IndexError)
    n = x.shape[axis]
    start = 0 if start_index is None else int(start_index)
    stop = n if limit_index is None else int(limit_index)
    start, stop = (i + n if i < 0 else i for i in (start, stop))
    starts, stops, steps = [0] * x.ndim, list(x.shape), [1] * x.ndim
    starts[axis], stops[axis], steps[axis] = start, stop, int(stride)
    return slice(x, starts, stops, steps)


def index_in_dim(operand, index, axis=0, keepdims=True):
    x, index, axis = to.array(operand), int(index), int(axis)
    axis = like.at(axis, x.ndim, IndexError)
    n = x.shape[axis]
    at = index + n if index < 0 else index
    if not 0 <= at < n:
        raise IndexError(f"index {index} is out of bounds for axis {axis} with size {n}")
    out = slice_in_dim(x, at, at + 1, 1, axis)
    return out if keepdims else squeeze(out, (axis,))


def split(operand, sizes, axis=0):
    x = to.array(operand)
    axis, sizes = like.at(axis, x.ndim), tuple(map(operator.index, sizes))
    if any(n < 0 for n in sizes):
        raise ValueError(f"Sizes passed to split must be nonnegative, got {sizes}")
    if sum(sizes) != x.shape[axis]:
        raise ValueError(f"Sum of sizes {sum(sizes)} must be equal to dimension {x.shape[axis]}")
    return _primitives.split(x, sizes=sizes, axis=axis)


def stack(operands, axis=0):
    arrays = [to.array(x) for x in operands]
    if not arrays:
        raise IndexError("stack requires at least one array")
    like.one_dtype("stack", *arrays)
    if len({tuple(x.shape) for x in arrays}) > 1:
        raise ValueError("stack requires arrays of one shape")
    return _primitives.stack(*arrays, axis=like.at(axis, arrays[0].ndim + 1))


def unstack(x, axis=0):
    x = to.array(x)
    axis = like.at(axis, x.ndim)
    rows = (builtins.slice(None),) * axis
    return tuple(ivy.slice_(x, (*rows, i)) for i in range(x.shape[axis]))


def optimization_barrier(operand, /):
    return operand


_publish.publish(__name__, native="jax.lax", helpers=(padded,))
