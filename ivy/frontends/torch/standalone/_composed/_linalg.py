"""`torch.linalg` composed of factorisations, and its older names."""

import math

import ivy.frontends.torch as torch
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED
from ivy.frontends.torch.standalone import _results


def cholesky(A, *, upper=False):
    factor, info = torch.linalg.cholesky_ex(A, upper=upper)
    torch.ops.aten._linalg_check_errors(info, "linalg.cholesky", is_matrix=A.ndim == 2)
    return factor


def cond(A, p=None):
    _demand_matrix(A, "linalg.cond")
    if p in (None, 2, -2):
        s = torch.linalg.svdvals(A)
        return s[..., -1] / s[..., 0] if p == -2 else s[..., 0] / s[..., -1]
    _demand_square(A, f"linalg.cond({p})")
    inverse, info = torch.linalg.inv_ex(A)
    norms = torch.linalg.matrix_norm(A, p), torch.linalg.matrix_norm(inverse, p)
    result = norms[0] * norms[1]
    return torch.where(info != 0, torch.full_like(result, math.inf), result)


def det(A):
    _demand_square(A, "linalg.det")
    return torch.ops.aten._linalg_det(A)[0]


def slogdet(A):
    _demand_square(A, "linalg.slogdet")
    return _results.named("torch.linalg.slogdet", tuple(torch.ops.aten._linalg_slogdet(A)[:2]))


def diagonal(A, *, offset=0, dim1=-2, dim2=-1):
    return A.diagonal(offset, dim1, dim2)


def eigh(A, UPLO="L"):
    _demand_square(A, "linalg.eigh")
    _demand_floating(A, "linalg.eigh")
    if UPLO not in ("L", "U", "l", "u"):
        raise RuntimeError(f"Expected UPLO argument to be 'L' or 'U', but got {UPLO}")
    return _named("linalg.eigh", torch.ops.aten._linalg_eigh(A, UPLO, True))


def eigvalsh(A, UPLO="L"):
    _demand_square(A, "linalg.eigvalsh")
    _demand_floating(A, "linalg.eigvalsh")
    return torch.ops.aten._linalg_eigh(A, UPLO, False)[0]


def eigvals(A):
    _demand_square(A, "linalg.eigvals")
    _demand_floating(A, "linalg.eigvals")
    return torch.ops.aten._linalg_eigvals(A)


def inv(A):
    _demand_square(A, "linalg.inv")
    result, info = torch.linalg.inv_ex(A)
    _check_singular(info, "linalg.inv", A)
    return result


def _check_singular(info, name, A):
    torch.ops.aten._linalg_check_errors(info, name, is_matrix=A.ndim == 2)


def ldl_factor(A, *, hermitian=False):
    LD, pivots, _ = torch.linalg.ldl_factor_ex(A, hermitian=hermitian)
    return _named("linalg.ldl_factor", (LD, pivots))


def lu_factor(A, *, pivot=True):
    LU, pivots, _ = torch.linalg.lu_factor_ex(A, pivot=pivot)
    return _named("linalg.lu_factor", (LU, pivots))


def matrix_norm(A, ord="fro", dim=(-2, -1), keepdim=False, *, dtype=None):
    if A.ndim < 2:
        raise RuntimeError(
            "linalg.matrix_norm: The input tensor A must have at least 2 dimensions."
        )
    _demand_floating(A, "linalg.matrix_norm")
    A = A if dtype is None else A.to(dtype)
    dim = tuple(d % A.ndim for d in dim)
    if len(dim) != 2 or dim[0] == dim[1]:
        raise RuntimeError("linalg.matrix_norm: dims must be a 2-tuple of different dims")
    if ord == "fro":
        return torch.linalg.vector_norm(A, 2, dim, keepdim)
    if ord not in ("nuc", 1, -1, 2, -2, math.inf, -math.inf):
        raise RuntimeError(f"linalg.matrix_norm: Order {ord} not supported.")
    if ord in ("nuc", 2, -2):
        s = torch.linalg.svdvals(A.movedim(dim, (-2, -1)))
        out = s.sum(-1) if ord == "nuc" else s.amax(-1) if ord == 2 else s.amin(-1)
        return out.unsqueeze(min(dim)).unsqueeze(max(dim)) if keepdim else out
    first, second = dim if abs(ord) == 1 else dim[::-1]
    sums = torch.linalg.vector_norm(A, 1, first, True)
    out = sums.amax(second, True) if ord > 0 else sums.amin(second, True)
    return out if keepdim else out.squeeze(dim)


