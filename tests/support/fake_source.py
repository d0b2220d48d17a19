"""A source without a framework, and a target that counts what it compiles, for `tests/shared`."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from interceptors.session import Session
from interceptors.shared.arguments import Translator
from interceptors.shared.programs import Executor
from interceptors.shared.storage import Storage, View, view_of
from ivy._core import errors
from ivy._core.backend import Backend, load


class Buffer:
    """Native memory: a flat NumPy array, how many native objects besides the storage use it, and
    whether somebody else does."""

    def __init__(self, values: np.ndarray):
        self.values = values
        self.key = id(values)
        self.others = 0
        self.observed = False
        self.seen: tuple[Any, np.ndarray] | None = None

    def read(self, dtype: np.dtype, count: int) -> np.ndarray:
        """See `interceptors.shared.storage.Memory`."""
        return self.values.view(dtype)[:count]

    def write(self, values: np.ndarray) -> None:
        """See `interceptors.shared.storage.Memory`."""
        self.values[: values.size] = values

    def is_shared(self) -> bool:
        """See `interceptors.shared.storage.Memory`."""
        return self.others > 0

    def is_observed(self) -> bool:
        """See `interceptors.shared.storage.Memory`."""
        return self.observed


class BufferStorage(Storage):
    """A storage of the source."""

    __slots__ = ()

    @staticmethod
    def allocate(values: np.ndarray) -> Buffer:
        """New native memory with these elements."""
        return Buffer(np.array(values))


class Value:
    """A redirected value of the source."""

    def __init__(self, storage: Storage, view: View | None = None):
        self.storage = storage
        self.view = view


def storage_of(values: Any, backend: Backend) -> Storage:
    """A storage on a target, without native memory."""
    values = np.asarray(values)
    return BufferStorage(backend, backend.from_numpy(values), values.dtype, values.shape)


def storage_with_memory(values: Any, backend: Backend) -> tuple[Storage, Buffer]:
    """A storage whose elements are in native memory only."""
    values = np.asarray(values)
    buffer = Buffer(values.reshape(-1))
    storage = BufferStorage(backend, None, values.dtype, values.shape)
    storage.attach(buffer)
    return storage, buffer


def value(values: Any, backend: Backend) -> Value:
    """A value of its own."""
    return Value(storage_of(values, backend))


def window(of: Value, shape: tuple, strides: tuple, offset: int = 0) -> Value:
    """A value that shows a part of the elements of another one."""
    return Value(of.storage, view_of(of.storage, shape, strides, offset))


def locate(of: Value) -> tuple[Storage, View | None]:
    """The storage and view of a value."""
    return of.storage, of.view


translate = Translator("fake", {np.dtype: lambda dtype: dtype, tuple: tuple})


def executor(target: Backend) -> Executor:
    """An executor of the source."""
    return Executor(target, Value, locate, translate)


def session(target: Backend) -> Session:
    """A block of the source, which is not entered."""
    return Session(target, sources=("fake",))


class Traced(np.ndarray):
    """An array whose values a program can't read while it is traced."""

    def _read(self, *_: Any) -> Any:
        raise errors.ReadsValueError("a value was read")

    __bool__ = __float__ = __int__ = __index__ = item = tolist = _read


class Compiled:
    """A program that is traced once per type of its arguments."""

    def __init__(self, function: Any):
        self.function = function
        self.traces: list[tuple] = []

    def __call__(self, *arrays: Any) -> Any:
        arrays = [np.asarray(a) for a in arrays]
        types = tuple((a.shape, a.dtype) for a in arrays)
        if types not in self.traces:
            self.traces.append(types)
        out = self.function(*[a.view(Traced) for a in arrays])
        return [plain(o) for o in out] if isinstance(out, list) else plain(out)

    def entry_point(self, arrays: list) -> Any:
        """See `ivy._core.backend.CompiledFunction`."""
        return lambda arrays: self(*arrays)


def plain(x: Any) -> Any:
    """The result of a program."""
    return None if x is None else np.asarray(x)


def compiling_backend() -> tuple[Backend, list[Compiled]]:
    """NumPy with a `compile`, and the programs that it has made."""
    backend, made = copy.copy(load("numpy")), []

    def compile_(function: Any, on_host: Any = None, shares: bool = True) -> Compiled:
        made.append(Compiled(function))
        return made[-1]

    backend.compile = compile_
    backend.number_array = lambda x: np.asarray(x, np.float64)
    backend.as_number = lambda x: x
    return backend, made
