"""Ops that reduce or accumulate along axes."""

import jax.numpy as jnp
from jax import lax

from ivy.backends.jax import _adapters as like

all = like.reduction(jnp.all)
any = like.reduction(jnp.any)
argmax = jnp.argmax
argmin = jnp.argmin
max = like.reduction(jnp.max)
mean = like.reduction(jnp.mean)
min = like.reduction(jnp.min)
prod = like.exact(jnp.prod)
sum = like.exact(jnp.sum)


@like.reduction
def bitwise_xor_reduce(x, axis, keepdims):
    axes = tuple(range(x.ndim)) if axis is None else (axis,) if isinstance(axis, int) else axis
    axes = tuple(a % x.ndim for a in axes)
    out = lax.reduce_xor(x, axes)
    return jnp.expand_dims(out, axes) if keepdims else out


def cumlogsumexp(x, /, *, axis):
    return lax.cumlogsumexp(x, axis % x.ndim)


def cummax(x, /, *, axis):
    return _on_numbers(lax.cummax, x, axis)


def cummin(x, /, *, axis):
    return _on_numbers(lax.cummin, x, axis)


def cumprod(x, /, *, axis):
    return lax.cumprod(x, axis % x.ndim)


def cumsum(x, /, *, axis):
    return lax.cumsum(x, axis % x.ndim)


def _on_numbers(scan, x, axis):
    # lax counts bool as no number
    axis %= x.ndim
    return scan(x.astype("int8"), axis).astype(bool) if x.dtype == bool else scan(x, axis)
