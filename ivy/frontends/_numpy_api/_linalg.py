"""Linear algebra: `numpy.linalg` and `jax.numpy.linalg`."""

from __future__ import annotations

import math
import operator

from ivy import functional as ivy
from ivy._core import dtypes
from ivy._core.results import EighResult, EigResult, QRResult, SlogdetResult, SVDResult
from ivy.frontends._numpy_api import _creation, _norms, _products, _shapes
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import kind, number


def matrix_operand(rules: Rules, a, square=False):
    """A floating or complex matrix, or a batch of them."""
    x = rules.array(a)
    if len(x.shape) < 2:
        text = f"{len(x.shape)}-dimensional array given. Array must be at least two-dimensional"
        raise rules.LinAlgError(text)
    if square and x.shape[-1] != x.shape[-2]:
        raise rules.LinAlgError("Last 2 dimensions of the array must be square")
    return rules.linalg_operand(x)


def det(rules: Rules, a):
    x = matrix_operand(rules, a, square=True)
    if not x.shape[-1]:
        return ivy.ones(x.shape[:-2], dtype=ivy.dtype(x))
    lu, pivots = ivy.lu_factor(x)
    sign = ivy.astype(ivy.permutation_sign(pivots), ivy.dtype(x))
    return ivy.multiply(ivy.prod(ivy.matrix_diagonal(lu), axis=-1), sign)


def slogdet(rules: Rules, a):
    x = matrix_operand(rules, a, square=True)
    real = dtypes.real_of(ivy.dtype(x))
    if not x.shape[-1]:
        ones = ivy.ones(x.shape[:-2], dtype=ivy.dtype(x))
        return SlogdetResult(ones, ivy.zeros(x.shape[:-2], dtype=real))
    return SlogdetResult(*ivy.determinant_sign_and_log(*ivy.lu_factor(x)))


def inv(rules: Rules, a):
    x = matrix_operand(rules, a, square=True)
    eye = ivy.eye(x.shape[-1], dtype=ivy.dtype(x))
    return _solved(rules, x, ivy.broadcast_to(eye, tuple(x.shape)))


def _solved(rules: Rules, a, b):
    if 0 in a.shape or 0 in b.shape:
        batch = rules.broadcast_shapes(a.shape[:-2], b.shape[:-2])
        return ivy.zeros((*batch, *b.shape[-2:]), dtype=ivy.dtype(b))
    lu, pivots = ivy.lu_factor(a)
    rules.check_singular(ivy.equal(ivy.matrix_diagonal(lu), number(0, lu)))
    return ivy.lu_solve(lu, pivots, b)


def solve(rules: Rules, a, b):
    x, y = rules.array(a), rules.array(b)
    x, y = matrix_operand(rules, x, square=True), rules.linalg_operand(y)
    x, y = rules.promote(x, y)
    vector = len(y.shape) == 1
    if not len(y.shape) or y.shape[0 if vector else -2] != x.shape[-1]:
        raise ValueError("solve: Input operand 1 has a mismatch in its core dimension 0")
    rules.broadcast_shapes(x.shape[:-2], y.shape[:-2])
    found = _solved(rules, x, ivy.expand_dims(y, axis=1) if vector else y)
    return ivy.squeeze(found, axis=-1) if vector else found


def cholesky(rules: Rules, a, /, *, upper=False):
    x = matrix_operand(rules, a, square=True)
    if upper:
        x = ivy.adjoint(x)
    factor, minor = ivy.cholesky_factor(x)
    factor = rules.definite_factor(factor, minor)
    return ivy.adjoint(factor) if upper else factor


def qr(rules: Rules, a, mode="reduced"):
    if mode not in ("reduced", "complete", "r", "raw"):
        raise ValueError(f"Unrecognized mode '{mode}'")
    x = matrix_operand(rules, a)
    if mode == "raw":
        h, tau = ivy.qr_reflectors(x)
        return ivy.matrix_transpose(h), tau
    q, r = ivy.qr(x, mode="complete" if mode == "complete" else "reduced")
    return r if mode == "r" else QRResult(q, r)


def svd(rules: Rules, a, full_matrices=True, compute_uv=True, hermitian=False):
    x = matrix_operand(rules, a)
    if not compute_uv:
        return ivy.svdvals(x)
    if hermitian:
        return _hermitian_svd(rules, x)
    return SVDResult(*ivy.svd(x, full_matrices=bool(full_matrices)))


