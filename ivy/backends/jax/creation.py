"""Ops that make arrays."""

import jax.numpy as jnp
import numpy as np

ones = jnp.ones
zeros = jnp.zeros


def arange(start, stop, step=1, /, *, dtype):
    return jnp.arange(start, stop, step).astype(dtype)


def asarray(x, /, *, dtype):
    return jnp.asarray(x).astype(dtype)


def constant(values, /, *, dtype=None):
    return jnp.array(values, dtype)


def eye(n, m=None, /, *, k=0, dtype):
    return jnp.eye(n, m, k, dtype)


def full(shape, value, /, *, dtype):
    # by way of an array: a number that does not fit wraps round, as in the other frameworks; by NumPy's
    # if it is Python's own, as JAX refuses whole ones from 2**63 on
    array = np.asarray if isinstance(value, int) else jnp.asarray
    return jnp.full(shape, array(value).astype(dtype))


def linspace(start, stop, num, /, *, dtype):
    return jnp.linspace(start, stop, num, dtype=dtype)
