"""Memory that values share, views of it, and in-place writes.

A value of a source is a geometry (shape, strides, offset, in elements) over a `Storage`, whose
elements are one array of the target (`base`, in storage order). Reading a view is `ivy.as_strided`
of the base, writing it is `ivy.as_strided_scatter`. So every kind of view, with negative strides
too, and every alias is one mechanism, and ops stay pure. A source without views (variables) uses
whole storages only; one that reinterprets bytes uses `ReinterpretedStorage`.

A write replaces `base` and increments `version`; a view keeps the value that it read, and its version.

The elements may instead, or also, be in native memory (`memory`): a parameter made outside the block,
or a value that left it. If `base` is None, native memory is the truth; if `dirty`, it is behind.
`load` and `flush` copy the elements across. The class of a storage says which it is (`WithMemory`,
`OnHost`), so that values without native memory, and those that were loaded, pay for no question.
"""

from __future__ import annotations

import functools
import math
import weakref
from collections.abc import Callable, Hashable
from typing import Any, Protocol

import numpy as np

from interceptors.session import CURRENT as CURRENT_SESSION
from interceptors.session import Session, count_transfer
from ivy import functional
from ivy._core import dtypes
from ivy._core.backend import Backend
from ivy._core.context import running
from ivy._core.narrow import backend_for


class Memory(Protocol):
    """Native memory, with whatever keeps it alive."""

    seen: tuple[Any, np.ndarray] | None  # what the block last read or wrote, see `OnHost`

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

    def is_observed(self) -> bool:
        """Whether code that no block sees may read or write the memory now: it has a second owner."""
        ...


# Storages with native memory by its key and their dtype, so that all native objects on it find them.
STORAGES: weakref.WeakValueDictionary[tuple[Hashable, np.dtype], Storage]
STORAGES = weakref.WeakValueDictionary()
_DTYPES = [dtypes.as_dtype(name) for name in (*dtypes.NAMES, *dtypes.FLOAT8)]


def storages_on(key: Hashable) -> list[Storage]:
    """The storages over some native memory: one for each dtype that it was seen as."""
    found = (STORAGES.get((key, dtype)) for dtype in _DTYPES)
    return [storage for storage in found if storage is not None]


def current_block() -> Session | None:
    """The session of the innermost block, also in a thread that it started."""
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

    # native memory with these elements, made by the source
    allocate: Callable[[np.ndarray], Memory]
    with_memory: type[Storage]
    on_host: type[Storage]

    def __init_subclass__(cls) -> None:
        if "allocate" in vars(cls):
            names = {"__slots__": (), "__module__": cls.__module__}
            cls.with_memory = type(f"{cls.__name__}WithMemory", (WithMemory, cls), names)
            cls.on_host = type(f"{cls.__name__}OnHost", (OnHost, cls), names)

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

    def current(self, view: View | None = None) -> Any:
        """The array of the target, loaded from native memory if that is the truth.

        None if only the elements of `view` are wanted, and it holds them now.
        """
        return self.base

    def has_read(self, view: View) -> bool:
        """Whether `view` holds its elements, after a call of `current`."""
        return view.is_current(self)

    def read(self, view: View | None) -> Any:
        """The elements that a view shows; None stands for all."""
        if view is None:
            return self.base if self.base is not None else self.current()
        base = self.current(view)
        if not view.is_current(self):
            with running(backend_for(self.backend, (self.dtype,))):
                view.value = functional.as_strided(base, view.shape, view.strides, view.offset)
            view.version = self.version
        return view.value

    def write(self, base: Any, *, whole: bool = True) -> None:
        """Replaces the elements; those that a view does not show are as they were, if not `whole`."""
        self.base = base
        self.version += 1
        self.dirty = True

    def hold(self, base: Any) -> None:
        """Makes `base` the elements; native memory is neither read nor written."""
        self.base = base
        self.version += 1
        self.dirty = False
        self.__class__ = self.with_memory  # pyright: ignore[reportAttributeAccessIssue]

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
        self.base = self.uploaded(values.reshape(self.shape))
        self.version += 1
        self.dirty = False
        self.__class__ = self.with_memory  # pyright: ignore[reportAttributeAccessIssue]

    def uploaded(self, values: np.ndarray) -> Any:
        """An array of the target with these elements."""
        self.owner = current_block()
        count_transfer("to target", values.nbytes)
        return self.backend.from_numpy(values)

    def flush(self) -> None:
        """Brings native memory up to date; allocates it if there is none yet."""
        if self.base is None or (self.memory is not None and not self.dirty):
            return
        values = self.backend.to_numpy(self.base).reshape(-1)
        count_transfer("to host", values.nbytes)
        if self.memory is None:
            self.attach(type(self).allocate(values))
        else:
            self.memory.write(values)
        self.dirty = False

    def forget(self) -> None:
        """Goes back to what native memory has: the elements never were there."""
        self.base = None
        self.dirty = False
        self.version += 1
        self.__class__ = self.on_host  # pyright: ignore[reportAttributeAccessIssue]

    def attach(self, memory: Memory) -> None:
        """Takes native memory as that of the storage."""
        self.memory = memory
        kind = self.on_host if self.base is None else self.with_memory
        self.__class__ = kind  # pyright: ignore[reportAttributeAccessIssue]
        STORAGES[memory.key, self.dtype] = self

    def move_to_host(self) -> None:
        """Makes native memory the truth."""
        self.flush()
        self.base = None
        self.__class__ = self.on_host  # pyright: ignore[reportAttributeAccessIssue]


