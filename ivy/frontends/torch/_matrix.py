"""Products of matrices and vectors, and the older names of linear algebra."""

import math

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _factors
from ivy.frontends.torch import _opmath as opmath


def addbmm(input, batch1, batch2, *, beta=1, alpha=1):
    return _combined(_summed, batch1, batch2, alpha, input, beta)


def addmm(input, mat1, mat2, *, beta=1, alpha=1):
    return _combined(mm, mat1, mat2, alpha, input, beta)


def addmv(input, mat, vec, *, beta=1, alpha=1):
    return _combined(mv, mat, vec, alpha, input, beta)


def baddbmm(input, batch1, batch2, *, beta=1, alpha=1):
    return _combined(bmm, batch1, batch2, alpha, input, beta)


def bmm(input, mat2):
    return _batched(input, mat2)


def cholesky(input, upper=False):
    if 0 in input.shape:
        return input
    factor, info = _factors.cholesky(input, upper)
    _factors.check(info, "cholesky")
    return factor


def cholesky_inverse(input, upper=False):
    _factors.check(_factors.singular_info(input), "cholesky_inverse")
    eye = ivy.eye(input.shape[-1], dtype=ivy.dtype(input))
    return cholesky_solve(eye, input, upper)


def cholesky_solve(input, input2, upper=False):
    lower = ivy.adjoint(input2) if upper else input2
    half = ivy.solve_triangular(lower, input)
    return ivy.solve_triangular(ivy.adjoint(lower), half, upper=True)


def dot(input, tensor):
    return _product(input, tensor, 1, 1)


def geqrf(input):
    return ivy.qr_reflectors(input)


def lu_unpack(LU_data, LU_pivots, unpack_data=True, unpack_pivots=True):
    none = ivy.zeros((0,), dtype=ivy.dtype(LU_data))
    lower, upper = _factors.triangles(LU_data) if unpack_data else (none, none)
    if not unpack_pivots:
        return none, lower, upper
    return _factors.permutation_matrix(LU_pivots, LU_data), lower, upper


def matmul(input, other):
    if not (input.ndim and other.ndim):
        raise TypeError("matmul takes no 0-d tensors")
    if input.ndim > 2 >= other.ndim:
        return rows(lambda flat: _product(flat, other, 2, other.ndim), input)
    if other.ndim > 2 == input.ndim:
        return ivy.matrix_transpose(
            matmul(ivy.matrix_transpose(other), ivy.matrix_transpose(input))
        )
    if other.ndim > 2 > input.ndim:
        return matmul(ivy.matrix_transpose(other), input)
    return _product(input, other, input.ndim, other.ndim)


def rows(function, input):
    """A function of a matrix, applied to all rows of `input` at once, as PyTorch folds them."""
    lead = tuple(input.shape[:-1])
    flat = ivy.reshape(input, (math.prod(lead), input.shape[-1]))
    out = function(flat)
    return ivy.reshape(out, (*lead, *out.shape[1:]))


def mm(input, mat2):
    return _product(input, mat2, 2, 2)


def mv(input, vec):
    return _product(input, vec, 2, 1)


def ormqr(input, tau, other, left=True, transpose=False):
    size = input.shape[-2]
    missing = size - input.shape[-1]
    wide = ivy.pad(input, [(0, 0)] * (input.ndim - 1) + [(0, missing)])
    q = ivy.householder_product(wide, tau)
    q = ivy.adjoint(q) if transpose else q
    return ivy.matmul(q, other) if left else ivy.matmul(other, q)


def renorm(input, p, dim, maxnorm):
    others = tuple(i for i in range(input.ndim) if i != dim % input.ndim)
    norm = ivy.vector_norm(opmath.widen(input), axis=others, keepdims=True, ord=p)
    factor = ivy.where(ivy.greater(norm, maxnorm), maxnorm / (norm + 1e-7), 1.0)
    return ivy.multiply(input, to.cast(factor, ivy.dtype(input)))


def triangular_solve(b, A, upper=True, transpose=False, unitriangular=False):
    batch = _factors.broadcast_batch(b, A)
    matrix = ivy.matrix_transpose(A) if transpose else A
    solution = ivy.solve_triangular(
        matrix, b, upper=upper != transpose, unit_diagonal=unitriangular
    )
    return solution, ivy.broadcast_to(A, (*batch, *A.shape[-2:]))


def vdot(input, other):
    return _product(ivy.conj(input), other, 1, 1)


def _batched(x1, x2):
    if x1.shape[:1] != x2.shape[:1]:
        raise TypeError("batches of 1 are not broadcast")
    return _product(x1, x2, 3, 3)


def _product(x1, x2, ndim1, ndim2):
    _demand_one_dtype(x1, x2)
    if x1.ndim != ndim1 or x2.ndim != ndim2:
        raise TypeError(f"expected {ndim1} and {ndim2} dimensions")
    return ivy.matmul(x1, x2)


def _demand_one_dtype(x1, x2):
    if ivy.dtype(x1) != ivy.dtype(x2):
        names = f"{ivy.dtype(x1)} != {ivy.dtype(x2)}"
        raise RuntimeError(f"expected m1 and m2 to have the same dtype, but got: {names}")


def _summed(batch1, batch2):
    return ivy.sum(_batched(batch1, batch2), axis=0)


def _combined(product, x1, x2, alpha, input, beta):
    """alpha * product + beta * input; with beta 0 a NaN in `input` does not count."""
    dtype = ivy.dtype(input)
    _demand_one_dtype(x1, input)
    wide = opmath.wide(dtype)
    if alpha == 1 and beta == 1 and wide == dtype:
        return ivy.add(product(x1, x2), input)
    out = product(to.cast(x1, wide), to.cast(x2, wide))
    if alpha != 1:
        out = ivy.multiply(out, to.cast(alpha, wide))
    if beta != 0:
        out = ivy.add(out, ivy.multiply(to.cast(input, wide), to.cast(beta, wide)))
    return to.cast(out, dtype)


_publish.publish(__name__, native="torch", helpers=[rows])
