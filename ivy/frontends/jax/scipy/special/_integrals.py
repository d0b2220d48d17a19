"""Integrals without closed form of `jax.scipy.special`, computed in 64 bits."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax.scipy.special import _adapters as like
from ivy.frontends.jax.scipy.special import _formulas as of

WIDE = dtypes.float64


def _exp1(x):
    return ivy.expn(ivy.ones(tuple(x.shape), dtype=ivy.dtype(x)), x)


def _expi(x):
    # at 0 and of infinite numbers JAX returns NaN
    undefined = ivy.logical_or(ivy.equal(x, 0), ivy.isinf(x))
    return of.pick(undefined, math.nan, ivy.expi(x))


def _expn(n, x):
    # at 0 JAX returns 1 / n, where the integral is 1 / (n - 1)
    order = of.pick(ivy.less(n, 2), 1.0, n)
    at_zero = ivy.logical_and(ivy.equal(x, 0), ivy.greater_equal(n, 2))
    return of.pick(at_zero, 1 / order, ivy.expn(n, x))


def _owens_t(h, a):
    # of an infinite slope at 0 JAX returns NaN
    undefined = ivy.logical_and(ivy.equal(h, 0), ivy.isinf(a))
    return of.pick(undefined, math.nan, ivy.owens_t(h, a))


def owens_t(h, a):
    h, a = like.real(owens_t, TypeError, h, a)
    dtype = to.promote_types(ivy.dtype(h), to.default_float())
    return like.computed(_owens_t, WIDE, to.cast(h, dtype), to.cast(a, dtype))


def betainc(a, b, x):
    return like.computed(ivy.betainc, WIDE, *like.real(betainc, ValueError, a, b, x))


dawsn = like.unary(ivy.dawsn, WIDE, ValueError)
exp1 = like.unary(_exp1, WIDE, ValueError)
expi = like.unary(_expi, WIDE, ValueError)
expn = like.binary(_expn, "n x", WIDE, ValueError)
sici = like.unary(ivy.sici, WIDE, ValueError)
spence = like.narrow(ivy.spence, WIDE)

_publish.publish(__name__, native="jax.scipy.special")
