"""Registers jax.numpy's functions, bound to JAX's rules, for namespaces that are used directly.

JAX's own code traces them to primitives, so the interceptor does not need them.
"""

from __future__ import annotations

import numpy as np

from ivy.frontends._numpy_api import _namespaces
from ivy.frontends._numpy_api._publishing import functions_of, publish
from ivy.frontends._publish import STANDALONE
from ivy.frontends.jax._numpy import _fft, _functions, _linalg, _refusals, _ufuncs
from ivy.frontends.jax._numpy._rules import JaxRules

RULES = JaxRules()

_OWN = functions_of(_refusals, _functions)
_MAIN = _namespaces.MAIN | _ufuncs.FUNCTIONS | _OWN
_MAIN["concat"] = _MAIN["concatenate"]
_LINALG = _namespaces.LINALG | functions_of(_linalg)
for _name in ("cholesky", "eig", "eigh", "eigvals", "eigvalsh", "qr", "svd", "svdvals"):
    _LINALG[_name] = _linalg.of_matrices(_LINALG[_name])
_FOURIER = _namespaces.FOURIER | functions_of(_fft)

publish(_MAIN, RULES, "jax.numpy", STANDALONE, np)
publish(_LINALG, RULES, "jax.numpy.linalg", STANDALONE, np.linalg)
publish(_FOURIER, RULES, "jax.numpy.fft", STANDALONE, np.fft)
