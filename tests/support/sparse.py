"""What there is to compare of a sparse tensor: layout, size, parts and whether it is coalesced."""

from __future__ import annotations

from typing import Any

import torch
from torch.utils import _pytree as pytree

import ivy

_ROWS = (torch.sparse_csr, torch.sparse_bsr)
_ORDERED = (torch.sparse_csr, torch.sparse_csc)


def facts(structure: Any) -> Any:
    """The structure with sparse tensors as a list of all that PyTorch says about them."""
    return pytree.tree_map_only(torch.Tensor, _facts, structure)


def parts(tensor: torch.Tensor) -> tuple[torch.Tensor, ...]:
    """The tensors that a sparse tensor consists of; of any other the tensor itself."""
    tensor = tensor.detach()
    if tensor.layout is torch.strided:
        return (tensor,)
    if tensor.layout is torch.sparse_coo:
        return tensor._indices(), tensor._values()
    if tensor.layout in _ROWS:
        return tensor.crow_indices(), tensor.col_indices(), tensor.values()
    return tensor.ccol_indices(), tensor.row_indices(), tensor.values()


def _facts(tensor: torch.Tensor) -> dict[str, Any]:
    if tensor.layout is torch.strided:
        return {"value": ivy.to_source(tensor.detach())}
    found = {"layout": str(tensor.layout), "shape": [*tensor.shape], "grad": tensor.requires_grad}
    found |= {"ranks": [tensor.sparse_dim(), tensor.dense_dim()], "dtype": str(tensor.dtype)}
    if tensor.layout is torch.sparse_coo:
        found["coalesced"] = tensor.is_coalesced()
        tensor = tensor.detach().coalesce()  # otherwise order and number of elements are open
    given: list[Any] = [*map(ivy.to_source, parts(tensor))]
    if tensor.layout in _ORDERED:  # products list the columns of a row in any order
        unordered = ivy.to_source(tensor.detach()).to_sparse()
        pairs = zip(*(row.tolist() for row in parts(unordered)[0]), strict=True)
        order = sorted(range(tensor._nnz()), key=list(pairs).__getitem__)
        given[1:] = [parts(unordered)[0][:, order], parts(unordered)[1][order]]
        found["indices"] = [str(part.dtype) for part in parts(tensor)]
    return {**found, "count": tensor._nnz(), "parts": given}
