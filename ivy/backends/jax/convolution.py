"""Convolution, and the sliding windows that pooling and short-time transforms are made of."""

import jax.numpy as jnp
from jax import lax

# Beyond this many elements in a window, gather and scatter beat one slice per element.
_UNROLLED = 32


def conv_general(
    x,
    filters,
    /,
    *,
    strides,
    padding,
    lhs_dilation,
    rhs_dilation,
    feature_group_count=1,
    batch_group_count=1,
):
    return lax.conv_general_dilated(
        x,
        filters,
        tuple(strides),
        tuple(padding),
        tuple(lhs_dilation),
        tuple(rhs_dilation),
        feature_group_count=feature_group_count,
        batch_group_count=batch_group_count,
        precision=lax.Precision.HIGHEST,
    )


def _positions(count, size, stride, dilation):
    return jnp.arange(count)[:, None] * stride + jnp.arange(size) * dilation


def overlap_add(x, length, /, *, axis, stride=1, dilation=1):
    count, size = x.shape[axis : axis + 2]
    shape = (*x.shape[:axis], length, *x.shape[axis + 2 :])
    if 0 in x.shape:
        return jnp.zeros(shape, x.dtype)
    if stride == size and dilation == 1 and count * size <= length:
        flat = x.reshape(*x.shape[:axis], count * size, *x.shape[axis + 2 :])
        return lax.pad(flat, jnp.zeros((), x.dtype), _on(axis, flat.ndim, 0, length - count * size))
    if size > _UNROLLED:
        index = (slice(None),) * axis + (_positions(count, size, stride, dilation),)
        return jnp.zeros(shape, x.dtype).at[index].add(x)
    zero = jnp.zeros((), x.dtype)
    total = None
    for i in range(size):
        part = lax.index_in_dim(x, i, axis + 1, keepdims=False)
        after = length - i * dilation - (count - 1) * stride - 1
        part = lax.pad(part, zero, _on(axis, part.ndim, i * dilation, after, stride - 1))
        total = part if total is None else total + part
    return total


def _on(axis, ndim, before, after, between=0):
    """Padding of one axis."""
    return [(before, after, between) if i == axis else (0, 0, 0) for i in range(ndim)]


def window_sum(x, size, /, *, axis, stride=1, dilation=1):
    def on_axis(value):
        return tuple(value if i == axis else 1 for i in range(x.ndim))

    return lax.reduce_window(
        x,
        jnp.zeros((), x.dtype)[()],
        lax.add,
        on_axis(size),
        on_axis(stride),
        "VALID",
        window_dilation=on_axis(dilation),
    )


def windows(x, size, /, *, axis, stride=1, dilation=1):
    count = (x.shape[axis] - (size - 1) * dilation - 1) // stride + 1
    if stride == size and dilation == 1:
        flat = lax.slice_in_dim(x, 0, count * size, axis=axis)
        return flat.reshape(*x.shape[:axis], count, size, *x.shape[axis + 1 :])
    if size > _UNROLLED:
        return jnp.take(x, _positions(count, size, stride, dilation), axis=axis, mode="clip")
    span = (count - 1) * stride + 1
    starts = [i * dilation for i in range(size)]
    parts = [lax.slice_in_dim(x, i, i + span, stride, axis) for i in starts]
    return jnp.stack(parts, axis + 1)