def _hermitian_svd(rules: Rules, x):
    values, vectors = ivy.eigh(x)
    sign = ivy.where(ivy.less(values, number(0, values)), number(-1, values), number(1, values))
    order = ivy.argsort(ivy.abs(values), axis=-1, descending=True)
    size = ivy.take_along_axis(ivy.abs(values), order, axis=len(values.shape) - 1)
    sign = ivy.take_along_axis(sign, order, axis=len(values.shape) - 1)
    columns = ivy.broadcast_to(ivy.expand_dims(order, axis=-2), tuple(x.shape))
    u = ivy.take_along_axis(vectors, columns, axis=len(x.shape) - 1)
    vt = ivy.adjoint(ivy.multiply(u, ivy.expand_dims(rules.cast(sign, ivy.dtype(u)), axis=-2)))
    return SVDResult(u, size, vt)


def svdvals(rules: Rules, x, /):
    return ivy.svdvals(matrix_operand(rules, x))


def _triangle(UPLO):
    if not isinstance(UPLO, str) or UPLO.upper() not in ("L", "U"):
        raise ValueError("UPLO argument must be 'L' or 'U'")
    return UPLO.upper() == "U"


def eigh(rules: Rules, a, UPLO="L"):
    upper = _triangle(UPLO)
    return EighResult(*ivy.eigh(matrix_operand(rules, a, square=True), upper=upper))


def eigvalsh(rules: Rules, a, UPLO="L"):
    upper = _triangle(UPLO)
    return ivy.eigvalsh(matrix_operand(rules, a, square=True), upper=upper)


def eig(rules: Rules, a):
    x = matrix_operand(rules, a, square=True)
    rules.check_finite(x)
    return EigResult(*rules.eigen_results(x, *ivy.eig(x)))


def eigvals(rules: Rules, a):
    x = matrix_operand(rules, a, square=True)
    rules.check_finite(x)
    return rules.eigen_results(x, ivy.eigvals(x))[0]


# -- by singular values


def _relative_cutoff(x):
    """The usual cutoff of small singular values, relative to the largest: max(m, n) * eps."""
    return max(x.shape[-2:]) * dtypes.epsilon(dtypes.real_of(ivy.dtype(x)))


def _inverse_where(large, s):
    """1 / s of the large singular values, 0 of the others."""
    one = number(1, s)
    return ivy.where(large, ivy.divide(one, ivy.where(large, s, one)), number(0, s))


def pinv(rules: Rules, a, rcond=None, hermitian=False, *, rtol=None):
    x = matrix_operand(rules, a)
    if rcond is not None and rtol is not None:
        raise ValueError("`rtol` and `rcond` can't be both set.")
    rcond = rcond if rtol is None else rtol
    rcond = rules.pinv_cutoff(_relative_cutoff(x)) if rcond is None else rcond
    if 0 in x.shape:
        shape = (*x.shape[:-2], x.shape[-1], x.shape[-2])
        return ivy.zeros(shape, dtype=ivy.dtype(x))
    return _pseudo_inverse(rules, x, rcond, hermitian)


def _pseudo_inverse(rules: Rules, x, rcond, hermitian=False):
    u, s, vt = svd(rules, ivy.conj(x) if kind(x) == "c" else x, False, True, hermitian)
    limit = rules.cast(rules.array(rcond), ivy.dtype(s))
    limit = ivy.expand_dims(limit, axis=-1) if len(limit.shape) else limit
    large = ivy.greater(s, ivy.multiply(limit, ivy.max(s, axis=-1, keepdims=True)))
    inverse = rules.cast(ivy.expand_dims(_inverse_where(large, s), axis=-1), ivy.dtype(u))
    return ivy.matmul(ivy.matrix_transpose(vt), ivy.multiply(inverse, ivy.matrix_transpose(u)))


