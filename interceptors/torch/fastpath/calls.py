"""Fast paths of calls: one function finds the program by the signature of the call, and runs it.

A fast path is `fast(args, kwargs, operator)`, with the ATen operator or None for a public function,
which is seen above autograd. It returns NOT_HANDLED for every call that it leaves to the general
path (a first float, a tensor without elements on the target, an error), which then starts from the
beginning. So nothing may be changed before it is certain that the call succeeds.

C (`_fastpath.c`) builds signatures and looks them up in `entries`; this file fills these in when a
signature is new. Without the extension there are no fast paths.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from interceptors.shared.caches import BoundedCache
from interceptors.shared.signature import ARRAY, SEQUENCES
from interceptors.shared.storage import contiguous
from interceptors.torch import _compat
from interceptors.torch.engine import Engine
from interceptors.torch.tensors import meta
from ivy._core import errors
from ivy._core.context import running
from ivy._core.narrow import backend_for

NOT_HANDLED = object()
DEFER_TO_AUTOGRAD = object()
FastPath = Callable[[tuple, Any, Any], Any]
_LIMIT = 8192
_inference = torch.is_inference_mode_enabled


def form(engine: Engine, function: Callable, *key: Any, make: Callable) -> FastPath | None:
    """The fast path of a function, made at its first use; None if it has none."""
    if engine.facts is None or hasattr(function, "reads_layout"):
        return None
    found = engine.fast_forms.get((function, *key))
    if found is None:
        found = engine.fast_forms[function, *key] = make()
    return found


def fast_call(engine: Engine, function: Callable) -> FastPath | None:
    """The fast path of a function that returns tensors."""
    return form(engine, function, "call", make=lambda: Calls(engine, function).fast)


def fast_answer(engine: Engine, function: Callable) -> FastPath | None:
    """The fast path of a function that returns a Python value."""

    def answer(args: tuple, kwargs: Any, func: Any) -> Any:
        if kwargs or engine.facts.is_special():
            return NOT_HANDLED
        found = engine.facts.gather(args, None, False, False, ())
        if len(found) == 1 or found[0] != (ARRAY,) * len(args):
            return NOT_HANDLED
        try:
            with running(backend_for(engine.target, found[1])):
                return function(*found[1])
        except Exception:  # the general path says what is wrong
            return NOT_HANDLED

    return form(engine, function, "answer", make=lambda: answer)


def without_placement(fast: FastPath | None) -> FastPath | None:
    """`fast` of an operator that may be told where to place its result, for the usual place."""
    if fast is None:
        return None

    def call(args: tuple, kwargs: Any, func: Any) -> Any:
        if not kwargs:
            return fast(args, kwargs, func)
        rest = {}
        for name, value in kwargs.items():
            usual = _compat.USUAL_PLACES.get(name)
            if usual is None:
                rest[name] = value
            elif value not in usual:
                return NOT_HANDLED
        return fast(args, rest, func)

    return call


class Calls:
    """The calls of one function on one target.

    `entries` maps a signature, followed by the types of its arrays, to what C does:
    `(entry point, free list, recipe, direct, types)` where the target compiles; elsewhere the entry
    point returns the finished tensor, and there is no free list.
    """

    def __init__(self, engine: Engine, function: Callable):
        self.engine = engine
        self.function = function
        self.programs = engine.executor.programs_of(function)
        self.entries: dict[tuple, tuple] = BoundedCache(_LIMIT)
        self.handles: dict[tuple, bool] = BoundedCache(_LIMIT)  # signatures that were looked at
        lifted = engine.executor.lifted
        self.fast = engine.facts.call(function, lifted, self.entries, self.slow_path)

    def slow_path(self, args: tuple, kwargs: Any, func: Any) -> Any:
        """First call per signature, and everything that C does not know."""
        if self.engine.facts.is_special():
            return NOT_HANDLED
        lift = self.function in self.engine.executor.lifted
        found = self.engine.facts.gather(args, kwargs, func is None, lift, ())
        if len(found) == 1:
            return found[0]
        key, arrays, dense = found
        # PyTorch places what has no tensors, and it may need a gradient
        if (func is None and not arrays) or not self._may_handle(key, args, kwargs, func, dense):
            return NOT_HANDLED
        program = self.programs.get(key)
        if program is None:
            # PyTorch's checks may have read a view: what is compiled follows from what is known now
            found = self.engine.facts.gather(args, kwargs, func is None, lift, ())
            if len(found) == 1:
                return found[0]
            key, arrays, _ = found
            program = self.programs.make(key, args, kwargs or {}, arrays, lift)
        out = run(self.handles, key, program, arrays)
        if out is NOT_HANDLED:
            return out
        if arrays and not _inference():
            self._enter(key, program, arrays, out)
        return self.wrap(out)

    def _may_handle(self, key: tuple, args: tuple, kwargs: Any, func: Any, dense: bool) -> bool:
        """Whether results are row-major, as wrappers of the fast path are."""
        known = self.handles.get(key)
        if known is None:
            known = dense or not (func is None or _has_strides(func, args, kwargs or {}))
            self.handles[key] = known
        return known

    def _enter(self, key: tuple, program: Callable, arrays: list, out: Any) -> None:
        """Caches the entry point for C, with the types of the arrays, whose identities are keys."""
        engine = self.engine
        entry_point = program.entry_point(arrays)
        if entry_point is None:
            return
        types = [engine.executor.type_token(a) for a in arrays]
        if not engine.executor.compiles:
            wrap = self.wrap
            entry = (lambda arrays: wrap(entry_point(arrays))), None, None, None, types
            self.entries[*key, *types] = entry
        elif type(out) is engine.array_type:
            free_list, recipe = engine.pool.entry(out)
            direct = getattr(entry_point, "direct", None)
            ids = [id(t) for t in types] if engine.target.TYPE_ATTRIBUTE else types
            self.entries[*key, *ids] = entry_point, free_list, recipe, direct, types

    def wrap(self, out: Any) -> Any:
        """The result as a tensor or tensors, or NOT_HANDLED."""
        engine = self.engine
        take = (engine.inference_pool if _inference() else engine.pool).take
        if type(out) is engine.array_type:
            return take(out)
        kinds, canonical = engine.target.array_types, engine.target.canonical
        if isinstance(out, kinds):
            return take(canonical(out))
        if type(out) in SEQUENCES and all(isinstance(o, kinds) for o in out):
            return type(out)([take(canonical(o)) for o in out])
        return NOT_HANDLED


def run(handles: dict[tuple, bool], key: tuple, program: Callable, arrays: list) -> Any:
    """The result of a program, or NOT_HANDLED: the general path calls again, and raises."""
    try:
        return program(*arrays)
    except Exception as error:
        if isinstance(error, (errors.ReadsValueError, TypeError)):
            handles[key] = False  # also the next time
        return NOT_HANDLED


def _has_strides(func: Any, args: tuple, kwargs: dict[str, Any]) -> bool:
    """Whether a result is not row-major, or several results come back."""
    outs = meta.results(func, args, kwargs)
    if outs is None:
        return _compat.own_layout(func) is not None
    if len(outs) > 1:
        return True
    shape = tuple(outs[0].shape)
    return meta.output_strides(func, args, kwargs, [shape])[0] != contiguous(shape)
