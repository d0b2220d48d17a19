"""The hot path: one call of a compiling target, done in one or two functions instead of four layers.

A quick call takes the arrays out of the tensors, finds the program, runs it and wraps the result, or
puts it into the tensor that an in-place call writes. It gives MISS for every other call (elements that
must be fetched, a tensor that needs a gradient, a list of tensors, an error), and the general path then
does it from the start. So nothing may be changed before it is certain that the call succeeds.

Each has a fast half, for whole tensors and simple values, and a thorough one (`_gather`), which also
knows native tensors, views, keywords, and floats that became arguments of the program.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch

from interceptors import _base
from interceptors.torch import _compat, geometry
from interceptors.torch.shelves import Shelves
from interceptors.torch.store import contiguous
from ivy._core import errors

if TYPE_CHECKING:
    from interceptors.torch.engine import Engine

MISS = object()
Quick = Callable[[tuple, Any, Any], Any]
_current = _base.CURRENT.get
_inference = torch.is_inference_mode_enabled
_autocast = _compat.any_autocast
_grad_enabled = torch.is_grad_enabled
_forward_ad = torch.autograd.forward_ad
_functorch = _compat.functorch_level
_bump_version = _compat.bump_version
_SIMPLE = frozenset((int, bool, str, type(None), torch.dtype))
_NATIVE = frozenset((torch.Tensor, torch.nn.Parameter, torch.nn.Buffer))
_LIMIT = 8192
_FLOATS = 8
_ARRAY = "array"


def never(args: tuple, kwargs: Any, func: Any) -> Any:
    """The quick form of a function that has none."""
    return MISS


def quick(engine: Engine, function: Callable) -> Quick:
    """`quick(args, kwargs, operator)`: the resulting tensor or tensors, or MISS.

    `operator` is the ATen operator, or None for a public function, which is seen above autograd.
    """
    if engine.target.compile is None or hasattr(function, "reads_layout"):
        return never
    found = engine.quicks.get(function)
    if found is None:
        found = engine.quicks[function] = _make(engine, function)
    return found


def _make(engine: Engine, function: Callable) -> Quick:  # noqa: C901 - one function on purpose
    tensor_class, array_type = engine.tensor, engine.array_type
    simple = _SIMPLE
    programs = _Programs(engine, function)
    find = programs.get

    def call(args: tuple, kwargs: Any, func: Any) -> Any:  # noqa: C901
        # PyTorch would do more than run the call
        if _autocast() or _forward_ad._current_level >= 0:
            return MISS
        arrays = []
        key: Any = None
        base: Any = None
        for a in args:
            kind = type(a)
            if kind is tensor_class and a._view is None:
                base = a._array
                if base is None:
                    base = a._own.base
                    if base is None:
                        return MISS
                if func is None and a.requires_grad and _grad_enabled():
                    return MISS
                arrays.append(base)
            elif kind in simple:
                key = (key, len(arrays), kind, a)
            else:
                return thorough(args, kwargs, func)
        if kwargs:
            return thorough(args, kwargs, func)
        key = len(arrays) if key is None else (key, len(arrays))
        program = find(key)
        if program is None:
            program = programs.make(key, args, {}, arrays, False)
        try:  # what `program(*arrays)` does, without its call
            if len(arrays) == 1:
                entrance = program.ready.get(id(base.aval))
            elif len(arrays) == 2:
                entrance = program.ready.get((id(arrays[0].aval), id(base.aval)))
            else:
                entrance = program.ready.get(tuple([id(a.aval) for a in arrays]))
            out = program(*arrays) if entrance is None else entrance(*arrays)
        except errors.ReadsValueError:
            programs[key] = _never_again
            return MISS
        except Exception:
            return MISS
        if type(out) is not array_type:
            return wrap(program.finish(out))
        shelves = engine.inference_shelves if _inference() else engine.shelves
        try:
            tensor = shelves[id(out.aval)][0].pop()
        except (KeyError, IndexError):
            tensor = shelves.stock(out.aval).pop()
        tensor._array = out
        return tensor

    def thorough(args: tuple, kwargs: Any, func: Any) -> Any:
        """The same for arguments of more kinds."""
        if _current().tracing:  # type: ignore[union-attr] - a call is in a block
            return MISS
        lift = function in engine.runner.lifts
        found = _gather(engine, args, kwargs, func is None, lift)
        if found is None:
            return MISS
        key, arrays, dense = found
        program = find(key)
        if program is None:
            if not dense and (func is None or _has_strides(func, args, kwargs)):
                program = programs[key] = _never_again
            else:
                program = programs.make(key, args, kwargs or {}, arrays, lift)
        try:
            return wrap(program(*arrays))
        except errors.ReadsValueError:
            programs[key] = _never_again
        except Exception:
            pass
        return MISS

    def wrap(out: Any) -> Any:
        shelves = engine.inference_shelves if _inference() else engine.shelves
        if type(out) is array_type:
            return shelves.take(out)
        if type(out) is tuple and all([type(o) is array_type for o in out]):
            return tuple([shelves.take(o) for o in out])
        return MISS

    return call


def quick_write(engine: Engine, function: Callable) -> Quick:
    """`quick(args, kwargs, operator)` of an in-place call: its first argument, or MISS.

    `function` is what the functional twin does.
    """
    if engine.target.compile is None or hasattr(function, "reads_layout"):
        return never
    found = engine.quick_writes.get(function)
    if found is None:
        found = engine.quick_writes[function] = _make_write(engine, function)
    return found


def _make_write(engine: Engine, function: Callable) -> Quick:
    tensor_class, array_type = engine.tensor, engine.array_type
    programs = _Programs(engine, function, writes=True)

    def write(args: tuple, kwargs: Any, func: Any) -> Any:
        if _autocast() or _inference() or _forward_ad._current_level >= 0:
            return MISS
        if (func is None and _functorch()) or _current().tracing:  # type: ignore[union-attr]
            return MISS
        tensor = args[0]
        store = None
        if type(tensor) is tensor_class:
            if tensor._view is not None:
                return MISS
            store = tensor._own
        elif type(tensor) in _NATIVE:
            known = engine.natives.get(id(tensor))
            if known is None or known[3] is not None:
                return MISS
            store = known[2]
        lift = function in engine.runner.lifts
        found = _gather(engine, args, kwargs, func is None, lift, store)
        if found is None:
            return MISS
        key, arrays, _ = found
        program = programs.get(key)
        if program is None:
            program = programs.make(key, args, kwargs or {}, arrays, lift)
        try:
            if func is None:
                _bump_version((tensor,))
            out = program(*arrays)
        except errors.ReadsValueError:
            programs[key] = _never_again
            return MISS
        except Exception:
            return MISS
        if type(out) is not array_type:
            return MISS
        if store is None:
            tensor._array = out
        else:
            store.write(out)
        return tensor

    return write


def _gather(  # noqa: C901 - the loop is the hot path
    engine: Engine, args: tuple, kwargs: Any, above: bool, lift: bool, written: Any = None
) -> tuple[tuple, list, bool] | None:
    """A key of the call, its arrays, and whether every tensor is row-major; None if it can't be quick."""
    tensor_class, target = engine.tensor, engine.target
    needs_grad = above and _grad_enabled()
    arrays: list[Any] = []
    key: list[Any] = []
    dense = True
    if kwargs:
        key.append(tuple(kwargs))
        args = (*args, *kwargs.values())
    for a in args:
        kind = type(a)
        if kind is tensor_class:
            view, store = a._view, a._own
            base = a._array if store is None else store.base
        elif kind in _NATIVE:
            known = engine.natives.get(id(a))
            if known is None or known[0]() is not a or known[1] != a.data_ptr():
                return None
            store, view = known[2], known[3]
            if store.backend is not target:
                return None
            base = store.base
        elif kind in _SIMPLE:
            key.append((kind, a))
            continue
        elif kind is float:
            if lift:
                arrays.append(target.number_array(a))
                key.append(float)
            elif a > 0 or a < 0:
                key.append((float, a))
            else:
                return None
            continue
        elif (kind is list or kind is tuple) and all([type(i) is int for i in a]):
            key.append((kind, *a))
            continue
        else:
            return None
        if base is None or (needs_grad and a.requires_grad):
            return None
        if view is None:
            key.append(_ARRAY)
        elif store is written:  # reads a part of what it writes: PyTorch has something to say
            return None
        elif view.version == store.version:
            base = view.value
            key.append(_ARRAY if view.dense else view.strides)
        else:
            key.append((view.shape, view.strides, view.offset == 0))
            if view.offset:
                arrays.append(base)
                base = engine.runner.offset_array(view.offset)
        dense = dense and (view is None or view.dense)
        arrays.append(base)
    return tuple(key), arrays, dense


