"""Reading and writing at positions that are arrays themselves."""

import functools

import jax
import jax.numpy as jnp

from ivy._core import rules
from ivy.backends.jax import _adapters as like
from ivy.backends.jax import _bounds

_AT = {"set": "set", "add": "add", "multiply": "multiply", "minimum": "min", "maximum": "max"}
_AT_BOOL = {**_AT, "add": "max", "multiply": "min"}


def _write(x, index, values, reduction):
    if any(0 in jnp.shape(i) for i in index if not isinstance(i, slice)):
        jnp.broadcast_to(values, x[index].shape)  # JAX takes any values for no positions
    name = (_AT_BOOL if x.dtype == bool else _AT)[reduction]
    return getattr(x.at[index], name)(values, mode="drop")


def nonzero(x, /):
    if isinstance(x, jax.core.Tracer) or not x.ndim:
        return jnp.nonzero(x)  # raises what it raises
    return _positions(x, size=int(jnp.count_nonzero(x)))


@like.fused
def _positions(x, *, size):
    return jnp.nonzero(x, size=size)


def _indices(x, indices, bounds):
    safe, inside = [], None
    for axis, index in enumerate(indices):
        if index is None:
            safe.append(slice(None))
            continue
        index, mask = _bounds.resolve(index, x.shape[axis], bounds)
        safe.append(index)
        if mask is not None:
            inside = mask if inside is None else inside & mask
    return tuple(safe), inside


def _along(inside, indices, x):
    """The mask of positions, in line with the elements of `x[indices]`."""
    return inside.reshape((*inside.shape, *(1,) * rules.axes_behind(indices, x.ndim)))


def _at_arrays(function):
    """`function(x, indices, *others)` with the arrays among the indices as arguments of a program."""

    @like.fused
    def together(x, *arrays, axes, count, **options):
        indices = [None] * count
        for axis, array in zip(axes, arrays, strict=False):
            indices[axis] = array
        return function(x, indices, *arrays[len(axes) :], **options)

    @functools.wraps(function)
    def run(x, indices, /, *others, **options):
        axes = tuple([axis for axis, index in enumerate(indices) if index is not None])
        return together(
            x, *(indices[a] for a in axes), *others, axes=axes, count=len(indices), **options
        )

    return run


@_at_arrays
def get_index(x, indices, /, *, bounds="error"):
    index, inside = _indices(x, indices, bounds)
    out = x[index]
    if inside is None:
        return out
    return jnp.where(_along(inside, indices, x), out, jnp.zeros((), x.dtype))


@_at_arrays
def set_index(x, indices, values, /, *, reduction="set", bounds="error"):
    index, inside = _indices(x, indices, bounds)
    if inside is not None:  # XLA drops a write outside: send the ones to be dropped there
        first = next(i for i, s in enumerate(index) if not isinstance(s, slice))
        index = (
            *index[:first],
            jnp.where(inside, index[first], x.shape[first]),
            *index[first + 1 :],
        )
    return _write(x, index, values, reduction)


@like.fused
def take(x, indices, /, *, axis, bounds="error"):
    index, inside = _bounds.resolve(indices, x.shape[axis], bounds)
    # not `jnp.take`: for its other modes JAX (0.10.2) makes constants, and compiles a program twice
    out = x.at[(slice(None),) * axis + (index,)].get(mode="promise_in_bounds")
    if inside is None:
        return out
    shape = (1,) * axis + inside.shape + (1,) * (x.ndim - axis - 1)
    return jnp.where(inside.reshape(shape), out, jnp.zeros((), x.dtype))


def _grid(indices, axis):
    return tuple(
        indices if i == axis else jnp.arange(n).reshape((-1,) + (1,) * (indices.ndim - i - 1))
        for i, n in enumerate(indices.shape)
    )


@like.fused
def take_along_axis(x, indices, /, *, axis, bounds="error"):
    axis %= x.ndim
    index, inside = _bounds.resolve(indices, x.shape[axis], bounds)
    out = x[_grid(index, axis)]
    return out if inside is None else jnp.where(inside, out, jnp.zeros((), x.dtype))


@like.fused
def put_along_axis(x, indices, values, /, *, axis, reduction="set", bounds="error"):
    axis %= x.ndim
    index, inside = _bounds.resolve(indices, x.shape[axis], bounds)
    if inside is not None:
        index = jnp.where(inside, index, x.shape[axis])
    return _write(x, _grid(index, axis), values, reduction)
