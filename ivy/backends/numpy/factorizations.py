"""Factorizations of matrices."""

import numpy as np
from scipy.linalg import lapack


def cholesky_factor(x, /):
    try:
        factor = np.linalg.cholesky(x)
    except np.linalg.LinAlgError:
        (potrf,) = lapack.get_lapack_funcs(("potrf",), (x,))
        factor, minor = np.zeros_like(x), np.zeros(x.shape[:-2], np.int32)
        for i in np.ndindex(minor.shape):
            factor[i], minor[i] = potrf(x[i], lower=True, clean=True)
        return factor, minor
    # NaN passes through, where LAPACK names the minor
    pivots = np.isnan(np.diagonal(factor, axis1=-2, axis2=-1))
    first = np.argmax(pivots, -1) + 1 if pivots.shape[-1] else 0
    return factor, np.asarray(np.where(pivots.any(-1), first, 0), np.int32)


def _as_complex(x):
    return np.asarray(x).astype(np.result_type(x.dtype, np.complex64), copy=False)


def eig(x, /):
    values, vectors = np.linalg.eig(x)
    return _as_complex(values), _as_complex(vectors)


def eigvals(x, /):
    return _as_complex(np.linalg.eigvals(x))


def eigh(x, /, *, upper=False):
    try:
        return tuple(np.linalg.eigh(x, "U" if upper else "L"))
    except np.linalg.LinAlgError:
        fails, safe = _without_fails(x)
        values, vectors = np.linalg.eigh(safe, "U" if upper else "L")
        return np.where(fails[..., 0], np.nan, values), np.where(fails, np.nan, vectors)


def eigvalsh(x, /, *, upper=False):
    try:
        return np.linalg.eigvalsh(x, "U" if upper else "L")
    except np.linalg.LinAlgError:
        return eigh(x, upper=upper)[0]


def _without_fails(x):
    """Which matrices are not finite, and 0 in place of them."""
    fails = ~np.isfinite(x).all((-2, -1), keepdims=True)
    return fails, np.where(fails, np.zeros((), x.dtype), x)


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


def svd(x, /, *, full_matrices=True):
    if np.isfinite(x).all():  # LAPACK may loop for ever
        return tuple(np.linalg.svd(x, full_matrices))
    fails, safe = _without_fails(x)
    u, s, vh = np.linalg.svd(safe, full_matrices)
    return (
        np.where(fails, np.nan, u),
        np.where(fails[..., 0], np.nan, s),
        np.where(fails, np.nan, vh),
    )


def svdvals(x, /):
    return np.linalg.svdvals(x) if np.isfinite(x).all() else svd(x)[1]
