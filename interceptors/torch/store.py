"""Where the elements of redirected tensors live, and how views and in-place writes share them.

PyTorch's model is kept as it is: a tensor is a *geometry* (size, stride, offset) over a storage. Here
the storage is a `Store`, whose elements are one array of the target (`base`, in storage order), and
the geometry of a view is a `View`. Reading a view is `ivy.as_strided` of the base, writing it is
`ivy.as_strided_scatter`: so every view operator, and every alias, is one mechanism, and ops stay pure.

A write replaces `base` and moves `version` on; a view keeps the value it read with its version.

The elements may instead, or also, lie in a native storage (`storage`): a parameter made outside the
block, or a tensor that left it. `base is None` says that the native memory is the truth; `dirty` says
that it is behind. `load` and `flush` move the elements across.
"""

from __future__ import annotations

import math
import weakref
from typing import Any

import torch

from interceptors._base import CURRENT as CURRENT_SESSION
from interceptors._base import Session
from interceptors.torch import _arguments, _compat, native
from ivy._core.backend import CURRENT, Backend

# By the address of the native storage, so that all its tensors find the one store.
STORES: weakref.WeakValueDictionary[int, Store] = weakref.WeakValueDictionary()


def _block() -> Session | None:
    session = CURRENT_SESSION.get()
    return None if session is None else session.root


def contiguous(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Row-major strides."""
    strides, step = [], 1
    for n in reversed(shape):
        strides.append(step)
        step *= max(n, 1)
    return tuple(reversed(strides))


class View:
    """The geometry of one tensor over its store, and the last value read through it."""

    __slots__ = ("dense", "offset", "shape", "strides", "value", "version")

    def __init__(self, shape: tuple, strides: tuple, offset: int, dense: bool):
        self.shape = shape
        self.strides = strides
        self.offset = offset
        self.dense = dense
        self.value: Any = None
        self.version = -1


class Store:
    """Elements that tensors share: an array of the target, a native storage, or both."""

    __slots__ = (
        "__weakref__",
        "backend",
        "base",
        "dirty",
        "dtype",
        "owner",
        "shape",
        "storage",
        "version",
    )

    def __init__(self, backend: Backend, base: Any, dtype: torch.dtype, shape: tuple[int, ...]):
        self.backend = backend
        self.base = base
        self.dtype = dtype
        self.shape = shape
        self.version = 0
        self.storage: Any = None
        self.dirty = False
        self.owner: Session | None = None  # the block that fetched the elements

    def current(self) -> Any:
        """The array of the target, fetched from native memory if that is the truth."""
        if self.base is None:
            self.load()
        return self.base

    def write(self, base: Any) -> None:
        """Puts a new array in place of the old one."""
        self.base = base
        self.version += 1
        self.dirty = True

    def move(self, backend: Backend) -> None:
        """Carries the elements to another target (a block nested in a block)."""
        if self.base is not None:
            self.base = backend.from_numpy(self.backend.to_numpy(self.base))
            self.version += 1
        self.backend = backend

    def load(self) -> None:
        """Copies the elements from native memory to the target."""
        with _compat.quiet():
            flat = native.flat_view(self.storage, self.dtype, math.prod(self.shape))
            self.base = self.backend.from_numpy(native.to_host(flat).reshape(self.shape))
        self.owner = _block()
        self.version += 1
        self.dirty = False

    def flush(self) -> None:
        """Brings native memory up to date, made now if there is none yet."""
        if self.base is None or (self.storage is not None and not self.dirty):
            return
        with _compat.quiet():
            values = native.from_host(self.backend.to_numpy(self.base)).reshape(-1)
            if self.storage is None:
                self.storage = _compat.storage_of(values.clone())
                self.__class__ = SharedStore
                STORES[_compat.storage_key(self.storage)] = self
            else:
                native.flat_view(self.storage, self.dtype, values.numel()).copy_(values)
        self.dirty = False

    def release(self) -> None:
        """Makes native memory the truth."""
        self.flush()
        self.base = None


class SharedStore(Store):
    """A store with native memory, which other native tensors may outlive it on."""

    __slots__ = ()

    def __del__(self) -> None:
        if self.dirty and _compat.storage_users(self.storage) > 1:
            self.flush()


class Derived(Store):
    """A store that shows another one through a reversible function: conjugation, a change of dtype."""

    __slots__ = ("extra", "functions", "parent", "seen")

    def __init__(self, backend: Backend, parent: Store, functions: tuple, extra: tuple, dtype: Any):
        self.parent = parent
        self.functions = functions
        self.extra = tuple(map(_arguments.translate, extra))
        self.seen: tuple[int, Any] = (-1, None)
        super().__init__(backend, None, dtype, ())
        self.shape = backend.shape(self.current())

    def current(self) -> Any:
        """The parent's elements, seen through the function."""
        array = self.parent.current()
        if self.seen[0] != self.parent.version:
            self.seen = (self.parent.version, self._apply(self.functions[0], array))
            self.version += 1
        return self.seen[1]

    def write(self, base: Any) -> None:
        """Writes back through the inverse function to the parent."""
        array = self._apply(self.functions[1], base)
        self.parent.write(self.backend.reshape(array, self.parent.shape))
        self.version += 1

    def _apply(self, function: Any, array: Any) -> Any:
        token = CURRENT.set(self.backend)
        try:
            with self.backend.scope():
                flat = self.backend.reshape(array, (-1,))
                return self.backend.reshape(
                    function(flat, native.dtype_of(self.parent.dtype), *self.extra), (-1,)
                )
        finally:
            CURRENT.reset(token)

    def flush(self) -> None:
        """Brings the native memory of the parent up to date."""
        self.parent.flush()
        self.storage = self.parent.storage

    def release(self) -> None:
        """Makes the parent's native memory the truth."""
        self.parent.release()
        self.storage = self.parent.storage


def of_native(tensor: torch.Tensor, backend: Backend) -> tuple[Store, View | None]:
    """The store of a native tensor's storage, made at the first sight of it, and its view of it."""
    storage = _compat.storage_of(tensor)
    key = _compat.storage_key(storage)
    shape = tuple(tensor.shape)
    store = STORES.get(key)
    count = storage.nbytes() // tensor.element_size()
    strides, offset = tensor.stride(), tensor.storage_offset()
    if store is None:
        whole = offset == 0 and math.prod(shape) == count and tensor.is_contiguous()
        store = SharedStore(backend, None, tensor.dtype, shape if whole else (count,))
        store.storage, store.owner = storage, _block()
        STORES[key] = store
    elif store.backend is not backend:
        store.move(backend)
    if store.dtype is not tensor.dtype:
        native.dtype_of(tensor.dtype)
        raise TypeError(f"a storage of {store.dtype} is also seen as {tensor.dtype}")
    return store, view_of(store, shape, strides, offset)


def view_of(store: Store, shape: tuple, strides: tuple, offset: int) -> View | None:
    """The view with this geometry, None if it is the store as a whole."""
    dense = strides == contiguous(shape)
    if dense and offset == 0 and shape == store.shape:
        return None
    return View(shape, strides, offset, dense)