class WithMemory(Storage):
    """A storage with native memory, which other native objects may use when it is gone."""

    __slots__ = ()
    memory: Memory

    def __del__(self) -> None:
        if self.dirty and self.memory.is_shared():
            self.flush()


class OnHost(Storage):
    """A storage whose elements are in native memory only.

    The first use moves them to the target, unless the memory has a second owner (a NumPy array, another
    process). Then they stay, `base` remains None, and so fast paths ask here at each use: a read
    compares the memory with what was seen last, and a write goes to the memory at once.
    """

    __slots__ = ()
    memory: Memory

    def current(self, view: View | None = None) -> Any:
        """See `Storage`."""
        memory = self.memory
        observed, seen = memory.is_observed(), memory.seen
        if seen is None and not observed:
            self.load()
            return self.base
        values = memory.read(self.dtype, self.size)
        if observed and view is not None and self._is_read_alone(view):
            view.value = self.uploaded(_shown(values, view))
            view.version = self.version
            return None
        if seen is None or not np.array_equal(_words(values), _words(seen[1])):
            values = values.copy()
            seen = self.uploaded(values.reshape(self.shape)), values
            self.version += 1
        memory.seen = seen if observed else None
        if not observed:
            self.base = seen[0]
            self.__class__ = self.with_memory  # pyright: ignore[reportAttributeAccessIssue]
        return seen[0]

    def has_read(self, view: View) -> bool:
        """See `Storage`."""
        return self._is_read_alone(view) or view.is_current(self)

    def _is_read_alone(self, view: View) -> bool:
        return math.prod(view.shape) < self.size

    def write(self, base: Any, *, whole: bool = True) -> None:
        """See `Storage`."""
        memory, seen = self.memory, self.memory.seen
        if not memory.is_observed():
            memory.seen = None
            self.__class__ = self.with_memory  # pyright: ignore[reportAttributeAccessIssue]
            self.write(base)
            return
        values = self.backend.to_numpy(base).reshape(-1)
        count_transfer("to host", values.nbytes)
        if whole or seen is None:
            memory.write(values)
        else:  # what others write meanwhile stays, where the view does not show it
            new, old = _words(values), _words(seen[1])
            np.copyto(_words(memory.read(self.dtype, self.size)), new, where=new != old)
        memory.seen = base, values
        self.version += 1

    def move_to(self, backend: Backend) -> None:
        """See `Storage`."""
        self.memory.seen = None
        self.backend = backend
        self.version += 1

    def move_to_host(self) -> None:
        """See `Storage`."""
        self.memory.seen = None


def _words(values: np.ndarray) -> np.ndarray:
    """The bits of the elements, which are equal also where a NaN is."""
    return values.view(f"u{min(values.itemsize, 8)}")


def _shown(values: np.ndarray, view: View) -> np.ndarray:
    """The elements of native memory that a view shows."""
    strides = [step * values.itemsize for step in view.strides]
    return np.lib.stride_tricks.as_strided(values[view.offset :], view.shape, strides)


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

    def over(self, parent: Storage) -> ReinterpretedStorage:
        """Another storage, shown in the same way."""
        return ReinterpretedStorage(parent, self.functions, self.extra, self.dtype, self.name)

    def current(self, view: View | None = None) -> Any:
        """The parent's elements, seen through the function."""
        self._follow()
        array = self.parent.current()
        if self.seen[0] != self.parent.version:
            self.seen = (self.parent.version, self._apply(self.functions[0], array))
            self.version += 1
        return self.seen[1]

    def write(self, base: Any, *, whole: bool = True) -> None:
        """Writes to the parent, through the inverse function."""
        self._follow()
        array = self._apply(self.functions[1], base)
        self.parent.write(self.backend.reshape(array, self.parent.shape), whole=whole)
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


@functools.lru_cache(4096)
def repeats(shape: tuple, strides: tuple) -> bool:
    """Whether a view shows an element more than once."""
    if 0 in shape:
        return False
    reach = 0
    for stride, size in sorted((s, n) for s, n in zip(strides, shape, strict=True) if n > 1):
        if stride <= reach:
            found = places(shape, strides)
            return len(np.unique(found)) < found.size
        reach += stride * (size - 1)
    return False


def places(shape: tuple, strides: tuple) -> np.ndarray:
    """For each position of a view its place in the memory, from the offset on."""
    reach = sum((n - 1) * s for n, s in zip(shape, strides, strict=True))
    row = np.arange(reach + 1)
    return np.lib.stride_tricks.as_strided(row, shape, [s * row.itemsize for s in strides])
