"""Bessel functions."""

import math

from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow._raw import raw, scalar


def _of_positive(kernel, at_zero):
    """`f(x)` that is NaN below 0, where the kernel has an infinity."""

    def run(x, /):
        zero, nan, limit = (scalar(value, x.dtype) for value in (0, math.nan, at_zero))
        out = raw.SelectV2(condition=raw.Less(x=x, y=zero), t=nan, e=kernel(x=x))
        return raw.SelectV2(condition=raw.Equal(x=x, y=zero), t=limit, e=out)

    return like.through_half(run)


bessel_j0 = like.half(raw.BesselJ0)
bessel_j1 = like.half(raw.BesselJ1)
bessel_k0 = _of_positive(raw.BesselK0, math.inf)
bessel_k0e = _of_positive(raw.BesselK0e, math.inf)
bessel_k1 = _of_positive(raw.BesselK1, math.inf)
bessel_k1e = _of_positive(raw.BesselK1e, math.inf)
bessel_y0 = _of_positive(raw.BesselY0, -math.inf)
bessel_y1 = _of_positive(raw.BesselY1, -math.inf)
i0 = like.half(raw.BesselI0)
i0e = like.half(raw.BesselI0e)
i1 = like.half(raw.BesselI1)
i1e = like.half(raw.BesselI1e)
