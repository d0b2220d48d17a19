"""Linear algebra over the last two axes. What NumPy lacks, LAPACK does, matrix by matrix."""

import numpy as np
import scipy.linalg
from scipy.linalg import blas, lapack

from ivy.backends.numpy import _adapters as like

matmul = like.wide(np.matmul)
matrix_transpose = np.matrix_transpose
svdvals = np.linalg.svdvals


def cholesky_factor(x, /):
    try:
        return np.linalg.cholesky(x), np.zeros(x.shape[:-2], np.int32)
    except np.linalg.LinAlgError:
        (potrf,) = lapack.get_lapack_funcs(("potrf",), (x,))
    factor, minor = np.zeros_like(x), np.zeros(x.shape[:-2], np.int32)
    for i in np.ndindex(minor.shape):
        factor[i], minor[i] = potrf(x[i], lower=True, clean=True)
    return factor, minor


def _as_complex(x):
    return np.asarray(x).astype(np.result_type(x.dtype, np.complex64), copy=False)


def eig(x, /):
    values, vectors = np.linalg.eig(x)
    return _as_complex(values), _as_complex(vectors)


def eigvals(x, /):
    return _as_complex(np.linalg.eigvals(x))


def eigh(x, /, *, upper=False):
    return tuple(np.linalg.eigh(x, "U" if upper else "L"))


def eigvalsh(x, /, *, upper=False):
    return np.linalg.eigvalsh(x, "U" if upper else "L")


@like.wide
def _einsum(*arrays, equation):
    many = 2 < len(arrays) < 7  # beyond, all orders are too many to try
    return np.einsum(equation, *arrays, optimize="optimal" if many else len(arrays) > 1)


def einsum(equation, arrays, /):
    return _einsum(*arrays, equation=equation)


def grouped_matmul(x1, x2, ends, /):
    size = x1.shape[0] if x2.ndim == 3 else x2.shape[-1] if x1.ndim == 3 else x2.shape[0]
    stops = np.minimum(ends, size)
    groups = [slice(a, b) for a, b in zip([0, *stops], stops)]
    if x1.ndim == 2 == x2.ndim:
        return np.stack([matmul(x1[:, g], x2[g]) for g in groups])
    result = np.zeros((x1.shape[-2], x2.shape[-1]), x1.dtype)
    for i, g in enumerate(groups):
        if x1.ndim == 2:
            result[g] = matmul(x1[g], x2[i])
        else:
            result[:, g] = matmul(x1[i], x2[:, g])
    return result


def householder_product(x, tau, /):
    if 0 in x.shape:
        return x
    name = "ungqr" if x.dtype.kind == "c" else "orgqr"
    (build,) = lapack.get_lapack_funcs((name,), (x,))
    whole = np.zeros((*x.shape[:-2], x.shape[-1]), x.dtype)
    whole[..., : tau.shape[-1]] = tau
    result = np.empty_like(x)
    for i in np.ndindex(x.shape[:-2]):
        result[i] = build(x[i], whole[i])[0]
    return result


def invert_permutation(order, /):
    return np.argsort(order, axis=-1)


def _ldl_routine(kind, x, hermitian):
    name = f"he{kind}" if hermitian and x.dtype.kind == "c" else f"sy{kind}"
    return lapack.get_lapack_funcs((name,), (x,))[0]


def ldl_factor(x, /, *, hermitian=False):
    factor, pivots = np.array(x), np.zeros(x.shape[:-1], np.int32)
    if x.size:
        factorise = _ldl_routine("trf", x, hermitian)
        for i in np.ndindex(x.shape[:-2]):
            factor[i], pivots[i], _ = factorise(x[i], lower=True)
    return np.tril(factor), pivots


def ldl_solve(ld, pivots, x2, /, *, hermitian=False):
    result = np.array(x2)
    if x2.size:
        solve = _ldl_routine("trs", ld, hermitian)
        for i in np.ndindex(x2.shape[:-2]):
            result[i] = solve(ld[i], pivots[i], x2[i], lower=True)[0]
    return result


def lu_factor(x, /):
    lu, pivots = np.array(x), np.zeros((*x.shape[:-2], min(x.shape[-2:])), np.int32)
    if x.size:
        (factorise,) = lapack.get_lapack_funcs(("getrf",), (x,))
        for i in np.ndindex(x.shape[:-2]):
            lu[i], pivots[i], _ = factorise(x[i])
    return lu, pivots


def matrix_diagonal(x, /):
    return np.diagonal(x, axis1=-2, axis2=-1)


def matrix_exp(x, /):
    wide = np.result_type(x.dtype, np.float64)  # squaring in float32 loses half of the digits
    return scipy.linalg.expm(x.astype(wide)).astype(x.dtype) if x.size else x


def permutation_sign(pivots, /):
    moved = pivots != np.arange(pivots.shape[-1])
    return 1 - 2 * (moved.sum(-1) % 2)


def pivots_to_permutation(pivots, size, /):
    order = np.array(np.broadcast_to(np.arange(size), (*pivots.shape[:-1], size)))
    for i in range(pivots.shape[-1]):
        other = pivots[..., i, None]
        moved = np.take_along_axis(order, other, -1)
        np.put_along_axis(order, other, order[..., i, None], -1)
        order[..., i, None] = moved
    return order


def qr(x, /, *, mode="reduced"):
    return tuple(np.linalg.qr(x, mode))


def qr_reflectors(x, /):
    reflectors, tau = np.linalg.qr(x, "raw")
    return np.matrix_transpose(reflectors), tau


def solve_triangular(x1, x2, /, *, upper=False, unit_diagonal=False):
    batch = np.broadcast_shapes(x1.shape[:-2], x2.shape[:-2])
    x1 = np.broadcast_to(x1, batch + x1.shape[-2:])
    x2 = np.broadcast_to(x2, batch + x2.shape[-2:])
    result = np.empty(x2.shape, x2.dtype)
    if x2.size:
        (solve,) = blas.get_blas_funcs(("trsm",), (x1, x2))
        for i in np.ndindex(batch):
            result[i] = solve(1, x1[i], x2[i], lower=not upper, diag=unit_diagonal)
    return result


def svd(x, /, *, full_matrices=True):
    return tuple(np.linalg.svd(x, full_matrices))
