"""Polynomials as vectors of coefficients, highest power first."""

from __future__ import annotations

import operator

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _creation, _linalg, _numerics
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import flat, number


def coefficients(rules: Rules, *ps):
    """Vectors of coefficients in one dtype."""
    arrays = [ivy.reshape(p, (1,)) if not len(p.shape) else p for p in map(rules.array, ps)]
    return rules.promote(*arrays)


def polyval(rules: Rules, p, x):
    p, x = rules.promote(p, x)
    y = ivy.zeros(x.shape, dtype=ivy.dtype(x))
    for i in range(p.shape[0]):
        y = ivy.add(ivy.multiply(y, x), p[i])
    return y


def polyadd(rules: Rules, a1, a2):
    return _joined(rules, ivy.add, a1, a2)


def polysub(rules: Rules, a1, a2):
    return _joined(rules, ivy.subtract, a1, a2)


def _joined(rules: Rules, op, a1, a2):
    a, b = coefficients(rules, a1, a2)
    n = max(a.shape[0], b.shape[0])
    a, b = (ivy.pad(v, [(n - v.shape[0], 0)]) for v in (a, b))
    return op(a, b)


def polymul(rules: Rules, a1, a2):
    a, b = (without_leading_zeros(v) for v in coefficients(rules, a1, a2))
    return _numerics.convolve(rules, a, b)


def without_leading_zeros(p):
    """Coefficients without leading zeros, which are read on the host."""
    values = ivy.to_numpy(p)
    hits = np.flatnonzero(values)
    return p[int(hits[0]) :] if hits.size else p[:0]


def polydiv(rules: Rules, u, v):
    q, r = division(rules, u, v)
    return q, trimmed_remainder(r)


def division(rules: Rules, u, v):
    """Quotient and remainder of polynomials, the remainder as long as `u`."""
    a, b = rules.promote_inexact(*coefficients(rules, u, v))
    m, n = a.shape[0] - 1, b.shape[0] - 1
    scale = number(1, b) / b[0]
    quotient, rest = [], a
    for k in range(max(m - n + 1, 0)):
        d = ivy.multiply(scale, rest[k])
        quotient.append(d)
        update = ivy.pad(ivy.multiply(b, d), [(k, m - n - k)])
        rest = ivy.subtract(rest, update)
    q = ivy.stack(quotient, axis=0) if quotient else ivy.zeros((1,), dtype=ivy.dtype(a))
    return q, rest


def trimmed_remainder(rest):
    """A remainder without leading coefficients close to zero, which are read on the host."""
    values = ivy.to_numpy(rest)
    start = 0
    while start < values.shape[0] - 1 and np.allclose(values[start], 0, rtol=1e-14):
        start += 1
    return rest[start:]


def polyder(rules: Rules, p, m=1):
    m = operator.index(m)
    if m < 0:
        raise ValueError("Order of derivative must be positive (see polyint)")
    p = rules.derivative_operand(rules.array(p))
    for _ in range(m):
        n = p.shape[0] - 1
        powers = ivy.constant(np.arange(max(n, 0), 0, -1))
        p = ivy.multiply(p[:-1], rules.cast(powers, ivy.dtype(p)))
    return p


def polyint(rules: Rules, p, m=1, k=None):
    m = operator.index(m)
    if m < 0:
        raise ValueError("Order of integral must be positive (see polyder)")
    p = rules.array(p)
    k = ivy.zeros((m,), dtype=rules.float_) if k is None else flat(rules.array(k))
    if k.shape[0] == 1 and m > 1:
        k = ivy.broadcast_to(k, (m,))
    if k.shape[0] < m:
        raise ValueError("k must be a scalar or a rank-1 array of length 1 or >m.")
    p = rules.cast(p, rules.inexact_dtype(rules.common_dtype(p, k)))
    k = rules.cast(k, ivy.dtype(p))
    for i in range(m):
        powers = ivy.constant(np.arange(p.shape[0], 0, -1))
        p = ivy.divide(p, rules.cast(powers, ivy.dtype(p)))
        p = ivy.concat([p, k[i : i + 1]], axis=0)
    return p


