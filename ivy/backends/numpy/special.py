"""Special functions."""

import numpy as np
from scipy import special as sp

from ivy.backends.numpy import _adapters as like

dawsn = like.wide(sp.dawsn)
digamma = like.wide(sp.digamma)
entr = like.wide(sp.entr)
erf = like.wide(sp.erf)
erfc = like.wide(sp.erfc)
erfcx = like.wide(sp.erfcx)
erfinv = like.wide(sp.erfinv)
expi = like.wide(sp.expi)
expn = like.wide(sp.expn)
gammainc = like.wide(sp.gammainc)
gammaincc = like.wide(sp.gammaincc)
log_ndtr = like.wide(sp.log_ndtr)
logit = like.wide(sp.logit)
ndtr = like.wide(sp.ndtr)
ndtri = like.wide(sp.ndtri)
owens_t = like.wide(sp.owens_t)
spence = like.wide(sp.spence)
xlog1py = like.wide(sp.xlog1py)
xlogy = like.wide(sp.xlogy)
zeta = like.wide(sp.zeta)


def betainc(a, b, x, /):
    # SciPy's loop in 32 bits loses up to half of them
    out = sp.betainc(*(v.astype(np.float64) for v in (a, b, x)))
    return out.astype(a.dtype)


@like.wide
def lgamma(x, /):
    return np.where(np.isinf(x), np.asarray(np.inf, x.dtype), sp.gammaln(x))


def polygamma(n, x, /):
    if n == 0:
        return digamma(x)
    wide = x.astype(np.float64)
    return ((-1.0) ** (n + 1) * sp.gamma(n + 1.0) * sp.zeta(n + 1.0, wide)).astype(x.dtype)


def sici(x, /):
    si, ci = sp.sici(x.astype(np.float32) if x.dtype.itemsize == 2 else x)
    return np.copysign(si, x).astype(x.dtype), ci.astype(x.dtype)  # SciPy has no zero of a sign


def recurrence(step, first, second, n, /):
    k, before, last = 2, first, second
    while (live := (n >= k) & np.isfinite(n) & ~np.isnan(last)).any():
        now = step(np.asarray(k, first.dtype), before, last)
        before, last, k = np.where(live, last, before), np.where(live, now, last), k + 1
    out = np.where(n == 0, first, last)
    return np.where((n >= 0) & np.isfinite(n), out, np.zeros((), out.dtype))
