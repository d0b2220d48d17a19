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
from ivy._core import errors

if TYPE_CHECKING:
    from interceptors.torch.engine import Engine

MISS = object()
_inference = torch.is_inference_mode_enabled
_autocast = _compat.any_autocast
_grad_enabled = torch.is_grad_enabled
_forward_ad = torch.autograd.forward_ad
Quick = Callable[[tuple, bool], Any]
_SIMPLE = frozenset((int, bool, str, type(None), torch.dtype))
_LIMIT = 8192
_FLOATS = 8
_SHELVES = 1024
_DOZEN = 24


def never(args: tuple, above_autograd: bool) -> Any:
    """The quick form of a function that has none."""
    return MISS


def quick(engine: Engine, function: Callable) -> Quick:
    """`quick(args, above_autograd)`: the resulting tensor, or MISS."""
    if engine.target.compile is None:
        return never
    found = engine.quicks.get(function)
    if found is None:
        found = engine.quicks[function] = _make(engine, function)
    return found


def _make(engine: Engine, function: Callable) -> Quick:  # noqa: C901 - one function on purpose
    tensor_class, array_type = engine.tensor, engine.array_type
    simple, shelves, stock = _SIMPLE, engine.shelves, engine.shelves.stock
    programs: dict[Any, Callable] = {}
    floats: set[Any] = set()

    def call(args: tuple, above_autograd: bool) -> Any:  # noqa: C901
        # PyTorch would do more than run the call, or tensors are of another kind
        if _autocast() or _inference() or _forward_ad._current_level >= 0:
            return MISS
        arrays = []
        key: Any = None
        base: Any = None
        for a in args:
            kind = type(a)
            if kind is tensor_class:
                if a._view is not None:
                    return MISS
                base = a._array
                if base is None:
                    base = a._own.base
                    if base is None:
                        return MISS
                if above_autograd and a.requires_grad and _grad_enabled():
                    return MISS
                arrays.append(base)
            elif (
                kind in simple
                or (kind is tuple and all(type(i) is int for i in a))
                or (kind is float and (a > 0 or a < 0))
            ):
                key = (key, len(arrays), kind, a)
            else:
                return MISS
        key = len(arrays) if key is None else (key, len(arrays))
        program = programs.get(key)
        if program is None:
            if not _is_welcome(key, args, arrays, programs, floats):
                return MISS
            program = programs[key] = engine.runner.compile(function, args, {}, None, False)
        try:  # what `program(*arrays)` does, without its call
            if len(arrays) == 1:
                entrance = program.ready.get(id(base.aval))
            else:
                entrance = program.ready.get(tuple([id(a.aval) for a in arrays]))
            out = program(*arrays) if entrance is None else entrance(*arrays)
            if type(out) is not array_type:
                out = program.finish(out)
        except errors.ReadsValueError:
            programs[key] = _reads_values
            return MISS
        except Exception:
            return MISS
        if type(out) is not array_type:
            return MISS
        try:
            shelf = shelves[id(out.aval)]
            tensor = shelf[0].pop()
        except (KeyError, IndexError):
            tensor = stock(out.aval).pop()
        tensor._array = out
        tensor._own = tensor._view = None
        return tensor

    return call


def _is_welcome(key: Any, args: tuple, arrays: list, programs: dict, floats: set) -> bool:
    """Whether a new program may be made here: a float that keeps changing is not for this path."""
    if not arrays or len(programs) > _LIMIT:
        return False
    if any(type(a) is float for a in args):
        if len(floats) >= _FLOATS:
            return False
        floats.add(key)
    return True


class Shelves(dict):
    """Empty tensors made ahead, by the identity of the array's description (shape and dtype).

    Making one right after XLA has run costs three times as much as making many in a row (the caches
    are cold), so they are made by the dozen. The description is kept: its identity stays its own.
    """

    def __init__(self, tensor_class: type[torch.Tensor]):
        self.tensor_class = tensor_class

    def stock(self, aval: Any) -> list[torch.Tensor]:
        """A shelf with tensors on it."""
        shape, dtype = aval.shape, native.TORCH[aval.dtype]
        make, cls, cpu = _compat.make_wrapper, self.tensor_class, native.CPU
        made = [make(cls, shape, dtype=dtype, device=cpu) for _ in range(_DOZEN)]
        if len(self) > _SHELVES:
            self.clear()
        self[id(aval)] = (made, aval)
        return made


def _reads_values(*_: Any) -> Any:
    raise errors.ReadsValueError("known from an earlier call")


_reads_values.ready = {}
