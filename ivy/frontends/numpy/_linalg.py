"""`numpy.linalg` and `numpy.fft`: the shared functions by NumPy's rules."""

from __future__ import annotations

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._fft import FFT
from ivy.frontends._numpy_api._linalg import Linalg
from ivy.frontends._numpy_api._rules import kind

LinAlgError = np.linalg.LinAlgError


class NumPyLinalg(Linalg):
    """`numpy.linalg`."""

    LinAlgError = LinAlgError

    def _computed(self, x):
        if ivy.dtype(x).itemsize == 2 and kind(x) == "f":
            raise TypeError(f"array type {ivy.dtype(x)} is unsupported in linalg")
        return super()._computed(x)

    def _singular(self, bad):
        if ivy.item(ivy.any(bad)):
            raise LinAlgError("Singular matrix")

    def _real_pairs(self, x, values, *vectors):
        """Real eigenvalues of a real matrix, if they all are."""
        if kind(x) == "c":
            return values, *vectors
        imag = ivy.imag(values)
        if not ivy.item(ivy.all(ivy.equal(imag, self._space.number(0, imag)))):
            return values, *vectors
        return tuple(map(ivy.real, (values, *vectors)))

    def _vector_rank(self, some):
        return int(ivy.item(some))

    def _rank(self, rank):
        return ivy.astype(rank, dtypes.int32)

    def matrix_rank(self, A, tol=None, hermitian=False, *, rtol=None):
        if tol is not None and rtol is not None:
            raise ValueError("`tol` and `rtol` can't be both set.")
        return super().matrix_rank(A, tol, hermitian, rtol=rtol)


class NumPyFFT(FFT):
    """`numpy.fft`."""
