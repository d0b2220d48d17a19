"""Linear algebra over the last two axes; axes before them are a batch (`ivy.linalg`)."""

from __future__ import annotations

import builtins
import math
from typing import Any, NamedTuple

import numpy as np

from ivy import functional
from ivy._array import boundary, pointwise
from ivy._array.boundary import Axes, standard
from ivy._array.indexing import normal_axes, normal_axis
from ivy._array.reductions import _total
from ivy._core import dtypes
from ivy._core.dtypes import DType
from ivy._core.programs import one_program


class EighResult(NamedTuple):
    """What `eigh` gives."""

    eigenvalues: Any
    eigenvectors: Any


class QRResult(NamedTuple):
    """What `qr` gives."""

    Q: Any
    R: Any


class SlogdetResult(NamedTuple):
    """What `slogdet` gives."""

    sign: Any
    logabsdet: Any


class SVDResult(NamedTuple):
    """What `svd` gives."""

    U: Any
    S: Any
    Vh: Any


def _matrix(name: str, x: Any, *, square: bool = False, kinds: str = "fc") -> None:
    pointwise.check(f"linalg.{name}", functional.dtype(x), kinds)
    if x.ndim < 2 or (square and x.shape[-1] != x.shape[-2]):
        what = "square matrices" if square else "matrices"
        raise ValueError(f"ivy.linalg.{name} takes {what}, not an array of {tuple(x.shape)}.")


def _pair(name: str, x1: Any, x2: Any, kinds: str = "ifc") -> list[Any]:
    return pointwise.unified(name, kinds, boundary._current(), x1, x2)


@standard
def cholesky(x: Any, /, *, upper: bool = False) -> Any:
    """The lower triangular L with L L^H = `x` (or the upper one, L^H).

    >>> import ivy
    >>> ivy.linalg.cholesky(ivy.asarray([[4.0, 2.0], [2.0, 5.0]])).tolist()
    [[2.0, 0.0], [1.0, 2.0]]
    """
    _matrix("cholesky", x, square=True)
    factor, minor = functional.cholesky_factor(x)
    if functional.to_numpy(minor).any():
        raise ValueError("ivy.linalg.cholesky: the matrix is not positive definite.")
    factor = functional.tril(factor, k=0)
    return functional.adjoint(factor) if upper else factor


@standard
@one_program
def cross(x1: Any, x2: Any, /, *, axis: int = -1) -> Any:
    """The vector product along an axis of length 3.

    >>> import ivy
    >>> ivy.linalg.cross(ivy.asarray([1, 0, 0]), ivy.asarray([0, 1, 0])).tolist()
    [0, 0, 1]
    """
    x1, x2 = _pair("linalg.cross", x1, x2)
    if not -builtins.min(x1.ndim, x2.ndim) <= axis < 0 and x1.ndim != x2.ndim:
        raise ValueError(f"axis {axis} means different axes of the two arrays.")
    if x1.shape[axis] != 3 or x2.shape[axis] != 3:
        raise ValueError("ivy.linalg.cross takes vectors of three elements.")
    x1, x2 = functional.broadcast_arrays(x1, x2)
    axis = normal_axis(axis, x1.ndim)
    a, b = ([functional.slice_(x, (*[slice(None)] * axis, i)) for i in range(3)] for x in (x1, x2))
    parts = [
        functional.subtract(functional.multiply(a[i], b[j]), functional.multiply(a[j], b[i]))
        for i, j in ((1, 2), (2, 0), (0, 1))
    ]
    return functional.stack(parts, axis=axis)


@standard
@one_program
def det(x: Any, /) -> Any:
    """Determinants of square matrices.

    >>> import ivy
    >>> round(float(ivy.linalg.det(ivy.asarray([[1.0, 2.0], [3.0, 4.0]]))), 6)
    -2.0
    """
    _matrix("det", x, square=True)
    if not x.shape[-1]:
        return functional.ones(tuple(x.shape[:-2]), dtype=functional.dtype(x))
    lu, pivots = functional.lu_factor(x)
    sign = functional.astype(functional.permutation_sign(pivots), functional.dtype(x))
    return functional.multiply(sign, functional.prod(functional.matrix_diagonal(lu), axis=-1))


def _diagonal(x: Any, offset: int) -> Any:
    """The elements of one diagonal of the last two axes."""
    rows, columns = x.shape[-2:]
    start = (builtins.max(-offset, 0), builtins.max(offset, 0))
    size = builtins.max(builtins.min(rows - start[0], columns - start[1]), 0)
    flat = functional.reshape(x, (*x.shape[:-2], rows * columns))
    at = (np.arange(size) + start[0]) * columns + np.arange(size) + start[1]
    return functional.take(flat, functional.constant(at), axis=x.ndim - 2)


