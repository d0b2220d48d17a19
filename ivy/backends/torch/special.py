"""Special functions."""

import torch
from torch import special

from ivy._core.backend import unsupported

airy_ai = special.airy_ai
bessel_j0 = special.bessel_j0
bessel_j1 = special.bessel_j1
bessel_k0 = special.modified_bessel_k0
bessel_k0e = special.scaled_modified_bessel_k0
bessel_k1 = special.modified_bessel_k1
bessel_k1e = special.scaled_modified_bessel_k1
bessel_y0 = special.bessel_y0
bessel_y1 = special.bessel_y1
chebyshev_polynomial_t = special.chebyshev_polynomial_t
chebyshev_polynomial_u = special.chebyshev_polynomial_u
chebyshev_polynomial_v = special.chebyshev_polynomial_v
chebyshev_polynomial_w = special.chebyshev_polynomial_w
digamma = torch.digamma
entr = special.entr
erf = torch.erf
erfc = torch.erfc
erfcx = special.erfcx
erfinv = torch.erfinv
gammainc = special.gammainc
gammaincc = special.gammaincc
hermite_polynomial_h = special.hermite_polynomial_h
hermite_polynomial_he = special.hermite_polynomial_he
i0 = special.i0
i0e = special.i0e
i1 = special.i1
i1e = special.i1e
laguerre_polynomial_l = special.laguerre_polynomial_l
legendre_polynomial_p = special.legendre_polynomial_p
lgamma = torch.lgamma
log_ndtr = special.log_ndtr
logit = torch.logit
ndtr = special.ndtr
ndtri = special.ndtri
polygamma = special.polygamma
recurrence = unsupported("not written yet")
xlog1py = special.xlog1py
xlogy = special.xlogy
zeta = special.zeta
