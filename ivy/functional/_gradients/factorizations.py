"""Gradients of factorizations. A factor that is fixed up to signs or phases has the gradient of any
of them, so functions that depend on the choice have none (as in PyTorch)."""

from __future__ import annotations

from ivy._core import errors
from ivy.functional import creation as c
from ivy.functional import elementwise as e
from ivy.functional import inspection as i
from ivy.functional import linalg as la
from ivy.functional import manipulation as m
from ivy.functional._gradients._forms import is_complex
from ivy.functional._gradients.linalg import diagonal_matrix


def _product(*factors):
    out = factors[0]
    for factor in factors[1:]:
        out = la.matmul(out, factor)
    return out


def _rows(x):
    return m.expand_dims(x, axis=-1)


def _columns(x):
    return m.expand_dims(x, axis=-2)


def _square(d):
    return diagonal_matrix(d, d.shape[-1], d.shape[-1])


def _as(x, like):
    return i.astype(x, i.dtype(like))


def _identity(size, like):
    return c.eye(size, dtype=i.dtype(like))


def _hermitian(x):
    return e.multiply(e.add(x, la.adjoint(x)), 0.5)


def _cholesky(g, out, x):
    """L^-H phi(L^H gL) L^-1, made Hermitian; phi is the lower triangle, half of its diagonal."""
    factor, g = out[0], g[0]
    inner = m.tril(la.matmul(la.adjoint(factor), g))
    inner = e.subtract(inner, e.multiply(_square(la.matrix_diagonal(inner)), 0.5))
    back = la.adjoint(factor)
    left = la.solve_triangular(back, inner, upper=True)
    whole = la.adjoint(la.solve_triangular(back, la.adjoint(left), upper=True))
    return _hermitian(whole)


def _differences(w):
    """w[j] - w[i] at (i, j), and 1 on the diagonal."""
    return e.add(e.subtract(_columns(w), _rows(w)), _identity(w.shape[-1], w))


def _without_diagonal(x):
    return e.subtract(x, _square(la.matrix_diagonal(x)))


def _eigh(g, out, x, *, upper=False):
    (values, vectors), (g_values, g_vectors) = out, g
    back = la.adjoint(vectors)
    turn = e.divide(la.matmul(back, g_vectors), _as(_differences(values), vectors))
    inner = e.add(_without_diagonal(turn), _square(_as(g_values, vectors)))
    return _hermitian(_product(vectors, inner, back))


def _eigvalsh(g, out, x, *, upper=False):
    _, vectors = la.eigh(x, upper=upper)
    return la.matmul(e.multiply(vectors, _as(_columns(g), vectors)), la.adjoint(vectors))


def _solve(a, b):
    return la.lu_solve(*la.lu_factor(a), b)


def _of_eig(inner, vectors, x):
    whole = _solve(la.adjoint(vectors), la.matmul(inner, la.adjoint(vectors)))
    return whole if is_complex(x) else e.real(whole)


def _eig(g, out, x):
    (values, vectors), (g_values, g_vectors) = out, g
    turn = la.matmul(la.adjoint(vectors), g_vectors)
    length = _as(e.real(la.matrix_diagonal(turn)), vectors)
    gram = la.matmul(la.adjoint(vectors), vectors)
    turn = e.subtract(turn, e.multiply(gram, _columns(length)))
    turn = _without_diagonal(e.divide(turn, e.conj(_differences(values))))
    return _of_eig(e.add(turn, _square(g_values)), vectors, x)


def _eigvals(g, out, x):
    _, vectors = la.eig(x)
    return _of_eig(_square(g), vectors, x)


def _skew(x):
    return e.subtract(x, la.adjoint(x))


def _svd(g, out, x, *, full_matrices=True):
    rows, columns = x.shape[-2:]
    if full_matrices and rows != columns:
        raise errors.UnsupportedOpError(
            "gradients of svd: the vectors that full_matrices=True adds have none; "
            "use full_matrices=False or svdvals."
        )
    (u, s, vh), (g_u, g_s, g_vh) = out, g
    v, g_v = la.adjoint(vh), la.adjoint(g_vh)
    squares = _as(_differences_of_squares(s), u)
    left, right = la.matmul(la.adjoint(u), g_u), la.matmul(vh, g_v)
    wide = _as(s, u)
    inner = e.add(
        e.multiply(e.divide(_skew(left), squares), _columns(wide)),
        e.multiply(e.divide(_skew(right), squares), _rows(wide)),
    )
    diagonal = _as(g_s, u)
    if is_complex(u):
        phase = e.divide(e.imag(la.matrix_diagonal(left)), s)
        diagonal = e.complex(g_s, phase)
    whole = _product(u, e.add(_without_diagonal(inner), _square(diagonal)), vh)
    if rows > columns:
        outside = e.divide(e.subtract(g_u, la.matmul(u, left)), _columns(wide))
        whole = e.add(whole, la.matmul(outside, vh))
    if columns > rows:
        outside = e.divide(la.adjoint(e.subtract(g_v, la.matmul(v, right))), _rows(wide))
        whole = e.add(whole, la.matmul(u, outside))
    return whole


def _differences_of_squares(s):
    return _differences(e.square(s))


def _svdvals(g, out, x):
    u, _, vh = la.svd(x, full_matrices=False)
    return la.matmul(e.multiply(u, _as(_columns(g), u)), vh)


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
    g_rest = m.slice_(g_r, rest)
    g_q = e.add(g_q, la.matmul(m.slice_(x, rest), la.adjoint(g_rest)))
    left = _qr_tall(q, m.slice_(r, first), g_q, m.slice_(g_r, first))
    return m.concat([left, la.matmul(q, g_rest)], axis=-1)


def _qr_tall(q, r, g_q, g_r):
    """(gQ + Q sym(triu(gR R^H - Q^H gQ))) R^-H."""
    inner = m.triu(e.subtract(la.matmul(g_r, la.adjoint(r)), la.matmul(la.adjoint(q), g_q)))
    whole = e.add(inner, la.adjoint(inner))
    whole = e.subtract(whole, e.multiply(_square(la.matrix_diagonal(whole)), 0.5))
    total = e.add(g_q, la.matmul(q, whole))
    return la.adjoint(la.solve_triangular(r, la.adjoint(total), upper=True))


RULES = {
    "cholesky_factor": _cholesky,
    "eig": _eig,
    "eigh": _eigh,
    "eigvals": _eigvals,
    "eigvalsh": _eigvalsh,
    "qr": _qr,
    "svd": _svd,
    "svdvals": _svdvals,
}
