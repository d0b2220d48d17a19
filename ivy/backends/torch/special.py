"""Special functions."""

import torch
from torch import special

from ivy.backends.torch import _adapters as like

chebyshev_polynomial_t = like.half(special.chebyshev_polynomial_t)
chebyshev_polynomial_u = like.half(special.chebyshev_polynomial_u)
chebyshev_polynomial_v = like.half(special.chebyshev_polynomial_v)
chebyshev_polynomial_w = like.half(special.chebyshev_polynomial_w)
digamma = like.half(torch.digamma)
entr = like.half(special.entr)
erf = like.half(torch.erf)
erfc = like.half(torch.erfc)
erfcx = like.half(special.erfcx)
erfinv = like.half(torch.erfinv)
gammainc = like.half(special.gammainc)
gammaincc = like.half(special.gammaincc)
hermite_polynomial_h = like.half(special.hermite_polynomial_h)
hermite_polynomial_he = like.half(special.hermite_polynomial_he)
laguerre_polynomial_l = like.half(special.laguerre_polynomial_l)
legendre_polynomial_p = like.half(special.legendre_polynomial_p)
lgamma = like.half(torch.lgamma)
log_ndtr = like.half(special.log_ndtr)
logit = like.half(torch.logit)
ndtr = like.half(special.ndtr)
ndtri = like.half(special.ndtri)
polygamma = like.half(special.polygamma)
zeta = like.half(special.zeta)


def _product_with_log(function, log):
    """Of complex numbers torch has no kernel: 0 where `x` is 0, unless `y` is NaN."""

    def run(x, y, /):
        if not x.is_complex():
            return function(x, y)
        zero = (x == 0) & ~torch.isnan(y)
        return torch.where(zero, 0, x * log(torch.where(zero, 1, y)))

    return run


xlog1py = _product_with_log(like.half(special.xlog1py), torch.log1p)
xlogy = _product_with_log(like.half(special.xlogy), torch.log)


def recurrence(step, first, second, n, /):
    k, before, last = 2, first, second
    while (live := (n >= k) & torch.isfinite(n) & ~torch.isnan(last)).any():
        now = step(torch.tensor(k, dtype=first.dtype), before, last)
        before, last, k = torch.where(live, last, before), torch.where(live, now, last), k + 1
    out = torch.where(n == 0, first, last)
    return torch.where((n >= 0) & torch.isfinite(n), out, torch.zeros_like(out))
