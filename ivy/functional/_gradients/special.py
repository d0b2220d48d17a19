"""Gradients of special functions, for the arguments in which they have one in closed form."""

from __future__ import annotations

import math

from ivy.functional import elementwise as e
from ivy.functional import special as s
from ivy.functional._gradients._forms import binary, masked, unary

_ROOT_PI = math.sqrt(math.pi)


def _gauss(x):
    return e.exp(e.negative(e.square(x)))


def _density(x):
    return e.multiply(e.exp(e.multiply(e.square(x), -0.5)), 1 / math.sqrt(2 * math.pi))


def _gamma_density(a, x):
    power = e.subtract(e.multiply(e.subtract(a, 1), e.log(x)), x)
    return e.exp(e.subtract(power, s.lgamma(a)))


def _polygamma(g, out, n, x):
    return e.multiply(g, s.polygamma(n + 1, x))


def _i1(x, out):
    at_zero = e.equal(x, 0)
    safe = e.where(at_zero, e.add(x, 1), x)
    return e.where(at_zero, e.add(e.multiply(x, 0), 0.5), e.subtract(s.i0(x), e.divide(out, safe)))


def _i1e(x, out):
    at_zero = e.equal(x, 0)
    safe = e.where(at_zero, e.add(x, 1), x)
    slope = e.subtract(s.i0e(x), e.multiply(out, e.add(e.sign(x), e.reciprocal(safe))))
    return e.where(at_zero, e.add(e.multiply(x, 0), 0.5), slope)


def _j1(x, out):
    at_zero = e.equal(x, 0)
    safe = e.where(at_zero, e.add(x, 1), x)
    return e.where(
        at_zero, e.add(e.multiply(x, 0), 0.5), e.subtract(s.bessel_j0(x), e.divide(out, safe))
    )


def _log_ndtr(x, out):
    # density / ndtr, both of which vanish for very negative x
    scaled = e.exp(e.subtract(e.multiply(e.square(x), -0.5), out))
    return e.multiply(scaled, 1 / math.sqrt(2 * math.pi))


def _xlogy_x(g, out, x, y):
    return masked(e.multiply(g, e.log(y)), _counts(x, y))


def _xlog1py_x(g, out, x, y):
    return masked(e.multiply(g, e.log1p(y)), e.logical_not(_nothing(x, e.less_equal(y, -1))))


def _counts(x, y):
    return e.logical_not(_nothing(x, e.less_equal(y, 0)))


def _nothing(x, outside):
    return e.logical_and(e.equal(x, 0), outside)


RULES = {
    "bessel_j0": unary(lambda x, out: e.negative(s.bessel_j1(x))),
    "bessel_j1": unary(_j1),
    "bessel_k0": unary(lambda x, out: e.negative(s.bessel_k1(x))),
    "bessel_k0e": unary(lambda x, out: e.subtract(out, s.bessel_k1e(x))),
    "bessel_k1": unary(lambda x, out: e.negative(e.add(s.bessel_k0(x), e.divide(out, x)))),
    "bessel_k1e": unary(
        lambda x, out: e.subtract(e.subtract(out, s.bessel_k0e(x)), e.divide(out, x))
    ),
    "bessel_y0": unary(lambda x, out: e.negative(s.bessel_y1(x))),
    "bessel_y1": unary(lambda x, out: e.subtract(s.bessel_y0(x), e.divide(out, x))),
    "digamma": unary(lambda x, out: s.polygamma(1, x)),
    "entr": unary(lambda x, out: e.subtract(e.negative(e.log(x)), 1)),
    "erf": unary(lambda x, out: e.multiply(_gauss(x), 2 / _ROOT_PI)),
    "erfc": unary(lambda x, out: e.multiply(_gauss(x), -2 / _ROOT_PI)),
    "erfcx": unary(lambda x, out: e.subtract(e.multiply(e.multiply(x, out), 2), 2 / _ROOT_PI)),
    "erfinv": unary(lambda x, out: e.multiply(e.exp(e.square(out)), _ROOT_PI / 2)),
    "gammainc": binary(None, lambda g, out, a, x: e.multiply(g, _gamma_density(a, x))),
    "gammaincc": binary(None, lambda g, out, a, x: e.multiply(e.negative(g), _gamma_density(a, x))),
    "i0": unary(lambda x, out: s.i1(x)),
    "i0e": unary(lambda x, out: e.subtract(s.i1e(x), e.multiply(e.sign(x), out))),
    "i1": unary(_i1),
    "i1e": unary(_i1e),
    "lgamma": unary(lambda x, out: s.digamma(x)),
    "log_ndtr": unary(_log_ndtr),
    "logit": unary(lambda x, out: e.reciprocal(e.multiply(x, e.subtract(1, x)))),
    "ndtr": unary(lambda x, out: _density(x)),
    "ndtri": unary(
        lambda x, out: e.multiply(e.exp(e.multiply(e.square(out), 0.5)), math.sqrt(2 * math.pi))
    ),
    "polygamma": (None, _polygamma),
    "xlog1py": binary(_xlog1py_x, lambda g, out, x, y: e.divide(e.multiply(g, x), e.add(y, 1))),
    "xlogy": binary(_xlogy_x, lambda g, out, x, y: e.divide(e.multiply(g, x), y)),
    "zeta": binary(
        None,
        lambda g, out, x, q: e.multiply(e.multiply(g, e.negative(x)), s.zeta(e.add(x, 1), q)),
    ),
}
