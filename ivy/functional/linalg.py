"""Linear algebra over the last two axes; axes before them are a batch."""

from __future__ import annotations

import builtins
import math
from collections.abc import Sequence

from ivy import functional as ops
from ivy._core import dtypes, rules
from ivy._core.op import Array, Scalar, composite, primitive
from ivy.functional._equations import explicit


def _matmul_shape(x1, x2):
    left, right = tuple(x1.shape), tuple(x2.shape)
    if len(left) == 1 or len(right) == 1:
        return left[:-1] + right[:-2] + right[-1:] * (len(right) > 1)
    batch = rules.broadcast(_Batch(left), _Batch(right))
    return (*batch, left[-2], right[-1])


class _Batch:
    def __init__(self, shape):
        self.shape = shape[:-2]


def _solve_shape(x1, x2, **_):
    return (*rules.broadcast(_Batch(x1.shape), _Batch(x2.shape)), *x2.shape[-2:])


def _transposed_shape(x):
    return (*x.shape[:-2], x.shape[-1], x.shape[-2])


def _without_last(x, **_):
    return tuple(x.shape[:-1])


def _rank(x):
    return min(x.shape[-2:])


def _batched(x, *size):
    return (*x.shape[:-2], *size)


def _of_factors(x, *_, **__):
    """Eigenvalues or pivots beside a matrix: one for each row."""
    return tuple(x.shape[:-1]), tuple(x.shape)


def _qr_shapes(x, *, mode="reduced"):
    rows, columns = x.shape[-2:]
    inner = rows if mode == "complete" else _rank(x)
    return _batched(x, rows, inner), _batched(x, inner, columns)


def _svd_shapes(x, *, full_matrices=True):
    rows, columns = x.shape[-2:]
    k = _rank(x)
    left, right = (rows, columns) if full_matrices else (k, k)
    return _batched(x, rows, left), _batched(x, k), _batched(x, right, columns)


def _einsum_shape(equation, arrays):
    terms, output = explicit(equation, [len(x.shape) for x in arrays])
    sizes = {}
    for term, x in zip(terms, arrays, strict=True):
        for letter, n in zip(term, x.shape, strict=True):
            sizes[letter] = n if sizes.get(letter, 1) == 1 else sizes[letter]
    return tuple(sizes[letter] for letter in output)


@composite(shape=_transposed_shape, dtype=rules.same)
def adjoint(x: Array, /) -> Array:
    """Conjugate transpose of the last two axes.

    >>> import ivy, numpy as np
    >>> ivy.adjoint(np.asarray([[1 + 2j, 0j], [3j, 4 + 0j]])).tolist()
    [[(1-2j), -3j], [-0j, (4-0j)]]
    """
    x = matrix_transpose(x)
    return ops.conj(x) if dtypes.is_complex(ops.dtype(x)) else x


@primitive(
    shape=lambda x: (x.shape, _batched(x)),
    dtype=lambda x: (x, dtypes.int32),
)
def cholesky_factor(x: Array, /) -> tuple[Array, Array]:
    """Lower Cholesky factor of the lower triangle, and where there is none.

    That is the order, int32, of the first leading minor that is not positive definite (0: all are).
    Where it is not 0, the factor is undefined.

    >>> import ivy, numpy as np
    >>> ivy.cholesky_factor(np.asarray([[2.0, 1.0], [1.0, 3.0]]))[0].round(4).tolist()
    [[1.4142, 0.0], [0.7071, 1.5811]]
    """
    ...


@composite()
def determinant_sign_and_log(lu: Array, pivots: Array, /) -> tuple[Array, Array]:
    """Sign and logarithm of the absolute determinant of a matrix, from its `lu_factor`.

    >>> import ivy, numpy as np
    >>> sign, log = ivy.determinant_sign_and_log(*ivy.lu_factor(np.asarray([[2.0, 1.0], [1.0, 3.0]])))
    >>> (sign * np.exp(log)).round(4).tolist()
    5.0
    """
    diagonal = matrix_diagonal(lu)
    dtype = ops.dtype(lu)
    sign = ops.prod(ops.sign(diagonal), axis=-1)
    sign = ops.multiply(sign, ops.astype(permutation_sign(pivots), dtype))
    return sign, ops.sum(ops.log(ops.abs(diagonal)), axis=-1)


@primitive(shape=_of_factors, dtype=lambda x: (dtypes.complex_of(x),) * 2)
def eig(x: Array, /) -> tuple[Array, Array]:
    """Eigenvalues and right eigenvectors (columns), complex.

    >>> import ivy, numpy as np
    >>> ivy.eig(np.asarray([[2.0, 0.0], [0.0, 3.0]]))[0].tolist()
    [(2+0j), (3+0j)]
    """
    ...


