"""Linear algebra over the last two axes."""

import torch

from ivy._core.unfolding import unfolds
from ivy.backends.torch import _adapters as like

matrix_exp = like.half(torch.linalg.matrix_exp, always=True)


_matmul = like.unsigned(torch.matmul)
_solve_triangular = like.half(torch.linalg.solve_triangular)


def einsum(equation, arrays, /):
    out = torch.einsum(equation, *arrays)
    return out.to(arrays[0].dtype)  # a sum over one array makes small integers large


@unfolds(lambda *xs: None if torch.bool in {x.dtype for x in xs} else (_matmul, xs, {}))
def matmul(x1, x2, /):
    if x1.dtype is torch.bool:
        return _matmul(x1.to(torch.int32), x2.to(torch.int32)) != 0
    return _matmul(x1, x2)


def matrix_diagonal(x, /):
    return torch.diagonal(x, dim1=-2, dim2=-1)


def matrix_transpose(x, /):
    return x.mT


def solve_triangular(x1, x2, /, *, upper=False, unit_diagonal=False):
    return _solve_triangular(x1, x2, upper=upper, unitriangular=unit_diagonal)
