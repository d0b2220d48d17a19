"""`jax.numpy.linalg` and `jax.numpy.fft`: a singular matrix is no error, but gives inf or NaN."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy._core.results import EighResult
from ivy.frontends._numpy_api._fft import FFT
from ivy.frontends._numpy_api._linalg import Linalg
from ivy.frontends._numpy_api._rules import is_sequence, kind
from ivy.frontends.jax._numpy._refusals import length_along, raised_as


class JaxLinalg(Linalg):
    """`jax.numpy.linalg`."""

    def cholesky(self, a, *, upper=False, symmetrize_input=True):
        x = self._symmetrized(a) if symmetrize_input else self._matrix(a, square=True)
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
        x = self._symmetrized(a) if symmetrize else self._matrix(a, square=True)
        return x, UPLO == "U"

    def _symmetrized(self, a):
        x = self._matrix(a)
        if x.shape[-1] != x.shape[-2]:
            raise TypeError(f"a matrix of shape {tuple(x.shape)} and its transpose do not add up")
        return ivy.divide(ivy.add(x, ivy.adjoint(x)), self._space.number(2, x))

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

    def _vector_rank(self, some):
        return self._space.cast(some, dtypes.int32)

    def matmul(self, x1, x2, /, *, precision=None, preferred_element_type=None):
        return self._space.matmul(x1, x2, preferred_element_type=preferred_element_type)

    def matrix_power(self, a, n):
        with raised_as(TypeError):
            return super().matrix_power(a, n)

    def matrix_rank(self, M, rtol=None, *, hermitian=False, tol=None):
        """`rtol` is no factor of the largest value in JAX, whatever its name says."""
        if tol is not None and rtol is not None:
            raise ValueError("matrix_rank: only one of tol or rtol may be specified.")
        return super().matrix_rank(M, rtol if tol is None else tol, hermitian)

    def multi_dot(self, arrays, *, precision=None):
        try:
            return super().multi_dot(arrays)
        except self._space.ContractionError as error:
            raise ValueError(f"multi_dot: {error}") from None

    def svd(self, a, full_matrices=True, compute_uv=True, hermitian=False, subset_by_index=None):
        return super().svd(a, full_matrices, compute_uv, hermitian)


def _of_matrices(method: Callable) -> Callable:
    """A factorisation; JAX's primitive refuses an array of one axis before anything else does."""

    @functools.wraps(method)
    def function(self: Any, a: Any, *args: Any, **kwargs: Any) -> Any:
        shape = tuple(self._space.array(a).shape)
        if len(shape) < 2:
            text = f"{method.__name__} needs an array of rank at least 2, but got shape={shape}"
            raise TypeError(text)
        return method(self, a, *args, **kwargs)

    return function


for _name in ("cholesky", "eig", "eigh", "eigvals", "eigvalsh", "qr", "svd", "svdvals"):
    setattr(JaxLinalg, _name, _of_matrices(getattr(JaxLinalg, _name)))


class JaxFFT(FFT):
    """`jax.numpy.fft`."""

    def _real(self, x):
        if kind(x) == "c":
            raise ValueError("only real valued inputs supported for rfft")
        return super()._real(x)

    def hfft(self, a, n=None, axis=-1, norm=None):
        length_along(self._space.array(a), axis)
        return super().hfft(a, n, axis, norm)

    def ihfft(self, a, n=None, axis=-1, norm=None):
        length_along(self._space.array(a), axis)
        return super().ihfft(a, n, axis, norm)

    def _shifted(self, x, axes, sign):
        x = self._space.array(x)
        for axis in () if axes is None else axes if is_sequence(axes) else (axes,):
            length_along(x, axis)
        return super()._shifted(x, axes, sign)

    def _computed(self, x):
        return (
            self._space.cast(x, dtypes.float32)
            if kind(x) == "f" and ivy.dtype(x).itemsize == 2
            else self._space.inexact(x)
        )
