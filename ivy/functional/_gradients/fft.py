"""Gradients of Fourier transforms: each is linear, with the opposite transform as its adjoint."""

from __future__ import annotations

import numpy as np

from ivy._core import ops

# The adjoint runs in the other direction with the same scaling, which is the other norm there.
_SWAPPED = {"backward": "forward", "forward": "backward", "ortho": "ortho"}


def _fftn(g, out, x, *, axes, norm="backward"):
    return ops.ifftn(g, axes=axes, norm=_SWAPPED[norm])


def _ifftn(g, out, x, *, axes, norm="backward"):
    return ops.fftn(g, axes=axes, norm=_SWAPPED[norm])


def _rfftn(g, out, x, *, axes, norm="backward"):
    last = axes[-1] % x.ndim
    widths = [(0, x.shape[a] - g.shape[a] if a == last else 0) for a in range(x.ndim)]
    return ops.real(ops.ifftn(ops.pad(g, widths), axes=axes, norm=_SWAPPED[norm]))


def _irfftn(g, out, x, *, axes, size, norm="backward"):
    """The points of the half that have a mirror image count twice."""
    last = axes[-1] % x.ndim
    half = ops.rfftn(g, axes=axes, norm=_SWAPPED[norm])
    weights = np.full(x.shape[last], 2.0)
    weights[0] = 1.0
    if size % 2 == 0:
        weights[size // 2] = 1.0
    shape = [1] * x.ndim
    shape[last] = x.shape[last]
    weights = ops.constant(weights.reshape(shape), dtype=ops.dtype(g))
    return ops.multiply(half, ops.astype(weights, ops.dtype(half)))


RULES = {"fftn": _fftn, "ifftn": _ifftn, "irfftn": _irfftn, "rfftn": _rfftn}
