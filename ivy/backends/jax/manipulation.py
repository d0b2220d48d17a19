"""Ops that move, join, split and repeat elements."""

import jax.numpy as jnp
import numpy as np
from jax import lax

from ivy._core.strides import upward
from ivy.backends.jax import _plans

broadcast_to = jnp.broadcast_to
concat = jnp.concatenate
expand_dims = jnp.expand_dims
flip = jnp.flip
moveaxis = jnp.moveaxis
permute_dims = jnp.transpose
repeat = jnp.repeat
reshape = jnp.reshape
roll = jnp.roll
stack = jnp.stack
tile = jnp.tile
tril = jnp.tril
triu = jnp.triu


def _order(shape, strides):
    """Axes that step through memory, largest stride first; None if elements overlap."""
    axes = [i for i, (n, s) in enumerate(zip(shape, strides, strict=True)) if n > 1 and s > 0]
    axes.sort(key=lambda i: (-strides[i], -shape[i]))
    for i, axis in enumerate(axes):
        inner = sum((shape[a] - 1) * strides[a] for a in axes[i + 1 :]) + 1
        if inner > strides[axis]:
            return None
    return axes


def _rows(flat, count, stride):
    """`flat` (..., L) as (..., count, stride), grown with zeros or cropped to fit."""
    length = count * stride
    if flat.shape[-1] < length:
        flat = jnp.pad(flat, [(0, 0)] * (flat.ndim - 1) + [(0, length - flat.shape[-1])])
    return flat[..., :length].reshape(*flat.shape[:-1], count, stride)


def _extent(shape, strides):
    return sum((n - 1) * s for n, s in zip(shape, strides, strict=True)) + 1


def _positions(shape, strides):
    at = jnp.zeros(shape, "int64")
    for axis, (n, s) in enumerate(zip(shape, strides, strict=True)):
        at = at + (jnp.arange(n) * s).reshape((-1,) + (1,) * (len(shape) - axis - 1))
    return at


def _window(x, shape, strides, offset):
    extent = _extent(shape, strides)
    flat = x.reshape(-1)
    if type(offset) is int and offset == 0 and extent == x.size:
        return flat
    return lax.dynamic_slice(flat, (offset,), (extent,))


def as_strided(x, shape, strides, offset=0, /):
    shape, strides = tuple(shape), tuple(strides)
    if 0 in shape:
        return jnp.zeros(shape, x.dtype)
    if strides and min(strides) < 0:
        strides, offset, axes = upward(shape, strides, offset)
        return jnp.flip(as_strided(x, shape, strides, offset), axes)
    _check_window(x, shape, strides, offset)
    order = _order(shape, strides)
    rows = _window(x, shape, strides, offset)
    if order is None:
        return rows[_positions(shape, strides)]
    # peel the axes off, outermost first: each is a reshape into rows and a crop of them
    for axis in order:
        rows = _rows(rows, shape[axis], strides[axis])
    if order:
        rows = rows[..., 0]
    else:
        rows = rows[0]
    rows = rows.transpose(tuple(order.index(a) for a in sorted(order)))
    kept = [n if i in order else 1 for i, n in enumerate(shape)]
    return jnp.broadcast_to(rows.reshape(kept), shape)


def _check_window(x, shape, strides, offset):
    if _extent(shape, strides) + (offset if type(offset) is int else 0) > x.size:
        raise ValueError(f"strides {strides} of shape {shape} leave an array of {x.size} elements")


def as_strided_scatter(x, values, shape, strides, offset=0, /):
    shape, strides = tuple(shape), tuple(strides)
    if 0 in shape:
        return x
    values = jnp.broadcast_to(values, shape)
    if strides and min(strides) < 0:
        strides, offset, axes = upward(shape, strides, offset)
        values = jnp.flip(values, axes)
    _check_window(x, shape, strides, offset)
    order = _order(shape, strides)
    window = _window(x, shape, strides, offset)
    if order is None:
        window = window.at[_positions(shape, strides)].set(values)
    else:
        # an expanded axis (stride 0) is written by its last element
        values = values[tuple(slice(None) if i in order else -1 for i in range(len(shape)))]
        kept = sorted(order)
        values = values.transpose([kept.index(a) for a in order])
        window = _fill(window, values, [(shape[a], strides[a]) for a in order])
    if window.size == x.size:
        return window.reshape(x.shape)
    return lax.dynamic_update_slice(x.reshape(-1), window, (offset,)).reshape(x.shape)


def _fill(flat, values, axes):
    """`flat` (..., L) with `values` (..., *counts) at the strides of `axes`."""
    if not axes:
        return flat.at[..., 0].set(values)
    (count, stride), inner = axes[0], axes[1:]
    lead = flat.ndim - 1
    if stride == 1 and not inner and count == flat.shape[-1]:
        return values
    rows = _rows(flat, count, stride)
    if inner:
        rows = _fill(rows, values, inner)
    else:
        rows = rows.at[..., 0].set(values)
    out = rows.reshape(*flat.shape[:lead], count * stride)
    length = flat.shape[-1]
    if count * stride < length:
        out = jnp.concatenate([out, flat[..., count * stride :]], -1)
    return out[..., :length]


def pad(x, widths, value=0, /):
    fill = jnp.asarray(value, x.dtype)
    return lax.pad(x, fill, [(lo, hi, 0) for lo, hi in widths])


@_plans.by_index
def slice_(x, index, /):
    if any(type(i) is int for i in index):  # where JAX takes the nearest element, NumPy raises
        np.broadcast_to(np.int8(0), x.shape)[index]
    return x[index]


def squeeze(x, /, *, axis):
    return jnp.squeeze(x, axis=tuple(axis) if isinstance(axis, list) else axis)
