"""Gradients of factorizations. If a factor is unique up to signs or phases only, the gradient is
that of the one at hand; functions that depend on the choice have none (as in PyTorch)."""

from __future__ import annotations

from ivy._core import errors, ops
from ivy.functional._gradients._forms import conj, is_complex, masked, zeros_like
from ivy.functional._gradients.linalg import diagonal_matrix
from ivy.functional.factorizations import take_rows


def _product(*factors):
    out = factors[0]
    for factor in factors[1:]:
        out = ops.matmul(out, factor)
    return out


def _rows(x):
    return ops.expand_dims(x, axis=-1)


def _columns(x):
    return ops.expand_dims(x, axis=-2)


def _square(d):
    return diagonal_matrix(d, d.shape[-1], d.shape[-1])


def _as(x, like):
    return ops.astype(x, ops.dtype(like))


def _identity(size, like):
    return ops.eye(size, dtype=ops.dtype(like))


def _hermitian(x):
    return ops.multiply(ops.add(x, ops.adjoint(x)), 0.5)


def _cholesky(g, out, x):
    """L^-H phi(L^H gL) L^-1, made Hermitian; phi is the lower triangle, half of its diagonal."""
    factor, g = out[0], g[0]
    inner = ops.tril(ops.matmul(ops.adjoint(factor), g))
    inner = ops.subtract(inner, ops.multiply(_square(ops.matrix_diagonal(inner)), 0.5))
    back = ops.adjoint(factor)
    left = ops.solve_triangular(back, inner, upper=True)
    whole = ops.adjoint(ops.solve_triangular(back, ops.adjoint(left), upper=True))
    return _hermitian(whole)


def _differences(w):
    """w[j] - w[i] at (i, j), and 1 on the diagonal."""
    return ops.add(ops.subtract(_columns(w), _rows(w)), _identity(w.shape[-1], w))


def _without_diagonal(x):
    return ops.subtract(x, _square(ops.matrix_diagonal(x)))


def _eigh(g, out, x, *, upper=False):
    (values, vectors), (g_values, g_vectors) = out, g
    back = ops.adjoint(vectors)
    turn = ops.divide(ops.matmul(back, g_vectors), _as(_differences(values), vectors))
    inner = ops.add(_without_diagonal(turn), _square(_as(g_values, vectors)))
    return _hermitian(_product(vectors, inner, back))


def _eigvalsh(g, out, x, *, upper=False):
    _, vectors = ops.eigh(x, upper=upper)
    return ops.matmul(ops.multiply(vectors, _as(_columns(g), vectors)), ops.adjoint(vectors))


def _solve(a, b):
    return ops.lu_solve(*ops.lu_factor(a), b)


def _of_eig(inner, vectors, x):
    whole = _solve(ops.adjoint(vectors), ops.matmul(inner, ops.adjoint(vectors)))
    return whole if is_complex(x) else ops.real(whole)


def _eig(g, out, x):
    (values, vectors), (g_values, g_vectors) = out, g
    turn = ops.matmul(ops.adjoint(vectors), g_vectors)
    length = _as(ops.real(ops.matrix_diagonal(turn)), vectors)
    gram = ops.matmul(ops.adjoint(vectors), vectors)
    turn = ops.subtract(turn, ops.multiply(gram, _columns(length)))
    turn = _without_diagonal(ops.divide(turn, ops.conj(_differences(values))))
    return _of_eig(ops.add(turn, _square(g_values)), vectors, x)


def _eigvals(g, out, x):
    _, vectors = ops.eig(x)
    return _of_eig(_square(g), vectors, x)


def _skew(x):
    return ops.subtract(x, ops.adjoint(x))


def _svd(g, out, x, *, full_matrices=True):
    rows, columns = x.shape[-2:]
    if full_matrices and rows != columns:
        raise errors.UnsupportedOpError(
            "gradients of svd: the vectors that full_matrices=True adds have none; "
            "use full_matrices=False or svdvals."
        )
    (u, s, vh), (g_u, g_s, g_vh) = out, g
    v, g_v = ops.adjoint(vh), ops.adjoint(g_vh)
    squares = _as(_differences_of_squares(s), u)
    left, right = ops.matmul(ops.adjoint(u), g_u), ops.matmul(vh, g_v)
    wide = _as(s, u)
    inner = ops.add(
        ops.multiply(ops.divide(_skew(left), squares), _columns(wide)),
        ops.multiply(ops.divide(_skew(right), squares), _rows(wide)),
    )
    diagonal = _as(g_s, u)
    if is_complex(u):
        phase = ops.divide(ops.imag(ops.matrix_diagonal(left)), s)
        diagonal = ops.complex(g_s, phase)
    whole = _product(u, ops.add(_without_diagonal(inner), _square(diagonal)), vh)
    if rows > columns:
        outside = ops.divide(ops.subtract(g_u, ops.matmul(u, left)), _columns(wide))
        whole = ops.add(whole, ops.matmul(outside, vh))
    if columns > rows:
        outside = ops.divide(ops.adjoint(ops.subtract(g_v, ops.matmul(v, right))), _rows(wide))
        whole = ops.add(whole, ops.matmul(u, outside))
    return whole


def _differences_of_squares(s):
    return _differences(ops.square(s))


def _svdvals(g, out, x):
    u, _, vh = ops.svd(x, full_matrices=False)
    return ops.matmul(ops.multiply(u, _as(_columns(g), u)), vh)