@standard
@one_program
def diagonal(x: Any, /, *, offset: int = 0) -> Any:
    """A diagonal of the last two axes (`offset` > 0: above the main one).

    >>> import ivy
    >>> ivy.linalg.diagonal(ivy.asarray([[1, 2], [3, 4]]), offset=1).tolist()
    [2]
    """
    _matrix("diagonal", x, kinds="bifc")
    return _diagonal(x, offset)


@standard
def eigh(x: Any, /) -> EighResult:
    """Ascending eigenvalues of Hermitian matrices, and their eigenvectors as columns.

    >>> import ivy
    >>> ivy.linalg.eigh(ivy.asarray([[2.0, 0.0], [0.0, 1.0]])).eigenvalues.tolist()
    [1.0, 2.0]
    """
    _matrix("eigh", x, square=True)
    return EighResult(*functional.eigh(x))


@standard
def eigvalsh(x: Any, /) -> Any:
    """Ascending eigenvalues of Hermitian matrices.

    >>> import ivy
    >>> ivy.linalg.eigvalsh(ivy.asarray([[2.0, 0.0], [0.0, 1.0]])).tolist()
    [1.0, 2.0]
    """
    _matrix("eigvalsh", x, square=True)
    return functional.eigvalsh(x)


@standard
def inv(x: Any, /) -> Any:
    """The inverses of square matrices.

    >>> import ivy
    >>> ivy.linalg.inv(ivy.asarray([[2.0, 0.0], [0.0, 4.0]])).tolist()
    [[0.5, 0.0], [0.0, 0.25]]
    """
    _matrix("inv", x, square=True)
    identity = functional.eye(x.shape[-1], dtype=functional.dtype(x))
    return _solved("inv", x, functional.broadcast_to(identity, tuple(x.shape)))


def _solved(name: str, x1: Any, x2: Any) -> Any:
    around = boundary._current().around
    lu, pivots, zeros = around(_factored)(x1)
    if zeros.shape[-1] and functional.to_numpy(zeros).any():
        raise ValueError(f"ivy.linalg.{name}: a matrix is singular.")
    return around(_solution)(lu, pivots, x2)


@one_program
def _factored(x: Any) -> tuple[Any, Any, Any]:
    lu, pivots = functional.lu_factor(x)
    return lu, pivots, functional.equal(functional.matrix_diagonal(lu), 0)


@one_program
def _solution(lu: Any, pivots: Any, x: Any) -> Any:
    return functional.lu_solve(lu, pivots, x)


@standard
def matmul(x1: Any, x2: Any, /) -> Any:
    """The matrix product, with broadcast batch axes; operands of one axis are vectors.

    >>> import ivy
    >>> ivy.matmul(ivy.asarray([[1, 2]]), ivy.asarray([3, 4])).tolist()
    [11]
    """
    x1, x2 = _pair("matmul", x1, x2)
    try:
        return functional.matmul(x1, x2)
    except Exception:  # each backend raises something of its own
        if not x1.ndim or not x2.ndim:
            raise ValueError("ivy.matmul takes arrays of one axis or more.") from None
        if x1.shape[-1] != x2.shape[-2 if x2.ndim > 1 else 0]:
            shapes = f"{tuple(x1.shape)} and {tuple(x2.shape)}"
            raise ValueError(f"ivy.matmul: {shapes} do not fit.") from None
        raise


@standard
@one_program
def matrix_norm(x: Any, /, *, keepdims: bool = False, ord: str | float = "fro") -> Any:
    """A norm of each matrix: 'fro', 'nuc', 1, 2, inf, or their counterparts -1, -2, -inf.

    >>> import ivy
    >>> float(ivy.linalg.matrix_norm(ivy.asarray([[3.0, 4.0]])))
    5.0
    """
    _matrix("matrix_norm", x)
    if ord in ("nuc", 2, -2):
        values = functional.svdvals(x)
        reduce = {"nuc": functional.sum, 2: functional.max, -2: functional.min}[ord]
        out = _over(reduce, values, (x.ndim - 2,), empty=0.0)
    elif ord == "fro":
        out = functional.vector_norm(x, axis=(x.ndim - 2, x.ndim - 1))
    elif ord in (1, -1, math.inf, -math.inf):
        summed = x.ndim - (2 if builtins.abs(ord) == 1 else 1)
        sums = functional.sum(functional.abs(x), axis=(summed,))
        out = _over(functional.max if ord > 0 else functional.min, sums, (x.ndim - 2,), empty=0.0)
    else:
        raise ValueError(f"ivy.linalg.matrix_norm knows no norm {ord!r}.")
    return functional.reshape(out, (*out.shape, 1, 1)) if keepdims else out


