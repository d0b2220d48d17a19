"""Special functions."""

import math

import jax.numpy as jnp
from jax import lax
from jax.scipy import special as jsp

from ivy.backends.jax import _adapters as like

dawsn = like.wide(jsp.dawsn)
entr = jsp.entr
erf = jsp.erf
erfc = jsp.erfc
erfinv = jsp.erfinv
lgamma = jsp.gammaln
log_ndtr = like.wide(jsp.log_ndtr)
logit = jsp.logit
ndtr = like.wide(jsp.ndtr)
ndtri = like.wide(jsp.ndtri)
spence = like.wide(jsp.spence)
xlog1py = jsp.xlog1py
xlogy = jsp.xlogy


def betainc(a, b, x, /):
    # in 32 bits XLA's sums lose a third of them
    return jsp.betainc(*(v.astype(jnp.float64) for v in (a, b, x))).astype(a.dtype)


def digamma(x, /):
    return jnp.where(x == 0, -jnp.copysign(jnp.inf, x), jsp.digamma(x)).astype(x.dtype)


def gammainc(a, x, /):
    far = jnp.isinf(a) & jnp.isfinite(x)
    return jnp.where(far, 0, jsp.gammainc(a, x)).astype(a.dtype)


def gammaincc(a, x, /):
    far = jnp.isinf(a) & jnp.isfinite(x)
    return jnp.where(far, 1, jsp.gammaincc(a, x)).astype(a.dtype)


def polygamma(n, x, /):
    if n == 0:
        return digamma(x)
    value = (-1.0) ** (n + 1) * math.gamma(n + 1) * zeta(jnp.full_like(x, n + 1), x)
    return value.astype(x.dtype)


def recurrence(step, first, second, n, /):
    def live(state):
        return (n >= state[0]) & jnp.isfinite(n) & ~jnp.isnan(state[2])

    def advance(state):
        k, before, last = state
        now, goes_on = step(k, before, last), live(state)
        return k + 1, jnp.where(goes_on, last, before), jnp.where(goes_on, now, last)

    start = (jnp.asarray(2, first.dtype), first, second)
    last = lax.while_loop(lambda state: jnp.any(live(state)), advance, start)[2]
    return jnp.where((n >= 0) & jnp.isfinite(n), jnp.where(n == 0, first, last), 0)


def sici(x, /):
    parts = jsp.sici(x.astype(jnp.float64))
    return tuple(part.astype(x.dtype) for part in parts)


@like.wide
def zeta(x, q, /):
    # XLA sums a fixed number of terms: start it from a positive q
    def low(q):
        return (q < 1) & jnp.isfinite(q)

    def advance(state):
        total, q = state
        return jnp.where(low(q), total + q**-x, total), jnp.where(low(q), q + 1, q)

    x, q = jnp.broadcast_arrays(x, q)
    pole = (q <= 0) & (q == jnp.floor(q)) & (x > 1)
    total, q = lax.while_loop(lambda s: jnp.any(low(s[1])), advance, (jnp.zeros_like(x), q))
    return jnp.where(pole, jnp.inf, total + jsp.zeta(x, q)).astype(x.dtype)
