"""Sparse tensors in coordinate format: two redirected tensors, indices and values."""

from __future__ import annotations

from typing import Any

import torch

from interceptors.shared import trees
from interceptors.torch import _compat
from interceptors.torch.engine import Engine
from interceptors.torch.tensors import conversion
from interceptors.torch.tensors.tensor import to_native
from ivy.frontends._publish import Coordinates

LAYOUT = torch.sparse_coo


class SparseTensor(torch.Tensor):
    """A tensor whose indices and values are redirected tensors, `held`."""

    held: Coordinates
    __torch_function__: Any = _compat.disabled_torch_function

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: tuple = (), kwargs: Any = None) -> Any:
        native_args = trees.map_leaves(native_sparse, args)
        options = {k: trees.map_leaves(native_sparse, v) for k, v in (kwargs or {}).items()}
        return func(*native_args, **options)

    def __repr__(self, *, tensor_contents: Any = None) -> str:
        with _compat.without_modes(), _compat.DisableTorchFunction():
            return repr(native_sparse(self))

    def __reduce_ex__(self, protocol: Any) -> Any:
        return native_sparse(self).__reduce_ex__(protocol)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return memo.setdefault(id(self), self.clone())


def make_sparse(held: Coordinates) -> SparseTensor:
    """A sparse tensor of redirected indices and values."""
    dtype, device = held.values.dtype, held.values.device
    tensor = _compat.make_wrapper(
        SparseTensor, held.shape, dtype=dtype, layout=LAYOUT, device=device
    )
    tensor.held = held
    return tensor


def native_sparse(tensor: Any) -> Any:
    """A native tensor with the values of a `SparseTensor`; anything else as it is."""
    if not isinstance(tensor, SparseTensor):
        return tensor
    held = tensor.held
    with _compat.quiet():
        return torch.sparse_coo_tensor(
            to_native(held.indices),
            to_native(held.values),
            held.shape,
            is_coalesced=held.coalesced,
            check_invariants=False,
        )


def native_parts(tensor: torch.Tensor) -> Coordinates:
    """Copies of the indices and values of a native sparse tensor."""
    with _compat.quiet():
        indices, values = (part.clone() for part in _compat.sparse_parts(tensor))
        return Coordinates(indices, values, tuple(tensor.shape), tensor.is_coalesced())


def adopt(engine: Engine, tensor: SparseTensor, values: torch.Tensor) -> None:
    """Gives a tensor the values of a native one."""
    held = native_parts(values)
    parts = [engine.wrap_array(engine.target.from_numpy(conversion.to_host(t))) for t in held[:2]]
    tensor.held = held._replace(indices=parts[0], values=parts[1])
