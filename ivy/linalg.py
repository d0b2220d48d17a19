"""Linear algebra over the last two axes; axes before them are a batch (`ivy.linalg`)."""

from __future__ import annotations

import builtins
from typing import Any

import numpy as np

from ivy import functional
from ivy._array import boundary
from ivy._array.boundary import standard
from ivy._array.products import (
    cross,
    diagonal,
    matmul,
    matrices,
    matrix_norm,
    matrix_transpose,
    outer,
    pair,
    tensordot,
    trace,
    vecdot,
    vector_norm,
)
from ivy._core import dtypes
from ivy._core.programs import jit_unit
from ivy._core.results import EighResult, QRResult, SlogdetResult, SVDResult


@standard
def cholesky(x: Any, /, *, upper: bool = False) -> Any:
    """The lower triangular L with L L^H = `x` (or the upper one, L^H).

    >>> import ivy
    >>> ivy.linalg.cholesky(ivy.asarray([[4.0, 2.0], [2.0, 5.0]])).tolist()
    [[2.0, 0.0], [1.0, 2.0]]
    """
    matrices("cholesky", x, square=True)
    factor, minor = functional.cholesky_factor(x)
    if functional.to_numpy(minor).any():
        raise ValueError("ivy.linalg.cholesky: the matrix is not positive definite.")
    factor = functional.tril(factor, k=0)
    return functional.adjoint(factor) if upper else factor


@standard
@jit_unit
def det(x: Any, /) -> Any:
    """Determinants of square matrices.

    >>> import ivy
    >>> round(float(ivy.linalg.det(ivy.asarray([[1.0, 2.0], [3.0, 4.0]]))), 6)
    -2.0
    """
    matrices("det", x, square=True)
    if not x.shape[-1]:
        return functional.ones(tuple(x.shape[:-2]), dtype=functional.dtype(x))
    lu, pivots = functional.lu_factor(x)
    sign = functional.astype(functional.permutation_sign(pivots), functional.dtype(x))
    return functional.multiply(sign, functional.prod(functional.matrix_diagonal(lu), axis=-1))


@standard
def eigh(x: Any, /) -> EighResult:
    """Ascending eigenvalues of Hermitian matrices, and their eigenvectors as columns.

    >>> import ivy
    >>> ivy.linalg.eigh(ivy.asarray([[2.0, 0.0], [0.0, 1.0]])).eigenvalues.tolist()
    [1.0, 2.0]
    """
    matrices("eigh", x, square=True)
    return EighResult(*functional.eigh(x))


@standard
def eigvalsh(x: Any, /) -> Any:
    """Ascending eigenvalues of Hermitian matrices.

    >>> import ivy
    >>> ivy.linalg.eigvalsh(ivy.asarray([[2.0, 0.0], [0.0, 1.0]])).tolist()
    [1.0, 2.0]
    """
    matrices("eigvalsh", x, square=True)
    return functional.eigvalsh(x)


@standard
def inv(x: Any, /) -> Any:
    """The inverses of square matrices.

    >>> import ivy
    >>> ivy.linalg.inv(ivy.asarray([[2.0, 0.0], [0.0, 4.0]])).tolist()
    [[0.5, 0.0], [0.0, 0.25]]
    """
    matrices("inv", x, square=True)
    identity = functional.eye(x.shape[-1], dtype=functional.dtype(x))
    return _solved("inv", x, functional.broadcast_to(identity, tuple(x.shape)))


def _solved(name: str, x1: Any, x2: Any) -> Any:
    in_scope = boundary._current().in_scope
    lu, pivots, zeros = in_scope(_factored)(x1)
    if zeros.shape[-1] and functional.to_numpy(zeros).any():
        raise ValueError(f"ivy.linalg.{name}: a matrix is singular.")
    return in_scope(_solution)(lu, pivots, x2)


@jit_unit
def _factored(x: Any) -> tuple[Any, Any, Any]:
    lu, pivots = functional.lu_factor(x)
    return lu, pivots, functional.equal(functional.matrix_diagonal(lu), 0)


@jit_unit
def _solution(lu: Any, pivots: Any, x: Any) -> Any:
    return functional.lu_solve(lu, pivots, x)


@standard
def matrix_power(x: Any, n: int, /) -> Any:
    """Square matrices multiplied `n` times (inverted first if negative).

    >>> import ivy
    >>> ivy.linalg.matrix_power(ivy.asarray([[1.0, 1.0], [0.0, 1.0]]), 3).tolist()
    [[1.0, 3.0], [0.0, 1.0]]
    """
    matrices("matrix_power", x, square=True, kinds="ifc")
    identity = functional.eye(x.shape[-1], dtype=functional.dtype(x))
    result = functional.broadcast_to(identity, tuple(x.shape))
    if n < 0:
        matrices("matrix_power", x, square=True)
        x, n = _solved("matrix_power", x, result), -n
    while n:
        if n & 1:
            result = functional.matmul(result, x)
        n >>= 1
        if n:
            x = functional.matmul(x, x)
    return result


@standard
@jit_unit
def matrix_rank(x: Any, /, *, rtol: Any = None) -> Any:
    """The number of singular values above `rtol` times the largest one.

    >>> import ivy
    >>> int(ivy.linalg.matrix_rank(ivy.asarray([[1.0, 2.0], [2.0, 4.0]])))
    1
    """
    matrices("matrix_rank", x)
    values = functional.svdvals(x)
    if not values.shape[-1]:
        return functional.zeros(tuple(x.shape[:-2]), dtype=dtypes.int64)
    bound = _cutoff(values, x, rtol)
    above = functional.astype(functional.greater(values, bound), dtypes.int64)
    return functional.sum(above, axis=(x.ndim - 2,))


