"""Storages of PyTorch: native memory, and its counterpart on a target."""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np
import torch

from interceptors import lookup
from interceptors.shared.storage import (
    STORAGES,
    FlushedWhenDropped,
    ReinterpretedStorage,
    Storage,
    View,
    current_block,
    view_of,
)
from interceptors.torch import _compat
from interceptors.torch.tensors import conversion
from interceptors.torch.tensors.layout import geometry_of
from ivy._core.backend import Backend


class NativeMemory:
    """A `torch.UntypedStorage`."""

    __slots__ = ("key", "storage")

    def __init__(self, storage: torch.UntypedStorage):
        self.storage = storage
        self.key = _compat.storage_key(storage)

    def tensor(self, dtype: torch.dtype, count: int) -> torch.Tensor:
        """The first elements, as a native tensor on the memory."""
        return torch.empty(0, dtype=dtype).set_(self.storage, 0, (count,), (1,))

    def read(self, dtype: np.dtype, count: int) -> np.ndarray:
        """See `interceptors.shared.storage.Memory`."""
        with _compat.quiet():
            return conversion.to_host(self.tensor(conversion.TORCH[dtype], count))

    def write(self, values: np.ndarray) -> None:
        """See `interceptors.shared.storage.Memory`."""
        with _compat.quiet():
            new = conversion.from_host(values)
            self.tensor(new.dtype, new.numel()).copy_(new)

    def is_shared(self) -> bool:
        """See `interceptors.shared.storage.Memory`."""
        return _compat.storage_users(self.storage) > 1


class TensorStorage(Storage):
    """The elements of redirected tensors that share memory."""

    __slots__ = ()

    @staticmethod
    def allocate(values: np.ndarray) -> NativeMemory:
        """New native memory with these elements."""
        with _compat.quiet():
            return NativeMemory(conversion.from_host(values).clone().untyped_storage())


class _WithMemory(FlushedWhenDropped, TensorStorage):
    __slots__ = ()


TensorStorage.with_memory = _WithMemory


def of_native(tensor: torch.Tensor, backend: Backend) -> tuple[Storage, View | None]:
    """The storage of a native tensor, made at its first use, and the tensor's view of it."""
    memory = NativeMemory(_compat.storage_of(tensor))
    shape, strides, offset = geometry_of(tensor)
    storage: Storage | None = STORAGES.get(memory.key)
    dtype = conversion.dtype_of(tensor.dtype)
    if storage is None:
        count = memory.storage.nbytes() // tensor.element_size()
        whole = offset == 0 and math.prod(shape) == count and tensor.is_contiguous()
        storage = TensorStorage(backend, None, dtype, shape if whole else (count,))
        storage.attach(memory)
        storage.owner = current_block()
    elif storage.backend is not backend:
        storage.move_to(backend)
    if storage.dtype != dtype:
        storage = reinterpreted(storage, _compat.VIEW_AS_DTYPE, dtype, dtype)
    own = tensor.is_conj(), tensor.is_neg()
    for name, bits in _compat.LAZY_BITS.items():
        if any(map(operator.and_, bits, own)):
            storage = reinterpreted(storage, name, dtype)
    return storage, view_of(storage, shape, strides, offset)


def reinterpreted(
    storage: Storage, name: str, dtype: np.dtype, *extra: Any
) -> ReinterpretedStorage:
    """`storage` as the view operator `name` shows it."""
    functions = lookup.reinterpretation((f"torch.ops.{name.replace('::', '.')}",))
    assert functions is not None
    return ReinterpretedStorage(storage, functions, extra, dtype, name)


def storage_on(memory: Any) -> Storage | None:
    """The storage of some native memory (a `torch.UntypedStorage`), if it has one."""
    return STORAGES.get(_compat.storage_key(memory))
