"""Memory that values share, views of it, and in-place writes.

A value of a source is a geometry (shape, strides, offset, in elements) over a `Storage`, whose
elements are one array of the target (`base`, in storage order). Reading a view is `ivy.as_strided`
of the base, writing it is `ivy.as_strided_scatter`. So every kind of view, with negative strides
too, and every alias is one mechanism, and ops stay pure. A source without views (variables) uses
whole storages only; one that reinterprets bytes uses `ReinterpretedStorage`.

A write replaces `base` and increments `version`; a view keeps the value that it read, and its version.

The elements may instead, or also, be in native memory (`memory`): a parameter made outside the block,
or a value that left it. If `base` is None, native memory is the truth; if `dirty`, it is behind.
`load` and `flush` copy the elements across.
"""

from __future__ import annotations

import math
import weakref
from collections.abc import Callable, Hashable
from typing import Any, Protocol

import numpy as np

from interceptors.session import CURRENT as CURRENT_SESSION
from interceptors.session import Session
from ivy import functional
from ivy._core.backend import Backend
from ivy._core.context import running


class Memory(Protocol):
    """Native memory, with whatever keeps it alive."""

    @property
    def key(self) -> Hashable:
        """The same for all objects that share the memory."""
        ...

    def read(self, dtype: np.dtype, count: int) -> np.ndarray:
        """The first `count` elements, as a view of the memory."""
        ...

    def write(self, values: np.ndarray) -> None:
        """Replaces the first elements."""
        ...

    def is_shared(self) -> bool:
        """Whether native objects besides ours use the memory."""
        ...


# Storages with native memory by its key, so that all native objects on it find the one storage.
STORAGES: weakref.WeakValueDictionary[Hashable, Storage] = weakref.WeakValueDictionary()


def current_block() -> Session | None:
    """The session of the innermost block, also in a thread that it started."""
    session = CURRENT_SESSION.get()
    return None if session is None else session.root


def _count_transfer(direction: str) -> None:
    session = CURRENT_SESSION.get()
    if session is not None:
        session.report.native["transfer", direction] += 1


