"""Special functions."""

import jax.numpy as jnp
from jax import lax
from jax.scipy import special as jsp

entr = jsp.entr
erf = jsp.erf
erfc = jsp.erfc
erfinv = jsp.erfinv
gammainc = jsp.gammainc
gammaincc = jsp.gammaincc
i0 = jsp.i0
i0e = jsp.i0e
i1 = jsp.i1
i1e = jsp.i1e
lgamma = jsp.gammaln
log_ndtr = jsp.log_ndtr
logit = jsp.logit
ndtr = jsp.ndtr
ndtri = jsp.ndtri
xlog1py = jsp.xlog1py
xlogy = jsp.xlogy
zeta = jsp.zeta


def digamma(x, /):
    return jnp.where(x == 0, -jnp.copysign(jnp.inf, x), jsp.digamma(x)).astype(x.dtype)


def polygamma(n, x, /):
    return digamma(x) if n == 0 else jsp.polygamma(n, x)


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