def _cutoff(values: Any, x: Any, rtol: Any) -> Any:
    """The threshold below which singular values count as zero."""
    dtype = functional.dtype(values)
    if rtol is None:
        rtol = dtypes.epsilon(dtype) * builtins.max(x.shape[-2:])
    if not isinstance(rtol, (int, float)):
        rtol = functional.astype(rtol, dtype)
        rtol = functional.reshape(rtol, (*rtol.shape, 1))
    largest = functional.max(values, axis=(values.ndim - 1,), keepdims=True)
    return functional.multiply(largest, rtol)


@standard
@jit_unit
def pinv(x: Any, /, *, rtol: Any = None) -> Any:
    """The pseudo-inverses; singular values below `rtol` times the largest one count as 0.

    >>> import ivy
    >>> ivy.linalg.pinv(ivy.asarray([[2.0], [0.0]])).tolist()
    [[0.5, 0.0]]
    """
    matrices("pinv", x)
    if 0 in x.shape[-2:]:
        shape = (*x.shape[:-2], x.shape[-1], x.shape[-2])
        return functional.zeros(shape, dtype=functional.dtype(x))
    u, s, vh = functional.svd(x, full_matrices=False)
    large = functional.greater(s, _cutoff(s, x, rtol))
    inverse = functional.where(large, functional.reciprocal(functional.where(large, s, 1.0)), 0.0)
    inverse = functional.astype(inverse, functional.dtype(x))
    scaled = functional.multiply(
        functional.adjoint(vh), functional.reshape(inverse, (*s.shape[:-1], 1, s.shape[-1]))
    )
    return functional.matmul(scaled, functional.adjoint(u))


@standard
def qr(x: Any, /, *, mode: str = "reduced") -> QRResult:
    """Orthonormal columns Q and upper triangular R with Q R = `x`.

    >>> import ivy
    >>> [a.shape for a in ivy.linalg.qr(ivy.ones((3, 2)))]
    [(3, 2), (2, 2)]
    """
    matrices("qr", x)
    if mode not in ("reduced", "complete"):
        raise ValueError(f"mode is 'reduced' or 'complete', not {mode!r}.")
    return QRResult(*functional.qr(x, mode=mode))


@standard
@jit_unit
def slogdet(x: Any, /) -> SlogdetResult:
    """Sign and natural logarithm of the absolute determinants.

    >>> import ivy
    >>> float(ivy.linalg.slogdet(ivy.asarray([[1.0, 0.0], [0.0, -1.0]])).sign)
    -1.0
    """
    matrices("slogdet", x, square=True)
    if not x.shape[-1]:
        shape, dtype = tuple(x.shape[:-2]), functional.dtype(x)
        zeros = functional.zeros(shape, dtype=dtypes.real_of(dtype))
        return SlogdetResult(functional.ones(shape, dtype=dtype), zeros)
    return SlogdetResult(*functional.determinant_sign_and_log(*functional.lu_factor(x)))


@standard
def solve(x1: Any, x2: Any, /) -> Any:
    """The solution X of `x1` X = `x2`; an `x2` of one axis is a vector.

    >>> import ivy
    >>> ivy.linalg.solve(ivy.asarray([[2.0, 0.0], [0.0, 4.0]]), ivy.asarray([2.0, 4.0])).tolist()
    [1.0, 1.0]
    """
    x1, x2 = pair("linalg.solve", x1, x2, "fc")
    matrices("solve", x1, square=True)
    if x2.shape[-1 if x2.ndim == 1 else -2] != x1.shape[-1]:
        raise ValueError(f"ivy.linalg.solve: {tuple(x1.shape)} and {tuple(x2.shape)} do not fit.")
    vector = x2.ndim == 1
    right = functional.reshape(x2, (-1, 1)) if vector else x2
    batch = np.broadcast_shapes(tuple(x1.shape[:-2]), tuple(right.shape[:-2]))
    x1 = functional.broadcast_to(x1, (*batch, *x1.shape[-2:]))
    right = functional.broadcast_to(right, (*batch, *right.shape[-2:]))
    out = _solved("solve", x1, right)
    return functional.reshape(out, tuple(out.shape[:-1])) if vector else out


@standard
def svd(x: Any, /, *, full_matrices: bool = True) -> SVDResult:
    """U, the descending singular values S, and V^H, with U diag(S) V^H = `x`.

    >>> import ivy
    >>> ivy.linalg.svd(ivy.asarray([[0.0, 2.0], [1.0, 0.0]])).S.tolist()
    [2.0, 1.0]
    """
    matrices("svd", x)
    return SVDResult(*functional.svd(x, full_matrices=full_matrices))


@standard
def svdvals(x: Any, /) -> Any:
    """Descending singular values.

    >>> import ivy
    >>> ivy.linalg.svdvals(ivy.asarray([[0.0, 2.0], [1.0, 0.0]])).tolist()
    [2.0, 1.0]
    """
    matrices("svdvals", x)
    return functional.svdvals(x)


__all__ = [
    "cholesky",
    "cross",
    "det",
    "diagonal",
    "eigh",
    "eigvalsh",
    "inv",
    "matmul",
    "matrix_norm",
    "matrix_power",
    "matrix_rank",
    "matrix_transpose",
    "outer",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "svd",
    "svdvals",
    "tensordot",
    "trace",
    "vecdot",
    "vector_norm",
]
