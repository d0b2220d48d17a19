"""What factorisations share: PyTorch's conventions for pivots, info codes and triangles."""

from __future__ import annotations

from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes, errors

# From the name of the call (first match) to what PyTorch says about an info code above 0.
_REASONS = {
    "inv": "The diagonal element {info} is zero, the inversion could not be completed because the "
    "input matrix is singular.",
    "solve": "The solver failed because the input matrix is singular.",
    "cholesky": "The factorization could not be completed because the input is not "
    "positive-definite (the leading minor of order {info} is not positive-definite).",
    "svd": "The algorithm failed to converge because the input matrix is ill-conditioned or has "
    "too many repeated singular values (error code: {info}).",
    "eig": "The algorithm failed to converge because the input matrix is ill-conditioned or has "
    "too many repeated eigenvalues (error code: {info}).",
    "lu_factor": "U[{info},{info}] is zero and using it on lu_solve would result in a division by "
    "zero. If you still want to perform the factorization, consider calling linalg.lu(A, pivot) "
    "or linalg.lu_factor_ex(A, pivot)",
}
_NOT_CONVERGED = "The algorithm failed to converge because the input matrix "
_DEMANDS = {
    "svd": (np.linalg.LinAlgError, _NOT_CONVERGED + "contained non-finite values."),
    "eigh": (
        np.linalg.LinAlgError,
        _NOT_CONVERGED + "is ill-conditioned or has too many repeated eigenvalues.",
    ),
    "eig": (RuntimeError, "input tensor should not contain infs or NaNs."),
    "gels": (np.linalg.LinAlgError, "The input matrix does not have full rank."),
    "lstsq": (RuntimeError, "The input matrices should not contain NaNs."),
}


def check(info: Any, name: str) -> None:
    """Raises PyTorch's message for the first info code that is not 0."""
    kind = RuntimeError if "lu_factor" in name else np.linalg.LinAlgError  # PyTorch's own choice
    try:
        if not ivy.item(ivy.any(ivy.not_equal(info, 0))):
            return
    except errors.NoValueError:
        reason = _reason(name).replace("{info}", "i")
        ivy.require(info, ivy.equal(info, 0), message=f"{name}: {reason}", error=kind)
        return
    codes = ivy.to_numpy(info)
    at = int(np.flatnonzero(codes)[0])
    code = int(codes.reshape(-1)[at])
    where = f"(Batch element {at}): " if codes.ndim else ""
    raise kind(f"{name}: {where}{_reason(name).format(info=code)}")


def _reason(name: str) -> str:
    return next((r for key, r in _REASONS.items() if key in name), "Unknown error code: {info}.")


def cholesky(x: Any, upper: bool) -> tuple[Any, Any]:
    """`(factor, info)`."""
    factor, info = ivy.cholesky_factor(ivy.adjoint(x) if upper else x)
    info = ivy.where(ivy.equal(info, 0), _first_invalid_pivot(factor), info)
    return (ivy.adjoint(factor) if upper else factor), info


def _first_invalid_pivot(factor: Any) -> Any:
    """From 1, the first pivot that is NaN, or that an infinite one before it makes NaN; 0: none."""
    pivots = ivy.real(ivy.matrix_diagonal(factor))
    infinite = ivy.pad(ivy.isinf(pivots), [(0, 0)] * (pivots.ndim - 1) + [(1, 0)], False)
    return first_true(ivy.logical_or(ivy.isnan(pivots), infinite[..., : pivots.shape[-1]]))


def eigh(x: Any, upper: bool, compute_v: bool) -> tuple[Any, Any]:
    """`(values, vectors)`; like LAPACK's QR iteration it does not converge if there is a NaN."""
    size = x.shape[-1]
    if size > 2 and not (compute_v and size > 25):  # where LAPACK divides and conquers
        read = ivy.triu(x) if upper else ivy.tril(x)
        x = demand(x, ivy.logical_not(ivy.isnan(read)), "eigh")
    if compute_v:
        return ivy.eigh(x, upper=upper)
    return ivy.eigvalsh(x, upper=upper), ivy.zeros((0,), dtype=ivy.dtype(x))


