"""Linear algebra over the last two axes."""

import functools

import torch

from ivy._core.op import OPS
from ivy._core.specialization import Small, specializes
from ivy.backends.torch import _adapters as like

matrix_exp = like.half(torch.linalg.matrix_exp, always=True)


_matmul = like.unsigned(torch.matmul)
_solve_triangular = like.half(torch.linalg.solve_triangular)


def einsum(equation, arrays, /):
    out = torch.einsum(equation, *arrays)
    return out.to(arrays[0].dtype)  # a sum over one array makes small integers large


@specializes(lambda *xs: None if torch.bool in {x.dtype for x in xs} else (_matmul, xs, {}))
def matmul(x1, x2, /):
    if x1.dtype is torch.bool:
        return _matmul(x1.to(torch.int32), x2.to(torch.int32)) != 0
    return _matmul(x1, x2)


def matrix_diagonal(x, /):
    return torch.diagonal(x, dim1=-2, dim2=-1)


def matrix_transpose(x, /):
    return x.mT


_norm = torch.linalg.vector_norm
# elements of float32 that the kernel adds up well (2.13: of 3e7, the third digit goes)
_MOST = 2**15


@functools.lru_cache
def _length(axis, keepdims):
    options = ({} if axis is None else {"dim": axis}) | ({"keepdim": True} if keepdims else {})

    def run(x):
        if x.numel() > _MOST:
            return _norm(x, dtype=torch.float64, **options).float()
        return _norm(x, **options)

    run.small = Small(_MOST * torch.float32.itemsize, _norm, options)
    return run


def _one_kernel(x, /, *, axis=None, keepdims=False, ord=2):
    # the kernel sums 16 bits in 32, and knows no integers; other norms are rare
    if ord != 2 or x.dtype not in (torch.float32, torch.float64) or axis in ((), []):
        options = {"axis": axis, "keepdims": keepdims, "ord": ord}
        return OPS["vector_norm"].declaration, (x,), options
    if isinstance(axis, (list, tuple)):
        axis = None if len(axis) == x.ndim and not keepdims else like.fewest(tuple(axis))
    if x.dtype is torch.float32:
        return _length(axis, keepdims), (x,), {}
    return _norm, (x,), {"dim": axis, "keepdim": keepdims}


@specializes(_one_kernel)
def vector_norm(x, /, *, axis=None, keepdims=False, ord=2):
    function, args, options = _one_kernel(x, axis=axis, keepdims=keepdims, ord=ord)
    return function(*args, **options)


def solve_triangular(x1, x2, /, *, upper=False, unit_diagonal=False):
    return _solve_triangular(x1, x2, upper=upper, unitriangular=unit_diagonal)
