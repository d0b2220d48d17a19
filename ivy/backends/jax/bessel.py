"""Bessel functions."""

from jax.scipy import special as jsp

from ivy.backends.jax import _adapters as like

i0 = like.wide(jsp.i0)  # the exponential in it overflows earlier than the result
i0e = jsp.i0e
i1 = like.wide(jsp.i1)
i1e = jsp.i1e
