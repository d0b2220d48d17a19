"""`jax.numpy.linalg` and `jax.numpy.fft`: a singular matrix is no error, but gives inf or NaN."""

from __future__ import annotations

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._fft import FFT
from ivy.frontends._numpy_api._linalg import EighResult, Linalg
from ivy.frontends._numpy_api._rules import kind


class JaxLinalg(Linalg):
    """`jax.numpy.linalg`."""

    def cholesky(self, a, *, upper=False, symmetrize_input=True):
        x = self._matrix(a, square=True)
        if symmetrize_input:
            x = ivy.divide(ivy.add(x, ivy.adjoint(x)), self._space.number(2, x))
        factor, minor = ivy.cholesky_factor(x)
        factor = self._definite(factor, minor)
        return ivy.adjoint(factor) if upper else factor

    def _definite(self, factor, minor):
        bad = ivy.not_equal(minor, self._space.number(0, minor))
        bad = ivy.reshape(bad, (*bad.shape, 1, 1))
        return ivy.where(bad, ivy.full(factor.shape, math.nan, dtype=ivy.dtype(factor)), factor)

    def _finite(self, x):
        return x

    def eigh(self, a, UPLO=None, symmetrize_input=True):
        x, upper = self._hermitian(a, UPLO, symmetrize_input)
        return EighResult(*ivy.eigh(x, upper=upper))

    def eigvalsh(self, a, UPLO="L", *, symmetrize_input=True):
        x, upper = self._hermitian(a, UPLO, symmetrize_input)
        return ivy.eigvalsh(x, upper=upper)

    def _hermitian(self, a, UPLO, symmetrize):
        if UPLO not in (None, "L", "U"):
            raise ValueError(f"UPLO must be one of None, 'L', or 'U', got {UPLO}")
        x = self._matrix(a, square=True)
        if symmetrize:
            x = ivy.divide(ivy.add(x, ivy.adjoint(x)), self._space.number(2, x))
        return x, UPLO == "U"

    def _pinv_cutoff(self, x, rcond):
        if rcond is None:
            return 10.0 * self._cutoff(x, None)
        return rcond

    def lstsq(self, a, b, rcond=None, *, numpy_resid=False):
        solution, residuals, rank, s = super().lstsq(a, b, rcond)
        return solution, residuals, rank, s

    def _residuals(self, x, y, solution, rank):
        off = ivy.subtract(y, ivy.matmul(x, solution))
        return ivy.sum(ivy.square(ivy.abs(off)), axis=0)

    def _rank(self, rank):
        return self._space.int(rank)

    def matrix_rank(self, M, rtol=None, *, tol=None):
        return super().matrix_rank(M, tol, rtol=rtol)

    def multi_dot(self, arrays, *, precision=None):
        return super().multi_dot(arrays)

    def svd(self, a, full_matrices=True, compute_uv=True, hermitian=False, subset_by_index=None):
        return super().svd(a, full_matrices, compute_uv, hermitian)


class JaxFFT(FFT):
    """`jax.numpy.fft`."""

    def _computed(self, x):
        return (
            self._space.cast(x, dtypes.float32)
            if kind(x) == "f" and ivy.dtype(x).itemsize == 2
            else self._space.inexact(x)
        )
