"""Replays a doubtful call natively on copies to obtain PyTorch's own error.

Copies of tensors that share memory share memory too, because some checks are about that. Only calls
that have failed, or that may not be allowed to write, are replayed.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import torch

from interceptors.shared.native_calls import StandIns
from interceptors.shared.storage import Storage
from interceptors.torch import _compat
from interceptors.torch.tensors import conversion, meta
from interceptors.torch.tensors.memory import NativeMemory, known_storages
from interceptors.torch.tensors.sparse_tensor import native_sparse
from interceptors.torch.tensors.tensor import RedirectedTensor, over_memory


def native_error(func: Any, args: tuple, kwargs: dict[str, Any]) -> Exception | None:
    """The exception that PyTorch raises for a call, None if it accepts the call."""
    memories: dict[int, tuple] = {}
    copies = StandIns(torch.Tensor, lambda tensor: copy_of(tensor, memories))
    try:
        with _compat.quiet():
            inputs, options = copies.enter(args), {k: copies.enter(v) for k, v in kwargs.items()}
    except Exception:  # there are no values inside a program that is being traced
        return meta.native_error(func, args, kwargs)
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


def memory_after(
    func: Any, args: tuple, kwargs: dict[str, Any], outs: list[torch.Tensor]
) -> list[tuple[torch.Tensor, np.ndarray]]:
    """Each of `outs` with all elements of its memory after PyTorch has run the call."""
    memories: dict[int, tuple] = {}
    copies = StandIns(torch.Tensor, lambda tensor: copy_of(tensor, memories))
    with _compat.quiet():
        func(*copies.enter(args), **{k: copies.enter(v) for k, v in kwargs.items()})
    found = []
    for copy, tensor in copies.pairs():
        if any(tensor is out for out in outs):
            memory = NativeMemory(_compat.storage_of(copy))
            count = memory.storage.nbytes() // copy.element_size()
            found.append((tensor, memory.read(conversion.dtype_of(copy.dtype), count)))
    return found


def copy_of(tensor: torch.Tensor, memories: dict[int, tuple]) -> torch.Tensor:
    """A native copy; copies made with the same `memories` share memory where the originals do."""
    if tensor.device.type != "cpu" or tensor.layout is not torch.strided:
        return native_sparse(tensor).clone() if _compat.is_sparse(tensor) else tensor
    redirected = isinstance(tensor, RedirectedTensor)
    known = [tensor._storage] if redirected else known_storages(_compat.storage_of(tensor))
    memory = known[0].root if known else _compat.storage_of(tensor)
    if id(memory) not in memories:
        memories[id(memory)] = _all_of(memory).clone().untyped_storage(), memory
    return over_memory(tensor, memories[id(memory)][0])


def _all_of(memory: Storage | torch.UntypedStorage) -> torch.Tensor:
    if isinstance(memory, torch.UntypedStorage):
        return NativeMemory(memory).tensor(torch.uint8, memory.nbytes())
    return conversion.from_host(memory.backend.to_numpy(memory.current()))