def _over(reduce: Any, x: Any, axes: tuple[int, ...], empty: float) -> Any:
    """A reduction, of which an array without elements along the axes has the value `empty`."""
    if 0 in [x.shape[a] for a in axes]:
        shape = tuple(n for a, n in enumerate(x.shape) if a not in axes)
        return functional.full(shape, empty, dtype=functional.dtype(x))
    return reduce(x, axis=axes)


@standard
def matrix_power(x: Any, n: int, /) -> Any:
    """Square matrices multiplied `n` times (inverted first if negative).

    >>> import ivy
    >>> ivy.linalg.matrix_power(ivy.asarray([[1.0, 1.0], [0.0, 1.0]]), 3).tolist()
    [[1.0, 3.0], [0.0, 1.0]]
    """
    _matrix("matrix_power", x, square=True, kinds="ifc")
    identity = functional.eye(x.shape[-1], dtype=functional.dtype(x))
    result = functional.broadcast_to(identity, tuple(x.shape))
    if n < 0:
        _matrix("matrix_power", x, square=True)
        x, n = _solved("matrix_power", x, result), -n
    while n:
        if n & 1:
            result = functional.matmul(result, x)
        n >>= 1
        if n:
            x = functional.matmul(x, x)
    return result


@standard
@one_program
def matrix_rank(x: Any, /, *, rtol: Any = None) -> Any:
    """How many singular values are above `rtol` times the largest one.

    >>> import ivy
    >>> int(ivy.linalg.matrix_rank(ivy.asarray([[1.0, 2.0], [2.0, 4.0]])))
    1
    """
    _matrix("matrix_rank", x)
    values = functional.svdvals(x)
    if not values.shape[-1]:
        return functional.zeros(tuple(x.shape[:-2]), dtype=dtypes.int64)
    bound = _cutoff(values, x, rtol)
    above = functional.astype(functional.greater(values, bound), dtypes.int64)
    return functional.sum(above, axis=(x.ndim - 2,))


def _cutoff(values: Any, x: Any, rtol: Any) -> Any:
    """What singular values have to be above to count."""
    dtype = functional.dtype(values)
    if rtol is None:
        rtol = dtypes.epsilon(dtype) * builtins.max(x.shape[-2:])
    if not isinstance(rtol, (int, float)):
        rtol = functional.astype(rtol, dtype)
        rtol = functional.reshape(rtol, (*rtol.shape, 1))
    largest = functional.max(values, axis=(values.ndim - 1,), keepdims=True)
    return functional.multiply(largest, rtol)


@standard
def matrix_transpose(x: Any, /) -> Any:
    """The last two axes swapped.

    >>> import ivy
    >>> ivy.matrix_transpose(ivy.ones((2, 3))).shape
    (3, 2)
    """
    _matrix("matrix_transpose", x, kinds="bifc")
    return functional.matrix_transpose(x)


@standard
@one_program
def outer(x1: Any, x2: Any, /) -> Any:
    """The products of all elements of one vector with all of the other.

    >>> import ivy
    >>> ivy.linalg.outer(ivy.asarray([1, 2]), ivy.asarray([3, 4])).tolist()
    [[3, 4], [6, 8]]
    """
    x1, x2 = _pair("linalg.outer", x1, x2)
    if x1.ndim != 1 or x2.ndim != 1:
        raise ValueError("ivy.linalg.outer takes vectors.")
    return functional.multiply(functional.reshape(x1, (-1, 1)), functional.reshape(x2, (1, -1)))


@standard
@one_program
def pinv(x: Any, /, *, rtol: Any = None) -> Any:
    """The pseudo-inverses; singular values below `rtol` times the largest one count as 0.

    >>> import ivy
    >>> ivy.linalg.pinv(ivy.asarray([[2.0], [0.0]])).tolist()
    [[0.5, 0.0]]
    """
    _matrix("pinv", x)
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
    _matrix("qr", x)
    if mode not in ("reduced", "complete"):
        raise ValueError(f"mode is 'reduced' or 'complete', not {mode!r}.")
    return QRResult(*functional.qr(x, mode=mode))


@standard
@one_program
def slogdet(x: Any, /) -> SlogdetResult:
    """Sign and natural logarithm of the absolute determinants.

    >>> import ivy
    >>> float(ivy.linalg.slogdet(ivy.asarray([[1.0, 0.0], [0.0, -1.0]])).sign)
    -1.0
    """
    _matrix("slogdet", x, square=True)
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
    x1, x2 = _pair("linalg.solve", x1, x2, "fc")
    _matrix("solve", x1, square=True)
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
    _matrix("svd", x)
    return SVDResult(*functional.svd(x, full_matrices=full_matrices))


