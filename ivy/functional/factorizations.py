"""Factorizations over the last two axes, solvers that use them, and their permutations."""

from __future__ import annotations

from ivy._core import dtypes, ops, rules
from ivy._core.op import Array, composite, primitive
from ivy.functional.linalg import Batch, batched, rank, solve_shape


def _without_last(x, **_):
    return tuple(x.shape[:-1])


def _of_factors(x, *_, **__):
    """Eigenvalues or pivots beside a matrix: one for each row."""
    return tuple(x.shape[:-1]), tuple(x.shape)


def _qr_shapes(x, *, mode="reduced"):
    rows, columns = x.shape[-2:]
    inner = rows if mode == "complete" else rank(x)
    return batched(x, rows, inner), batched(x, inner, columns)


def _svd_shapes(x, *, full_matrices=True):
    rows, columns = x.shape[-2:]
    k = rank(x)
    left, right = (rows, columns) if full_matrices else (k, k)
    return batched(x, rows, left), batched(x, k), batched(x, right, columns)


@primitive(
    shape=lambda x: (x.shape, batched(x)),
    dtype=lambda x: (x, dtypes.int32),
)
def cholesky_factor(x: Array, /) -> tuple[Array, Array]:
    """Lower Cholesky factor of the lower triangle, and the position of a failure.

    The latter is the order (int32) of the first leading minor that is not positive definite, or 0.
    If it is not 0, the factor is undefined.

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
    diagonal = ops.matrix_diagonal(lu)
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
    """Ascending eigenvalues of a Hermitian matrix; only one triangle is read.

    >>> import ivy, numpy as np
    >>> ivy.eigvalsh(np.asarray([[2.0, 1.0], [1.0, 3.0]])).round(4).tolist()
    [1.382, 3.618]
    """
    ...


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


@primitive(shape=lambda ld, pivots, x2, **_: solve_shape(ld, x2), dtype=rules.same)
def ldl_solve(ld: Array, pivots: Array, x2: Array, /, *, hermitian: bool = False) -> Array:
    """The solution of A X = `x2`, from the `ldl_factor` of A (same batch axes).

    >>> import ivy, numpy as np
    >>> ld, pivots = ivy.ldl_factor(np.asarray([[2.0, 1.0], [1.0, 3.0]]))
    >>> ivy.ldl_solve(ld, pivots, np.asarray([[3.0], [4.0]])).tolist()
    [[1.0], [1.0]]
    """
    ...


@primitive(
    shape=lambda x: (x.shape, batched(x, rank(x))),
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


@composite(shape=lambda lu, pivots, x2, **_: solve_shape(lu, x2), dtype=rules.same)
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
        x2 = ops.solve_triangular(lu, x2, unit_diagonal=True)
        return ops.solve_triangular(lu, x2, upper=True)
    flipped = ops.adjoint(lu)
    x2 = ops.solve_triangular(flipped, x2)
    x2 = ops.solve_triangular(flipped, x2, upper=True, unit_diagonal=True)
    return take_rows(x2, invert_permutation(order))


def take_rows(x, order):
    batch = rules.broadcast(Batch(x.shape), Batch((*order.shape, 1)))
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
    shape=lambda x: (x.shape, batched(x, rank(x))),
    dtype=lambda x: (x, x),
)
def qr_reflectors(x: Array, /) -> tuple[Array, Array]:
    """The QR factorization in the form of LAPACK's geqrf: R above, reflectors below, and their tau.

    >>> import ivy, numpy as np
    >>> ivy.qr_reflectors(np.asarray([[2.0, 1.0], [1.0, 3.0]]))[1].round(4).tolist()
    [1.8944, 0.0]
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


@primitive(shape=lambda x: batched(x, rank(x)), dtype=rules.real)
def svdvals(x: Array, /) -> Array:
    """Descending singular values.

    >>> import ivy, numpy as np
    >>> ivy.svdvals(np.asarray([[3.0, 0.0], [0.0, 2.0]])).round(4).tolist()
    [3.0, 2.0]
    """
    ...
