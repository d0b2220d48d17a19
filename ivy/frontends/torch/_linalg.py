"""`torch.linalg`: what PyTorch does not compose of other functions."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _adapters, _factors
from ivy.frontends.torch import _dtypes as to


def cholesky_ex(input, *, upper=False, check_errors=False):
    factor, info = _factors.cholesky(input, upper)
    if check_errors:
        _factors.check(info, "linalg.cholesky_ex")
    return factor, info


def cross(input, other, *, dim=-1):
    to.require_one(input, other)
    a, b = (_parts(x, dim) for x in (input, other))
    parts = [a[i - 2] * b[i - 1] - a[i - 1] * b[i - 2] for i in range(3)]
    return ivy.stack(parts, axis=dim)


def _parts(x, dim):
    if x.shape[dim] != 3:
        raise TypeError("a cross product takes vectors of length 3")
    x = ivy.moveaxis(x, dim, 0)
    return x[0], x[1], x[2]


def eig(input):
    return ivy.eig(_factors.demand(input, ivy.isfinite(input), "eig"))


def householder_product(input, tau):
    return ivy.householder_product(input, tau)


def inv_ex(A, *, check_errors=False):
    packed, pivots = ivy.lu_factor(A)
    info = _factors.singular_info(packed)
    if check_errors:
        _factors.check(info, "linalg.inv_ex")
    eye = ivy.eye(A.shape[-1], dtype=ivy.dtype(A))
    return ivy.lu_solve(packed, pivots, eye), info


def ldl_factor_ex(input, *, hermitian=False, check_errors=False):
    factor, pivots = ivy.ldl_factor(input, hermitian=hermitian)
    pivot = ivy.matrix_diagonal(factor)
    info = _factors.first_true(ivy.logical_or(ivy.equal(pivot, 0), ivy.isnan(pivot)))
    if check_errors:
        _factors.check(info, "torch.linalg.ldl_factor_ex")
    return factor, pivots, info


def ldl_solve(LD, pivots, B, *, hermitian=False):
    batch = _factors.broadcast_batch(LD, B)
    LD = ivy.broadcast_to(LD, (*batch, *LD.shape[-2:]))
    pivots = ivy.broadcast_to(pivots, (*batch, pivots.shape[-1]))
    B = ivy.broadcast_to(B, (*batch, *B.shape[-2:]))
    return ivy.ldl_solve(LD, pivots, B, hermitian=hermitian)


def lstsq(input, b, rcond=None, *, driver=None):
    driver = driver or "gelsy"
    m, n = input.shape[-2:]
    input, b = (_factors.without_nan(x, "lstsq") for x in (input, b))
    if driver == "gelsd":
        input = _factors.demand(input, ivy.isfinite(input), "lstsq")
    is_vector = _factors.is_vector(input, b)
    B = ivy.expand_dims(b, axis=-1) if is_vector else b
    kind = dtypes.real_of(ivy.dtype(input))
    rank, values = ivy.zeros((0,), dtype=dtypes.int64), ivy.zeros((0,), dtype=kind)
    if driver == "gels":
        solution = _full_rank_solution(input, B)
    else:
        if rcond is None:
            rcond = dtypes.epsilon(kind) * max(m, n)
        solution, rank, found = _least_norm_solution(input, B, rcond)
        values = values if driver == "gelsy" else found
    residuals = ivy.zeros((0,), dtype=kind)
    unique = driver == "gels" or ivy.item(ivy.all(ivy.equal(rank, n)))
    if m > n and driver != "gelsy" and unique:
        distance = ivy.abs(ivy.matmul(input, solution) - B)
        residuals = ivy.sum(ivy.square(distance), axis=-2)
    return (solution[..., 0] if is_vector else solution), residuals, rank, values


def _full_rank_solution(A, B):
    if 0 in A.shape:
        return ivy.zeros((*A.shape[:-2], A.shape[-1], B.shape[-1]), dtype=ivy.dtype(A))
    zero = ivy.all(ivy.equal(A, 0), axis=(-2, -1), keepdims=True)  # LAPACK's solution is 0
    if A.shape[-2] >= A.shape[-1]:
        q, r = ivy.qr(A)
        r = _of_full_rank(r, zero)
        solution = ivy.solve_triangular(r, ivy.matmul(ivy.adjoint(q), B), upper=True)
    else:
        q, r = ivy.qr(ivy.adjoint(A))
        r = _of_full_rank(r, zero)
        solution = ivy.matmul(q, ivy.solve_triangular(ivy.adjoint(r), B))
    return ivy.where(zero, 0, solution)


def _of_full_rank(r, zero):
    pivots = ivy.not_equal(ivy.matrix_diagonal(r), 0)
    return _factors.demand(r, ivy.logical_or(pivots, zero[..., 0]), "gels")


def _least_norm_solution(A, B, rcond):
    u, s, vh = ivy.svd(A, full_matrices=False)
    counts = ivy.greater(s, ivy.multiply(s[..., :1], rcond))
    inverse = ivy.where(counts, ivy.reciprocal(ivy.where(counts, s, 1)), 0)
    inverse = ivy.astype(ivy.expand_dims(inverse, axis=-1), ivy.dtype(A))
    solution = ivy.matmul(ivy.adjoint(vh), inverse * ivy.matmul(ivy.adjoint(u), B))
    return solution, ivy.sum(ivy.astype(counts, dtypes.int64), axis=-1), s


def lu(A, *, pivot=True):
    _demand_pivots(pivot)
    packed, pivots = _factors.lu(A)
    return (_factors.permutation_matrix(pivots, packed), *_factors.triangles(packed))


def lu_factor_ex(A, *, pivot=True, check_errors=False):
    _demand_pivots(pivot)
    packed, pivots = _factors.lu(A)
    info = _factors.singular_info(packed)
    if check_errors:
        _factors.check(info, "torch.linalg.lu_factor_ex")
    return packed, pivots, info


def _demand_pivots(pivot):
    if not pivot:
        raise RuntimeError("linalg.lu_factor: LU without pivoting is not implemented on the CPU")


def lu_solve(LU, pivots, B, *, left=True, adjoint=False):
    if left:
        return ivy.lu_solve(LU, pivots - 1, B, adjoint=adjoint)
    # X A = B is A^H X^H = B^H
    return ivy.adjoint(ivy.lu_solve(LU, pivots - 1, ivy.adjoint(B), adjoint=not adjoint))


def matrix_exp(input):
    return ivy.matrix_exp(input)


def qr(A, mode="reduced"):
    if mode not in ("r", "reduced", "complete"):
        raise RuntimeError(f"qr received unrecognized mode '{mode}'")
    if mode == "r":
        return ivy.zeros((0,), dtype=ivy.dtype(A)), ivy.qr(A)[1]
    return ivy.qr(A, mode=mode)


def solve_triangular(input, B, *, upper, left=True, unitriangular=False):
    if left:
        return ivy.solve_triangular(input, B, upper=upper, unit_diagonal=unitriangular)
    flipped = ivy.matrix_transpose(input), ivy.matrix_transpose(B)
    solution = ivy.solve_triangular(*flipped, upper=not upper, unit_diagonal=unitriangular)
    return ivy.matrix_transpose(solution)


def vector_norm(x, ord=2, dim=None, keepdim=False, *, dtype=None):
    x = x if dtype is None else to.cast(x, dtype)
    kind = ivy.dtype(x)
    if dtypes.category(kind) < 2:
        raise TypeError("a norm takes floating or complex tensors")
    wide = to.cast(x, dtypes.float32) if kind.itemsize == 2 else x
    axis = _adapters.axes(dim) if x.ndim else None
    norm = ivy.vector_norm(wide, axis=axis, keepdims=keepdim, ord=ord)
    return to.cast(norm, dtypes.real_of(kind))


_publish.publish(__name__, native="torch.linalg")