def without_nan(x: Any, name: str) -> Any:
    """`x`, which no factorisation of this name takes with a NaN."""
    return demand(x, ivy.logical_not(ivy.isnan(x)), name)


def demand(x: Any, holds: Any, name: str) -> Any:
    """`x`, or what PyTorch raises if something does not hold for it."""
    kind, message = _DEMANDS[name]
    return ivy.require(x, holds, message=f"linalg.{name}: {message}", error=kind)


def lu(x: Any) -> tuple[Any, Any]:
    """`(LU, pivots)`, pivots counted from 1."""
    packed, pivots = ivy.lu_factor(x)
    return packed, pivots + 1


def singular_info(packed: Any) -> Any:
    """Per matrix the position, from 1, of the first zero on the diagonal of U; 0: none."""
    return first_true(ivy.equal(ivy.matrix_diagonal(packed), 0))


def first_true(holds: Any) -> Any:
    """The position (int32, from 1) of the first True along the last axis; 0: none."""
    if not holds.shape[-1]:
        return ivy.zeros(holds.shape[:-1], dtype=dtypes.int32)
    first = ivy.argmax(ivy.astype(holds, dtypes.int32), axis=-1)
    found = ivy.any(holds, axis=-1)
    return ivy.astype(ivy.where(found, first + 1, 0), dtypes.int32)


def triangles(packed: Any) -> tuple[Any, Any]:
    """`(L, U)` of a packed LU factorisation."""
    m, n = packed.shape[-2:]
    k = min(m, n)
    lower = ivy.tril(packed[..., :, :k], k=-1) + ivy.eye(m, k, dtype=ivy.dtype(packed))
    return lower, ivy.triu(packed[..., :k, :])


def permutation_matrix(pivots: Any, packed: Any) -> Any:
    """P with A = P L U, in the dtype of `packed`."""
    size = packed.shape[-2]
    order = ivy.expand_dims(ivy.pivots_to_permutation(pivots - 1, size), axis=-2)
    rows = ivy.expand_dims(ivy.arange(0, size, dtype=dtypes.int64), axis=-1)
    return ivy.astype(ivy.equal(rows, order), ivy.dtype(packed))


def broadcast_batch(x1: Any, x2: Any) -> tuple[int, ...]:
    """The common batch shape of two stacks of matrices."""
    return np.broadcast_shapes(x1.shape[:-2], x2.shape[:-2])


def is_vector(matrix: Any, b: Any) -> bool:
    """Whether the right-hand side `b` of `matrix` is a vector, or a batch of vectors."""
    return b.ndim == 1 or (b.ndim == matrix.ndim - 1 and tuple(b.shape) == matrix.shape[:-1])


def lu_for_determinant(A: Any, contiguous: bool) -> tuple[Any, Any]:
    """`ivy.lu_factor` of A^T if A is real and contiguous, as PyTorch's backward expects, else of A."""
    transposed = contiguous and not dtypes.is_complex(ivy.dtype(A))
    return ivy.lu_factor(ivy.matrix_transpose(A) if transposed else A)


def tolerance(x: Any, largest: Any, atol: Any, rtol: Any) -> Any:
    """max(atol, rtol * largest); a positive `atol` alone replaces the default `rtol`."""
    kind = ivy.dtype(largest)
    default = dtypes.epsilon(kind) * max(x.shape[-2:])
    atol = None if atol is None else _as_column(atol, kind)
    if rtol is not None:
        rtol = _as_column(rtol, kind)
    else:
        rtol = default if atol is None else ivy.where(ivy.greater(atol, 0), 0.0, default)
    relative = ivy.astype(ivy.multiply(largest, rtol), kind)
    return relative if atol is None else ivy.maximum(relative, atol)


def _as_column(tolerance: Any, kind: np.dtype) -> Any:
    if ivy.python_kind(tolerance) is not None:
        return ivy.asarray(tolerance, dtype=kind)
    tolerance = ivy.astype(tolerance, kind)
    return ivy.expand_dims(tolerance, axis=-1) if tolerance.ndim else tolerance
