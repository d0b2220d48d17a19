"""`tensorflow.linalg`."""

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.tensorflow import _convert as to
from ivy.frontends.tensorflow import _math as pointwise
from ivy.frontends.tensorflow import _public
from ivy.frontends.tensorflow import _reductions as reductions
from ivy.frontends.tensorflow._public import like, matching, public
from ivy.frontends.tensorflow._raw import _blocks as blocks
from ivy.frontends.tensorflow._raw import _linalg as raw
from ivy.frontends.tensorflow._raw import _pointwise as elementwise
from ivy.frontends.tensorflow.errors import invalid, require

band_part = public(blocks.MatrixBandPart)
cholesky = public(raw.Cholesky)
cross = public(elementwise.Cross)
det = public(raw.MatrixDeterminant)
expm = public(raw.MatrixExponential)
inv = public(raw.MatrixInverse)
solve = public(raw.MatrixSolve)
tensor_diag = public(blocks.Diag)
tensor_diag_part = public(blocks.DiagPart)


def adjoint(matrix, name=None):
    matrix = to.tensor(matrix)
    return elementwise.conjugate(ivy.matrix_transpose(matrix))


def matrix_transpose(a, name="matrix_transpose", conjugate=False):
    a = to.tensor(a)
    if a.ndim < 2:
        raise ValueError(f"Argument `a` should be a (batch) matrix with rank >= 2: {a.shape}")
    a = ivy.matrix_transpose(a)
    return elementwise.conjugate(a) if conjugate else a


def matmul(
    a, b, transpose_a=False, transpose_b=False, adjoint_a=False, adjoint_b=False,
    a_is_sparse=False, b_is_sparse=False, output_type=None, grad_a=False, grad_b=False, name=None,
):  # fmt: skip
    if (transpose_a and adjoint_a) or (transpose_b and adjoint_b):
        raise ValueError("Only one of `transpose` and `adjoint` can be True.")
    a, b = matching(a, b)
    if a.ndim <= 2 and b.ndim <= 2:
        a, b = (adjoint(v) if flip else v for v, flip in ((a, adjoint_a), (b, adjoint_b)))
        return raw.MatMul(a=a, b=b, transpose_a=transpose_a, transpose_b=transpose_b)
    a, b = (
        elementwise.conjugate(v) if flip else v for v, flip in ((a, transpose_a), (b, transpose_b))
    )
    return raw.BatchMatMulV2(
        x=a, y=b, adj_x=transpose_a or adjoint_a, adj_y=transpose_b or adjoint_b
    )


def matvec(
    a, b, transpose_a=False, adjoint_a=False, a_is_sparse=False, b_is_sparse=False, name=None
):  # fmt: skip
    a, b = matching(a, b)
    column = ivy.expand_dims(b, axis=-1)
    result = matmul(a, column, transpose_a=transpose_a, adjoint_a=adjoint_a)
    return ivy.squeeze(result, axis=-1)


def diag(
    diagonal, name="diag", k=0, num_rows=-1, num_cols=-1, padding_value=0, align="RIGHT_LEFT"
):  # fmt: skip
    return blocks.MatrixDiagV3(
        diagonal=diagonal, k=k, num_rows=num_rows, num_cols=num_cols,
        padding_value=padding_value, align=align,
    )  # fmt: skip


def diag_part(input, name="diag_part", k=0, padding_value=0, align="RIGHT_LEFT"):
    return blocks.MatrixDiagPartV3(input=input, k=k, padding_value=padding_value, align=align)


def set_diag(input, diagonal, name="set_diag", k=0, align="RIGHT_LEFT"):
    return blocks.MatrixSetDiagV3(input=input, diagonal=diagonal, k=k, align=align)


def eig(tensor, name=None):
    x = to.tensor(tensor)
    out = dtypes.complex_of(ivy.dtype(x))
    return tuple(raw.Eig(input=x, Tout=out, compute_v=True))


def eigvals(tensor, name=None):
    x = to.tensor(tensor)
    return raw.Eig(input=x, Tout=dtypes.complex_of(ivy.dtype(x)), compute_v=False)[0]


def eigh(tensor, name=None):
    return tuple(raw.SelfAdjointEigV2(input=tensor, compute_v=True))


