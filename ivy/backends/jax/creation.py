"""Ops that make arrays."""

import jax.numpy as jnp

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
    # by way of an array: a number that does not fit wraps round, as in the other frameworks
    return jnp.full(shape, jnp.asarray(value).astype(dtype))


def linspace(start, stop, num, /, *, dtype):
    return jnp.linspace(start, stop, num, dtype=dtype)
