"""The hot path: one call of a compiling target on whole tensors and simple values.

A quick call does in one function what otherwise takes four layers: it takes the arrays out of the
tensors, finds the program, runs it and wraps the result. It gives MISS for every other call (a view,
elements that must be fetched, a tensor that needs a gradient, a result of several arrays, an error),
and the general path then does it from the start. Nothing here may allocate more than it must.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch

from interceptors.torch import _compat, native
from interceptors.torch.store import Store
from ivy._core import errors

if TYPE_CHECKING:
    from interceptors.torch.engine import Engine

MISS = object()
_inference = torch.is_inference_mode_enabled
Quick = Callable[[tuple, bool], Any]
_SIMPLE = frozenset((int, bool, str, type(None), torch.dtype))
_LIMIT = 8192
_SHELVES = 1024
_DOZEN = 24


def never(args: tuple, grad: bool) -> Any:
    """The quick form of a function that has none."""
    return MISS


def quick(engine: Engine, function: Callable) -> Quick:
    """`quick(args, grad)`: the resulting tensor, or MISS. With `grad` a gradient need is a MISS."""
    if engine.target.compile is None:
        return never
    found = engine.quicks.get(function)
    if found is None:
        found = engine.quicks[function] = _make(engine, function)
    return found


def _make(engine: Engine, function: Callable) -> Quick:  # noqa: C901 - one function on purpose
    tensor_class, target, array_type = engine.tensor, engine.target, engine.array_type
    simple, shelves, stock = _SIMPLE, engine.shelves, engine.shelves.stock
    programs: dict[Any, Callable] = {}

    def call(args: tuple, grad: bool) -> Any:  # noqa: C901
        if _inference():  # tensors made outside of inference mode are of another kind
            return MISS
        arrays = []
        key: Any = None
        for a in args:
            kind = type(a)
            if kind is tensor_class:
                if a._view is not None:
                    return MISS
                base = a._store.base
                if base is None or (grad and a.requires_grad):
                    return MISS
                arrays.append(base)
            elif kind in simple or (kind is tuple and all(type(i) is int for i in a)):
                key = (key, len(arrays), kind, a)
            else:
                return MISS
        key = len(arrays) if key is None else (key, len(arrays))
        program = programs.get(key)
        if program is None:
            if not arrays or len(programs) > _LIMIT:
                return MISS
            program = programs[key] = engine.runner.compile(function, args, {}, None, False)
        try:
            out = program(*arrays)
        except errors.ReadsValueError:
            programs[key] = _reads_values
            return MISS
        except Exception:
            return MISS
        if type(out) is not array_type:
            return MISS
        try:
            shelf, shape, dtype, _ = shelves[id(out.aval)]
            tensor = shelf.pop()
        except (KeyError, IndexError):
            shelf, shape, dtype, _ = stock(out.aval)
            tensor = shelf.pop()
        tensor._store = Store(target, out, dtype, shape)
        tensor._view = None
        return tensor

    return call


class Shelves(dict):
    """Empty tensors made ahead, by the identity of the array's description (shape and dtype).

    Making one right after XLA has run costs three times as much as making many in a row (the caches
    are cold), so they are made by the dozen. The description is kept: its identity stays its own.
    """

    def __init__(self, tensor_class: type[torch.Tensor]):
        self.tensor_class = tensor_class

    def stock(self, aval: Any) -> tuple[list[torch.Tensor], tuple, torch.dtype, Any]:
        """A shelf with tensors on it."""
        shape, dtype = aval.shape, native.TORCH[aval.dtype]
        make, cls, cpu = _compat.make_wrapper, self.tensor_class, native.CPU
        made = [make(cls, shape, dtype=dtype, device=cpu) for _ in range(_DOZEN)]
        if len(self) > _SHELVES:
            self.clear()
        self[id(aval)] = found = (made, shape, dtype, aval)
        return found


def _reads_values(*_: Any) -> Any:
    raise errors.ReadsValueError("known from an earlier call")
