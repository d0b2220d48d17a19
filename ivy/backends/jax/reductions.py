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


def cumprod(x, /, *, axis):
    return lax.cumprod(x, axis % x.ndim)


def cumsum(x, /, *, axis):
    return lax.cumsum(x, axis % x.ndim)