@primitive(shape=_without_last, dtype=dtypes.complex_of)
def eigvals(x: Array, /) -> Array:
    """Eigenvalues, complex.

    >>> import ivy, numpy as np
    >>> ivy.eigvals(np.asarray([[0.0, -1.0], [1.0, 0.0]])).tolist()
    [1j, -1j]
    """
    ...


@primitive(shape=_of_factors, dtype=lambda x, **_: (rules.real(x), x))
def eigh(x: Array, /, *, upper: bool = False) -> tuple[Array, Array]:
    """As `eigvalsh`, with eigenvectors as columns.

    >>> import ivy, numpy as np
    >>> ivy.eigh(np.asarray([[2.0, 0.0], [0.0, 3.0]]))[0].tolist()
    [2.0, 3.0]
    """
    ...


@primitive(shape=_without_last, dtype=rules.real)
def eigvalsh(x: Array, /, *, upper: bool = False) -> Array:
    """Ascending eigenvalues of a Hermitian matrix, of which one triangle is read.

    >>> import ivy, numpy as np
    >>> ivy.eigvalsh(np.asarray([[2.0, 1.0], [1.0, 3.0]])).round(4).tolist()
    [1.382, 3.618]
    """
    ...


@primitive(shape=_einsum_shape, dtype=lambda equation, arrays: rules.promote(*arrays))
def einsum(equation: str, arrays: Sequence[Array], /) -> Array:
    """Sum of products over the repeated letters of `equation`.

    >>> import ivy, numpy as np
    >>> ivy.einsum('ij,j->i', [np.eye(2), np.asarray([3.0, 4.0])]).tolist()
    [3.0, 4.0]
    """
    ...


@composite(dtype=rules.promote)
def grouped_matmul(x1: Array, x2: Array, ends: Array, /) -> Array:
    """Matrix products per group, where the group ends before `ends[i]` on the axis that is divided.

    The rows of a matrix times one matrix per group, one matrix per group times the columns of a
    matrix, or, of two matrices, the columns of one times the rows of the other, one product per
    group. Rows and columns behind the last end give 0.

    >>> import ivy, numpy as np
    >>> factors = np.asarray([[[1.0]], [[10.0]]])
    >>> ivy.grouped_matmul(np.ones((3, 1)), factors, np.asarray([2, 3])).tolist()
    [[1.0], [1.0], [10.0]]
    """
    if x1.ndim == 3:  # (A B)^T = B^T A^T
        return matrix_transpose(grouped_matmul(matrix_transpose(x2), matrix_transpose(x1), ends))
    size = x1.shape[0] if x2.ndim == 3 else x2.shape[0]
    member = ops.expand_dims(_members(size, ends), axis=-1)
    if x2.ndim == 3:  # selected afterwards: another group's infinity must not become a NaN here
        products = matmul(ops.expand_dims(x1, axis=0), x2)
        return ops.sum(ops.where(member, products, 0), axis=0)
    columns = ops.where(matrix_transpose(member), ops.expand_dims(x1, axis=0), 0)
    return matmul(columns, ops.where(member, ops.expand_dims(x2, axis=0), 0))


def _members(size, ends):
    """Whether position j is in group i."""
    at = ops.arange(0, size, dtype=dtypes.int64)
    ends = ops.expand_dims(ops.astype(ends, dtypes.int64), axis=-1)
    before = ops.less(at, ends)
    starts = ops.zeros((1, size), dtype=dtypes.bool_)
    started = ops.concat([starts, before[:-1]], axis=0)
    return ops.logical_and(before, ops.logical_not(started))


@primitive(shape=rules.same, dtype=rules.same)
def householder_product(x: Array, tau: Array, /) -> Array:
    """The first columns of the product of reflectors I - tau v v^H, v below the diagonal of `x`.

    >>> import ivy, numpy as np
    >>> ivy.householder_product(np.asarray([[1.0], [2.0]]), np.asarray([0.4])).tolist()
    [[0.6], [-0.8]]
    """
    ...


@primitive(shape=lambda x, **_: (x.shape, x.shape[:-1]), dtype=lambda x, **_: (x, dtypes.int32))
def ldl_factor(x: Array, /, *, hermitian: bool = False) -> tuple[Array, Array]:
    """Bunch-Kaufman factors of the lower triangle, packed, and pivots (int32), as in LAPACK.

    >>> import ivy, numpy as np
    >>> ld, pivots = ivy.ldl_factor(np.asarray([[2.0, 1.0], [1.0, 3.0]]))
    >>> ld.tolist()
    [[2.0, 0.0], [0.5, 2.5]]
    """
    ...


