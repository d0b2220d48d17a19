"""Operators that change the geometry of the tensor itself: `t_`, `squeeze_`, `resize_`, `set_`."""

from __future__ import annotations

import sys
from typing import Any

import torch

from interceptors.session import Session
from interceptors.shared.storage import Storage, view_of
from interceptors.torch import _compat
from interceptors.torch.dispatch.schema import Operator, operator
from interceptors.torch.engine import Engine
from interceptors.torch.tensors import meta
from interceptors.torch.tensors.layout import Geometry, geometry_of
from interceptors.torch.tensors.memory import TensorStorage, known_storages, resized
from interceptors.torch.tensors.tensor import RedirectedTensor, alias, show
from ivy._core.context import running
from ivy._core.narrow import backend_for

_ALONE = 2  # references to a storage that one tensor has: its own, and that of the question


def change_geometry(
    engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict
) -> Any:
    """Gives a tensor another geometry, or another tensor's storage."""
    tensor, rest = args[0], args[1:]
    engine.imported.forget(tensor)
    if not isinstance(tensor, RedirectedTensor):
        _change_native(engine, op, tensor, rest, kwargs)
        return tensor
    if rest and isinstance(rest[0], torch.UntypedStorage):
        _check_memory(op, rest[0])
        with _compat.without_modes():  # a tensor over that memory is what the call asks for
            over = op.func(torch.empty(0, dtype=tensor.dtype), *rest, **kwargs)
        return change_geometry(engine, operator(_compat.TAKE_OVER), session, (tensor, over), {})
    alone = tensor._own is None or sys.getrefcount(tensor._own) == _ALONE
    old = storage = engine.locate(tensor)[0]
    if rest and isinstance(rest[0], torch.Tensor):
        other = engine.locate(rest[0])[0]
        theirs = meta.meta_like(rest[0], other.size)
        with _compat.quiet():
            out = op.func(meta.meta_like(tensor, storage.size), theirs, *rest[1:], **kwargs)
        geometry = geometry_of(out)
        if _compat.share_storage(out, theirs):
            storage = other
    else:
        shape, strides, offset, _ = meta.view(op.func, tensor, storage.size, rest, kwargs)
        geometry = shape, strides, offset
    storage = _grown(engine, storage, geometry, alone)
    if storage is old and meta.extent(*geometry) <= meta.extent(*geometry_of(tensor)):
        _compat.set_geometry(tensor, *geometry)
    else:
        _compat.become(tensor, show(engine.tensor, storage, tensor.dtype, geometry))
    tensor._storage, tensor._view = storage, view_of(storage, *geometry)
    session.count(op.label, "view")
    return tensor


def _change_native(
    engine: Engine, op: Operator, tensor: torch.Tensor, rest: tuple, kwargs: dict
) -> None:
    native_rest = [alias(a) if isinstance(a, RedirectedTensor) else a for a in rest]
    memory = _compat.storage_of(tensor)
    room = memory.nbytes() // tensor.element_size()
    if meta.outgrows(op.func, tensor, room, rest):  # PyTorch allocates, and copies what is there
        for known in known_storages(memory):
            known.move_to_host()
    with _compat.without_modes():
        op.func(tensor, *native_rest, **kwargs)
    engine.imported.forget(tensor)
    engine.locate(tensor)


def _check_memory(op: Operator, memory: Any) -> None:
    """Refuses the storage that C++ code takes from a redirected tensor itself: it is empty."""
    try:
        memory.data_ptr()
    except RuntimeError:
        raise RuntimeError(
            f"{op.name} with a part of another tensor: pass tensor.untyped_storage() instead."
        ) from None


def _grown(engine: Engine, storage: Storage, geometry: Geometry, alone: bool) -> Storage:
    """A storage with room for a geometry (`resize_`): the old one if it is large enough."""
    needed, room = meta.extent(*geometry), storage.size
    if needed <= room:
        return storage
    if not alone or storage.root.memory is not None:
        return resized(storage, needed)
    with running(backend_for(engine.target, (storage.dtype,))) as target:
        flat = target.reshape(storage.current(), (room,))
        base = target.pad(flat, [(0, needed - room)], 0)
    return TensorStorage(engine.target, base, storage.dtype, (needed,))
