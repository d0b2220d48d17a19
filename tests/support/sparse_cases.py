"""Calls on sparse tensors, by name: `CASES[name](layout, grad)` gives functions with their arguments.

What PyTorch does not have for a layout is no case of it; whoever runs them finds out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch

Call = tuple[Callable, tuple]
CASES: dict[str, Callable[[str, bool], Iterator[Call]]] = {}
_BLOCKED = ("sparse_bsr", "sparse_bsc")


def _options(layout: str) -> dict[str, Any]:
    options: dict[str, Any] = {"layout": getattr(torch, layout)}
    if layout in _BLOCKED:
        options["blocksize"] = (2, 2)
    return options


def converted(x: torch.Tensor, layout: str) -> Iterator[torch.Tensor]:
    """A dense tensor in a layout; in coordinate format uncoalesced and hybrid ones, too."""
    grad, x = x.requires_grad, x.detach()
    try:
        y = x.to_sparse(**_options(layout) | ({"blocksize": (1, 1)} if layout in _BLOCKED else {}))
    except RuntimeError:  # batches with different numbers of elements
        return
    yield y.requires_grad_(grad)
    if layout == "sparse_coo" and x.is_floating_point():
        yield _uncoalesced(y.detach()).requires_grad_(grad)
        yield x.to_sparse(x.ndim - 1).requires_grad_(grad)


def _uncoalesced(x: torch.Tensor) -> torch.Tensor:
    indices, values = x._indices(), x._values()
    return torch.sparse_coo_tensor(
        torch.cat([indices.flip(1), indices], 1), torch.cat([values.flip(0), values * 2]), x.shape
    )


def dense(*shape: int, grad: bool = False) -> torch.Tensor:
    """Random numbers, of which half are zero."""
    x = torch.randn(shape)
    return (x * (torch.rand(shape) > 0.5)).requires_grad_(grad)


def sparse(layout: str, *shape: int, grad: bool = False) -> torch.Tensor:
    """Random numbers in a layout."""
    return dense(*shape).to_sparse(**_options(layout)).requires_grad_(grad)


def _some(layout: str, *shape: int, grad: bool) -> list[torch.Tensor]:
    """Tensors of a size, coalesced and not."""
    x = sparse(layout, *shape)
    found = [x, _uncoalesced(x)] if layout == "sparse_coo" else [x]
    return [t.requires_grad_(grad) for t in found]


def case(function: Callable) -> Callable:
    """Keeps a generator of calls under its name."""
    CASES[function.__name__] = function
    return function


def _call(function: Callable, *args: Any, **kwargs: Any) -> Call:
    return function, (args[0], args[1:], kwargs)


@case
def matrix_products(layout, grad):
    for n, m in ((4, 6), (6, 4), (2, 2), (2, 8)):
        for x in _some(layout, n, m, grad=grad):
            y = torch.randn(m, 3, requires_grad=grad)
            z = torch.randn(3, n, requires_grad=grad)
            for function in (torch.mm, torch.matmul, torch.sparse.mm):
                yield _call(function, x, y)
            yield _call(torch.mm, z, x)
            yield _call(torch.mv, x, torch.randn(m, requires_grad=grad))
            yield _call(torch.matmul, x, torch.randn(m, requires_grad=grad))


@case
def sums_of_products(layout, grad):
    for x in _some(layout, 4, 6, grad=grad):
        y, z = torch.randn(6, 3, requires_grad=grad), torch.randn(4, 3, requires_grad=grad)
        for options in ({}, {"beta": 2, "alpha": 0.5}, {"beta": 0}):
            yield _call(torch.addmm, z, x, y, **options)
            yield _call(torch.sparse.addmm, z, x, y, **options)
        yield _call(torch.addmv, z[:, 0].detach(), x, y[:, 0].detach())
        yield _call(torch.addmm, z, x, sparse(layout, 6, 4))


@case
def products_of_sparse_matrices(layout, grad):
    # torch 2.13: gradients of uncoalesced factors have elements that are zero, products of compressed
    # columns none at all
    many = 1 if grad else 2
    for x in _some(layout, 4, 6, grad=grad)[:many]:
        for y in _some(layout, 6, 4, grad=grad)[:many]:
            if layout != "sparse_csc":
                yield _call(torch.sparse.mm, x, y)
            yield _call(torch.mm, x, y)
            yield _call(torch.matmul, x, y)


@case
def batches_of_products(layout, grad):
    x = sparse(layout, 2, 4, 6, grad=grad) if layout == "sparse_coo" else None
    if x is not None:
        yield _call(torch.bmm, x, torch.randn(2, 6, 3, requires_grad=grad))
        yield _call(torch.hspmm, sparse(layout, 4, 6), torch.randn(6, 3))


@case
def sampled_products(layout, grad):
    x = sparse(layout, 4, 6, grad=grad)
    a, b = torch.randn(4, 3, requires_grad=grad), torch.randn(3, 6, requires_grad=grad)
    yield _call(torch.sparse.sampled_addmm, x, a, b)
    yield _call(torch.sparse.sampled_addmm, x, a, b, beta=0.5, alpha=2.0)


@case
def reduced_products(layout, grad):
    x, y = sparse(layout, 4, 6, grad=grad), torch.randn(6, 3, requires_grad=grad)
    for reduce in ("sum", "mean", "amax", "amin"):
        yield _call(torch.sparse.mm, x, y, reduce)


@case
def sums(layout, grad):
    for x in _some(layout, 4, 6, grad=grad):
        for y in _some(layout, 4, 6, grad=grad):
            yield _call(torch.add, x, y)
            yield _call(torch.sub, x, y)
            yield _call(torch.add, x, y, alpha=3)
        d = torch.randn(4, 6, requires_grad=grad)
        yield _call(torch.add, d, x)
        yield _call(torch.sub, d, x)
        yield _call(torch.add, d, x, alpha=2)
        yield _call(torch.add, x, d)


@case
def products(layout, grad):
    for x in _some(layout, 4, 6, grad=grad):
        for y in _some(layout, 4, 6, grad=grad):
            yield _call(torch.mul, x, y)
        for other in (torch.randn(4, 6), torch.randn(1, 6), torch.randn(4, 1), torch.tensor(2.0)):
            yield _call(torch.mul, x, other.requires_grad_(grad))
            yield _call(torch.mul, other, x)
        for number in (2, 0.5):
            yield _call(torch.mul, x, number)
            yield _call(torch.div, x, number)
            yield _call(torch.true_divide, x, torch.tensor(3.0))
        if not grad:
            yield _call(torch.div, x, 2, rounding_mode="floor")
            yield _call(torch.div, x, 2, rounding_mode="trunc")
            yield _call(torch.floor_divide, x, 2)
            yield _call(torch.pow, x, 2)


@case
def conversions(layout, grad):
    for shape in ((4, 6), (2, 2), (4, 0), (2, 4, 4)):
        x = torch.ones(shape, requires_grad=grad) if len(shape) > 2 else dense(*shape, grad=grad)
        yield _call(torch.Tensor.to_sparse, x, **_options(layout))
        for y in _some(layout, 4, 6, grad=grad):
            yield _call(torch.Tensor.to_dense, y)
            yield _call(lambda x: x.to_dense(torch.float64), y)
            yield _call(lambda x: x.to(torch.float64), y)
            yield _call(torch.Tensor.to_sparse, y)
            yield _call(torch.Tensor.to_sparse_csr, y)
            yield _call(torch.Tensor.to_sparse_csc, y)
            yield _call(lambda x: x.to_sparse_bsr((2, 2)), y)
            yield _call(lambda x: x.to_sparse_bsc((2, 2)), y)
    if layout == "sparse_coo":
        yield _call(lambda x: x.to_sparse(1), dense(4, 6, 2, grad=grad))
        yield _call(lambda x: x.to_sparse(2), dense(4, 6, 2, grad=grad))


@case
def parts(layout, grad):
    for x in _some(layout, 4, 6, grad=grad):
        yield _call(lambda x: x.coalesce(), x)
        yield _call(lambda x: x.coalesce().values(), x)
        yield _call(lambda x: x.values() * 2, x)
        yield _call(lambda x: x.coalesce().indices(), x)
        yield _call(lambda x: (x.crow_indices(), x.col_indices()), x)
        yield _call(lambda x: (x.ccol_indices(), x.row_indices()), x)
        yield _call(lambda x: (x._nnz(), x.sparse_dim(), x.dense_dim(), x.is_sparse), x)
        yield _call(lambda x: (x.clone(), x.detach().clone()), x)
        yield _call(torch.zeros_like, x)
        yield _call(lambda x: torch.empty_like(x).zero_(), x.detach())


@case
def made_of_parts(layout, grad):
    v = torch.randn(4, requires_grad=grad)
    if layout == "sparse_coo":
        i = torch.tensor([[0, 1, 1, 0], [2, 0, 2, 2]])
        yield _call(lambda v, i: torch.sparse_coo_tensor(i, v, (2, 4)), v, i)
        yield _call(lambda v, i: torch.sparse_coo_tensor(i, v), v, i)
        w = torch.randn(4, 3, requires_grad=grad)
        yield _call(lambda v, i: torch.sparse_coo_tensor(i, v, (2, 4, 3)) * 2, w, i)
    elif layout in ("sparse_csr", "sparse_csc"):
        i, j = torch.tensor([0, 2, 4]), torch.tensor([0, 1, 0, 1])
        make = torch.sparse_csr_tensor if layout == "sparse_csr" else torch.sparse_csc_tensor
        yield _call(lambda v, i, j: make(i, j, v, (2, 2)), v, i, j)
        yield _call(lambda v, i, j: make(i, j, v), v, i, j)
    else:
        make = torch.sparse_bsr_tensor if layout == "sparse_bsr" else torch.sparse_bsc_tensor
        w = torch.randn(2, 2, 3, requires_grad=grad)
        i, j = torch.tensor([0, 1, 2]), torch.tensor([1, 0])
        yield _call(lambda v, i, j: make(i, j, v, (4, 6)), w, i, j)


@case
def reductions(layout, grad):
    for x in _some(layout, 4, 6, grad=grad):
        yield _call(torch.sum, x)
        for dim in (0, 1, (0, 1)):
            yield _call(torch.sum, x, dim)
            yield _call(torch.sum, x, dim, keepdim=True)
            yield _call(torch.sparse.sum, x, dim)
        yield _call(torch.sparse.sum, x)
        yield _call(torch.norm, x)
        yield _call(lambda x: x.norm(1), x)
    if layout == "sparse_coo":
        x = dense(4, 6, 3).to_sparse(2).requires_grad_(grad)
        for dim in (0, 1, 2, (0, 2), (0, 1), (1, 2)):
            yield _call(torch.sparse.sum, x, dim)


@case
def softmax(layout, grad):
    for x in _some(layout, 4, 6, grad=grad):
        for dim in (0, 1, *([] if grad else [-1])):  # torch 2.13: a wrong gradient of dimension -1
            yield _call(torch.sparse.softmax, x, dim)
            yield _call(torch.sparse.log_softmax, x, dim)
    if layout == "sparse_coo":
        x = dense(4, 6, 3).to_sparse(2).requires_grad_(grad)
        for dim in (0, 1, 2):
            yield _call(torch.sparse.softmax, x, dim)
            yield _call(torch.sparse.log_softmax, x, dim)


@case
def shapes(layout, grad):
    for x in _some(layout, 4, 6, grad=grad):
        yield _call(lambda x: x.t(), x)
        yield _call(torch.transpose, x, 0, 1)
        yield _call(lambda x: x.t().coalesce(), x)
        yield _call(torch.permute, x, (1, 0))
        yield _call(torch.unsqueeze, x, 0)
        yield _call(torch.unsqueeze, x, -1)
        yield _call(lambda x: x[1], x)
        yield _call(lambda x: x[:, 2], x)
        yield _call(torch.select, x, 1, 2)
        for dim in (0, 1):
            yield _call(torch.index_select, x, dim, torch.tensor([1, 0, 1]))
            yield _call(lambda x, dim: x.narrow_copy(dim, 1, 2), x, dim)
            yield _call(lambda x, dim: torch.cat([x, x * 2], dim), x, dim)
        yield _call(lambda x: torch.stack([x, x]), x)
        yield _call(lambda x: torch.vstack([x, x]), x)
    if layout == "sparse_coo":
        x = dense(4, 6, 3).to_sparse(2).requires_grad_(grad)
        yield _call(torch.transpose, x, 0, 1)
        yield _call(lambda x: x[1], x)
        yield _call(torch.select, x, 2, 1)
        yield _call(torch.index_select, x, 2, torch.tensor([1, 0, 1]))
        yield _call(lambda x: torch.cat([x, x * 2], 2), x)


@case
def masks(layout, grad):
    for mask in _some(layout, 4, 6, grad=False):
        yield _call(
            lambda x, mask: x.sparse_mask(mask), torch.randn(4, 6, requires_grad=grad), mask
        )
        for x in _some(layout, 4, 6, grad=grad):
            yield _call(lambda x, mask: x.sparse_mask(mask), x, mask)


@case
def written(layout, grad):
    if grad:
        return
    for x in _some(layout, 4, 6, grad=False):
        for y in _some(layout, 4, 6, grad=False):
            yield _call(lambda x, y: x.clone().add_(y), x, y)
            yield _call(lambda x, y: x.clone().sub_(y, alpha=2), x, y)
            yield _call(lambda x, y: x.clone().mul_(y), x, y)
            yield _call(lambda x, y: x.clone().copy_(y), x, y)
            yield _call(lambda x, y: torch.add(x, y, out=x.clone()), x, y)
        yield _call(lambda x: x.clone().mul_(2), x)
        yield _call(lambda x: x.clone().div_(2), x)
        yield _call(lambda x: x.clone().neg_(), x)
        yield _call(lambda x: x.clone().abs_(), x)
        yield _call(lambda x: x.clone().zero_(), x)
        yield _call(lambda x: torch.zeros(4, 6).add_(x), x)
        yield _call(lambda x: x.clone().sin_(), x)
        y = torch.randn(6, 3)
        yield _call(lambda x, y: torch.mm(x, y, out=torch.zeros(4, 3)), x, y)
        yield _call(lambda x, y: torch.zeros(4, 3).addmm_(x, y), x, y)


@case
def created(layout, grad):
    if grad:
        return
    options = {"layout": getattr(torch, layout)}
    yield _call(lambda n: torch.zeros(n, 3, **options), 2)
    yield _call(lambda n: torch.empty(n, 3, **options), 2)
    if layout == "sparse_coo":
        yield _call(lambda n: torch.sparse_coo_tensor((n, 3)), 2)
    yield _call(
        lambda d, o: torch.sparse.spdiags(d, o, (4, 4)), torch.randn(2, 4), torch.tensor([0, 1])
    )


@case
def composed(layout, grad):
    for x in _some(layout, 4, 4, grad=grad):
        y = torch.randn(4, 3, requires_grad=grad)
        yield _call(lambda x, y: torch.relu(torch.sparse.mm(x, torch.sparse.mm(x, y))), x, y)
        yield _call(lambda x, y: torch.sparse.mm(torch.sparse.softmax(x, 1), y), x, y)
        yield _call(lambda x, y: (x * x + x).to_dense() @ y, x, y)
        yield _call(lambda x, y: (x.t() @ y).tanh(), x, y)
        yield _call(lambda x, y: (x.coalesce() / 2).to_dense().mul(2) @ y, x, y)
