"""Functions of `torch.special` that are more than another name of one in `torch`."""

import math

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch import _adapters as like
from ivy.frontends.torch import _dtypes as to

airy_ai = like.unary(ivy.airy_ai, takes="bif")
bessel_j0 = like.unary(ivy.bessel_j0, takes="bif")
bessel_j1 = like.unary(ivy.bessel_j1, takes="bif")
bessel_y0 = like.unary(ivy.bessel_y0, takes="bif")
bessel_y1 = like.unary(ivy.bessel_y1, takes="bif")
chebyshev_polynomial_t = like.binary_floating(ivy.chebyshev_polynomial_t, takes="f")
chebyshev_polynomial_u = like.binary_floating(ivy.chebyshev_polynomial_u, takes="f")
chebyshev_polynomial_v = like.binary_floating(ivy.chebyshev_polynomial_v, takes="f")
chebyshev_polynomial_w = like.binary_floating(ivy.chebyshev_polynomial_w, takes="f")
entr = like.unary(ivy.entr, takes=like.REAL)
erfcx = like.unary(ivy.erfcx, takes="bif")
hermite_polynomial_h = like.binary_floating(ivy.hermite_polynomial_h, takes="f")
hermite_polynomial_he = like.binary_floating(ivy.hermite_polynomial_he, takes="f")
i0e = like.unary(ivy.i0e, takes=like.REAL)
i1 = like.unary(ivy.i1, takes=like.REAL)
i1e = like.unary(ivy.i1e, takes=like.REAL)
laguerre_polynomial_l = like.binary_floating(ivy.laguerre_polynomial_l, takes="f")
legendre_polynomial_p = like.binary_floating(ivy.legendre_polynomial_p, takes="f")
log_ndtr = like.unary(ivy.log_ndtr, takes="bif")
modified_bessel_i0 = like.unary(ivy.i0, takes="bif")
modified_bessel_i1 = like.unary(ivy.i1, takes="bif")
modified_bessel_k0 = like.unary(ivy.bessel_k0, takes="bif")
modified_bessel_k1 = like.unary(ivy.bessel_k1, takes="bif")
ndtri = like.unary(ivy.ndtri, takes="bif")
scaled_modified_bessel_k0 = like.unary(ivy.bessel_k0e, takes="bif")
scaled_modified_bessel_k1 = like.unary(ivy.bessel_k1e, takes="bif")
shifted_chebyshev_polynomial_t = like.shifted(ivy.chebyshev_polynomial_t)
shifted_chebyshev_polynomial_u = like.shifted(ivy.chebyshev_polynomial_u)
shifted_chebyshev_polynomial_v = like.shifted(ivy.chebyshev_polynomial_v)
shifted_chebyshev_polynomial_w = like.shifted(ivy.chebyshev_polynomial_w)
xlog1py = like.binary_floating(like.times_log(ivy.xlog1py, ivy.log1p), takes=like.REAL)
zeta = like.binary_floating(ivy.zeta, takes="f")


def ndtr(input):
    x = to.floating(input)
    scaled = ivy.multiply(x, to.like(math.sqrt(0.5), x))
    return ivy.multiply(ivy.add(ivy.erf(scaled), to.like(1, x)), to.like(0.5, x))


def spherical_bessel_j0(input):
    to.accept(ivy.dtype(input), "bif")
    x = to.floating(input)
    quotient = ivy.divide(ivy.sin(x), x)
    quotient = ivy.where(ivy.isinf(x), to.like(0.0, x), quotient)
    return ivy.where(ivy.less(ivy.abs(x), 0.5), _series(ivy.square(x)), quotient)


def _series(z):
    """sin(x) / x near 0, where z = x * x."""
    total = to.like(1 / math.factorial(13), z)
    for k in range(11, 0, -2):
        total = 1 / math.factorial(k) - ivy.multiply(z, total)
    return total


_publish.publish(__name__, native="torch.special")