def contiguous(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Row-major strides."""
    strides, step = [], 1
    for n in reversed(shape):
        strides.append(step)
        step *= max(n, 1)
    return tuple(reversed(strides))


class View:
    """The geometry of one value over its storage, and the elements last read through it."""

    __slots__ = ("dense", "offset", "shape", "strides", "value", "version")

    def __init__(self, shape: tuple, strides: tuple, offset: int, dense: bool):
        self.shape = shape
        self.strides = strides
        self.offset = offset
        self.dense = dense
        self.value: Any = None
        self.version = -1

    def is_current(self, storage: Storage) -> bool:
        """Whether `value` is what the storage holds now."""
        return self.version == storage.version


class Storage:
    """Elements that values share: an array of the target, native memory, or both."""

    __slots__ = (
        "__weakref__",
        "backend",
        "base",
        "dirty",
        "dtype",
        "memory",
        "owner",
        "shape",
        "version",
    )

    # Native memory with these elements, made by the source; and the class of a storage that has it.
    allocate: Callable[[np.ndarray], Memory]
    with_memory: type[Storage]

    def __init__(self, backend: Backend, base: Any, dtype: np.dtype, shape: tuple[int, ...]):
        self.backend = backend
        self.base = base
        self.dtype = dtype
        self.shape = shape
        self.version = 0
        self.memory: Memory | None = None
        self.dirty = False
        self.owner: Session | None = None  # the block that loaded the elements

    @property
    def root(self) -> Storage:
        """The storage that has the elements themselves."""
        return self

    @property
    def size(self) -> int:
        """How many elements there are."""
        return math.prod(self.shape)

    def current(self) -> Any:
        """The array of the target, loaded from native memory if that is the truth."""
        if self.base is None:
            self.load()
        return self.base

    def read(self, view: View | None) -> Any:
        """The elements that a view shows; None stands for all."""
        if view is None:
            return self.base if self.base is not None else self.current()
        base = self.current()
        if not view.is_current(self):
            with running(self.backend):
                view.value = functional.as_strided(base, view.shape, view.strides, view.offset)
            view.version = self.version
        return view.value

    def write(self, base: Any) -> None:
        """Replaces all elements."""
        self.base = base
        self.version += 1
        self.dirty = True

    def move_to(self, backend: Backend) -> None:
        """Copies the elements to another target (a block nested in a block)."""
        if self.base is not None:
            self.base = backend.from_numpy(self.backend.to_numpy(self.base))
            self.version += 1
        self.backend = backend

    def load(self) -> None:
        """Copies the elements from native memory to the target."""
        assert self.memory is not None
        values = self.memory.read(self.dtype, self.size)
        self.base = self.backend.from_numpy(values.reshape(self.shape))
        self.owner = current_block()
        self.version += 1
        self.dirty = False
        _count_transfer("to target")

    def flush(self) -> None:
        """Brings native memory up to date; allocates it if there is none yet."""
        if self.base is None or (self.memory is not None and not self.dirty):
            return
        values = self.backend.to_numpy(self.base).reshape(-1)
        _count_transfer("to host")
        if self.memory is None:
            self.attach(type(self).allocate(values))
        else:
            self.memory.write(values)
        self.dirty = False

    def attach(self, memory: Memory) -> None:
        """Takes native memory as that of the storage."""
        self.memory = memory
        self.__class__ = self.with_memory  # pyright: ignore[reportAttributeAccessIssue]
        STORAGES[memory.key] = self

    def move_to_host(self) -> None:
        """Makes native memory the truth."""
        self.flush()
        self.base = None


class FlushedWhenDropped:
    """Part of a storage with native memory, which other native objects may use when it is gone."""

    __slots__ = ()
    dirty: bool
    memory: Memory
    flush: Callable[[], None]

    def __del__(self) -> None:
        if self.dirty and self.memory.is_shared():
            self.flush()


class ReinterpretedStorage(Storage):
    """A storage that shows another one through a reversible function: conjugation, other dtypes.

    `functions` are that function and its inverse, of flat arrays: `f(array, parent_dtype, *extra)`.
    """

    __slots__ = ("extra", "functions", "name", "parent", "seen")

    def __init__(
        self, parent: Storage, functions: tuple, extra: tuple, dtype: np.dtype, name: str = ""
    ):
        self.name = name  # of the source's operator
        self.parent = parent
        self.functions = functions
        self.extra = extra
        self.seen: tuple[int, Any] = (-1, None)
        super().__init__(parent.backend, None, dtype, ())
        self.shape = self.backend.shape(self.current())

    def detached(self) -> Storage:
        """A storage of the parent's kind with the elements that are shown now."""
        kind = next(c for c in type(self.root).__mro__ if "allocate" in vars(c))
        return kind(self.backend, self.current(), self.dtype, self.shape)

    def current(self) -> Any:
        """The parent's elements, seen through the function."""
        self._follow()
        array = self.parent.current()
        if self.seen[0] != self.parent.version:
            self.seen = (self.parent.version, self._apply(self.functions[0], array))
            self.version += 1
        return self.seen[1]

    def write(self, base: Any) -> None:
        """Writes to the parent, through the inverse function."""
        self._follow()
        array = self._apply(self.functions[1], base)
        self.parent.write(self.backend.reshape(array, self.parent.shape))
        self.version += 1

    @property
    def root(self) -> Storage:
        """See `Storage`."""
        return self.parent.root

    def move_to(self, backend: Backend) -> None:
        """Copies the elements of the parent to another target."""
        self.backend = backend
        self.seen = (-1, None)

    def _follow(self) -> None:
        """Brings the parent to this target: each of its values moves when it is used."""
        if self.parent.backend is not self.backend:
            self.parent.move_to(self.backend)

    def _apply(self, function: Any, array: Any) -> Any:
        with running(self.backend):
            flat = self.backend.reshape(array, (-1,))
            return self.backend.reshape(function(flat, self.parent.dtype, *self.extra), (-1,))

    def flush(self) -> None:
        """Brings the native memory of the parent up to date."""
        self.parent.flush()
        self.memory = self.parent.memory

    def move_to_host(self) -> None:
        """Makes the parent's native memory the truth."""
        self.parent.move_to_host()
        self.memory = self.parent.memory


def view_of(storage: Storage, shape: tuple, strides: tuple, offset: int) -> View | None:
    """The view with this geometry, None if it is the whole storage."""
    dense = strides == contiguous(shape)
    if dense and offset == 0 and shape == storage.shape:
        return None
    return View(shape, strides, offset, dense)


def geometry_in(storage: Storage, view: View | None) -> tuple:
    """Shape, strides and offset of what a view shows; None is the whole storage."""
    if view is None:
        return storage.shape, contiguous(storage.shape), 0
    return view.shape, view.strides, view.offset