def matrix_power(A, n):
    _demand_square(A, "linalg.matrix_power")
    if n < 0:
        return matrix_power(torch.linalg.inv(A), -n)
    if n == 0:
        return torch.eye(A.shape[-1], dtype=A.dtype).expand(A.shape).clone()
    result, square = None, A
    while n:
        if n & 1:
            result = square if result is None else torch.matmul(result, square)
        n >>= 1
        square = torch.matmul(square, square) if n else square
    return result.clone() if result is A else result


def matrix_rank(A, *, atol=None, rtol=None, hermitian=False):
    _demand_matrix(A, "linalg.matrix_rank")
    if hermitian:
        _demand_square(A, "linalg.matrix_rank")
    if 0 in A.shape[-2:]:
        return torch.zeros(A.shape[:-2], dtype=torch.int64)
    s = torch.linalg.eigvalsh(A).abs() if hermitian else torch.linalg.svdvals(A)
    tolerance = _tolerance(A, s.amax(-1, True), atol, rtol)
    return (s > tolerance).sum(-1)


def _tolerance(A, largest, atol, rtol):
    import numpy as np

    absolute = 0.0 if atol is None else _column(atol)
    if rtol is None:
        given = atol is not None and not isinstance(atol, torch.Tensor) and atol > 0
        rtol = 0.0 if given else float(np.finfo(largest.dtype).eps) * max(A.shape[-2:])
        if isinstance(atol, torch.Tensor):
            rtol = torch.where(_column(atol) > 0, torch.zeros_like(_column(atol)), rtol)
    relative = _column(rtol) * largest
    return torch.maximum(relative, torch.zeros_like(relative) + absolute)


def _column(x):
    return x.unsqueeze(-1) if isinstance(x, torch.Tensor) else x


def multi_dot(tensors):
    tensors = list(tensors)
    if len(tensors) < 2:
        raise RuntimeError("multi_dot(): expected at least 2 tensors but got " + str(len(tensors)))
    first_vector, last_vector = tensors[0].ndim == 1, tensors[-1].ndim == 1
    if any(x.ndim != 2 for x in tensors[1:-1]):
        raise RuntimeError("multi_dot(): tensor must be 2D")
    result = tensors[0].unsqueeze(0) if first_vector else tensors[0]
    rest = tensors[1:-1] + [tensors[-1].unsqueeze(1) if last_vector else tensors[-1]]
    for x in rest:
        result = torch.mm(result, x)
    result = result.squeeze(0) if first_vector else result
    return result.squeeze(-1) if last_vector else result


def norm(A, ord=None, dim=None, keepdim=False, *, dtype=None):
    if ord is not None and (isinstance(ord, str) or (dim is None and A.ndim == 2)):
        dim = (-2, -1) if dim is None else dim
        return torch.linalg.matrix_norm(A, ord, dim, keepdim, dtype=dtype)
    if ord is not None and isinstance(dim, (list, tuple)) and len(dim) == 2:
        return torch.linalg.matrix_norm(A, ord, dim, keepdim, dtype=dtype)
    if ord is not None and dim is None and A.ndim > 2:
        raise RuntimeError(
            "linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D"
        )
    return torch.linalg.vector_norm(A, 2 if ord is None else ord, dim, keepdim, dtype=dtype)


def pinv(A, rcond=None, hermitian=False, *, atol=None, rtol=None):
    """`rcond` is the older name of `rtol`, which leaves no room for `atol`."""
    _demand_matrix(A, "linalg.pinv")
    if rcond is not None:
        atol, rtol = 0.0, rcond
    return torch.ops.aten.linalg_pinv(A, hermitian=hermitian, atol=atol, rtol=rtol)


