"""Sparse tensors: redirected tensors, of which they are made."""

from __future__ import annotations

from typing import Any

import torch

from interceptors.shared.native_calls import StandIns
from interceptors.torch import _compat
from interceptors.torch.engine import Engine
from interceptors.torch.tensors import conversion
from interceptors.torch.tensors.tensor import LEAVES_ONLY, to_native
from ivy.frontends._publish import Compressed, Coordinates

Parts = Coordinates | Compressed


class SparseTensor(torch.Tensor):
    """A tensor whose parts are redirected tensors, `held`."""

    held: Parts
    __torch_function__: Any = _compat.disabled_torch_function

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: tuple = (), kwargs: Any = None) -> Any:
        copies = StandIns(SparseTensor, native_sparse)
        options = {k: copies.enter(v) for k, v in (kwargs or {}).items()}
        out = func(*copies.enter(args), **options)
        if not _compat.marks_writes(func) or _compat.schema(func).is_mutable:
            for native, tensor in copies.pairs():
                adopt(tensor.held.values._engine, tensor, native)
        return copies.leave(out)

    def __repr__(self, *, tensor_contents: Any = None) -> str:
        with _compat.without_modes(), _compat.DisableTorchFunction():
            shown = native_sparse(self)
            if self.requires_grad and self.is_leaf:
                shown.requires_grad_()
            text = repr(shown)
            if self.grad_fn is not None:
                text = f"{text[:-1]}, grad_fn=<{type(self.grad_fn).__name__}>)"
            return text

    def __reduce_ex__(self, protocol: Any) -> Any:
        return native_sparse(self).requires_grad_(self.requires_grad).__reduce_ex__(protocol)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        if not self.is_leaf:
            raise RuntimeError(LEAVES_ONLY)
        copy = self.detach().clone().requires_grad_(self.requires_grad)
        return memo.setdefault(id(self), copy)


def make_sparse(held: Parts) -> SparseTensor:
    """A sparse tensor of redirected parts."""
    held = held._replace(shape=tuple(held.shape))
    dtype, device = held.values.dtype, held.values.device
    if isinstance(held, Coordinates):
        tensor = _compat.make_wrapper(
            SparseTensor, held.shape, dtype=dtype, layout=torch.sparse_coo, device=device
        )
    else:  # C++ asks an object of its own for the layout
        with _compat.quiet():
            own = _compat.sparse_of_parts(held)
            tensor = getattr(torch.Tensor, _compat.MAKE_SUBCLASS)(SparseTensor, own)
    tensor.held = held
    return tensor


def native_sparse(tensor: Any) -> Any:
    """A native tensor with the values of a `SparseTensor`; anything else as it is."""
    if not isinstance(tensor, SparseTensor):
        return tensor
    with _compat.quiet():
        return _compat.sparse_of_parts(tensor.held.map_parts(to_native))


def native_parts(tensor: torch.Tensor) -> Parts:
    """The parts of a native sparse tensor, on its memory."""
    with _compat.quiet():
        return _compat.sparse_parts(tensor)


def adopt(engine: Engine, tensor: SparseTensor, values: torch.Tensor) -> None:
    """Gives a tensor the values of a native one."""
    tensor.held = native_parts(values).map_parts(
        lambda t: engine.wrap_array(engine.target.from_numpy(conversion.to_host(t.clone())))
    )
