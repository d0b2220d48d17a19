"""Files jax.numpy's functions in the registry of what namespaces used directly show.

JAX's own code makes primitives of them, so that no interceptor asks for one.
"""

from __future__ import annotations

import numpy as np

from ivy.frontends._numpy_api._publishing import function_of, publish
from ivy.frontends._publish import STANDALONE, _file
from ivy.frontends.jax._numpy._linalg import JaxFFT, JaxLinalg
from ivy.frontends.jax._numpy._space import JaxNumPy

SPACE = JaxNumPy()
SPACE.linalg = JaxLinalg(SPACE)
FOURIER = JaxFFT(SPACE)

JaxNumPy.concat = JaxNumPy.concatenate

publish(SPACE, "jax.numpy", STANDALONE, np, without=("array",))
_file(STANDALONE, "jax.numpy.array", function_of(SPACE.array_, "jax.numpy", "array"), __name__)
publish(SPACE.linalg, "jax.numpy.linalg", STANDALONE, np.linalg)
publish(FOURIER, "jax.numpy.fft", STANDALONE, np.fft)
