"""`tensorflow.math.special`."""

from ivy.frontends.tensorflow import _public
from ivy.frontends.tensorflow._public import public
from ivy.frontends.tensorflow._raw import _pointwise as raw

bessel_i0 = public(raw.BesselI0)
bessel_i0e = public(raw.BesselI0e)
bessel_i1 = public(raw.BesselI1)
bessel_i1e = public(raw.BesselI1e)
bessel_j0 = public(raw.BesselJ0)
bessel_j1 = public(raw.BesselJ1)
bessel_k0 = public(raw.BesselK0)
bessel_k0e = public(raw.BesselK0e)
bessel_k1 = public(raw.BesselK1)
bessel_k1e = public(raw.BesselK1e)
bessel_y0 = public(raw.BesselY0)
bessel_y1 = public(raw.BesselY1)

_public.publish(__name__, native="tensorflow.math.special")
_public.aliases(
    {
        f"tensorflow.math.{n}": f"tensorflow.math.special.{n}"
        for n in ("bessel_i0", "bessel_i0e", "bessel_i1", "bessel_i1e")
    }
)