def _has_strides(func: Any, args: tuple, kwargs: Any) -> bool:
    """Whether a result is not row-major, or several results come back."""
    strides = geometry.output_strides(func, args, kwargs or {})
    if not strides:
        return False
    with _compat.quiet():
        out = func(*geometry.to_meta(args), **geometry.to_meta(kwargs or {}))
    return not isinstance(out, torch.Tensor) or strides[0] != contiguous(tuple(out.shape))


class _Programs(dict[Any, Callable]):
    """The programs of one function, by the key of the call."""

    def __init__(self, engine: Engine, function: Callable, writes: bool = False):
        self.engine = engine
        self.function = function
        self.writes = writes
        self.floats: set[Any] = set()

    def make(self, key: Any, args: tuple, kwargs: dict, arrays: list, lift: bool) -> Callable:
        """A new program, or one that says it is not for this path: a float that keeps changing."""
        if not arrays or len(self) > _LIMIT:
            return _never_again
        if not lift and any(type(a) is float for a in (*args, *kwargs.values())):
            if len(self.floats) >= _FLOATS:
                return _never_again
            self.floats.add(key)
        compile = self.engine.runner.compile
        program = self[key] = compile(self.function, args, kwargs, None, lift, self.writes)
        return program


def _never_again(*_: Any) -> Any:
    raise errors.ReadsValueError("known from an earlier call")


_never_again.ready = {}

__all__ = ["MISS", "Quick", "Shelves", "never", "quick", "quick_write"]
