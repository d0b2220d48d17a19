"""Factorisations as ATen keeps them for its own backward formulas."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _factors


def _linalg_check_errors(info, api_name, *, is_matrix):
    _factors.check(info, api_name)


def _linalg_det(A, *, contiguous=True):
    packed, pivots = _factors.lu_for_determinant(A, contiguous)
    sign = ivy.astype(ivy.permutation_sign(pivots), ivy.dtype(A))
    return ivy.prod(ivy.matrix_diagonal(packed), axis=-1) * sign, packed, pivots + 1


def _linalg_eigh(A, UPLO="L", compute_v=True):
    return _factors.eigh(A, UPLO in "Uu", compute_v)


def _linalg_eigvals(self):
    return ivy.eigvals(_factors.demand(self, ivy.isfinite(self), "eig"))


def _linalg_slogdet(A, *, contiguous=True):
    packed, pivots = _factors.lu_for_determinant(A, contiguous)
    sign, log = ivy.determinant_sign_and_log(packed, pivots)
    if not dtypes.is_complex(ivy.dtype(A)):  # the sign of NaN is 0
        sign = ivy.where(ivy.isnan(sign), 0, sign)
    return sign, log, packed, pivots + 1


def _linalg_solve_ex(A, B, *, left=True, check_errors=False):
    packed, pivots = ivy.lu_factor(A)
    info = _factors.singular_info(packed)
    if check_errors:
        _factors.check(info, "torch.linalg.solve_ex")
    is_vector = _factors.is_vector(A, B)
    right = ivy.expand_dims(B, axis=-1) if is_vector else B
    if left:
        result = ivy.lu_solve(packed, pivots, right)
    else:
        result = ivy.lu_solve(packed, pivots, ivy.adjoint(right), adjoint=True)
        result = ivy.adjoint(result)
    return (result[..., 0] if is_vector else result), packed, pivots + 1, info


_linalg_det.reads_layout = True
_linalg_slogdet.reads_layout = True


def _linalg_svd(A, full_matrices=False, compute_uv=True, *, driver=None):
    A = _factors.without_nan(A, "svd")
    if compute_uv:
        return ivy.svd(A, full_matrices=full_matrices)
    none = ivy.zeros((0,), dtype=ivy.dtype(A))
    return none, ivy.svdvals(A), none


def linalg_pinv(self, rcond=None, hermitian=False, *, atol=None, rtol=None):
    if rcond is not None:
        atol, rtol = 0.0, rcond
    if 0 in self.shape:
        return ivy.zeros((*self.shape[:-2], *self.shape[:-3:-1]), dtype=ivy.dtype(self))
    if hermitian:
        s, u = _factors.eigh(self, False, True)
        vh = ivy.adjoint(u)
        size = ivy.abs(s)
    else:
        u, s, vh = _linalg_svd(self)
        size = s
    largest = ivy.max(size, axis=-1, keepdims=True)
    counts = ivy.greater(size, _factors.tolerance(self, largest, atol, rtol))
    inverse = ivy.where(counts, ivy.reciprocal(ivy.where(counts, s, 1)), 0)
    inverse = ivy.astype(ivy.expand_dims(inverse, axis=-2), ivy.dtype(self))
    return ivy.matmul(ivy.adjoint(vh) * inverse, ivy.adjoint(u))


_publish.publish(__name__, native="torch.ops.aten")
