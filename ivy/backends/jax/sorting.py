"""Sorting, ranking and searching."""

import functools

import jax
import jax.numpy as jnp
from jax import lax
from numpy.lib.array_utils import normalize_axis_index

from ivy.backends.jax import _adapters as like


def argsort(x, /, *, axis=-1, descending=False, stable=True):
    return sort_with_indices(x, axis=axis, descending=descending)[1]


def lexsort(keys, /):
    return jnp.lexsort(keys)


@like.fused
def searchsorted(x1, x2, /, *, side="left"):
    search = functools.partial(jnp.searchsorted, side=side)
    for _ in range(x1.ndim - 1):
        search = jax.vmap(search)
    return search(x1, x2).astype("int64")


def sort(x, /, *, axis=-1, descending=False, stable=True):
    ordered = lax.sort(x, normalize_axis_index(axis, x.ndim), is_stable=stable)
    return jnp.flip(ordered, axis) if descending else ordered


@like.fused
def sort_with_indices(x, /, *, axis=-1, descending=False):
    axis = normalize_axis_index(axis, x.ndim)
    positions = lax.broadcasted_iota("int64", x.shape, axis)
    if not descending:
        return tuple(lax.sort((x, positions), axis, num_keys=1))
    # stable and backwards: what is flipped in order, flipped
    pair = (jnp.flip(x, axis), jnp.flip(positions, axis))
    return tuple(jnp.flip(a, axis) for a in lax.sort(pair, axis, num_keys=1))


def top_k(x, k, /, *, axis=-1, largest=True):
    axis = normalize_axis_index(axis, x.ndim)
    if not largest or x.dtype == bool:
        pair = sort_with_indices(x, axis=axis, descending=largest)
        return tuple(lax.slice_in_dim(a, 0, k, axis=axis) for a in pair)
    if x.dtype.kind != "i" and x.dtype.kind != "u":
        x = jnp.where(jnp.isnan(x), jnp.nan, x)  # lax.top_k ranks a NaN with a sign bit lowest
    values, order = lax.top_k(jnp.moveaxis(x, axis, -1), k)
    return jnp.moveaxis(values, -1, axis), jnp.moveaxis(order.astype("int64"), -1, axis)