def poly(rules: Rules, seq_of_zeros):
    x = rules.array(seq_of_zeros)
    if len(x.shape) == 2 and x.shape[0] == x.shape[1] and x.shape[0]:
        x = _linalg.eigvals(rules, x)
    elif len(x.shape) == 1:
        x = rules.zeros_operand(x)
    elif not len(x.shape):
        x = ivy.reshape(x, (1,))
    else:
        raise ValueError("input must be 1d or non-empty square 2d array.")
    found = ivy.ones((1,), dtype=ivy.dtype(x))
    for i in range(x.shape[0]):
        below = ivy.pad(ivy.multiply(found, x[i]), [(1, 0)])
        found = ivy.subtract(ivy.pad(found, [(0, 1)]), below)
    return rules.real_coefficients(found, x)


def roots(rules: Rules, p):
    p = rules.array(p)
    if len(p.shape) == 0:
        p = ivy.reshape(p, (1,))
    if len(p.shape) != 1:
        raise ValueError("Input must be a rank-1 array.")
    hits = np.flatnonzero(ivy.to_numpy(p))
    if not hits.size:
        return ivy.zeros((0,), dtype=rules.roots_dtype(p))
    trailing = p.shape[0] - int(hits[-1]) - 1
    p = rules.inexact(p[int(hits[0]) : int(hits[-1]) + 1])
    n = p.shape[0]
    if n < 2:
        return ivy.zeros((trailing,), dtype=rules.roots_dtype(p))
    below = ivy.eye(n - 1, k=-1, dtype=ivy.dtype(p))
    first = ivy.expand_dims(ivy.divide(ivy.negative(p[1:]), p[0]), axis=0)
    found = _linalg.eigvals(rules, ivy.concat([first, below[1:]], axis=0))
    return ivy.concat([found, ivy.zeros((trailing,), dtype=ivy.dtype(found))], axis=0)


def polyfit(rules: Rules, x, y, deg, rcond=None, full=False, w=None, cov=False):
    order = operator.index(deg) + 1
    x, y = rules.promote_inexact(rules.array(x), rules.array(y))
    if order < 1:
        raise ValueError("expected deg >= 0")
    if len(x.shape) != 1:
        raise TypeError("expected 1D vector for x")
    if not x.shape[0]:
        raise TypeError("expected non-empty vector for x")
    if len(y.shape) not in (1, 2):
        raise TypeError("expected 1D or 2D array for y")
    if x.shape[0] != y.shape[0]:
        raise TypeError("expected x and y to have same length")
    if rcond is None:
        rcond = x.shape[0] * dtypes.epsilon(dtypes.real_of(ivy.dtype(x)))
    lhs, rhs = _creation.vander(rules, x, order), y
    if w is not None:
        w = rules.cast(rules.array(w), ivy.dtype(y))
        if len(w.shape) != 1 or w.shape[0] != y.shape[0]:
            raise TypeError("expected a 1-d array for weights")
        column = ivy.expand_dims(w, axis=1)
        lhs, rhs = lhs * column, rhs * (column if len(rhs.shape) == 2 else w)
    scale = ivy.sqrt(ivy.sum(ivy.square(ivy.abs(lhs)), axis=0))
    lhs = ivy.divide(lhs, rules.cast(scale, ivy.dtype(lhs)))
    c, residuals, rank, s = _linalg.lstsq(rules, lhs, rhs, rcond)
    scale = rules.cast(scale, ivy.dtype(c))
    c = ivy.divide(c, ivy.expand_dims(scale, axis=1) if len(c.shape) == 2 else scale)
    if full:
        return c, residuals, rank, s, rcond
    if not cov:
        return c
    return c, _fit_covariance(rules, lhs, scale, residuals, x.shape[0], order, cov, y)


def _fit_covariance(rules: Rules, lhs, scale, residuals, count, order, cov, y):
    square = ivy.matmul(ivy.matrix_transpose(lhs), lhs)
    base = _linalg.inv(rules, square)
    base = ivy.divide(
        base, ivy.multiply(ivy.expand_dims(scale, axis=1), ivy.expand_dims(scale, axis=0))
    )
    if cov == "unscaled":
        return base
    if count <= order:
        raise ValueError(
            "the number of data points must exceed order to scale the covariance matrix"
        )
    factor = ivy.divide(residuals, number(count - order, residuals))
    return base * factor if len(y.shape) == 1 else ivy.expand_dims(base, axis=2) * factor
