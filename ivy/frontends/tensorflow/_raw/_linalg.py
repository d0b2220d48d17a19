"""Matrices: products, factors, solutions."""

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._checks import raise_if
from ivy.frontends.tensorflow import _schema
from ivy.frontends.tensorflow._raw import _pointwise as pointwise
from ivy.frontends.tensorflow.errors import invalid, require


def _product(a, b, flip_a, flip_b):
    """The matrix product of (transposed) operands whose leading axes broadcast."""
    a = ivy.matrix_transpose(a) if flip_a else a
    b = ivy.matrix_transpose(b) if flip_b else b
    fits = a.shape[-1] == b.shape[-2]
    require(fits, f"Matrix size-incompatible: In[0]: {list(a.shape)}, In[1]: {list(b.shape)}")
    return ivy.matmul(a, b)


def MatMul(a, b, transpose_a, transpose_b, grad_a=False, grad_b=False):
    require(a.ndim == b.ndim == 2, f"In[0] and In[1] has different ndims: {a.shape} vs. {b.shape}")
    return _product(a, b, transpose_a, transpose_b)


def BatchMatMulV2(x, y, adj_x, adj_y, grad_x=False, grad_y=False):
    require(x.ndim >= 2 and y.ndim >= 2, "In[0] and In[1] ndims must be >= 2")
    for m, n in zip(reversed(x.shape[:-2]), reversed(y.shape[:-2]), strict=False):
        require(m == n or 1 in (m, n), "In[0] and In[1] must have compatible batch dimensions")
    x = pointwise.conjugate(x) if adj_x else x
    y = pointwise.conjugate(y) if adj_y else y
    return _product(x, y, adj_x, adj_y)


def BatchMatMul(x, y, adj_x, adj_y, grad_x=False, grad_y=False):
    same = tuple(x.shape[:-2]) == tuple(y.shape[:-2])
    require(same, "In[0] and In[1] must have the same batch dimensions")
    return _schema.kernel(BatchMatMulV2)(x, y, adj_x, adj_y)


def BatchMatMulV3(x, y, Tout, adj_x, adj_y, grad_x=False, grad_y=False):
    wide = [ivy.astype(v, Tout) for v in (x, y)]
    return _schema.kernel(BatchMatMulV2)(*wide, adj_x, adj_y)


def SparseMatMul(a, b, transpose_a, transpose_b, a_is_sparse, b_is_sparse):
    wide = [ivy.astype(v, dtypes.float32) for v in (a, b)]
    return _schema.kernel(MatMul)(*wide, transpose_a, transpose_b)


def square(x):
    """Raises unless `x` is a matrix (or many) with as many rows as columns."""
    require(x.ndim >= 2, "Input must be at least a matrix")
    require(x.shape[-1] == x.shape[-2], f"Input matrix must be square, got {list(x.shape)}")


def _of_square(op):
    """`f(input)` of square matrices."""

    def function(input):
        square(input)
        return op(input)

    return function


@_of_square
def Cholesky(input):
    factor, info = ivy.cholesky_factor(input)
    message = "Cholesky decomposition was not successful. The input might not be valid."
    raise_if(ivy.not_equal(info, 0), invalid(message))
    return ivy.tril(factor)


def _sign_and_log(input):
    return ivy.determinant_sign_and_log(*ivy.lu_factor(input))


def _determinant(input):
    sign, log = _sign_and_log(input)
    return ivy.multiply(sign, ivy.astype(ivy.exp(log), ivy.dtype(input)))


def _log_determinant(input):
    sign, log = _sign_and_log(input)
    return sign, ivy.astype(log, ivy.dtype(input))


MatrixDeterminant = _of_square(_determinant)
LogMatrixDeterminant = _of_square(_log_determinant)
MatrixExponential = _of_square(ivy.matrix_exp)


def _solution(matrix, rhs):
    lu, pivots = ivy.lu_factor(matrix)
    diagonal = ivy.matrix_diagonal(lu)
    raise_if(ivy.equal(diagonal, 0), invalid("Input matrix is not invertible."))
    return ivy.lu_solve(lu, pivots, rhs)


def _adjoint(x, adjoint):
    return pointwise.conjugate(ivy.matrix_transpose(x)) if adjoint else x


def MatrixInverse(input, adjoint):
    square(input)
    eye = ivy.eye(input.shape[-1], dtype=ivy.dtype(input))
    return _solution(_adjoint(input, adjoint), ivy.broadcast_to(eye, tuple(input.shape)))


def _system(matrix, rhs):
    square(matrix)
    fits = rhs.ndim >= 2 and matrix.shape[-2] == rhs.shape[-2]
    require(fits, "Input matrix and rhs are incompatible.")


def MatrixSolve(matrix, rhs, adjoint):
    _system(matrix, rhs)
    same = tuple(matrix.shape[:-2]) == tuple(rhs.shape[:-2])
    require(same, "All input tensors must have the same outer dimensions.")
    return _solution(_adjoint(matrix, adjoint), rhs)


def _outer(*arrays):
    """Arrays with their leading axes broadcast."""
    batch = np.broadcast_shapes(*(tuple(a.shape[:-2]) for a in arrays))
    return [ivy.broadcast_to(a, (*batch, *a.shape[-2:])) for a in arrays]


