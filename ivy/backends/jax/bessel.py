"""Bessel functions."""

from jax.scipy import special as jsp

i0 = jsp.i0
i0e = jsp.i0e
i1 = jsp.i1
i1e = jsp.i1e
