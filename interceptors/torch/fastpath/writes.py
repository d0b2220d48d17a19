"""Fast paths of calls that write: the results of one program go into tensors.

`foo_` and `_foreach_foo_` write the arguments at `positions`: tensors, or lists of them. Tensors of
lists are written whole; `foo_` may write a view, whose storage is then an argument of the program.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
from interceptors.torch.tensors.memory import TensorStorage

_inference = torch.is_inference_mode_enabled
_functorch = _compat.functorch_level
_bump_version = _compat.bump_version


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
        self.storages = (TensorStorage, TensorStorage.with_memory)

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
        if type(storage) not in self.storages or storage.backend is not self.engine.target:
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
