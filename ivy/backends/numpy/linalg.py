"""Linear algebra over the last two axes. What NumPy lacks, LAPACK does, matrix by matrix."""

import numpy as np
import scipy.linalg
from scipy.linalg import blas

from ivy.backends.numpy import _adapters as like

matmul = like.wide(np.matmul)
matrix_transpose = np.matrix_transpose


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


def matrix_diagonal(x, /):
    return np.diagonal(x, axis1=-2, axis2=-1)


def matrix_exp(x, /):
    wide = np.result_type(x.dtype, np.float64)  # squaring in float32 loses half of the digits
    return scipy.linalg.expm(x.astype(wide)).astype(x.dtype) if x.size else x


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
