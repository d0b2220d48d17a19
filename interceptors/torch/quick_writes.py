"""Quick forms of calls that write: the results of one program go into the tensors that a call names.

What `foo_` and `_foreach_foo_` write are the arguments at `places`: tensors, or lists of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch

from interceptors import _base
from interceptors.torch import _compat
from interceptors.torch.quick import MISS, NATIVE, Programs, Quick, known_form, never_again

if TYPE_CHECKING:
    from interceptors.torch.engine import Engine

_current = _base.CURRENT.get
_inference = torch.is_inference_mode_enabled
_autocast = _compat.any_autocast
_forward_ad = torch.autograd.forward_ad
_functorch = _compat.functorch_level
_bump_version = _compat.bump_version
_ROWS = (list, tuple)


def quick_write(engine: Engine, function: Callable) -> Quick:
    """`quick(args, kwargs, operator)` of an in-place call: its first argument, or MISS.

    `function` is what the functional twin does.
    """
    return known_form(engine, function, engine.quick_writes, _make)


def quick_writes(engine: Engine, function: Callable, places: tuple[int, ...]) -> Quick:
    """`quick(args, kwargs, operator)` of a call that writes lists of tensors: None, or MISS."""

    def make(engine: Engine, function: Callable) -> Quick:
        return _make_for_lists(engine, function, places)

    return known_form(engine, function, engine.quick_list_writes, make)


def _make(engine: Engine, function: Callable) -> Quick:
    array_type = engine.array_type
    programs = Programs(engine, function, (0,))

    def write(args: tuple, kwargs: Any, func: Any) -> Any:
        if _autocast() or _inference() or _forward_ad._current_level >= 0:
            return MISS
        if not args or _current().tracing:  # type: ignore[union-attr] - a call is in a block
            return MISS
        tensor = args[0]
        store = _written(engine, tensor)
        if store is MISS:
            return MISS
        if func is None and (_functorch() or tensor.is_inference()):  # autograd has more to say
            return MISS
        lift = function in engine.runner.lifts
        found = engine.gather(args, kwargs, func is None, lift, (store,))
        if len(found) == 1:
            return found[0]
        key, arrays, _ = found
        program = programs.get(key)
        if program is None:
            program = programs.make(key, args, kwargs or {}, arrays, lift)
        if func is None:
            _bump_version((tensor,))
        out = programs.run(key, program, arrays)
        if type(out) is not array_type:
            return MISS
        if store is None:  # unless making the program gave it one
            store = tensor._own
        if store is None:
            tensor._array = out
        else:
            store.write(out)
        return tensor

    return write


def _written(engine: Engine, tensor: Any) -> Any:
    """The store that an in-place call on a tensor writes, None if it has none yet, or MISS."""
    if type(tensor) is engine.tensor:
        return tensor._own if tensor._view is None else MISS
    if type(tensor) in NATIVE:
        known = engine.natives.get(id(tensor))
        if known is not None and known[3] is None:
            return known[2]
    return MISS


def _make_for_lists(engine: Engine, function: Callable, places: tuple[int, ...]) -> Quick:
    programs = Programs(engine, function, places)

    def write(args: tuple, kwargs: Any, func: Any) -> Any:
        if _autocast() or _inference() or _forward_ad._current_level >= 0 or _current().tracing:  # type: ignore[union-attr]
            return MISS
        tensors = [t for i in places for t in args[i]]
        if len({id(t) for t in tensors}) < len(tensors):
            return MISS
        stores = [_written(engine, t) for t in tensors]
        lift = function in engine.runner.lifts
        found = engine.gather(args, kwargs, False, lift, stores)
        if len(found) == 1:
            return found[0]
        key, arrays, _ = found
        own = set(map(id, arrays[: len(tensors)]))
        if not own.isdisjoint(map(id, arrays[len(tensors) :])):  # read after it is written, maybe
            return MISS
        program = programs.get(key)
        if program is None:
            program = programs.make(key, args, kwargs or {}, arrays, lift)
        out = programs.run(key, program, arrays)
        if out is MISS:
            return MISS
        changes = [(t, array) for t, array in zip(tensors, out, strict=True) if array is not None]
        stores = [_written(engine, t) for t, _ in changes]
        if MISS in stores:  # a part of a store, say
            programs[key] = never_again
            return MISS
        for (tensor, array), store in zip(changes, stores, strict=True):
            if store is None:
                tensor._array = array
            else:
                store.write(array)
        return None

    return write
