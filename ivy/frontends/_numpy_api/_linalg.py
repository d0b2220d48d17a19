"""Linear algebra: `numpy.linalg` and `jax.numpy.linalg`."""

from __future__ import annotations

import math
import operator

from ivy import functional as ivy
from ivy._core import dtypes
from ivy._core.results import EighResult, EigResult, QRResult, SlogdetResult, SVDResult
from ivy.frontends._numpy_api._norms import Norms
from ivy.frontends._numpy_api._rules import kind


class Linalg(Norms):
    """Linear algebra by the rules of a main namespace."""

    # what is raised for operands that no factorisation takes
    LinAlgError: type[Exception] = ValueError
    SolveError: type[Exception] = ValueError

    def _matrix(self, a, name="array", square=False):
        """A floating or complex matrix, or a batch of them."""
        x = self._space.array(a)
        if len(x.shape) < 2:
            text = f"{len(x.shape)}-dimensional array given. Array must be at least two-dimensional"
            raise self.LinAlgError(text)
        if square and x.shape[-1] != x.shape[-2]:
            raise self.LinAlgError("Last 2 dimensions of the array must be square")
        return self._computed(x)

    def _computed(self, x):
        """`x` in the dtype of a factorisation."""
        return self._space.inexact(x)

    def _singular(self, bad):
        """Raises where the values of a matrix leave no answer, where the source looks."""

    def _lu(self, x):
        lu, pivots = ivy.lu_factor(x)
        return lu, pivots

    def det(self, a):
        x = self._matrix(a, square=True)
        if not x.shape[-1]:
            return ivy.ones(x.shape[:-2], dtype=ivy.dtype(x))
        lu, pivots = self._lu(x)
        sign = ivy.astype(ivy.permutation_sign(pivots), ivy.dtype(x))
        return ivy.multiply(ivy.prod(ivy.matrix_diagonal(lu), axis=-1), sign)

    def slogdet(self, a):
        x = self._matrix(a, square=True)
        real = dtypes.real_of(ivy.dtype(x))
        if not x.shape[-1]:
            ones = ivy.ones(x.shape[:-2], dtype=ivy.dtype(x))
            return SlogdetResult(ones, ivy.zeros(x.shape[:-2], dtype=real))
        return SlogdetResult(*ivy.determinant_sign_and_log(*self._lu(x)))

    def inv(self, a):
        x = self._matrix(a, square=True)
        eye = ivy.eye(x.shape[-1], dtype=ivy.dtype(x))
        return self._solved(x, ivy.broadcast_to(eye, tuple(x.shape)))

    def _solved(self, a, b):
        if 0 in a.shape or 0 in b.shape:
            batch = self._space.broadcast_shapes(a.shape[:-2], b.shape[:-2])
            return ivy.zeros((*batch, *b.shape[-2:]), dtype=ivy.dtype(b))
        lu, pivots = self._lu(a)
        self._singular(ivy.equal(ivy.matrix_diagonal(lu), self._space.number(0, lu)))
        return ivy.lu_solve(lu, pivots, b)

    def solve(self, a, b):
        x, y = self._space.array(a), self._space.array(b)
        x, y = self._matrix(x, square=True), self._computed(y)
        x, y = self._space.promote(x, y)
        vector = len(y.shape) == 1
        if not len(y.shape) or y.shape[0 if vector else -2] != x.shape[-1]:
            raise self.SolveError("solve: Input operand 1 has a mismatch in its core dimension 0")
        self._space.broadcast_shapes(x.shape[:-2], y.shape[:-2])
        found = self._solved(x, ivy.expand_dims(y, axis=1) if vector else y)
        return ivy.squeeze(found, axis=-1) if vector else found

    def cholesky(self, a, /, *, upper=False):
        x = self._matrix(a, square=True)
        if upper:
            x = ivy.adjoint(x)
        factor, minor = ivy.cholesky_factor(x)
        factor = self._definite(factor, minor)
        return ivy.adjoint(factor) if upper else factor

    def _definite(self, factor, minor):
        """The factor, where there is one."""
        if ivy.item(ivy.any(ivy.not_equal(minor, self._space.number(0, minor)))):
            raise self.LinAlgError("Matrix is not positive definite")
        return factor

    def qr(self, a, mode="reduced"):
        if mode not in ("reduced", "complete", "r", "raw"):
            raise ValueError(f"Unrecognized mode '{mode}'")
        x = self._matrix(a)
        if mode == "raw":
            h, tau = ivy.qr_reflectors(x)
            return ivy.matrix_transpose(h), tau
        q, r = ivy.qr(x, mode="complete" if mode == "complete" else "reduced")
        return r if mode == "r" else QRResult(q, r)

    def svd(self, a, full_matrices=True, compute_uv=True, hermitian=False):
        x = self._matrix(a)
        if not compute_uv:
            return ivy.svdvals(x)
        if hermitian:
            return self._hermitian_svd(x)
        return SVDResult(*ivy.svd(x, full_matrices=bool(full_matrices)))

    def _hermitian_svd(self, x):
        values, vectors = ivy.eigh(x)
        sign = ivy.sign(values)
        order = ivy.argsort(ivy.abs(values), axis=-1, descending=True)
        size = ivy.take_along_axis(ivy.abs(values), order, axis=len(values.shape) - 1)
        sign = ivy.take_along_axis(sign, order, axis=len(values.shape) - 1)
        columns = ivy.broadcast_to(ivy.expand_dims(order, axis=-2), tuple(x.shape))
        u = ivy.take_along_axis(vectors, columns, axis=len(x.shape) - 1)
        vt = ivy.adjoint(
            ivy.multiply(u, ivy.expand_dims(self._space.cast(sign, ivy.dtype(u)), axis=-2))
        )
        return SVDResult(u, size, vt)

    def svdvals(self, x, /):
        return ivy.svdvals(self._matrix(x))

    def _triangle(self, UPLO):
        if not isinstance(UPLO, str) or UPLO.upper() not in ("L", "U"):
            raise ValueError("UPLO argument must be 'L' or 'U'")
        return UPLO.upper() == "U"

    def eigh(self, a, UPLO="L"):
        upper = self._triangle(UPLO)
        return EighResult(*ivy.eigh(self._matrix(a, square=True), upper=upper))

    def eigvalsh(self, a, UPLO="L"):
        upper = self._triangle(UPLO)
        return ivy.eigvalsh(self._matrix(a, square=True), upper=upper)

    def eig(self, a):
        x = self._finite(self._matrix(a, square=True))
        return EigResult(*self._real_pairs(x, *ivy.eig(x)))

    def eigvals(self, a):
        x = self._finite(self._matrix(a, square=True))
        return self._real_pairs(x, ivy.eigvals(x))[0]

    def _finite(self, x):
        if not ivy.item(ivy.all(ivy.isfinite(x))):
            raise self.LinAlgError("Array must not contain infs or NaNs")
        return x

    def _real_pairs(self, x, values, *vectors):
        """Eigenvalues and vectors as the source gives those of a real matrix."""
        return values, *vectors

    # -- from the singular values

    def _cutoff(self, x, rcond):
        """The size below which singular values are nothing, relative to the largest."""
        if rcond is None:
            rcond = max(x.shape[-2:]) * dtypes.epsilon(dtypes.real_of(ivy.dtype(x)))
        return rcond

    def pinv(self, a, rcond=None, hermitian=False, *, rtol=None):
        x = self._matrix(a)
        if rcond is not None and rtol is not None:
            raise ValueError("`rtol` and `rcond` can't be both set.")
        rcond = self._pinv_cutoff(x, rcond if rtol is None else rtol)
        if 0 in x.shape:
            shape = (*x.shape[:-2], x.shape[-1], x.shape[-2])
            return ivy.zeros(shape, dtype=ivy.dtype(x))
        return self._pseudo_inverse(x, rcond, hermitian)

    def _pinv_cutoff(self, x, rcond):
        return 1e-15 if rcond is None else rcond

    def _pseudo_inverse(self, x, rcond, hermitian=False):
        u, s, vt = self.svd(ivy.conj(x) if kind(x) == "c" else x, False, True, hermitian)
        limit = self._space.cast(self._space.array(rcond), ivy.dtype(s))
        limit = ivy.expand_dims(limit, axis=-1) if len(limit.shape) else limit
        large = ivy.greater(s, ivy.multiply(limit, ivy.max(s, axis=-1, keepdims=True)))
        inverse = ivy.where(
            large,
            ivy.divide(self._space.number(1, s), ivy.where(large, s, self._space.number(1, s))),
            self._space.number(0, s),
        )
        inverse = self._space.cast(ivy.expand_dims(inverse, axis=-1), ivy.dtype(u))
        return ivy.matmul(ivy.matrix_transpose(vt), ivy.multiply(inverse, ivy.matrix_transpose(u)))

    def lstsq(self, a, b, rcond=None):
        x, y = self._space.promote(*(self._computed(self._space.array(v)) for v in (a, b)))
        vector = len(y.shape) == 1
        if len(x.shape) != 2:
            raise self.LstsqError(
                f"{len(x.shape)}-dimensional array given. Array must be two-dimensional"
            )
        y = ivy.expand_dims(y, axis=1) if vector else y
        if len(y.shape) != 2:
            raise self.LstsqError(
                f"{len(y.shape)}-dimensional array given. Array must be two-dimensional"
            )
        if x.shape[0] != y.shape[0]:
            raise self.LstsqError("Incompatible dimensions")
        rcond = self._lstsq_cutoff(x, rcond)
        u, s, vt = ivy.svd(x, full_matrices=False)
        large = ivy.greater(s, ivy.multiply(self._space.number(rcond, s), ivy.max(s)))
        inverse = ivy.where(
            large,
            ivy.divide(self._space.number(1, s), ivy.where(large, s, self._space.number(1, s))),
            self._space.number(0, s),
        )
        inverse = self._space.cast(ivy.expand_dims(inverse, axis=1), ivy.dtype(u))
        solution = ivy.matmul(ivy.adjoint(vt), ivy.multiply(inverse, ivy.matmul(ivy.adjoint(u), y)))
        rank = ivy.sum(ivy.astype(large, dtypes.int64))
        residuals = self._residuals(x, y, solution, rank)
        return ivy.squeeze(solution, axis=1) if vector else solution, residuals, self._rank(rank), s

    @property
    def LstsqError(self):
        """What is raised for operands of least squares that do not fit."""
        return self.LinAlgError

    def _lstsq_cutoff(self, x, rcond):
        if rcond is None:
            return self._cutoff(x, None)
        return dtypes.epsilon(dtypes.real_of(ivy.dtype(x))) if rcond == -1 else rcond

    def _residuals(self, x, y, solution, rank):
        """Sums of squared errors; none where the rank or the shape leaves no answer."""
        if int(ivy.item(rank)) != x.shape[1] or x.shape[0] <= x.shape[1]:
            return ivy.zeros((0,), dtype=dtypes.real_of(ivy.dtype(x)))
        off = ivy.subtract(y, ivy.matmul(x, solution))
        return ivy.sum(ivy.square(ivy.abs(off)), axis=0)

    def _rank(self, rank):
        """A rank as the source gives it."""
        return int(ivy.item(rank))

    def matrix_rank(self, A, tol=None, hermitian=False, *, rtol=None):
        x = self._space.array(A)
        if len(x.shape) < 2:
            return self._vector_rank(ivy.any(ivy.not_equal(x, self._space.number(0, x))))
        x = self._matrix(x)
        s = ivy.abs(ivy.eigvalsh(x)) if hermitian else ivy.svdvals(x)
        largest = ivy.max(s, axis=-1, keepdims=True)
        if tol is None:
            factor = self._cutoff(x, None) if rtol is None else rtol
            factor = self._space.cast(self._space.array(factor), ivy.dtype(s))
            factor = ivy.expand_dims(factor, axis=-1) if len(factor.shape) else factor
            limit = ivy.multiply(largest, factor)
        else:
            limit = self._space.cast(self._space.array(tol), ivy.dtype(s))
            limit = ivy.expand_dims(limit, axis=-1) if len(limit.shape) else limit
        return self._space.int(ivy.sum(ivy.astype(ivy.greater(s, limit), dtypes.int64), axis=-1))

    def _vector_rank(self, some):
        """The rank of an array without two axes: whether anything in it is not 0."""
        return self._space.int(some)

    def cond(self, x, p=None):
        x = self._matrix(x)
        if p in (None, 2, -2):
            s = ivy.svdvals(x)
            ends = (s[..., -1], s[..., 0]) if p == -2 else (s[..., 0], s[..., -1])
            found = ivy.divide(*ends)
        else:
            if x.shape[-1] != x.shape[-2]:
                raise self.LinAlgError("Last 2 dimensions of the array must be square")
            found = ivy.multiply(
                self.norm(x, p, (-2, -1)), self.norm(self._inverse_or_inf(x), p, (-2, -1))
            )
        nan = ivy.any(ivy.isnan(x), axis=(-2, -1))
        return ivy.where(
            ivy.logical_and(ivy.isnan(found), ivy.logical_not(nan)),
            self._space.number(math.inf, found),
            found,
        )

    def _inverse_or_inf(self, x):
        eye = ivy.broadcast_to(ivy.eye(x.shape[-1], dtype=ivy.dtype(x)), tuple(x.shape))
        lu, pivots = ivy.lu_factor(x)
        return ivy.lu_solve(lu, pivots, eye)

    # -- products

    def matrix_power(self, a, n):
        x = self._space.array(a)
        if len(x.shape) < 2:
            raise self.LinAlgError("Array must be at least two-dimensional")
        if x.shape[-1] != x.shape[-2]:
            raise self.LinAlgError("Last 2 dimensions of the array must be square")
        try:
            n = operator.index(n)
        except TypeError:
            raise TypeError("exponent must be an integer") from None
        if n < 0:
            x, n = self.inv(x), -n
        if n == 0:
            return ivy.broadcast_to(ivy.eye(x.shape[-1], dtype=ivy.dtype(x)), tuple(x.shape))
        found = None
        while n:
            if n % 2:
                found = x if found is None else self._space.matmul(found, x)
            n //= 2
            x = self._space.matmul(x, x) if n else x
        return found

    def multi_dot(self, arrays, *, out=None):
        parts = [self._space.array(a) for a in arrays]
        if len(parts) < 2:
            raise ValueError("Expecting at least two arrays.")
        if any(len(p.shape) != 2 for p in parts[1:-1]) or any(
            len(p.shape) not in (1, 2) for p in (parts[0], parts[-1])
        ):
            raise self.LinAlgError("array given must be two-dimensional")
        sizes = [math.prod(p.shape[:1]) if len(p.shape) == 2 else 1 for p in parts[:1]]
        sizes += [p.shape[0] for p in parts[1:]]
        sizes += [parts[-1].shape[1] if len(parts[-1].shape) == 2 else 1]
        return self._space.out(
            self._chain(parts, sizes, 0, len(parts) - 1, _best_splits(sizes)), out
        )

    def _chain(self, parts, sizes, i, j, splits):
        if i == j:
            return parts[i]
        at = splits[i, j]
        left, right = (
            self._chain(parts, sizes, i, at, splits),
            self._chain(parts, sizes, at + 1, j, splits),
        )
        return self._space.dot(left, right)

    def tensorinv(self, a, ind=2):
        x = self._space.array(a)
        if ind <= 0:
            raise ValueError("Invalid ind argument.")
        first, last = tuple(x.shape[:ind]), tuple(x.shape[ind:])
        flat = self.inv(ivy.reshape(x, (math.prod(first), math.prod(last))))
        return ivy.reshape(flat, (*last, *first))

    def tensorsolve(self, a, b, axes=None):
        x, y = self._space.array(a), self._space.array(b)
        if axes is not None:
            rest = [i for i in range(len(x.shape)) if i not in self._space.axes(axes, len(x.shape))]
            x = ivy.permute_dims(x, (*rest, *self._space.axes(axes, len(x.shape))))
        unknown = tuple(x.shape[len(y.shape) :])
        if math.prod(x.shape) != math.prod(unknown) ** 2:
            raise self.LinAlgError(
                "Input arrays must satisfy the requirement prod(a.shape[b.ndim:]) == "
                "prod(a.shape[:b.ndim])"
            )
        x = ivy.reshape(x, (math.prod(unknown),) * 2)
        return ivy.reshape(self.solve(x, ivy.reshape(y, (-1,))), unknown)

    # -- what the main namespace has too, by the Array API's rules

    def matmul(self, x1, x2, /):
        return self._space.matmul(x1, x2)

    def matrix_transpose(self, x, /):
        return self._space.matrix_transpose(x)

    def outer(self, x1, x2, /):
        a, b = self._space.array(x1), self._space.array(x2)
        if len(a.shape) != 1 or len(b.shape) != 1:
            raise ValueError("Input arrays must be one-dimensional")
        return self._space.outer(a, b)

    def tensordot(self, x1, x2, /, *, axes=2):
        return self._space.tensordot(x1, x2, axes=axes)

    def vecdot(self, x1, x2, /, *, axis=-1):
        return self._space.vecdot(x1, x2, axis=axis)

    def cross(self, x1, x2, /, *, axis=-1):
        a, b = self._space.array(x1), self._space.array(x2)
        if (
            a.shape[self._space.axis(axis, len(a.shape))] != 3
            or b.shape[self._space.axis(axis, len(b.shape))] != 3
        ):
            raise ValueError("Both input arrays must be (arrays of) 3-dimensional vectors")
        return self._space.cross(a, b, axis=axis)

    def diagonal(self, x, /, *, offset=0):
        return self._space.diagonal(x, offset, -2, -1)

    def trace(self, x, /, *, offset=0, dtype=None):
        return self._space.trace(x, offset, -2, -1, dtype)


def _best_splits(sizes):
    """Where each product of a chain of matrices is divided, for the least multiplications."""
    n = len(sizes) - 1
    cost, splits = {(i, i): 0 for i in range(n)}, {}
    for length in range(1, n):
        for i in range(n - length):
            j = i + length
            options = [
                (cost[i, k] + cost[k + 1, j] + sizes[i] * sizes[k + 1] * sizes[j + 1], k)
                for k in range(i, j)
            ]
            cost[i, j], splits[i, j] = min(options)
    return splits