def MatrixTriangularSolve(matrix, rhs, lower, adjoint):
    _system(matrix, rhs)
    matrix, rhs = _outer(matrix, rhs)
    diagonal = ivy.matrix_diagonal(matrix)
    raise_if(ivy.equal(diagonal, 0), invalid("Input matrix is not invertible."))
    upper = lower if adjoint else not lower
    matrix = _adjoint(ivy.tril(matrix) if lower else ivy.triu(matrix), adjoint)
    return ivy.solve_triangular(matrix, rhs, upper=upper)


def MatrixSolveLs(matrix, rhs, l2_regularizer: _schema.Host, fast):
    rows, columns = matrix.shape[-2:]
    require(rhs.shape[-2] == rows, "Input matrix and rhs are incompatible.")
    across = _adjoint(matrix, True)
    strength = float(l2_regularizer.item())
    if rows >= columns:
        gram = ivy.matmul(across, matrix)
        return _solution(_regular(gram, strength), ivy.matmul(across, rhs))
    gram = ivy.matmul(matrix, across)
    return ivy.matmul(across, _solution(_regular(gram, strength), rhs))


def _regular(gram, strength):
    eye = ivy.eye(gram.shape[-1], dtype=ivy.dtype(gram))
    return ivy.add(gram, ivy.multiply(eye, strength))


def Eig(input, Tout, compute_v):
    square(input)
    if not compute_v:
        return ivy.astype(ivy.eigvals(input), Tout), ivy.zeros((0,), dtype=Tout)
    values, vectors = ivy.eig(input)
    return ivy.astype(values, Tout), ivy.astype(vectors, Tout)


def SelfAdjointEigV2(input, compute_v):
    square(input)
    dtype = ivy.dtype(input)
    if not compute_v:
        return ivy.astype(ivy.eigvalsh(input), dtype), ivy.zeros((0,), dtype=dtype)
    values, vectors = ivy.eigh(input)
    return ivy.astype(values, dtype), vectors


def SelfAdjointEig(input):
    square(input)
    values, vectors = ivy.eigh(input)
    return ivy.concat([ivy.expand_dims(values, axis=-2), vectors], axis=-2)


def Svd(input, compute_uv, full_matrices):
    require(input.ndim >= 2, "Input must be at least a matrix")
    dtype = ivy.dtype(input)
    if not compute_uv:
        nothing = ivy.zeros((0,), dtype=dtype)
        return ivy.astype(ivy.svdvals(input), dtype), nothing, nothing
    u, s, vh = ivy.svd(input, full_matrices=full_matrices)
    return ivy.astype(s, dtype), u, _adjoint(vh, True)


def Qr(input, full_matrices):
    require(input.ndim >= 2, "Input must be at least a matrix")
    return tuple(ivy.qr(input, mode="complete" if full_matrices else "reduced"))


def Lu(input, output_idx_type):
    square(input)
    lu, pivots = ivy.lu_factor(input)
    permutation = ivy.pivots_to_permutation(pivots, input.shape[-1])
    return lu, ivy.astype(permutation, output_idx_type)


def Einsum(inputs, equation):
    require("->" in equation, f"Expecting '->' in einsum equation: {equation}")
    terms = equation.replace(" ", "").split("->")[0].split(",")
    require(len(terms) == len(inputs), f"Expected {len(terms)} inputs but got {len(inputs)}")
    for term, x in zip(terms, inputs, strict=True):
        fits = len(term) == x.ndim if "..." not in term else len(term) - 3 <= x.ndim
        require(fits, f"Expected input of rank {len(term)} but got {x.ndim}")
    return ivy.einsum(equation, inputs)


def TridiagonalMatMul(superdiag, maindiag, subdiag, rhs):
    rows = rhs.shape[-2]
    for d in (superdiag, maindiag, subdiag):
        require(d.shape[-2:] == (1, rows), "diagonals must be of shape [..., 1, M]")
    upper, main, lower = (ivy.matrix_transpose(d) for d in (superdiag, maindiag, subdiag))
    edge = [(0, 0)] * (rhs.ndim - 2)
    after = ivy.pad(rhs[..., 1:, :], [*edge, (0, 1), (0, 0)])
    before = ivy.pad(rhs[..., :-1, :], [*edge, (1, 0), (0, 0)])
    return upper * after + main * rhs + lower * before


def TridiagonalSolve(diagonals, rhs, partial_pivoting, perturb_singular):
    rows = diagonals.shape[-1]
    require(diagonals.shape[-2] == 3, f"Expected 3 diagonals got {diagonals.shape[-2]}")
    require(rhs.shape[-2] == rows, "The length of diagonals differs from the rows of rhs")
    lines = np.arange(rows)
    places = [ivy.constant((lines[:, None] + d == lines).astype(bool)) for d in (1, 0, -1)]
    matrix = 0
    for i, here in enumerate(places):
        line = ivy.expand_dims(diagonals[..., i, :], axis=-1)
        matrix = ivy.where(here, line, matrix)
    return _solution(matrix, rhs)


def BandedTriangularSolve(matrix, rhs, lower, adjoint):
    bands, rows = matrix.shape[-2:]
    require(rhs.shape[-2] == rows, "Input matrix and rhs are incompatible.")
    lines = np.arange(rows)
    whole = ivy.zeros((), dtype=ivy.dtype(matrix))
    for i in range(bands):
        offset = -i if lower else bands - 1 - i
        here = ivy.constant(lines[:, None] + offset == lines)
        # band i holds, at row j, the element in row j of the matrix
        whole = ivy.where(here, ivy.expand_dims(matrix[..., i, :], axis=-1), whole)
    return _schema.kernel(MatrixTriangularSolve)(whole, rhs, lower, adjoint)


_schema.publish(__name__)
