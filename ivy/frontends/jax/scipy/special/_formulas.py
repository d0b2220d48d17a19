"""Formulas of special functions that are not ops, on arrays of one floating dtype."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy.frontends.jax import _promotion as to

_NAN = float("nan")


def pick(condition: Any, x: Any, y: Any) -> Any:
    """As `ivy.where`; one of the two may be a number."""
    like = y if ivy.python_kind(x) is not None else x
    x, y = (a if ivy.python_kind(a) is None else to.like(a, like) for a in (x, y))
    return ivy.where(condition, x, y)


# -- gamma and beta


def gamma_sign(x: Any) -> Any:
    """The sign of the gamma function; NaN at its poles."""
    floor = ivy.floor(x)
    negative = ivy.less(x, 0)
    pole = ivy.logical_or(ivy.logical_and(negative, ivy.equal(x, floor)), ivy.isnan(x))
    odd = ivy.logical_and(negative, ivy.not_equal(ivy.remainder(floor, to.like(2, x)), 0))
    minus_zero = ivy.logical_and(ivy.equal(x, 0), ivy.signbit(x))
    sign = pick(ivy.logical_or(odd, minus_zero), -1.0, to.like(1, x))
    return pick(pole, _NAN, ivy.broadcast_to(sign, tuple(x.shape)))


def gamma(x: Any) -> Any:
    """The gamma function."""
    return gamma_sign(x) * ivy.exp(ivy.lgamma(x))


def log_gamma(x: Any) -> Any:
    """The logarithm of the gamma function; NaN unless x > 0."""
    return pick(ivy.greater(x, 0), ivy.lgamma(x), _NAN)


def log_beta(a: Any, b: Any) -> Any:
    """The logarithm of the beta function."""
    return ivy.lgamma(a) + ivy.lgamma(b) - ivy.lgamma(a + b)


def beta(a: Any, b: Any) -> Any:
    """The beta function."""
    return gamma_sign(a) * gamma_sign(b) * gamma_sign(a + b) * ivy.exp(log_beta(a, b))


def poch(z: Any, m: Any) -> Any:
    """The rising factorial."""
    return pick(ivy.equal(m, 0), 1.0, gamma(z + m) / gamma(z))


def factorial(n: Any) -> Any:
    """n!; 0 below 0."""
    return pick(ivy.less(n, 0), 0.0, ivy.exp(ivy.lgamma(n + 1)))


def choices(n: Any, r: Any) -> Any:
    """Binomial coefficients."""
    there = ivy.logical_and(ivy.less_equal(r, n), ivy.greater_equal(n, 0))
    there = ivy.logical_and(there, ivy.greater_equal(r, 0))
    n, r = pick(there, n, 0.0), pick(there, r, 0.0)
    size = ivy.exp(ivy.lgamma(n + 1) - ivy.lgamma(r + 1) - ivy.lgamma(n + 1 - r))
    return pick(there, size, 0.0)


def repeated_choices(n: Any, r: Any) -> Any:
    """Binomial coefficients with repetition."""
    none = ivy.logical_and(ivy.equal(r, 0), ivy.greater_equal(n, 0))
    return pick(none, 1.0, choices(n + r - 1, r))


# -- logarithms and entropies


def logit(x: Any) -> Any:
    """log(x / (1 - x))."""
    return ivy.log(x / (1 - x))


def boxcox(x: Any, power: Any) -> Any:
    """(x**power - 1) / power; log(x) for the power 0."""
    return _boxcox(ivy.log(x), power)


def boxcox1p(x: Any, power: Any) -> Any:
    """`boxcox` of 1 + x."""
    return _boxcox(ivy.log1p(x), power)


def _boxcox(logarithm: Any, power: Any) -> Any:
    zero = ivy.equal(power, 0)
    power = pick(zero, 1.0, power)
    return pick(zero, logarithm, ivy.expm1(power * logarithm) / power)


def rel_entr(p: Any, q: Any) -> Any:
    """p log(p / q)."""
    both = ivy.logical_and(ivy.greater(p, 0), ivy.greater(q, 0))
    one = ivy.logical_and(ivy.equal(p, 0), ivy.greater_equal(q, 0))
    p, q = pick(both, p, 1.0), pick(both, q, 1.0)
    return pick(both, ivy.xlogy(p, p) - ivy.xlogy(p, q), pick(one, 0.0, p * math.inf))


def kl_div(p: Any, q: Any) -> Any:
    """p log(p / q) - p + q."""
    return rel_entr(p, q) - p + q


def log_ndtr_series(x: Any, order: int) -> Any:
    """The logarithm of the normal distribution far to the left, by an asymptotic series."""
    far = ivy.minimum(x, to.like(-10, x))
    square = ivy.square(far)
    scale = -0.5 * square - ivy.log(ivy.negative(far)) - 0.5 * math.log(2 * math.pi)
    total, factor, power = to.like(1, far), 1.0, square
    for n in range(1, order + 1):
        factor *= 2 * n - 1
        total = total + (-1) ** n * factor / power
        power = power * square
    return scale + ivy.log(total)


def bernoulli_numbers(n: int) -> np.ndarray:
    """The first n + 1 Bernoulli numbers."""
    numbers = np.zeros(n + 1)
    numbers[:3] = [1, -0.5, 1 / 6][: n + 1]
    m = np.arange(4, n + 1, 2, dtype=np.float64)
    first = np.cumprod(-(m - 1) * m / 4 / np.pi**2) / np.pi**2
    second = np.sum(np.arange(2.0, 50.0)[:, None] ** -m[None, :], axis=0)
    numbers[4::2] = first * (1 + second)
    return numbers
