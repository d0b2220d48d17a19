"""Bessel functions."""

from torch import special

from ivy.backends.torch import _adapters as like

airy_ai = like.half(special.airy_ai)
bessel_j0 = like.half(special.bessel_j0)
bessel_j1 = like.half(special.bessel_j1)
bessel_k0 = like.half(special.modified_bessel_k0)
bessel_k0e = like.half(special.scaled_modified_bessel_k0)
bessel_k1 = like.half(special.modified_bessel_k1)
bessel_k1e = like.half(special.scaled_modified_bessel_k1)
bessel_y0 = like.half(special.bessel_y0)
bessel_y1 = like.half(special.bessel_y1)
i0 = like.half(special.i0)
i0e = like.half(special.i0e)
i1 = like.half(special.i1)
i1e = like.half(special.i1e)