def eigvalsh(tensor, name=None):
    return raw.SelfAdjointEigV2(input=tensor, compute_v=False)[0]


def einsum(equation, *inputs, **kwargs):
    for name in kwargs:
        if name not in ("name", "optimize"):
            raise TypeError(f"Invalid keyword arguments for this function: {name}")
    inputs = [to.tensor(x) for x in inputs]
    terms = equation.replace(" ", "")
    if terms.count("->") > 1 or terms.split("->")[0].count(",") + 1 != len(inputs):
        raise ValueError(f"Invalid equation {equation!r} for {len(inputs)} inputs")
    if "->" not in terms:
        letters = terms.replace(",", "").replace(".", "")
        once = sorted(c for c in set(letters) if letters.count(c) == 1)
        terms = f"{terms}->{'...' if '...' in terms else ''}{''.join(once)}"
    return raw.Einsum(inputs=inputs, equation=terms)


def global_norm(t_list, name=None):
    if not isinstance(t_list, (list, tuple)):
        raise TypeError("`t_list` should be a sequence of tensors.")
    halves = [pointwise.divide(reductions.reduce_sum(pointwise.square(to.tensor(t))), 2)
              for t in t_list if t is not None]  # fmt: skip
    if not halves:
        raise ValueError("no tensors")
    return pointwise.sqrt(pointwise.multiply(pointwise.add_n(halves), 2))


def logdet(matrix, name=None):
    factor = cholesky(matrix)
    lines = ivy.log(ivy.real(ivy.matrix_diagonal(factor)) if dtypes.is_complex(ivy.dtype(factor))
                    else ivy.matrix_diagonal(factor))  # fmt: skip
    return ivy.multiply(ivy.sum(lines, axis=-1), 2)


def slogdet(input, name=None):
    return raw.LogMatrixDeterminant(input=input)


def lstsq(matrix, rhs, l2_regularizer=0.0, fast=True, name=None):
    return raw.MatrixSolveLs(
        matrix=matrix, rhs=rhs, l2_regularizer=np.asarray(l2_regularizer), fast=fast
    )


def lu(input, output_idx_type=dtypes.int32, name=None):
    return raw.Lu(input=input, output_idx_type=output_idx_type)


def lu_matrix_inverse(lower_upper, perm, validate_args=False, name=None):
    lower_upper = to.tensor(lower_upper)
    eye = ivy.eye(lower_upper.shape[-1], dtype=ivy.dtype(lower_upper))
    return lu_solve(lower_upper, perm, ivy.broadcast_to(eye, tuple(lower_upper.shape)))


def _factors(lower_upper):
    lower = ivy.tril(lower_upper, k=-1)
    return ivy.add(lower, ivy.eye(lower_upper.shape[-1], dtype=ivy.dtype(lower))), ivy.triu(
        lower_upper
    )


def lu_reconstruct(lower_upper, perm, validate_args=False, name=None):
    lower_upper = to.tensor(lower_upper)
    product = ivy.matmul(*_factors(lower_upper))
    order = ivy.argsort(ivy.astype(to.tensor(perm), dtypes.int64), axis=-1)
    places = ivy.broadcast_to(ivy.expand_dims(order, axis=-1), tuple(product.shape))
    return ivy.take_along_axis(product, places, axis=product.ndim - 2)


def lu_solve(lower_upper, perm, rhs, validate_args=False, name=None):
    lower_upper, rhs = matching(lower_upper, rhs)
    perm = ivy.astype(to.tensor(perm), dtypes.int64)
    batch = np.broadcast_shapes(tuple(lower_upper.shape[:-2]), tuple(rhs.shape[:-2]))
    rhs = ivy.broadcast_to(rhs, (*batch, *rhs.shape[-2:]))
    places = ivy.broadcast_to(ivy.expand_dims(perm, axis=-1), tuple(rhs.shape))
    rhs = ivy.take_along_axis(rhs, places, axis=rhs.ndim - 2)
    lower, upper = _factors(lower_upper)
    middle = raw.MatrixTriangularSolve(matrix=lower, rhs=rhs)
    return raw.MatrixTriangularSolve(matrix=upper, rhs=middle, lower=False)


