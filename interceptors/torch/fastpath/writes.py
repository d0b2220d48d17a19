"""Fast paths of calls that write: the results of one program go into tensors.

`foo_` and `_foreach_foo_` write the arguments at `positions`: tensors, or lists of them. Tensors of
lists are written whole; `foo_` may write a view, whose storage is then an argument of the program.
An assignment through an index also writes a view; it is not created, as its geometry is known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from interceptors.shared.caches import BoundedCache
from interceptors.shared.destination import Destination
from interceptors.shared.storage import Storage, repeats
from interceptors.torch import _compat
from interceptors.torch.engine import NATIVE, Engine
from interceptors.torch.fastpath.calls import (
    NOT_HANDLED,
    FastPath,
    form,
    run,
)
from interceptors.torch.tensors.conversion import fits
from interceptors.torch.tensors.memory import TensorStorage
from ivy import functional
from ivy._core.context import CURRENT

_inference = torch.is_inference_mode_enabled
_functorch = _compat.functorch_level
_bump_version = _compat.bump_version
_grad_enabled = torch.is_grad_enabled
_ON_TARGET = (TensorStorage, TensorStorage.with_memory)


def fast_write(engine: Engine, function: Callable) -> FastPath | None:
    """The fast path of an in-place call, which returns its first argument.

    `function` is that of the functional twin.
    """

    def make() -> FastPath:
        return _Writes(engine, function, (0,)).write_one

    return form(engine, function, "write", make=make)


def fast_list_write(
    engine: Engine, function: Callable, positions: tuple[int, ...], counts_versions: bool
) -> FastPath | None:
    """The fast path of a call that writes lists of tensors, and returns None."""

    def make() -> FastPath:
        return _Writes(engine, function, positions, counts_versions).write_lists

    return form(engine, function, "lists", positions, counts_versions, make=make)


def fast_assignment(engine: Engine) -> FastPath:
    """The fast path of `tensor[index] = value` where the index selects a view."""
    return _Assignments(engine).fast


class _Writes:
    def __init__(
        self,
        engine: Engine,
        function: Callable,
        positions: tuple[int, ...],
        counts_versions: bool = False,
    ):
        self.engine = engine
        self.counts_versions = counts_versions
        self.function = function
        self.positions = positions
        self.programs = engine.executor.programs_of(function, positions)
        self.handles: dict[tuple, bool] = BoundedCache(8192)  # signatures that were refused
        self.kinds = engine.target.array_types

    def write_one(self, args: tuple, kwargs: Any, func: Any) -> Any:
        if not args or _inference() or self.engine.facts.is_special():
            return NOT_HANDLED
        tensor = args[0]
        if func is None and (_functorch() or tensor.is_inference()):  # autograd has more to say
            return NOT_HANDLED
        storage = self._written(tensor)
        if storage is NOT_HANDLED:
            return self._write_view(args, kwargs, func)
        found = self._results(args, kwargs, func is None, (storage,))
        if len(found) == 1:
            return found[0]
        _, out = found
        if not isinstance(out, self.kinds):
            return NOT_HANDLED
        if func is None:
            _bump_version((tensor,))
        self._write(tensor, out)
        return tensor

    def _write_view(self, args: tuple, kwargs: Any, func: Any) -> Any:
        """Writes, below autograd, a part of a storage that no other argument shows."""
        tensor, gather = args[0], self.engine.facts.gather
        if func is None or type(tensor) is not self.engine.tensor:
            return NOT_HANDLED
        if tensor._own is None or tensor._view is None:
            return NOT_HANDLED
        storage, view = tensor._own, tensor._view
        if type(storage) not in _ON_TARGET or storage.backend is not self.engine.target:
            return NOT_HANDLED
        executor = self.engine.executor
        lift = self.function in executor.lifted
        seen = gather(args[:1], None, False, False, ())
        rest = gather(args[1:], kwargs, False, lift, (storage,))
        if len(seen) == 1 or len(rest) == 1:
            return seen[0] if len(seen) == 1 else rest[0]
        base = storage.current()
        if any(array is base for array in rest[1]):
            return NOT_HANDLED
        into = Destination(storage, view)
        parts = [(into.dtype, into.shape), rest[0], *seen[0]]
        arrays = [*seen[1], *rest[1], base]
        executor.encoder.encode_view(view, parts, arrays, static=False)
        key = tuple(parts)
        if key in self.handles:
            return NOT_HANDLED
        program = self.programs.get(key)
        if program is None:
            if repeats(view.shape, view.strides):  # which PyTorch refuses, or writes in turns
                self.handles[key] = False
                return NOT_HANDLED
            program = self.programs.make(key, args, kwargs or {}, arrays, lift, into)
        out = run(self.handles, key, program, arrays)
        if out is NOT_HANDLED:
            return out
        storage.write(out, whole=False)
        return tensor

    def write_lists(self, args: tuple, kwargs: Any, func: Any) -> Any:
        if _inference() or self.engine.facts.is_special():
            return NOT_HANDLED
        tensors = [t for i in self.positions for t in args[i]]
        storages = [self._written(t) for t in tensors]
        owners = {
            id(s.root if isinstance(s, Storage) else t)
            for t, s in zip(tensors, storages, strict=True)
        }
        if len(owners) < len(tensors):  # the second write depends on the first
            return NOT_HANDLED
        found = self._results(args, kwargs, False, storages, len(tensors))
        if len(found) == 1:
            return found[0]
        key, out = found
        changes = [(t, array) for t, array in zip(tensors, out, strict=True) if array is not None]
        if any(self._written(t) is NOT_HANDLED for t, _ in changes):  # a part of a storage, say
            self.handles[key] = False
            return NOT_HANDLED
        if self.counts_versions:
            _bump_version(tensors)
        for tensor, array in changes:
            self._write(tensor, array)
        return None

    def _results(
        self, args: tuple, kwargs: Any, above: bool, storages: Any, count: int | None = None
    ) -> tuple:
        """The signature and what is written; `(NOT_HANDLED,)` or `(DEFER_TO_AUTOGRAD,)` if not here.

        The first `count` arrays are written, and the others must not share elements with them.
        """
        lift = self.function in self.engine.executor.lifted
        found = self.engine.facts.gather(args, kwargs, above, lift, storages)
        if len(found) == 1:
            return found
        key, arrays, _ = found
        if key in self.handles:
            return (NOT_HANDLED,)
        if count is not None:
            own = set(map(id, arrays[:count]))
            if not own.isdisjoint(map(id, arrays[count:])):  # read after it is written, maybe
                return (NOT_HANDLED,)
        program = self.programs.get(key)
        if program is None:
            program = self.programs.make(key, args, kwargs or {}, arrays, lift)
        out = run(self.handles, key, program, arrays)
        return (NOT_HANDLED,) if out is NOT_HANDLED else (key, out)

    def _written(self, tensor: Any) -> Storage | Any:
        """The storage that an in-place call writes, None if it has none yet, or NOT_HANDLED."""
        if type(tensor) is self.engine.tensor:
            return tensor._own if tensor._view is None else NOT_HANDLED
        if type(tensor) in NATIVE:
            known = self.engine.imported.get(tensor)
            if known is not None and known[2] is None:
                return known[1]
        return NOT_HANDLED

    def _write(self, tensor: Any, array: Any) -> None:
        storage = self._written(tensor)
        if storage is None:
            tensor._array = array
        else:
            storage.write(array)


def _placed(value: Any, shape: tuple) -> Any:
    """The values that an assignment writes, from a tensor or a number as a 0-d array."""
    given = CURRENT.get().shape(value)
    more = len(given) - len(shape)
    if more > 0 and set(given[:more]) == {1}:
        value = functional.reshape(value, given[more:])
    return functional.broadcast_to(value, shape)


class _Assignments:
    """`tensor[index] = value` of a number, or of a tensor with the same dtype, above autograd.

    `parts` maps a geometry and an index to the program that writes the selection, and to its last
    arguments; None: the general path handles them. `numbers` holds 0-d arrays.
    """

    def __init__(self, engine: Engine):
        self.engine = engine
        self.programs = engine.executor.programs_of(_placed)
        self.parts: dict[tuple, tuple | None] = BoundedCache(8192)
        self.numbers: dict[tuple, Any] = BoundedCache(8192)

    def fast(self, args: tuple, kwargs: Any, func: Any) -> Any:
        """See `calls.py`; an assignment returns None."""
        facts = self.engine.facts
        if len(args) != 3 or _inference() or _functorch() or facts.is_special():
            return NOT_HANDLED
        tensor, index, value = args
        storage, view = self._located(tensor)
        if storage is None or tensor.is_inference() or (tensor.requires_grad and _grad_enabled()):
            return NOT_HANDLED
        found = facts.gather((index, value), None, True, False, (storage,))
        if len(found) == 1:
            return NOT_HANDLED
        (at, kind), arrays, _ = found
        seen = None if view is None else (view.shape, view.strides, view.offset)
        key = (storage.shape, storage.dtype, seen, at, kind if arrays else None)
        try:
            part = self.parts[key]
        except KeyError:
            given = value if arrays else tensor.new_zeros(())
            part = self.parts[key] = self._part(storage, key[-1], tensor, index, given)
        base = storage.current()
        if part is None or (arrays and (arrays[0] is base or value.dtype is not tensor.dtype)):
            return NOT_HANDLED
        program, rest = part
        try:
            given = arrays or [self._number(storage.dtype, kind, tensor, value)]
            out = program(*given, base, *rest)
        except Exception:  # the general path raises the error
            return NOT_HANDLED
        _bump_version((tensor,))
        storage.write(out, whole=False)
        return None

    def _located(self, tensor: Any) -> tuple[Any, Any]:
        """Storage and view of a tensor whose elements are on the target, else `(None, None)`."""
        located: Any = None
        if type(tensor) is self.engine.tensor:
            located = tensor._storage, tensor._view
        elif type(tensor) in NATIVE:
            located = self.engine.cached(tensor)
        if located is None or type(located[0]) not in _ON_TARGET:
            return None, None
        return located if located[0].backend is self.engine.target else (None, None)

    def _part(self, storage: Storage, kind: Any, tensor: Any, index: Any, given: Any) -> Any:
        """What `parts` has for the view `tensor[index]`."""
        if not is_basic(index):
            return None
        try:
            part = tensor[index]
        except IndexError:
            return None
        view, executor = part._view, self.engine.executor
        if part._own is not storage or view is None or 0 in view.shape:
            return None
        if repeats(view.shape, view.strides):  # which PyTorch refuses, or writes in turns
            return None
        key = (storage.dtype, view.shape, view.strides, view.offset == 0, kind)
        program = self.programs.get(key)
        if program is None:
            into = Destination(storage, view)
            program = executor.compile(_placed, (given, view.shape), {}, False, into=into)
            self.programs[key] = program
        return program, (executor.offset_array(view.offset),) if view.offset else ()

    def _number(self, dtype: np.dtype, kind: tuple, tensor: Any, value: Any) -> Any:
        """A number as an argument of a program.

        Raises
        ------
        ValueError
            It is not one that every way of writing it converts alike.
        """
        array = self.numbers.get((dtype, kind))
        if array is None:
            if not fits(value, tensor.dtype):
                raise ValueError(value)
            array = self.engine.array(tensor.new_zeros(()).fill_(value))
            self.numbers[dtype, kind] = array
        return array


_BASIC = frozenset((int, slice, type(None), type(...)))  # what selects a view


def is_basic(index: Any) -> bool:
    """Whether an index selects a view."""
    return all(type(part) in _BASIC for part in (index if type(index) is tuple else (index,)))