def _qr(g, out, x, *, mode="reduced"):
    rows, columns = x.shape[-2:]
    if mode == "complete" and rows > columns:
        raise errors.UnsupportedOpError(
            "gradients of qr: the columns that mode='complete' adds have none; use 'reduced'."
        )
    (q, r), (g_q, g_r) = out, g
    if rows >= columns:
        return _qr_tall(q, r, g_q, g_r)
    first, rest = (..., slice(None, rows)), (..., slice(rows, None))
    g_rest = ops.slice_(g_r, rest)
    g_q = ops.add(g_q, ops.matmul(ops.slice_(x, rest), ops.adjoint(g_rest)))
    left = _qr_tall(q, ops.slice_(r, first), g_q, ops.slice_(g_r, first))
    return ops.concat([left, ops.matmul(q, g_rest)], axis=-1)


def _qr_tall(q, r, g_q, g_r):
    """(gQ + Q sym(triu(gR R^H - Q^H gQ))) R^-H."""
    inner = ops.triu(ops.subtract(ops.matmul(g_r, ops.adjoint(r)), ops.matmul(ops.adjoint(q), g_q)))
    whole = ops.add(inner, ops.adjoint(inner))
    whole = ops.subtract(whole, ops.multiply(_square(ops.matrix_diagonal(whole)), 0.5))
    total = ops.add(g_q, ops.matmul(q, whole))
    return ops.adjoint(ops.solve_triangular(r, ops.adjoint(total), upper=True))


def _lu_factor(g, out, x):
    """Of the square part P^T L^-H (tril(L^H gL, -1) + triu(gU U^H)) U^-H.

    The part below it is A U^-1, the part beside it L^-1 A.
    """
    (lu, pivots), g = out, g[0]
    rows, columns = x.shape[-2:]
    size = min(rows, columns)
    first, rest = slice(None, size), slice(size, None)
    square, g_square = (ops.slice_(a, (..., first, first)) for a in (lu, g))
    lower = ops.adjoint(ops.add(ops.tril(square, k=-1), _identity(size, square)))
    upper = ops.triu(square)
    of_lower = ops.matmul(lower, ops.tril(g_square, k=-1))
    of_upper = ops.matmul(ops.triu(g_square), ops.adjoint(upper))
    if rows > size:
        part, g_part = (ops.slice_(a, (..., rest, first)) for a in (lu, g))
        of_upper = ops.subtract(of_upper, ops.matmul(ops.adjoint(part), g_part))
    if columns > size:
        part, g_part = (ops.slice_(a, (..., first, rest)) for a in (lu, g))
        of_lower = ops.subtract(of_lower, ops.matmul(g_part, ops.adjoint(part)))
    whole = ops.add(ops.tril(of_lower, k=-1), ops.triu(of_upper))
    whole = _over(ops.solve_triangular(lower, whole, upper=True, unit_diagonal=True), upper)
    if rows > size:
        whole = ops.concat([whole, _over(g_part, upper)], axis=-2)
    if columns > size:
        beside = ops.solve_triangular(lower, g_part, upper=True, unit_diagonal=True)
        whole = ops.concat([whole, beside], axis=-1)
    return take_rows(whole, ops.invert_permutation(ops.pivots_to_permutation(pivots, rows)))


def _over(x, upper):
    """x U^-H."""
    return ops.adjoint(ops.solve_triangular(upper, ops.adjoint(x), upper=True))


def _reflectors(x, tau):
    """The vectors v, as one-column matrices, with tau and the mask of their elements in `x`."""
    like = ops.dtype(x)
    below = ops.not_equal(ops.tril(ops.ones(x.shape[-2:], dtype=like), k=-1), 0)
    one = ops.eye(*x.shape[-2:], dtype=like)
    vectors = ops.where(below, x, one)
    for k in range(tau.shape[-1]):
        at = (..., slice(k, k + 1))
        yield ops.slice_(vectors, at), _rows(ops.slice_(tau, at)), ops.slice_(below, at)


def _of_householder(g, out, x, tau):
    """The gradients of both arguments, reflector by reflector from the left.

    Each maps the product P of those after it to (I - tau v v^H) P.
    """
    count = tau.shape[-1]
    if not count:
        return zeros_like(x), zeros_like(tau)
    reflectors = list(_reflectors(x, tau))
    products = [ops.eye(*x.shape[-2:], dtype=ops.dtype(x))]
    for v, t, _ in reversed(reflectors[1:]):
        products.append(_reflected(products[-1], v, t))
    columns, taus = [], []
    for (v, t, below), behind in zip(reflectors, reversed(products), strict=True):
        row, back = ops.matmul(ops.adjoint(v), behind), ops.matmul(ops.adjoint(g), v)
        taus.append(ops.negative(ops.matmul(ops.adjoint(back), ops.adjoint(row))))
        forth = ops.multiply(ops.matmul(g, ops.adjoint(row)), conj(t))
        g_v = ops.add(forth, ops.multiply(ops.matmul(behind, back), t))
        columns.append(ops.negative(masked(g_v, below)))
        g = _reflected(g, v, conj(t))
    unused = zeros_like(ops.slice_(x, (..., slice(count, None))))
    of_tau = ops.squeeze(ops.concat(taus, axis=-1), axis=-2)
    return ops.concat([*columns, unused], axis=-1), of_tau


def _reflected(x, v, t):
    """(I - t v v^H) x."""
    return ops.subtract(x, ops.multiply(ops.matmul(v, ops.matmul(ops.adjoint(v), x)), t))


RULES = {
    "cholesky_factor": _cholesky,
    "eig": _eig,
    "eigh": _eigh,
    "eigvals": _eigvals,
    "eigvalsh": _eigvalsh,
    "householder_product": (
        lambda *call: _of_householder(*call)[0],
        lambda *call: _of_householder(*call)[1],
    ),
    "lu_factor": _lu_factor,
    "qr": _qr,
    "svd": _svd,
    "svdvals": _svdvals,
}