def lstsq(rules: Rules, a, b, rcond=None):
    x, y = rules.promote(*(rules.linalg_operand(rules.array(v)) for v in (a, b)))
    vector = len(y.shape) == 1
    if len(x.shape) != 2:
        raise rules.LinAlgError(
            f"{len(x.shape)}-dimensional array given. Array must be two-dimensional"
        )
    y = ivy.expand_dims(y, axis=1) if vector else y
    if len(y.shape) != 2:
        raise rules.LinAlgError(
            f"{len(y.shape)}-dimensional array given. Array must be two-dimensional"
        )
    if x.shape[0] != y.shape[0]:
        raise rules.LinAlgError("Incompatible dimensions")
    rcond = _relative_cutoff(x) if rcond is None else rcond
    rcond = rules.smallest_cutoff(dtypes.epsilon(ivy.dtype(x))) if rcond < 0 else rcond
    u, s, vt = ivy.svd(x, full_matrices=False)
    large = ivy.greater(s, ivy.multiply(number(rcond, s), ivy.max(s)))
    inverse = rules.cast(ivy.expand_dims(_inverse_where(large, s), axis=1), ivy.dtype(u))

    def solved(y):
        return ivy.matmul(ivy.adjoint(vt), ivy.multiply(inverse, ivy.matmul(ivy.adjoint(u), y)))

    solution = solved(y)
    solution = ivy.add(solution, solved(ivy.subtract(y, ivy.matmul(x, solution))))  # more exact
    rank = ivy.sum(ivy.astype(large, dtypes.int64))
    if rules.has_residuals(x, rank):
        off = ivy.subtract(y, ivy.matmul(x, solution))
        residuals = ivy.sum(ivy.square(ivy.abs(off)), axis=0)
    else:
        residuals = ivy.zeros((0,), dtype=dtypes.real_of(ivy.dtype(x)))
    return ivy.squeeze(solution, axis=1) if vector else solution, residuals, rules.rank(rank), s


def matrix_rank(rules: Rules, A, tol=None, hermitian=False, *, rtol=None):
    x = rules.array(A)
    if len(x.shape) < 2:
        return rules.vector_rank(ivy.any(ivy.not_equal(x, number(0, x))))
    x = matrix_operand(rules, x)
    s = ivy.abs(ivy.eigvalsh(x)) if hermitian else ivy.svdvals(x)
    largest = ivy.max(s, axis=-1, keepdims=True)
    if tol is None:
        factor = _relative_cutoff(x) if rtol is None else rtol
        factor = rules.cast(rules.array(factor), ivy.dtype(s))
        factor = ivy.expand_dims(factor, axis=-1) if len(factor.shape) else factor
        limit = ivy.multiply(largest, factor)
    else:
        limit = rules.cast(rules.array(tol), ivy.dtype(s))
        limit = ivy.expand_dims(limit, axis=-1) if len(limit.shape) else limit
    return rules.as_int(ivy.sum(ivy.astype(ivy.greater(s, limit), dtypes.int64), axis=-1))


def cond(rules: Rules, x, p=None):
    x = matrix_operand(rules, x)
    if p in (None, 2, -2):
        s = ivy.svdvals(x)
        ends = (s[..., -1], s[..., 0]) if p == -2 else (s[..., 0], s[..., -1])
        found = ivy.divide(*ends)
    else:
        if x.shape[-1] != x.shape[-2]:
            raise rules.LinAlgError("Last 2 dimensions of the array must be square")
        found = ivy.multiply(
            _norms.norm(rules, x, p, (-2, -1)),
            _norms.norm(rules, _inverse_or_inf(x), p, (-2, -1)),
        )
    nan = ivy.any(ivy.isnan(x), axis=(-2, -1))
    return ivy.where(
        ivy.logical_and(ivy.isnan(found), ivy.logical_not(nan)),
        number(math.inf, found),
        found,
    )


def _inverse_or_inf(x):
    eye = ivy.broadcast_to(ivy.eye(x.shape[-1], dtype=ivy.dtype(x)), tuple(x.shape))
    lu, pivots = ivy.lu_factor(x)
    return ivy.lu_solve(lu, pivots, eye)


# -- products


def matrix_power(rules: Rules, a, n):
    x = rules.array(a)
    if len(x.shape) < 2:
        raise rules.LinAlgError("Array must be at least two-dimensional")
    if x.shape[-1] != x.shape[-2]:
        raise rules.LinAlgError("Last 2 dimensions of the array must be square")
    try:
        n = operator.index(n)
    except TypeError:
        raise TypeError("exponent must be an integer") from None
    if n < 0:
        x, n = inv(rules, x), -n
    if n == 0:
        return ivy.broadcast_to(ivy.eye(x.shape[-1], dtype=ivy.dtype(x)), tuple(x.shape))
    found = None
    while n:
        if n % 2:
            found = x if found is None else _products.matmul(rules, found, x)
        n //= 2
        x = _products.matmul(rules, x, x) if n else x
    return found


