"""Indices made safe: what `bounds` promises, without reading them."""

import jax.numpy as jnp

from ivy.backends.jax import _compile


def resolve(indices, size, bounds):
    """`(safe indices, mask of the ones inside)`; the mask is None where all count."""
    if bounds == "wrap":
        return indices % max(size, 1), None
    clipped = jnp.clip(indices, 0, max(size - 1, 0))
    if bounds == "clip":
        return clipped, None
    inside = indices == clipped if size else jnp.zeros(indices.shape, bool)
    if bounds == "error":
        _compile.require(jnp.all(inside), f"index out of range for an axis of size {size}")
        return clipped, None
    return clipped, inside