def cholesky_solve(chol, rhs, name=None):
    middle = raw.MatrixTriangularSolve(matrix=chol, rhs=rhs)
    return raw.MatrixTriangularSolve(matrix=chol, rhs=middle, adjoint=True)


def triangular_solve(matrix, rhs, lower=True, adjoint=False, name=None):
    return raw.MatrixTriangularSolve(matrix=matrix, rhs=rhs, lower=lower, adjoint=adjoint)


def matrix_rank(a, tol=None, validate_args=False, name=None):
    a = to.tensor(a)
    if a.ndim < 2:
        raise ValueError("Input `a` must have rank 2 or more")
    values = raw.Svd(input=a, compute_uv=False).s
    values = ivy.real(values) if dtypes.is_complex(ivy.dtype(values)) else values
    if tol is None:
        eps = dtypes.epsilon(ivy.dtype(values)) * max(a.shape[-2:])
        tol = ivy.multiply(ivy.max(values, axis=-1, keepdims=True), eps)
    return ivy.astype(
        ivy.sum(ivy.astype(ivy.greater(values, tol), dtypes.int32), axis=-1), dtypes.int32
    )


def norm(tensor, ord="euclidean", axis=None, keepdims=None, name=None):
    x = to.tensor(tensor)
    pair = isinstance(axis, (list, tuple))
    if pair and (len(axis) != 2 or axis[0] == axis[1]):
        raise ValueError(f"'axis' must be None, an integer, or a tuple of 2 integers, got {axis}")
    if ord not in ("fro", "euclidean", 1, 2, np.inf) and (
        pair or not isinstance(ord, (int, float))
    ):
        raise ValueError(f"'ord' must be a supported norm, got {ord}")
    if not pair and not isinstance(ord, str) and ord <= 0:
        raise ValueError(f"'ord' must be a supported vector norm, got {ord}")
    if ord == "fro" and not pair and axis is not None:
        raise ValueError("'fro' is a norm of matrices")
    keepdims = bool(keepdims)
    size = pointwise.abs(x)
    if ord in ("fro", "euclidean") or (ord == 2 and not pair):
        squares = ivy.multiply(x, elementwise.conjugate(x))
        return pointwise.sqrt(reductions.reduce_sum(squares, axis, keepdims))
    if pair and ord == 2:
        return _spectral(x, axis, keepdims)
    if pair:
        return _of_lines(size, axis, ord, keepdims)
    if ord == 1:
        return reductions.reduce_sum(size, axis, keepdims)
    if ord == np.inf:
        return reductions.reduce_max(size, axis, keepdims)
    total = reductions.reduce_sum(pointwise.pow(size, ord), axis, keepdims)
    return pointwise.pow(total, 1.0 / ord)


def _spectral(x, axis, keepdims):
    axes = tuple(a % x.ndim for a in axis)
    values = raw.Svd(input=ivy.moveaxis(x, axes, (-2, -1)), compute_uv=False).s
    top = ivy.max(values, axis=-1)
    return ivy.expand_dims(top, axis=tuple(sorted(axes))) if keepdims else top


def _of_lines(size, axis, ord, keepdims):
    summed, best = axis if ord == 1 else axis[::-1]
    total = reductions.reduce_sum(size, summed, True)
    top = reductions.reduce_max(total, best, True)
    return top if keepdims else ivy.squeeze(top, axis=tuple(a % size.ndim for a in axis))


def normalize(tensor, ord="euclidean", axis=None, name=None):
    x = to.tensor(tensor)
    length = norm(x, ord, axis, True)
    return pointwise.truediv(x, length), length


def pinv(a, rcond=None, validate_args=False, name=None):
    a = to.tensor(a)
    if not dtypes.is_floating(ivy.dtype(a)):
        raise TypeError(f"Input `a` must have `float`-like `dtype` (saw {ivy.dtype(a)}).")
    if a.ndim < 2:
        raise ValueError("Input `a` must have at least 2 dimensions")
    eps = 10 * max(a.shape[-2:]) * dtypes.epsilon(ivy.dtype(a))
    rcond = like(a, eps) if rcond is None else to.tensor(rcond, ivy.dtype(a))
    s, u, v = raw.Svd(input=a)
    bound = ivy.multiply(ivy.expand_dims(rcond, axis=-1), ivy.max(s, axis=-1, keepdims=True))
    factors = ivy.where(ivy.greater(s, bound), ivy.reciprocal(s), 0)
    return ivy.matmul(ivy.multiply(v, ivy.expand_dims(factors, axis=-2)), ivy.matrix_transpose(u))


