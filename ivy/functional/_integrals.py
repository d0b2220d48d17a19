"""Integrals without closed form, for backends whose framework has no such function.

The coefficients are those of Cephes, Boost, and Patefield and Tandy (`_integral_coefficients.py`). All
are computed in 64 bits: several formulas subtract numbers of equal size.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ivy import functional as ops
from ivy.functional import _integral_coefficients as k
from ivy.functional._precision import in_double

_EULER = 0.5772156649015329
_NAN, _INF = float("nan"), float("inf")


def _polynomial(x: Any, coefficients: Sequence[float]) -> Any:
    value: Any = coefficients[0]
    for c in coefficients[1:]:
        value = value * x + c
    return value


def _ratio(x: Any, above: Sequence[float], below: Sequence[float]) -> Any:
    return _polynomial(x, above) / _polynomial(x, below)


def _nan_with(x: Any, values: Any) -> Any:
    return ops.where(ops.isnan(x), _NAN, values)


@in_double
def dawsn(x: Any) -> Any:
    size = ops.abs(x)
    near = size < 3.25
    inner = ops.where(near, size, 1.0)
    first = inner * _ratio(inner * inner, k.DAWSN_AN, k.DAWSN_AD)
    outer = ops.where(near, 4.0, size)
    t = 1.0 / (outer * outer)
    second = 0.5 / outer * (1.0 + t * _ratio(t, k.DAWSN_BN, k.DAWSN_BD))
    third = 0.5 / outer * (1.0 + t * _ratio(t, k.DAWSN_CN, k.DAWSN_CD))
    out = ops.where(near, first, ops.where(size < 6.25, second, third))
    return ops.copysign(out, x)


# -- exponential integrals


@in_double
def expi(x: Any) -> Any:
    positive = ops.where(x > 0.0, x, 1.0)
    (above, below), *others = k.EXPI
    out = positive * _ratio(positive, above, below) + _EULER + ops.log(positive)
    w = 1.0 / positive
    for power, (above, below) in enumerate(others, 1):
        part = ops.exp(positive) * w * (1.0 + w * _ratio(w, above, below))
        out = ops.where(positive > 2.0**power, part, out)
    size = ops.where(x < 0.0, -x, 1.0)
    out = ops.where(x < 0.0, -_expn(ops.where(x < 0.0, 1.0, size), size), out)
    return _nan_with(x, ops.where(x == 0.0, -_INF, ops.where(x == _INF, _INF, out)))


@in_double
def expn(n: Any, x: Any) -> Any:
    n, x = ops.broadcast_arrays(n, x)
    return _expn(n, x)


def _expn(n: Any, x: Any) -> Any:
    small = ops.where(ops.logical_and(x > 0.0, x <= 1.0), x, 0.5)
    large = ops.where(ops.logical_and(x > 1.0, x < _INF), x, 2.0)
    order = ops.where(n >= 1.0, n, 1.0)
    out = ops.where(x > 1.0, _fraction(order, large), _series(order, small))
    out = ops.where(n == 0.0, ops.exp(-x) / ops.where(x > 0.0, x, 1.0), out)
    at_zero = ops.where(n < 2.0, _INF, 1.0 / ops.where(n < 2.0, 1.0, n - 1.0))
    out = ops.where(x == 0.0, at_zero, ops.where(x == _INF, 0.0, out))
    bad = ops.logical_or(n < 0.0, x < 0.0)
    return _nan_with(n, _nan_with(x, ops.where(bad, _NAN, out)))


def _series(n: Any, x: Any) -> Any:
    """Power series of the exponential integral, for x up to 1."""
    psi = ops.digamma(n)
    total: Any = 0.0
    term: Any = 1.0
    for m in range(30):
        gap = m + 1.0 - n
        pole = gap == 0.0
        total = total - ops.where(pole, 0.0, term / ops.where(pole, 1.0, gap))
        term = -term * x / (m + 1)
    odd = ops.remainder(n - 1.0, ops.ones((), dtype=ops.dtype(n)) * 2.0)
    power = ops.pow(x, n - 1.0) * (1.0 - 2.0 * odd) / ops.exp(ops.lgamma(n))
    return power * (psi - ops.log(x)) + total


def _fraction(n: Any, x: Any) -> Any:
    """Continued fraction of the exponential integral, for x above 1."""
    value: Any = 0.0
    for m in range(120, 0, -1):
        value = m * (n + (m - 1.0)) / (x + n + 2.0 * m - value)
    return ops.exp(-x) / (x + n - value)


# -- sine and cosine integrals


@in_double
def sici(x: Any) -> tuple[Any, Any]:
    size = ops.abs(x)
    near, far = size <= 4.0, ops.isinf(size)
    inner = ops.where(near, ops.where(size == 0.0, 1.0, size), 1.0)
    t = inner * inner
    si = inner * _ratio(t, k.SICI_SN, k.SICI_SD)
    ci = _EULER + ops.log(inner) + t * _ratio(t, k.SICI_CN, k.SICI_CD)
    outer = ops.where(ops.logical_or(near, far), 5.0, size)
    z, below = 1.0 / (outer * outer), outer < 8.0
    f = ops.where(below, _ratio(z, k.SICI_FN4, k.SICI_FD4), _ratio(z, k.SICI_FN8, k.SICI_FD8))
    g = ops.where(below, _ratio(z, k.SICI_GN4, k.SICI_GD4), _ratio(z, k.SICI_GN8, k.SICI_GD8))
    f, g, sine, cosine = f / outer, g * z, ops.sin(outer), ops.cos(outer)
    si = ops.where(near, si, math.pi / 2 - f * cosine - g * sine)
    ci = ops.where(near, ci, f * sine - g * cosine)
    si = ops.where(size == 0.0, 0.0, ops.where(far, math.pi / 2, si))
    ci = ops.where(x == -_INF, _NAN, ops.where(far, 0.0, ci))
    ci = ops.where(size == 0.0, -_INF, ci)
    return _nan_with(x, ops.copysign(si, x)), _nan_with(x, ci)


@in_double
def spence(x: Any) -> Any:
    good = ops.where(ops.logical_and(x > 0.0, x < _INF), x, 0.75)
    turned = good > 2.0
    y = ops.where(turned, 1.0 / good, good)
    high, low = y > 1.5, y < 0.5
    w = ops.where(high, 1.0 / y - 1.0, ops.where(low, -y, y - 1.0))
    value = -w * _ratio(w, k.SPENCE_A, k.SPENCE_B)
    inside = ops.where(low, y, 0.25)
    flipped = math.pi**2 / 6 - ops.log(inside) * ops.log1p(-inside) - value
    value = ops.where(low, flipped, value)
    logarithm = ops.log(y)
    value = ops.where(ops.logical_or(turned, high), -0.5 * logarithm * logarithm - value, value)
    value = ops.where(x == 0.0, math.pi**2 / 6, ops.where(x == 1.0, 0.0, value))
    outside = ops.logical_or(x < 0.0, ops.logical_not(x < _INF))
    return ops.where(outside, _NAN, value)


# -- Owen's T function and the incomplete beta function


@in_double
def owens_t(h: Any, a: Any) -> Any:
    h, a = ops.broadcast_arrays(h, a)
    size, h_size = ops.abs(a), ops.abs(h)
    small = size <= 1.0
    slope = ops.where(small, size, 1.0 / ops.where(small, 1.0, size))
    height = ops.where(small, h_size, ops.where(small, 1.0, size) * h_size)
    height = ops.where(ops.isnan(height), 0.0, height)  # an infinite slope at 0
    inner = _quadrature(height, slope)
    inner = ops.where(height == 0.0, ops.atan(slope) / (2 * math.pi), inner)
    root = math.sqrt(2)
    both = ops.erfc(-height / root) * ops.erfc(height / root)
    inner = ops.where(slope == 1.0, 0.125 * both, inner)
    one, two = h_size / root, height / root
    near = 0.25 - 0.25 * ops.erf(one) * ops.erf(two) - inner
    far = 0.25 * (ops.erfc(one) + ops.erfc(two) - ops.erfc(one) * ops.erfc(two)) - inner
    out = ops.where(small, inner, ops.where(height <= 0.67, near, far))
    return _nan_with(h, ops.where(a < 0.0, -out, out))


def _quadrature(h: Any, a: Any) -> Any:
    """Quadrature of Patefield and Tandy, for slopes up to 1."""
    total: Any = 0.0
    for point, weight in zip(k.OWENS_POINTS, k.OWENS_WEIGHTS, strict=True):
        r = a * a * point
        total = total + ops.exp(-0.5 * h * h * (1.0 + r)) / (1.0 + r) * weight
    return a * total


@in_double
def betainc(a: Any, b: Any, x: Any) -> Any:
    a, b, x = ops.broadcast_arrays(a, b, x)
    one = ops.logical_or(a == 0.0, b == _INF)
    zero = ops.logical_or(b == 0.0, a == _INF)
    good = ops.logical_and(ops.logical_and(a >= 0.0, b >= 0.0), ops.logical_and(x >= 0.0, x <= 1.0))
    good = ops.logical_and(good, ops.logical_not(ops.logical_and(one, zero)))
    limit = ops.logical_or(one, zero)
    usual = ops.logical_and(good, ops.logical_not(limit))
    value = _betainc(*(ops.where(usual, v, 0.5) for v in (a, b, x)))
    value = ops.where(one, 1.0, ops.where(zero, 0.0, value))
    value = ops.where(x == 0.0, 0.0, ops.where(x == 1.0, 1.0, value))
    return ops.where(good, value, _NAN)


def _betainc(a: Any, b: Any, x: Any) -> Any:
    """The incomplete beta function inside its domain."""
    turn = x > (a + 1.0) / (a + b + 2.0)  # where the fraction of 1 - x converges
    p, q, y = ops.where(turn, b, a), ops.where(turn, a, b), ops.where(turn, 1.0 - x, x)
    inside = ops.logical_and(y > 0.0, y < 1.0)
    y_ = ops.where(inside, y, 0.5)
    log_beta = ops.lgamma(p) + ops.lgamma(q) - ops.lgamma(p + q)
    front = ops.exp(p * ops.log(y_) + q * ops.log1p(-y_) - log_beta) / p
    value = ops.where(inside, front * _beta_fraction(p, q, y_), ops.where(y <= 0.0, 0.0, 1.0 + y))
    return ops.where(turn, 1.0 - value, value)


_MOST_STEPS = 200


def _beta_fraction(a: Any, b: Any, x: Any) -> Any:
    """Lentz's algorithm, with as many steps as the slowest element needs."""

    def goes_on(state: tuple) -> Any:
        m, change, *_ = state
        return ops.logical_and(ops.any(change > 1e-16), ops.all(m < _MOST_STEPS))

    def advance(state: tuple) -> tuple:
        m, _, c, d, value = state
        even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        before = value
        for term in (even, odd):
            d = 1.0 / _away_from_zero(1.0 + term * d)
            c = _away_from_zero(1.0 + term / c)
            value = value * c * d
        return m + 1.0, ops.abs(value / before - 1.0), c, d, value

    one = x * 0.0 + 1.0  # in vmap as many rows as the state will have
    d = 1.0 / _away_from_zero(1.0 - (a + b) * x / (a + 1.0))
    return ops.while_loop(goes_on, advance, (one, one, one, d, d))[4]


def _away_from_zero(x: Any) -> Any:
    return ops.where(ops.abs(x) < 1e-300, 1e-300, x)