@standard
def svdvals(x: Any, /) -> Any:
    """Descending singular values.

    >>> import ivy
    >>> ivy.linalg.svdvals(ivy.asarray([[0.0, 2.0], [1.0, 0.0]])).tolist()
    [2.0, 1.0]
    """
    _matrix("svdvals", x)
    return functional.svdvals(x)


@standard
@one_program
def tensordot(x1: Any, x2: Any, /, *, axes: Any = 2) -> Any:
    """Sums of products over pairs of axes, or over the last of one and the first of the other.

    >>> import ivy
    >>> int(ivy.tensordot(ivy.asarray([1, 2]), ivy.asarray([3, 4]), axes=1))
    11
    """
    x1, x2 = _pair("tensordot", x1, x2)
    if isinstance(axes, int):
        left, right = tuple(range(x1.ndim - axes, x1.ndim)), tuple(range(axes))
    else:
        left, right = (normal_axes(tuple(a), x.ndim) for a, x in zip(axes, (x1, x2), strict=True))
    if [x1.shape[a] for a in left] != [x2.shape[a] for a in right]:
        raise ValueError(f"ivy.tensordot: {tuple(x1.shape)} and {tuple(x2.shape)} do not fit.")
    kept1 = [a for a in range(x1.ndim) if a not in left]
    kept2 = [a for a in range(x2.ndim) if a not in right]
    inner = math.prod(x1.shape[a] for a in left)
    shape = [x1.shape[a] for a in kept1] + [x2.shape[a] for a in kept2]
    rows, columns = (math.prod(x.shape[a] for a in kept) for x, kept in ((x1, kept1), (x2, kept2)))
    a = functional.reshape(functional.permute_dims(x1, (*kept1, *left)), (rows, inner))
    b = functional.reshape(functional.permute_dims(x2, (*right, *kept2)), (inner, columns))
    return functional.reshape(functional.matmul(a, b), tuple(shape))


@standard
@one_program
def trace(x: Any, /, *, offset: int = 0, dtype: DType | None = None) -> Any:
    """The sums of a diagonal of the last two axes; integers add up in 64 bits.

    >>> import ivy
    >>> int(ivy.linalg.trace(ivy.asarray([[1, 2], [3, 4]])))
    5
    """
    _matrix("trace", x, kinds="ifc")
    x = _diagonal(x, offset)
    wanted = dtype or _total(functional.dtype(x))
    x = x if functional.dtype(x) == wanted else functional.astype(x, wanted)
    return functional.sum(x, axis=(x.ndim - 1,))


@standard
@one_program
def vecdot(x1: Any, x2: Any, /, *, axis: int = -1) -> Any:
    """Sums of products along an axis, the first operand conjugated.

    >>> import ivy
    >>> int(ivy.vecdot(ivy.asarray([1, 2]), ivy.asarray([3, 4])))
    11
    """
    x1, x2 = _pair("vecdot", x1, x2)
    if not -builtins.min(x1.ndim, x2.ndim) <= axis < builtins.max(x1.ndim, x2.ndim):
        raise IndexError(f"there is no axis {axis}.")
    if x1.shape[axis] != x2.shape[axis]:
        raise ValueError(f"ivy.vecdot: {tuple(x1.shape)} and {tuple(x2.shape)} do not fit.")
    if dtypes.is_complex(functional.dtype(x1)):
        x1 = functional.conj(x1)
    x1, x2 = functional.broadcast_arrays(x1, x2)
    x1, x2 = (functional.moveaxis(x, normal_axis(axis, x.ndim), -1) for x in (x1, x2))
    rows = functional.reshape(x1, (*x1.shape[:-1], 1, x1.shape[-1]))
    columns = functional.reshape(x2, (*x2.shape, 1))
    return functional.reshape(functional.matmul(rows, columns), tuple(x1.shape[:-1]))


@standard
@one_program
def vector_norm(x: Any, /, *, axis: Axes = None, keepdims: bool = False, ord: float = 2) -> Any:
    """The `ord`-norm along `axis`; 0 counts nonzeros, inf and -inf are largest and smallest.

    >>> import ivy
    >>> float(ivy.linalg.vector_norm(ivy.asarray([3.0, 4.0])))
    5.0
    """
    pointwise.check("linalg.vector_norm", functional.dtype(x), "fc")
    axes = normal_axes(axis, x.ndim)
    return functional.vector_norm(x, axis=axes, keepdims=keepdims, ord=ord)


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
