"""Linear algebra over the last two axes. Products are full precision on every device."""

import functools

import jax.numpy as jnp
import jax.scipy.linalg
import numpy as np
from jax import lax
from jax._src.lax import linalg as _private  # jax 0.10: geqrf is not public
from jax.lax import linalg

from ivy._core.unfolding import unfolds
from ivy.backends.jax import _adapters as like
from ivy.backends.jax import _ldl

ldl_factor = _ldl.ldl_factor
ldl_solve = _ldl.ldl_solve
invert_permutation = functools.partial(jnp.argsort, axis=-1)
matrix_transpose = jnp.matrix_transpose


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


def einsum(equation, arrays, /):
    return jnp.einsum(equation, *arrays, precision="highest")


def householder_product(x, tau, /):
    return linalg.householder_product(x, tau)


def lu_factor(x, /):
    return tuple(linalg.lu(x)[:2])


def _product(x1, x2, /):
    half = x1.dtype.itemsize == 2 and jnp.issubdtype(x1.dtype, jnp.floating)
    return None if half else (jnp.matmul, (x1, x2), {"precision": "highest"})


@unfolds(_product)
def matmul(x1, x2, /):
    if x1.dtype.itemsize == 2 and jnp.issubdtype(x1.dtype, jnp.floating):
        return _half_matmul(x1, x2)
    return jnp.matmul(x1, x2, precision="highest")


@like.fused
def _half_matmul(x1, x2):
    wide = lax.platform_dependent(x1, x2, cpu=_widened_matmul, default=_accumulating_matmul)
    return wide.astype(x1.dtype)


def _accumulating_matmul(x1, x2):
    return jnp.matmul(x1, x2, precision="highest", preferred_element_type=jnp.float32)


def _widened_matmul(x1, x2):
    # jaxlib 0.10.2: XLA:CPU has no bfloat16 kernel with a float32 result for some transposed operands
    return jnp.matmul(x1.astype(jnp.float32), x2.astype(jnp.float32), precision="highest")


def matrix_diagonal(x, /):
    return jnp.diagonal(x, axis1=-2, axis2=-1)


@like.fused
def matrix_exp(x, /):
    wide = jnp.promote_types(x.dtype, jnp.float64)  # squaring in float32 loses half of the digits
    return jax.scipy.linalg.expm(x.astype(wide)).astype(x.dtype)


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


def solve_triangular(x1, x2, /, *, upper=False, unit_diagonal=False):
    batch = np.broadcast_shapes(x1.shape[:-2], x2.shape[:-2])
    return linalg.triangular_solve(
        jnp.broadcast_to(x1, batch + x1.shape[-2:]),
        jnp.broadcast_to(x2, batch + x2.shape[-2:]),
        left_side=True,
        lower=not upper,
        unit_diagonal=unit_diagonal,
    )


def svd(x, /, *, full_matrices=True):
    return tuple(linalg.svd(x, full_matrices=full_matrices))


def svdvals(x, /):
    return linalg.svd(x, compute_uv=False)