def qr(input, full_matrices=False, name=None):
    return raw.Qr(input=input, full_matrices=full_matrices)


def svd(tensor, full_matrices=False, compute_uv=True, name=None):
    s, u, v = raw.Svd(input=tensor, full_matrices=full_matrices, compute_uv=compute_uv)
    if not compute_uv:
        return ivy.real(s) if dtypes.is_complex(ivy.dtype(s)) else s
    return (ivy.real(s) if dtypes.is_complex(ivy.dtype(s)) else s), u, v


def tensordot(a, b, axes, name=None):
    a, b = matching(a, b)
    one, two = _contracted(a, b, axes)
    if [a.shape[i] for i in one] != [b.shape[i] for i in two]:
        raise invalid("Matrix size-incompatible")
    free = [[i for i in range(x.ndim) if i not in used] for x, used in ((a, one), (b, two))]
    inner = math.prod(a.shape[i] for i in one)
    left = ivy.reshape(ivy.permute_dims(a, (*free[0], *one)), (-1, inner))
    right = ivy.reshape(ivy.permute_dims(b, (*two, *free[1])), (inner, -1))
    shape = [a.shape[i] for i in free[0]] + [b.shape[i] for i in free[1]]
    return ivy.reshape(raw.MatMul(a=left, b=right), tuple(shape))


def _contracted(a, b, axes):
    if isinstance(axes, int):
        if axes < 0 or axes > a.ndim:
            raise ValueError(f"`axes` must be in [0, {a.ndim}]. Received: {axes}")
        return list(range(a.ndim - axes, a.ndim)), list(range(axes))
    if not isinstance(axes, (list, tuple)) or len(axes) != 2:
        raise ValueError(f"`axes` must be an integer or have length 2. Received {axes}.")
    one, two = ([v] if isinstance(v, int) else list(v) for v in axes)
    if len(one) != len(two):
        raise ValueError("Different number of contraction axes `a` and `b`")
    return [i % a.ndim for i in one], [i % b.ndim for i in two]


def trace(x, name=None):
    x = to.tensor(x)
    require(x.ndim >= 2, "input must be at least 2-dim")
    return reductions.reduce_sum(ivy.matrix_diagonal(x), [-1])


def tridiagonal_matmul(diagonals, rhs, diagonals_format="compact", name=None):
    if diagonals_format not in ("compact", "sequence"):
        raise ValueError(f"Unsupported diagonals_format: {diagonals_format}")
    if diagonals_format == "compact":
        diagonals = to.tensor(diagonals)
        diagonals = [diagonals[..., i, :] for i in range(3)]
    upper, main, lower = (ivy.expand_dims(to.tensor(d), axis=-2) for d in diagonals)
    return raw.TridiagonalMatMul(superdiag=upper, maindiag=main, subdiag=lower, rhs=rhs)


def tridiagonal_solve(
    diagonals, rhs, diagonals_format="compact", transpose_rhs=False, conjugate_rhs=False,
    name=None, partial_pivoting=True, perturb_singular=False,
):  # fmt: skip
    if diagonals_format != "compact":
        raise NotImplementedError("ivy: diagonals_format='compact' is the one there is")
    diagonals, rhs = matching(diagonals, rhs)
    vector = rhs.ndim == diagonals.ndim - 1
    rhs = ivy.expand_dims(rhs, axis=-1) if vector else rhs
    rhs = ivy.matrix_transpose(rhs) if transpose_rhs and not vector else rhs
    rhs = elementwise.conjugate(rhs) if conjugate_rhs else rhs
    result = raw.TridiagonalSolve(diagonals=diagonals, rhs=rhs, partial_pivoting=partial_pivoting)
    return ivy.squeeze(result, axis=-1) if vector else result


_public.publish(__name__, native="tensorflow.linalg", helpers=())
