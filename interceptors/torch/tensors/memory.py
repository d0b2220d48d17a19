"""Storages of PyTorch: native memory, and its counterpart on a target."""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np
import torch

from interceptors import lookup
from interceptors.shared.storage import (
    ReinterpretedStorage,
    Storage,
    View,
    current_block,
    storages_on,
    view_of,
)
from interceptors.torch import _compat
from interceptors.torch.tensors import conversion
from interceptors.torch.tensors.layout import geometry_of
from ivy._core.backend import Backend


class NativeMemory:
    """A `torch.UntypedStorage`."""

    __slots__ = ("key", "lent", "seen", "storage")

    def __init__(self, storage: torch.UntypedStorage):
        self.storage = storage
        self.key = _compat.storage_key(storage)
        self.lent: torch.UntypedStorage | None = None
        self.seen: tuple[Any, np.ndarray] | None = None

    def lend(self) -> torch.UntypedStorage:
        """The memory as a storage for NumPy and others; its users show whether they keep it."""
        lent = self.lent
        if lent is None:
            lent = self.lent = _compat.share_part(self.storage, slice(None))
        return lent

    def tensor(self, dtype: torch.dtype, count: int) -> torch.Tensor:
        """The first elements, as a native tensor on the memory."""
        if count * dtype.itemsize > self.storage.nbytes():
            raise RuntimeError(
                "A tensor was used after `resize_` of its storage had freed its elements"
            )
        # on a storage of its own: PyTorch marks one of which it makes an array
        part = _compat.share_part(self.storage, slice(None))
        return torch.empty(0, dtype=dtype).set_(part, 0, (count,), (1,))

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

    def may_grow(self) -> bool:
        """Whether PyTorch may replace the memory by a larger one."""
        return self.lent is None and self.storage.resizable()

    def is_observed(self) -> bool:
        """See `interceptors.shared.storage.Memory`."""
        lends = self.lent is not None
        if lends and _compat.storage_users(self.lent) > 1:
            return True
        return _compat.handles(self.storage) > 1 or _compat.has_second_owner(self.storage, lends)


class TensorStorage(Storage):
    """The elements of redirected tensors that share memory."""

    __slots__ = ()

    @staticmethod
    def allocate(values: np.ndarray) -> NativeMemory:
        """New native memory with these elements."""
        with _compat.quiet():
            return NativeMemory(conversion.from_host(values).clone().untyped_storage())


def of_native(tensor: torch.Tensor, backend: Backend) -> tuple[Storage, View | None]:
    """The storage of a native tensor, made at its first use, and the tensor's view of it."""
    memory = NativeMemory(_compat.storage_of(tensor))
    shape, strides, offset = geometry_of(tensor)
    dtype = conversion.dtype_of(tensor.dtype)
    known, count = storages_on(memory.key), memory.storage.nbytes() // dtype.itemsize
    storage = next((s for s in known if s.size * s.dtype.itemsize == count * dtype.itemsize), None)
    if storage is None:
        for other in known:  # of another size: elements stay on the host while there are both
            other.move_to_host()
        whole = offset == 0 and math.prod(shape) == count and tensor.is_contiguous()
        storage = _over(memory, backend, dtype, shape if whole else (count,))
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


def _over(memory: NativeMemory, backend: Backend, dtype: np.dtype, shape: tuple) -> Storage:
    storage = TensorStorage(backend, None, dtype, shape)
    storage.attach(memory)
    storage.owner = current_block()
    return storage


def resized(storage: Storage, count: int) -> Storage:
    """A storage of another size on the same native memory, whose other users keep `storage`.

    Raises
    ------
    RuntimeError
        NumPy, say, has the memory.
    """
    storage.move_to_host()
    memory: Any = storage.root.memory
    if not memory.may_grow():
        raise RuntimeError("Trying to resize storage that is not resizable")
    _compat.resize_storage(memory.storage, count * storage.dtype.itemsize)
    return _over(NativeMemory(memory.storage), storage.backend, storage.dtype, (count,))


def known_storages(memory: Any) -> list[Storage]:
    """The storages on some native memory (a `torch.UntypedStorage`)."""
    return storages_on(_compat.storage_key(memory))
