"""Gamma, beta, error and Bessel functions, and entropies, of `jax.scipy.special`."""

import math
import operator

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax.lax import _elementwise
from ivy.frontends.jax.nn import _normalisation
from ivy.frontends.jax.scipy.special import _adapters as like
from ivy.frontends.jax.scipy.special import _formulas as of

WIDE = dtypes.float64

digamma = like.unary(ivy.digamma)
entr = like.unary(ivy.entr, refusal=ValueError)
erf = like.unary(ivy.erf)
erfc = like.unary(ivy.erfc)
erfinv = like.unary(ivy.erfinv)
expit = like.unary(ivy.sigmoid)
gammaln = like.unary(ivy.lgamma)
gammasgn = like.unary(of.gamma_sign, refusal=ValueError)
gamma = like.unary(of.gamma, WIDE)
i0 = like.unary(ivy.i0)
i0e = like.unary(ivy.i0e)
i1 = like.unary(ivy.i1)
i1e = like.unary(ivy.i1e)
loggamma = like.unary(of.log_gamma)
logit = like.unary(of.logit)
ndtr = like.narrow(ivy.ndtr)
erfcx = like.unary(ivy.erfcx, WIDE)

beta = like.binary(of.beta, "a b", WIDE, ValueError)
betaln = like.binary(of.log_beta, "a b", WIDE)
boxcox = like.binary(of.boxcox, "x lmbda", WIDE)
boxcox1p = like.binary(of.boxcox1p, "x lmbda", WIDE)
gammainc = like.binary(ivy.gammainc, "a x")
gammaincc = like.binary(ivy.gammaincc, "a x")
kl_div = like.binary(of.kl_div, "p q", refusal=ValueError)
poch = like.binary(of.poch, "z m", WIDE, ValueError)
rel_entr = like.binary(of.rel_entr, "p q", refusal=ValueError)
xlog1py = like.binary(ivy.xlog1py)
xlogy = like.binary(ivy.xlogy)


def ndtri(p):
    p = to.array(p)
    if ivy.dtype(p) not in (dtypes.float32, dtypes.float64):
        raise TypeError(f"x.dtype={ivy.dtype(p).name} is not supported")
    return ivy.ndtri(p)


def log_ndtr(x, series_order=3):
    if not isinstance(series_order, int):
        raise TypeError("series_order must be a Python integer.")
    if not 0 <= series_order <= 30:
        raise ValueError("series_order must be from 0 to 30.")
    x = to.array(x)
    if ivy.dtype(x) not in (dtypes.float32, dtypes.float64):
        raise TypeError(f"x.dtype={ivy.dtype(x).name} is not supported.")
    return ivy.where(
        ivy.greater(x, -20 if ivy.dtype(x) == dtypes.float64 else -10),
        ivy.log_ndtr(x),
        of.log_ndtr_series(x, series_order),
    )


def zeta(x, q=None):
    if q is None:
        raise NotImplementedError(
            "Riemann zeta function not implemented; pass q != None to compute the Hurwitz Zeta "
            "function."
        )
    return like.computed(ivy.zeta, WIDE, *like.real(zeta, TypeError, x, q))


def polygamma(n, x):
    if not dtypes.is_integral(to.dtype(n)):
        raise ValueError(
            f"Argument `n` to polygamma must be of integer type. Got dtype {to.dtype(n).name}."
        )
    n, x = like.real(polygamma, ValueError, n, x)
    return like.computed(_elementwise.polygamma, WIDE, n, x)


def factorial(n, exact=False):
    if exact:
        raise NotImplementedError("factorial with exact=True")
    (n,) = like.real(factorial, TypeError, n)
    return like.computed(of.factorial, WIDE, n)


def comb(N, k, *, repetition=False):
    N, k = like.real(comb, TypeError, N, k)
    return like.computed(of.repeated_choices if repetition else of.choices, WIDE, N, k)


def multigammaln(a, d):
    d = int(d if isinstance(d, str) or ivy.python_kind(d) is not None else ivy.item(d))
    (a,) = to.promote_inexact(a)
    total = None
    for k in range(d):
        term = like.computed(ivy.lgamma, WIDE, a - k / 2)
        total = term if total is None else total + term
    constant = 0.25 * d * (d - 1) * math.log(math.pi)
    return (ivy.zeros(tuple(a.shape), dtype=ivy.dtype(a)) if total is None else total) + constant


def logsumexp(a, axis=None, b=None, keepdims=False, return_sign=False, where=None):
    return _normalisation.logsumexp(a, axis, b, keepdims, return_sign, where)


def softmax(x, /, *, axis=None):
    return _normalisation.softmax(x, axis)


def log_softmax(x, /, *, axis=None):
    return _normalisation.log_softmax(x, axis)


def bernoulli(n):
    n = operator.index(n)
    if n < 0:
        raise ValueError("n must be a non-negative integer.")
    dtype = to.default_float()
    return ivy.constant(of.bernoulli_numbers(n).astype(dtype))


_publish.publish(__name__, native="jax.scipy.special")