@primitive(shape=lambda ld, pivots, x2, **_: _solve_shape(ld, x2), dtype=rules.same)
def ldl_solve(ld: Array, pivots: Array, x2: Array, /, *, hermitian: bool = False) -> Array:
    """The solution of A X = `x2`, from the `ldl_factor` of A (same batch axes).

    >>> import ivy, numpy as np
    >>> ld, pivots = ivy.ldl_factor(np.asarray([[2.0, 1.0], [1.0, 3.0]]))
    >>> ivy.ldl_solve(ld, pivots, np.asarray([[3.0], [4.0]])).tolist()
    [[1.0], [1.0]]
    """
    ...


@primitive(
    shape=lambda x: (x.shape, _batched(x, _rank(x))),
    dtype=lambda x: (x, dtypes.int32),
)
def lu_factor(x: Array, /) -> tuple[Array, Array]:
    """L and U packed into one matrix, and the row (int32, from 0) that each row was swapped with.

    >>> import ivy, numpy as np
    >>> lu, pivots = ivy.lu_factor(np.asarray([[1.0, 2.0], [4.0, 4.0]]))
    >>> lu.tolist(), pivots.tolist()
    ([[4.0, 4.0], [0.25, 1.0]], [1, 1])
    """
    ...


@composite(shape=lambda lu, pivots, x2, **_: _solve_shape(lu, x2), dtype=rules.same)
def lu_solve(lu: Array, pivots: Array, x2: Array, /, *, adjoint: bool = False) -> Array:
    """The solution of A X = `x2` (or A^H X), from the `lu_factor` of A.

    >>> import ivy, numpy as np
    >>> lu, pivots = ivy.lu_factor(np.asarray([[2.0, 1.0], [1.0, 3.0]]))
    >>> ivy.lu_solve(lu, pivots, np.asarray([[3.0], [4.0]])).tolist()
    [[1.0], [1.0]]
    """
    order = pivots_to_permutation(pivots, lu.shape[-1])
    if not adjoint:
        x2 = take_rows(x2, order)
        x2 = solve_triangular(lu, x2, unit_diagonal=True)
        return solve_triangular(lu, x2, upper=True)
    flipped = _adjoint(lu)
    x2 = solve_triangular(flipped, x2)
    x2 = solve_triangular(flipped, x2, upper=True, unit_diagonal=True)
    return take_rows(x2, invert_permutation(order))


_adjoint = adjoint


def take_rows(x, order):
    batch = rules.broadcast(_Batch(x.shape), _Batch((*order.shape, 1)))
    x = ops.broadcast_to(x, (*batch, *x.shape[-2:]))
    order = ops.broadcast_to(
        ops.expand_dims(order, axis=-1), (*batch, order.shape[-1], x.shape[-1])
    )
    return ops.take_along_axis(x, order, axis=x.ndim - 2, bounds="clip")


@primitive(shape=rules.same, dtype=rules.same)
def invert_permutation(order: Array, /) -> Array:
    """The permutation along the last axis that undoes `order`.

    >>> import ivy, numpy as np
    >>> ivy.invert_permutation(np.asarray([2, 0, 1])).tolist()
    [1, 2, 0]
    """
    ...


@primitive(shape=_matmul_shape, dtype=rules.promote)
def matmul(x1: Array, x2: Array, /) -> Array:
    """Matrix product with broadcast batch axes; one-dimensional operands are vectors.

    >>> import ivy, numpy as np
    >>> ivy.matmul(np.asarray([[1, 2], [3, 4]]), np.asarray([1, 1])).tolist()
    [3, 7]
    """
    ...


