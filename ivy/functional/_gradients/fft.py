"""Gradients of Fourier transforms: each is linear, its adjoint the transform the other way."""

from __future__ import annotations

import numpy as np

from ivy.functional import creation as c
from ivy.functional import elementwise as e
from ivy.functional import fft as f
from ivy.functional import inspection as i
from ivy.functional import manipulation as m

# The adjoint of a transform is not divided where the transform is.
_SWAPPED = {"backward": "forward", "forward": "backward", "ortho": "ortho"}


def _fftn(g, out, x, *, axes, norm="backward"):
    return f.ifftn(g, axes=axes, norm=_SWAPPED[norm])


def _ifftn(g, out, x, *, axes, norm="backward"):
    return f.fftn(g, axes=axes, norm=_SWAPPED[norm])


def _rfftn(g, out, x, *, axes, norm="backward"):
    last = axes[-1] % x.ndim
    widths = [(0, x.shape[a] - g.shape[a] if a == last else 0) for a in range(x.ndim)]
    return e.real(f.ifftn(m.pad(g, widths), axes=axes, norm=_SWAPPED[norm]))


def _irfftn(g, out, x, *, axes, size, norm="backward"):
    """The points of the half that have a mirror image count twice."""
    last = axes[-1] % x.ndim
    half = f.rfftn(g, axes=axes, norm=_SWAPPED[norm])
    weights = np.full(x.shape[last], 2.0)
    weights[0] = 1.0
    if size % 2 == 0:
        weights[size // 2] = 1.0
    shape = [1] * x.ndim
    shape[last] = x.shape[last]
    weights = c.constant(weights.reshape(shape), dtype=i.dtype(g))
    return e.multiply(half, i.astype(weights, i.dtype(half)))


RULES = {"fftn": _fftn, "ifftn": _ifftn, "irfftn": _irfftn, "rfftn": _rfftn}
