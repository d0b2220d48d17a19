"""A call that is in doubt, made once more by PyTorch itself on copies, to learn what it says.

Copies of tensors that share memory share memory too, because that is what some checks are about. Only
calls that have failed, or are about to write where it may be forbidden, are ever replayed.
"""

from __future__ import annotations

import warnings
from typing import Any

import torch

from interceptors.torch import _compat, geometry, native
from interceptors.torch.store import STORES, Derived, Store
from interceptors.torch.tensor import RedirectedTensor, to_native


def native_error(func: Any, args: tuple, kwargs: dict[str, Any]) -> Exception | None:
    """The exception that PyTorch raises for a call, or None if it takes the call."""
    memories: dict[Any, torch.Tensor] = {}
    try:
        inputs, options = _copied(args, memories), _copied(kwargs, memories)
    except Exception:  # there are no values inside a program that is being traced
        return geometry.native_error(func, args, kwargs)
    state = torch.get_rng_state()
    try:
        with warnings.catch_warnings(), _compat.quiet():
            warnings.simplefilter("ignore")
            func(*inputs, **options)
    except Exception as error:
        return error
    finally:
        torch.set_rng_state(state)
    return None


def _copied(value: Any, memories: dict[Any, torch.Tensor]) -> Any:
    if isinstance(value, torch.Tensor):
        if id(value) not in memories:
            with _compat.quiet():
                memories[id(value)] = _copy(value, memories)
        return memories[id(value)]
    if isinstance(value, dict):
        return {k: _copied(v, memories) for k, v in value.items()}
    if type(value) in (list, tuple):
        return type(value)(_copied(v, memories) for v in value)
    return value


def _copy(tensor: torch.Tensor, memories: dict[Any, torch.Tensor]) -> torch.Tensor:
    if tensor.device.type != "cpu" or tensor.layout is not torch.strided:
        return tensor
    store = tensor._store if isinstance(tensor, RedirectedTensor) else _store_of(tensor)
    if isinstance(store, Derived):
        return to_native(tensor).clone()
    if store is None:
        storage = _compat.storage_of(tensor)
        key = ("storage", _compat.storage_key(storage))
        if key not in memories:
            count = storage.nbytes() // tensor.element_size()
            memories[key] = native.flat_view(storage, tensor.dtype, count).clone()
    else:
        key = ("store", id(store))
        if key not in memories:
            values = store.backend.to_numpy(store.current())
            memories[key] = native.from_host(values).reshape(-1).clone()
    size, stride, offset = tuple(tensor.shape), tensor.stride(), tensor.storage_offset()
    return memories[key].as_strided(size, stride, offset)


def _store_of(tensor: torch.Tensor) -> Store | None:
    return STORES.get(_compat.storage_key(_compat.storage_of(tensor)))
