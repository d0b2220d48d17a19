"""Bessel functions."""

from scipy import special as sp

from ivy.backends.numpy import _adapters as like

bessel_j0 = like.wide(sp.j0)
bessel_j1 = like.wide(sp.j1)
bessel_k0 = like.wide(sp.k0)
bessel_k0e = like.wide(sp.k0e)
bessel_k1 = like.wide(sp.k1)
bessel_k1e = like.wide(sp.k1e)
bessel_y0 = like.wide(sp.y0)
bessel_y1 = like.wide(sp.y1)
i0 = like.wide(sp.i0)
i0e = like.wide(sp.i0e)
i1 = like.wide(sp.i1)
i1e = like.wide(sp.i1e)


@like.wide
def airy_ai(x, /):
    return sp.airy(x)[0]
