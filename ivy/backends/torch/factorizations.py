"""Factorizations of matrices."""

import torch

from ivy.backends.torch import _adapters as like

eigvals = torch.linalg.eigvals
householder_product = like.half(torch.linalg.householder_product)
svdvals = torch.linalg.svdvals


def cholesky_factor(x, /):
    return tuple(torch.linalg.cholesky_ex(x))


def eig(x, /):
    return tuple(torch.linalg.eig(x))


def eigh(x, /, *, upper=False):
    return tuple(torch.linalg.eigh(x, "U" if upper else "L"))


def eigvalsh(x, /, *, upper=False):
    return torch.linalg.eigvalsh(x, "U" if upper else "L")


def invert_permutation(order, /):
    return torch.argsort(order, dim=-1)


def ldl_factor(x, /, *, hermitian=False):
    return tuple(torch.linalg.ldl_factor(x, hermitian=hermitian))


def ldl_solve(ld, pivots, x2, /, *, hermitian=False):
    return torch.linalg.ldl_solve(ld, pivots, x2, hermitian=hermitian)


def lu_factor(x, /):
    lu, pivots, _ = torch.linalg.lu_factor_ex(x)
    return lu, pivots - 1  # torch counts from 1, as LAPACK does


def permutation_sign(pivots, /):
    moved = pivots.to(torch.int64) != torch.arange(pivots.shape[-1])
    return 1 - 2 * (moved.sum(-1) % 2)


def pivots_to_permutation(pivots, size, /):
    order = torch.arange(size).expand(*pivots.shape[:-1], size).clone()
    for i in range(pivots.shape[-1]):
        other = pivots[..., i, None].to(torch.int64)
        moved = order.gather(-1, other)
        order.scatter_(-1, other, order[..., i, None].clone())
        order[..., i, None] = moved
    return order


def qr(x, /, *, mode="reduced"):
    return tuple(torch.linalg.qr(x, mode))


def qr_reflectors(x, /):
    return tuple(torch.geqrf(x))


def svd(x, /, *, full_matrices=True):
    return tuple(torch.linalg.svd(x, full_matrices))