@primitive(shape=lambda x: _batched(x, _rank(x)), dtype=rules.same)
def matrix_diagonal(x: Array, /) -> Array:
    """The main diagonal of the last two axes, as the last axis.

    >>> import ivy, numpy as np
    >>> ivy.matrix_diagonal(np.asarray([[1, 2], [3, 4]])).tolist()
    [1, 4]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def matrix_exp(x: Array, /) -> Array:
    """The exponential of square matrices.

    >>> import ivy, numpy as np
    >>> ivy.matrix_exp(np.asarray([[0.0, 1.0], [0.0, 0.0]])).tolist()
    [[1.0, 1.0], [0.0, 1.0]]
    """
    ...


@primitive(shape=_transposed_shape, dtype=rules.same)
def matrix_transpose(x: Array, /) -> Array:
    """The last two axes swapped.

    >>> import ivy, numpy as np
    >>> ivy.matrix_transpose(np.asarray([[1, 2], [3, 4]])).tolist()
    [[1, 3], [2, 4]]
    """
    ...


@primitive(shape=_without_last, dtype=rules.index)
def permutation_sign(pivots: Array, /) -> Array:
    """1 or -1 (int64): the determinant of the row swaps of `lu_factor`.

    >>> import ivy, numpy as np
    >>> ivy.permutation_sign(np.asarray([1, 1])).tolist()
    -1
    """
    ...


@primitive(shape=lambda pivots, size: (*pivots.shape[:-1], size), dtype=rules.index)
def pivots_to_permutation(pivots: Array, size: int, /) -> Array:
    """The order of `size` rows (int64) after the swaps of `lu_factor`, so that A[order] = L U.

    >>> import ivy, numpy as np
    >>> ivy.pivots_to_permutation(np.asarray([2, 2, 2]), 3).tolist()
    [2, 0, 1]
    """
    ...


@primitive(shape=_qr_shapes, dtype=lambda x, **_: (x, x))
def qr(x: Array, /, *, mode: str = "reduced") -> tuple[Array, Array]:
    """Orthonormal columns Q and triangular R with Q R = `x`; `mode` is reduced or complete.

    >>> import ivy, numpy as np
    >>> q, r = ivy.qr(np.asarray([[2.0, 1.0], [1.0, 3.0]]))
    >>> (q @ r).round(4).tolist()
    [[2.0, 1.0], [1.0, 3.0]]
    """
    ...


@primitive(
    shape=lambda x: (x.shape, _batched(x, _rank(x))),
    dtype=lambda x: (x, x),
)
def qr_reflectors(x: Array, /) -> tuple[Array, Array]:
    """The QR factorisation as LAPACK's geqrf gives it: R above, reflectors below, and their tau.

    >>> import ivy, numpy as np
    >>> ivy.qr_reflectors(np.asarray([[2.0, 1.0], [1.0, 3.0]]))[1].round(4).tolist()
    [1.8944, 0.0]
    """
    ...


@primitive(shape=_solve_shape, dtype=rules.same)
def solve_triangular(
    x1: Array, x2: Array, /, *, upper: bool = False, unit_diagonal: bool = False
) -> Array:
    """The solution of `x1` X = `x2`, reading one triangle of `x1`; a singular one gives inf or NaN.

    >>> import ivy, numpy as np
    >>> ivy.solve_triangular(np.asarray([[2.0, 0.0], [1.0, 4.0]]), np.asarray([[2.0], [9.0]])).tolist()
    [[1.0], [2.0]]
    """
    ...


@primitive(shape=_svd_shapes, dtype=lambda x, **_: (x, rules.real(x), x))
def svd(x: Array, /, *, full_matrices: bool = True) -> tuple[Array, Array, Array]:
    """U, the descending singular values S, and V^H, with U diag(S) V^H = `x`.

    >>> import ivy, numpy as np
    >>> ivy.svd(np.asarray([[3.0, 0.0], [0.0, 2.0]]))[1].tolist()
    [3.0, 2.0]
    """
    ...


@primitive(shape=lambda x: _batched(x, _rank(x)), dtype=rules.real)
def svdvals(x: Array, /) -> Array:
    """Descending singular values.

    >>> import ivy, numpy as np
    >>> ivy.svdvals(np.asarray([[3.0, 0.0], [0.0, 2.0]])).round(4).tolist()
    [3.0, 2.0]
    """
    ...


@composite(shape=rules.reduce, dtype=rules.real)
def vector_norm(
    x: Array,
    /,
    *,
    axis: int | Sequence[int] | None = None,
    keepdims: bool = False,
    ord: Scalar = 2,
) -> Array:
    """The `ord`-norm along `axis`; 0 counts nonzeros, inf and -inf are largest and smallest.

    >>> import ivy, numpy as np
    >>> float(ivy.vector_norm(np.asarray([3.0, 4.0])))
    5.0
    """
    where = {"axis": axis, "keepdims": keepdims}
    size = ops.abs(x)
    if ord == 0:
        nonzero = ops.not_equal(size, 0)
        return ops.sum(ops.astype(nonzero, ops.dtype(size)), **where)
    if builtins.abs(ord) == math.inf:
        if 0 in x.shape and ord > 0:
            return ops.sum(size, **where)
        return ops.max(size, **where) if ord > 0 else ops.min(size, **where)
    if ord == 1:
        return ops.sum(size, **where)
    if ord == 2:
        return ops.sqrt(ops.sum(ops.square(size), **where))
    total = ops.sum(ops.pow(size, float(ord)), **where)
    return ops.pow(total, 1.0 / float(ord))
