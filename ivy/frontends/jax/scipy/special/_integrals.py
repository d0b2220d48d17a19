"""Integrals without closed form of `jax.scipy.special`, computed in 64 bits."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax.scipy.special import _adapters as like
from ivy.frontends.jax.scipy.special import _coefficients as k
from ivy.frontends.jax.scipy.special import _formulas as of

WIDE = dtypes.float64
_EULER = 0.5772156649015329


def _dawson(x):
    size = ivy.abs(x)
    near, middle = ivy.less(size, 3.25), ivy.less(size, 6.25)
    inner = of.pick(near, size, 1.0)
    first = inner * of.ratio(ivy.square(inner), k.DAWSN_AN, k.DAWSN_AD)
    outer = of.pick(near, 4.0, size)
    t = 1 / ivy.square(outer)
    second = 0.5 / outer * (1 + t * of.ratio(t, k.DAWSN_BN, k.DAWSN_BD))
    third = 0.5 / outer * (1 + t * of.ratio(t, k.DAWSN_CN, k.DAWSN_CD))
    return ivy.sign(x) * of.pick(near, first, of.pick(middle, second, third))


def _expi(x):
    positive = of.pick(ivy.greater(x, 0), x, 1.0)
    (above, below), *others = k.EXPI
    out = positive * of.ratio(positive, above, below) + _EULER + ivy.log(positive)
    w = 1 / positive
    for power, (above, below) in enumerate(others, 1):
        part = ivy.exp(positive) * w * (1 + w * of.ratio(w, above, below))
        out = of.pick(ivy.greater(positive, 2.0**power), part, out)
    negative = of.pick(ivy.less(x, 0), ivy.negative(x), 1.0)
    out = of.pick(ivy.less(x, 0), ivy.negative(_expn(ivy.ones(x.shape, dtype=WIDE), negative)), out)
    return of.pick(ivy.isnan(x), math.nan, of.pick(ivy.equal(x, 0), -math.inf, out))


def _exp1(x):
    return _expn(ivy.ones(tuple(x.shape), dtype=ivy.dtype(x)), x)


def _expn(n, x):
    small = of.pick(ivy.logical_and(ivy.greater(x, 0), ivy.less_equal(x, 1)), x, 0.5)
    large = of.pick(ivy.greater(x, 1), x, 2.0)
    whole = of.pick(ivy.greater_equal(n, 1), n, 1.0)
    out = of.pick(ivy.greater(x, 1), _fraction(whole, large), _series(whole, small))
    out = of.pick(ivy.equal(n, 0), ivy.exp(ivy.negative(x)) / x, out)
    # 1 / n is JAX's own answer, where 1 / (n - 1) is the integral
    at_zero = of.pick(ivy.less(n, 2), math.inf, 1 / of.pick(ivy.less(n, 2), 1.0, n))
    out = of.pick(ivy.equal(x, 0), at_zero, out)
    bad = ivy.logical_or(ivy.less(n, 0), ivy.less(x, 0))
    return of.pick(ivy.logical_or(bad, ivy.isnan(x)), math.nan, out)


def _series(n, x):
    """The power series of E_n for x up to 1."""
    psi = ivy.digamma(n)
    total, term = ivy.zeros(tuple(x.shape), dtype=ivy.dtype(x)), to.like(1, x)
    for m in range(30):
        gap = m - n + 1
        part = of.pick(ivy.equal(gap, 0), 0.0, term / of.pick(ivy.equal(gap, 0), 1.0, gap))
        total = total - part
        term = ivy.negative(term * x / (m + 1))
    power = ivy.pow(x, n - 1) * _alternating(n - 1) / ivy.exp(ivy.lgamma(n))
    return power * (psi - ivy.log(x)) + total


def _alternating(n):
    return 1 - 2 * ivy.abs(ivy.remainder(n, to.like(2, n)))


def _fraction(n, x):
    """The continued fraction of E_n for x above 1."""
    value = ivy.zeros(tuple(x.shape), dtype=ivy.dtype(x))
    for m in range(120, 0, -1):
        value = m * (n + m - 1) / (x + n + 2 * m - value)
    return ivy.exp(ivy.negative(x)) / (x + n - value)


def _si_ci(x):
    size = ivy.abs(x)
    near = ivy.less_equal(size, 4)
    inner = of.pick(near, size, 1.0)
    t = ivy.square(inner)
    si = inner * of.ratio(t, k.SICI_SN, k.SICI_SD)
    ci = _EULER + ivy.log(inner) + t * of.ratio(t, k.SICI_CN, k.SICI_CD)
    ci = of.pick(ivy.equal(size, 0), -math.inf, ci)
    outer = of.pick(ivy.logical_or(near, ivy.isinf(size)), 5.0, size)
    z, below = 1 / ivy.square(outer), ivy.less(outer, 8)
    f = of.pick(below, of.ratio(z, k.SICI_FN4, k.SICI_FD4), of.ratio(z, k.SICI_FN8, k.SICI_FD8))
    g = of.pick(below, of.ratio(z, k.SICI_GN4, k.SICI_GD4), of.ratio(z, k.SICI_GN8, k.SICI_GD8))
    f, g, sine, cosine = f / outer, g * z, ivy.sin(outer), ivy.cos(outer)
    si = of.pick(near, si, math.pi / 2 - f * cosine - g * sine)
    ci = of.pick(near, ci, f * sine - g * cosine)
    si = ivy.sign(x) * of.pick(ivy.isinf(size), math.pi / 2, si)
    ci = of.pick(
        ivy.isinf(size), of.pick(ivy.less(x, 0), math.nan, ivy.zeros(x.shape, dtype=WIDE)), ci
    )
    return tuple(of.pick(ivy.isnan(x), math.nan, part) for part in (si, ci))


def _spence(x):
    turned = ivy.greater(x, 2)
    good = of.pick(ivy.greater(x, 0), x, 0.75)
    y = of.pick(turned, 1 / good, good)
    high, low = ivy.greater(y, 1.5), ivy.less(y, 0.5)
    w = of.pick(high, 1 / y - 1, of.pick(low, ivy.negative(y), y - 1))
    value = ivy.negative(w) * of.ratio(w, k.SPENCE_A, k.SPENCE_B)
    inside = of.pick(low, y, 0.25)
    flipped = math.pi**2 / 6 - ivy.log(inside) * ivy.log1p(ivy.negative(inside)) - value
    value = of.pick(low, flipped, value)
    value = of.pick(ivy.logical_or(turned, high), -0.5 * ivy.square(ivy.log(y)) - value, value)
    value = of.pick(ivy.equal(x, 0), math.pi**2 / 6, of.pick(ivy.equal(x, 1), 0.0, value))
    return of.pick(ivy.logical_or(ivy.less(x, 0), ivy.isnan(x)), math.nan, value)


dawsn = like.unary(_dawson, WIDE, ValueError)
exp1 = like.unary(_exp1, WIDE, ValueError)
expi = like.unary(_expi, WIDE, ValueError)
expn = like.binary(_expn, "n x", WIDE, ValueError)
sici = like.unary(_si_ci, WIDE, ValueError)
spence = like.narrow(_spence, WIDE)

_publish.publish(__name__, native="jax.scipy.special")
