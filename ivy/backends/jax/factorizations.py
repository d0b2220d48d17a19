"""Factorizations of matrices."""

import functools

import jax.numpy as jnp
import numpy as np
from jax import lax
from jax._src.lax import linalg as _private  # jax 0.10: geqrf is not public
from jax.lax import linalg

from ivy.backends.jax import _adapters as like
from ivy.backends.jax import _ldl

ldl_factor = _ldl.ldl_factor
ldl_solve = _ldl.ldl_solve
invert_permutation = functools.partial(jnp.argsort, axis=-1)


def _cholesky(x):
    return linalg.cholesky(x, symmetrize_input=False)


def _first_bad_minor(x):
    """By bisection: leading blocks of a positive definite matrix are positive definite."""
    n = x.shape[-1]
    at = jnp.arange(n)

    def has_factor(order):
        inside = at < order[..., None]
        block = jnp.where(inside[..., :, None] & inside[..., None, :], x, jnp.eye(n, dtype=x.dtype))
        return ~jnp.isnan(_cholesky(block)).any((-2, -1))

    def halve(_, bounds):
        good, bad = bounds
        middle = (good + bad) // 2
        holds = has_factor(middle)
        return jnp.where(holds, middle, good), jnp.where(holds, bad, middle)

    start = jnp.zeros(x.shape[:-2], np.int32)
    return lax.fori_loop(0, n.bit_length(), halve, (start, start + n))[1]


@like.fused
def cholesky_factor(x, /):
    factor = _cholesky(x)
    failed = jnp.isnan(factor).any((-2, -1))
    none = jnp.zeros(x.shape[:-2], np.int32)
    if not x.size:
        return factor, none
    minor = lax.cond(failed.any(), _first_bad_minor, lambda _: none, x)
    return factor, jnp.where(failed, minor, 0)


def eig(x, /):
    values, vectors = linalg.eig(x, compute_left_eigenvectors=False)
    return values, vectors


def eigvals(x, /):
    return linalg.eig(x, compute_left_eigenvectors=False, compute_right_eigenvectors=False)[0]


def eigh(x, /, *, upper=False):
    vectors, values = linalg.eigh(x, lower=not upper, symmetrize_input=False)
    return values, vectors


def eigvalsh(x, /, *, upper=False):
    return eigh(x, upper=upper)[0]


def householder_product(x, tau, /):
    return linalg.householder_product(x, tau)


def lu_factor(x, /):
    return tuple(linalg.lu(x)[:2])


@like.fused
def permutation_sign(pivots, /):
    moved = pivots != jnp.arange(pivots.shape[-1])
    return 1 - 2 * (moved.sum(-1) % 2)


def pivots_to_permutation(pivots, size, /):
    return linalg.lu_pivots_to_permutation(pivots.astype(np.int32), size).astype(np.int64)


def qr(x, /, *, mode="reduced"):
    return tuple(linalg.qr(x, full_matrices=mode == "complete"))


def qr_reflectors(x, /):
    return tuple(_private.geqrf(x))


@like.fused
def svd(x, /, *, full_matrices=True):
    fails, safe = _without_fails(x)
    u, s, vh = linalg.svd(safe, full_matrices=full_matrices)
    return (
        jnp.where(fails, jnp.nan, u),
        jnp.where(fails[..., 0], jnp.nan, s),
        jnp.where(fails, jnp.nan, vh),
    )


@like.fused
def svdvals(x, /):
    fails, safe = _without_fails(x)
    return jnp.where(fails[..., 0], jnp.nan, linalg.svd(safe, compute_uv=False))


def _without_fails(x):
    """Which matrices are not finite, for which LAPACK may loop for ever, and 0 in place of them."""
    fails = ~jnp.isfinite(x).all((-2, -1), keepdims=True)
    return fails, jnp.where(fails, 0, x)