def multi_dot(rules: Rules, arrays, *, out=None):
    parts = [rules.array(a) for a in arrays]
    if len(parts) < 2:
        raise ValueError("Expecting at least two arrays.")
    if any(len(p.shape) != 2 for p in parts[1:-1]) or any(
        len(p.shape) not in (1, 2) for p in (parts[0], parts[-1])
    ):
        raise rules.LinAlgError("array given must be two-dimensional")
    sizes = [math.prod(p.shape[:1]) if len(p.shape) == 2 else 1 for p in parts[:1]]
    sizes += [p.shape[0] for p in parts[1:]]
    sizes += [parts[-1].shape[1] if len(parts[-1].shape) == 2 else 1]
    return rules.out(_chain(rules, parts, 0, len(parts) - 1, _best_splits(sizes)), out)


def _chain(rules: Rules, parts, i, j, splits):
    """The product of `parts[i]` to `parts[j]`."""
    if i == j:
        return parts[i]
    at = splits[i, j]
    left = _chain(rules, parts, i, at, splits)
    return _products.dot(rules, left, _chain(rules, parts, at + 1, j, splits))


def tensorinv(rules: Rules, a, ind=2):
    x = rules.array(a)
    if ind <= 0:
        raise ValueError("Invalid ind argument.")
    first, last = tuple(x.shape[:ind]), tuple(x.shape[ind:])
    flat = inv(rules, ivy.reshape(x, (math.prod(first), math.prod(last))))
    return ivy.reshape(flat, (*last, *first))


def tensorsolve(rules: Rules, a, b, axes=None):
    x, y = rules.array(a), rules.array(b)
    if axes is not None:
        rest = [i for i in range(len(x.shape)) if i not in rules.axes(axes, len(x.shape))]
        x = ivy.permute_dims(x, (*rest, *rules.axes(axes, len(x.shape))))
    unknown = tuple(x.shape[len(y.shape) :])
    if math.prod(x.shape) != math.prod(unknown) ** 2:
        raise rules.LinAlgError(
            "Input arrays must satisfy the requirement prod(a.shape[b.ndim:]) == "
            "prod(a.shape[:b.ndim])"
        )
    x = ivy.reshape(x, (math.prod(unknown),) * 2)
    return ivy.reshape(solve(rules, x, ivy.reshape(y, (-1,))), unknown)


# -- functions of the main namespace, with the Array API's parameters


def matmul(rules: Rules, x1, x2, /):
    return _products.matmul(rules, x1, x2)


def matrix_transpose(rules: Rules, x, /):
    return _shapes.matrix_transpose(rules, x)


def outer(rules: Rules, x1, x2, /):
    a, b = rules.array(x1), rules.array(x2)
    if len(a.shape) != 1 or len(b.shape) != 1:
        raise ValueError("Input arrays must be one-dimensional")
    return _products.outer(rules, a, b)


def tensordot(rules: Rules, x1, x2, /, *, axes=2):
    return _products.tensordot(rules, x1, x2, axes=axes)


def vecdot(rules: Rules, x1, x2, /, *, axis=-1):
    return _products.vecdot(rules, x1, x2, axis=axis)


def cross(rules: Rules, x1, x2, /, *, axis=-1):
    a, b = rules.array(x1), rules.array(x2)
    if a.shape[rules.axis(axis, len(a.shape))] != 3 or b.shape[rules.axis(axis, len(b.shape))] != 3:
        raise ValueError("Both input arrays must be (arrays of) 3-dimensional vectors")
    return _products.cross(rules, a, b, axis=axis)


def diagonal(rules: Rules, x, /, *, offset=0):
    return _creation.diagonal(rules, x, offset, -2, -1)


def trace(rules: Rules, x, /, *, offset=0, dtype=None):
    return _creation.trace(rules, x, offset, -2, -1, dtype)


def _best_splits(sizes):
    """The split of each subchain of matrices that needs the fewest multiplications."""
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
