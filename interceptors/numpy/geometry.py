"""Storages of arrays, and their geometry, about which NumPy itself is asked.

A *ghost* is a native array whose elements nobody reads or writes: it has the shape, strides and flags
of a redirected array. NumPy computes with ghosts what is a matter of geometry: which part an index
selects, whether `reshape` copies, which arrays share memory, what errors say. A ghost of a view is
NumPy's own view of the ghost of the storage, so its address is the offset.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from interceptors import lookup
from interceptors.shared.storage import (
    ReinterpretedStorage,
    Storage,
    View,
    contiguous,
    view_of,
)
from ivy._core.backend import Backend


class ArrayStorage(Storage):
    """The elements of redirected arrays that share memory."""

    __slots__ = ("ghost", "reinterpreted")

    def __init__(self, backend: Backend, base: Any, dtype: np.dtype, shape: tuple[int, ...]):
        super().__init__(backend, base, dtype, shape)
        self.ghost: np.ndarray | None = None
        self.reinterpreted: dict[np.dtype, ReinterpretedStorage] | None = None

    def move_without_reading(self, backend: Backend, base: Any) -> None:
        """Takes an array of another target with the same elements."""
        self.backend, self.base = backend, base
        self.version += 1


def root_ghost(storage: Storage) -> np.ndarray:
    """The ghost of all elements of a storage, made at its first use."""
    root: Any = storage.root
    if root.ghost is None:
        root.ghost = np.empty(root.shape, root.dtype)
    return root.ghost


def address(array: np.ndarray) -> int:
    """Where the first element of an array is in memory."""
    return array.__array_interface__["data"][0]


def order(array: np.ndarray) -> tuple[int, ...] | None:
    """The axes from the slowest to the fastest in memory, None if that is row-major."""
    if array.flags.c_contiguous:
        return None
    found = tuple(sorted(range(array.ndim), key=lambda i: -abs(array.strides[i])))
    return None if found == tuple(range(array.ndim)) else found


def layout(array: np.ndarray) -> tuple | None:
    """The order, whether there are gaps, and which axes are repeated; None if rows come first."""
    axes = order(array)
    if axes is None:
        return None
    repeated = tuple(i for i, s in enumerate(array.strides) if not s)
    return axes, not array.transpose(axes).flags.c_contiguous, repeated


def empty(shape: tuple[int, ...], dtype: np.dtype, layout: tuple | None) -> np.ndarray:
    """A native array with a layout."""
    if layout is None:
        return np.empty(shape, dtype)
    axes, gaps, repeated = layout
    lengths = [1 if i in repeated else shape[i] for i in axes]
    lengths[-1] *= 2 if gaps else 1
    made = np.empty(lengths, dtype)[..., :: 2 if gaps else 1].transpose(np.argsort(axes))
    strides = [0 if i in repeated else s for i, s in enumerate(made.strides)]
    return np.lib.stride_tricks.as_strided(made, shape, strides) if repeated else made


def is_part_of(ghost: Any, storage: Storage) -> bool:
    """Whether a native array is a view of the ghost of a storage."""
    root = root_ghost(storage)
    return ghost.base is root or (ghost.base is not None and np.may_share_memory(ghost, root))


def located(storage: Storage, ghost: np.ndarray) -> tuple[Storage, View | None]:
    """The storage and view of an array with this ghost, which is a part of the storage."""
    root: Any = storage.root
    if ghost.dtype != root.dtype:
        storage = _reinterpreted(root, ghost.dtype)
    else:
        storage = root
    if not ghost.size or ghost.flags.c_contiguous:
        strides = contiguous(ghost.shape)
    else:
        strides = tuple(s // ghost.itemsize for s in ghost.strides)
    offset = (address(ghost) - address(root_ghost(root))) // ghost.itemsize if ghost.size else 0
    return storage, view_of(storage, ghost.shape, strides, offset)


def _reinterpreted(root: Any, dtype: np.dtype) -> ReinterpretedStorage:
    """The storage whose bytes show as another dtype: real parts of complex numbers, say."""
    if root.reinterpreted is None:
        root.reinterpreted = {}
    found = root.reinterpreted.get(dtype)
    if found is None:
        functions = lookup.reinterpretation(["numpy.ndarray.view"])
        assert functions is not None
        found = ReinterpretedStorage(root, functions, (dtype,), dtype)
        root.reinterpreted[dtype] = found
    elif found.backend is not root.backend:
        found.move_to(root.backend)
    return found