def solve(A, B, *, left=True):
    _demand_square(A, "linalg.solve")
    result, _, _, info = torch.ops.aten._linalg_solve_ex(A, B, left=left)
    _check_singular(info, "torch.linalg.solve", A)
    return result


def solve_ex(A, B, *, left=True, check_errors=False):
    _demand_square(A, "linalg.solve")
    result, _, _, info = torch.ops.aten._linalg_solve_ex(A, B, left=left, check_errors=check_errors)
    return _named("linalg.solve_ex", (result, info))


def svd(A, full_matrices=True, *, driver=None):
    _demand_matrix(A, "linalg.svd")
    _demand_floating(A, "linalg.svd")
    return _named("linalg.svd", torch.ops.aten._linalg_svd(A, full_matrices, True))


def svdvals(A, *, driver=None):
    _demand_matrix(A, "linalg.svdvals")
    _demand_floating(A, "linalg.svdvals")
    return torch.ops.aten._linalg_svd(A, False, False)[1]


def tensorinv(A, ind=2):
    if ind <= 0:
        raise RuntimeError("Expected a strictly positive integer for 'ind'")
    rows, columns = math.prod(A.shape[:ind]), math.prod(A.shape[ind:])
    if rows != columns:
        raise RuntimeError(
            "Expected self to satisfy the requirement prod(self.shape[ind:]) == "
            f"prod(self.shape[:ind]), but got {columns} != {rows}"
        )
    return torch.linalg.inv(A.reshape(rows, columns)).reshape(*A.shape[ind:], *A.shape[:ind])


def tensorsolve(A, B, dims=None):
    if dims is not None:
        A = A.movedim(tuple(dims), tuple(range(A.ndim - len(dims), A.ndim)))
    shape = A.shape[B.ndim :]
    if B.numel() != math.prod(shape):
        raise RuntimeError(
            "Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == "
            f"prod(self.shape[:other.ndim]), but got {math.prod(shape)} != {B.numel()}"
        )
    return torch.linalg.solve(A.reshape(B.numel(), -1), B.reshape(-1)).reshape(shape)


def vander(x, N=None):
    x = x if x.ndim else x.reshape(1)
    N = x.shape[-1] if N is None else N
    if N <= 0:
        raise RuntimeError(f"N must be greater than 1, but got {N}")
    x = x if x.is_floating_point() or x.is_complex() else x.to(torch.int64)
    ones = torch.ones((*x.shape, 1), dtype=x.dtype)
    if N == 1:
        return ones
    powers = x.unsqueeze(-1).expand(*x.shape, N - 1).cumprod(-1)
    return torch.cat([ones, powers], -1)


def vecdot(x, y, *, dim=-1):
    _demand_floating(x, "linalg.vecdot")
    if x.dtype != y.dtype:
        raise RuntimeError("linalg.vecdot: Expected x and y to have the same dtype")
    return (x.conj() * y).sum(dim)


def _named(name, parts):
    return _results.named(f"torch.{name}", tuple(parts))


def _demand_matrix(A, name):
    if not hasattr(A, "ndim"):
        raise TypeError(
            f"{name}(): argument 'A' (position 1) must be Tensor, not {type(A).__name__}"
        )
    if A.ndim < 2:
        raise RuntimeError(f"{name}: The input tensor A must have at least 2 dimensions.")


def _demand_square(A, name):
    _demand_matrix(A, name)
    if A.shape[-1] != A.shape[-2]:
        raise RuntimeError(
            f"{name}: A must be batches of square matrices, but they are {A.shape[-2]} by "
            f"{A.shape[-1]} matrices"
        )


def _demand_floating(A, name):
    if not (A.is_floating_point() or A.is_complex()):
        raise RuntimeError(
            f"{name}: Expected a floating point or complex tensor as input. Got {A.dtype}"
        )


_publish.publish(__name__, native="torch.linalg", registry=COMPOSED)
