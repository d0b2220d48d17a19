"""The shared functions of each native namespace, by name; each takes `rules` first."""

from __future__ import annotations

from ivy.frontends._numpy_api import (
    _creation,
    _elementwise,
    _fft,
    _general,
    _histograms,
    _joining,
    _linalg,
    _norms,
    _numerics,
    _padding,
    _polynomials,
    _products,
    _quantiles,
    _reductions,
    _selection,
    _shapes,
    _sorting,
    _statistics,
)
from ivy.frontends._numpy_api._publishing import functions_of

MAIN = functions_of(
    _elementwise,
    _creation,
    _general,
    _histograms,
    _joining,
    _numerics,
    _padding,
    _polynomials,
    _products,
    _quantiles,
    _reductions,
    _selection,
    _shapes,
    _sorting,
    _statistics,
)
LINALG = functions_of(_linalg, _norms)
FOURIER = functions_of(_fft)
