"""Functions of `jax.numpy.linalg` that differ from the shared ones."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from ivy import functional as ivy
from ivy._core.results import EighResult
from ivy.frontends._numpy_api import _linalg
from ivy.frontends._numpy_api._values import number
from ivy.frontends.jax._numpy import _functions
from ivy.frontends.jax._numpy._refusals import raised_as
from ivy.frontends.jax._numpy._rules import JaxRules


def cholesky(rules: JaxRules, a, *, upper=False, symmetrize_input=True):
    x = (
        _symmetrized(rules, a)
        if symmetrize_input
        else _linalg.matrix_operand(rules, a, square=True)
    )
    factor, minor = ivy.cholesky_factor(x)
    factor = rules.definite_factor(factor, minor)
    return ivy.adjoint(factor) if upper else factor


def eigh(rules: JaxRules, a, UPLO=None, symmetrize_input=True):
    x, upper = _hermitian(rules, a, UPLO, symmetrize_input)
    return EighResult(*ivy.eigh(x, upper=upper))


def eigvalsh(rules: JaxRules, a, UPLO="L", *, symmetrize_input=True):
    x, upper = _hermitian(rules, a, UPLO, symmetrize_input)
    return ivy.eigvalsh(x, upper=upper)


def _hermitian(rules: JaxRules, a, UPLO, symmetrize):
    if UPLO not in (None, "L", "U"):
        raise ValueError(f"UPLO must be one of None, 'L', or 'U', got {UPLO}")
    x = _symmetrized(rules, a) if symmetrize else _linalg.matrix_operand(rules, a, square=True)
    return x, UPLO == "U"


def _symmetrized(rules: JaxRules, a):
    x = _linalg.matrix_operand(rules, a)
    if x.shape[-1] != x.shape[-2]:
        raise TypeError(f"a matrix of shape {tuple(x.shape)} and its transpose do not add up")
    return ivy.divide(ivy.add(x, ivy.adjoint(x)), number(2, x))


def lstsq(rules: JaxRules, a, b, rcond=None, *, numpy_resid=False):
    return _linalg.lstsq(rules, a, b, rcond)


def matmul(rules: JaxRules, x1, x2, /, *, precision=None, preferred_element_type=None):
    return _functions.matmul(rules, x1, x2, preferred_element_type=preferred_element_type)


def matrix_power(rules: JaxRules, a, n):
    with raised_as(TypeError):
        return _linalg.matrix_power(rules, a, n)


def matrix_rank(rules: JaxRules, M, rtol=None, *, hermitian=False, tol=None):
    """In JAX `rtol` is an absolute cutoff, despite its name."""
    if tol is not None and rtol is not None:
        raise ValueError("matrix_rank: only one of tol or rtol may be specified.")
    return _linalg.matrix_rank(rules, M, rtol if tol is None else tol, hermitian)


def multi_dot(rules: JaxRules, arrays, *, precision=None):
    try:
        return _linalg.multi_dot(rules, arrays)
    except rules.ContractionError as error:
        raise ValueError(f"multi_dot: {error}") from None


def svd(
    rules: JaxRules, a, full_matrices=True, compute_uv=True, hermitian=False, subset_by_index=None
):
    return _linalg.svd(rules, a, full_matrices, compute_uv, hermitian)


def of_matrices(function: Callable) -> Callable:
    """A factorization, of which JAX's primitive first refuses an array of fewer than two axes."""

    @functools.wraps(function)
    def checked(rules: JaxRules, a: Any, *args: Any, **kwargs: Any) -> Any:
        shape = tuple(rules.array(a).shape)
        if len(shape) < 2:
            text = f"{function.__name__} needs an array of rank at least 2, but got shape={shape}"
            raise TypeError(text)
        return function(rules, a, *args, **kwargs)

    return checked
