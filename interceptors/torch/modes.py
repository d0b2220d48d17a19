"""The two modes through which every tensor operation of a block passes.

`CallMode` sees public functions before autograd. It runs a call as one frontend function if no argument
needs a gradient and the schema neither writes nor aliases; everything else goes on. The layer costs
about 3 µs a call, and saves the way through PyTorch's dispatcher and its decompositions.

`OperatorMode` sees ATen operators below autograd, functorch and autocast: whatever PyTorch derives,
batches or checkpoints has become plain operators there. It redirects all of them.

What the modes cannot see: C++ code that reads memory behind the dispatcher (it raises, because a
redirected tensor has none), worker processes, and files. Both modes belong to one thread and one
context; a call from elsewhere passes unchanged.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from types import BuiltinFunctionType
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from interceptors.lowerings import for_target
from interceptors.session import CURRENT, Session
from interceptors.shared import trees
from interceptors.shared.errors import NotRedirectable
from interceptors.shared.storage import contiguous
from interceptors.torch import _compat, lowered_calls
from interceptors.torch.boundary import memory_access, scripts, subclasses
from interceptors.torch.boundary.higher_order import higher_order
from interceptors.torch.boundary.replacements import SHORTCUTS
from interceptors.torch.dispatch import derivatives, names, schema
from interceptors.torch.dispatch.writes import by_result
from interceptors.torch.engine import Engine
from interceptors.torch.fastpath.calls import (
    DEFER_TO_AUTOGRAD,
    NOT_HANDLED,
    FastPath,
    fast_call,
)
from interceptors.torch.fastpath.extension import EXTENSION
from interceptors.torch.fastpath.writes import fast_write
from interceptors.torch.profiling import FAST
from interceptors.torch.tensors.tensor import RedirectedTensor
from interceptors.torch.validation import checks
from interceptors.torch.validation.errors import raise_as_native
from ivy._core.errors import UnsupportedOpError

_grad_enabled = torch.is_grad_enabled
_current = CURRENT.get
_plain = subclasses.PLAIN.issuperset
_dispatch_modes = _compat.count_dispatch_modes
_FOR_PYTORCH = frozenset(("inplace", "out", "requires_grad"))  # PyTorch handles these itself


class OperatorMode(_compat.TorchDispatchMode):
    """Sends ATen operators to an engine."""

    supports_higher_order_operators = True

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False

    def __init__(self, engine: Engine, session: Session):
        super().__init__()
        self.engine = engine
        self.session = session

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        session, kwargs = self.session, kwargs or {}
        if _current() is not session or not session.sources:
            if session.is_elsewhere():
                with session.here():
                    return self.__torch_dispatch__(func, types, args, kwargs)
            return func(*args, **kwargs)
        if not isinstance(func, _compat.OpOverload):
            if _compat.takes_functions(func):
                return higher_order(self.engine, session, func, args, kwargs)
            return func(*args, **kwargs)
        return self._general_path(func, args, kwargs)

    def _general_path(self, func: Any, args: tuple, kwargs: Any) -> Any:
        """Runs an operator that no fast path handles."""
        if kwargs:
            device = kwargs.get("device")
            if device is not None and device.type != "cpu":
                return func(*args, **kwargs)
        try:
            return self.engine.run(self.session, func, args, kwargs or {})
        except Exception as error:
            scripts.note(error)
            raise


class CallMode(TorchFunctionMode):
    """Runs public functions as a whole where that is allowed."""

    def __init__(self, engine: Engine, session: Session):
        super().__init__()
        self.engine = engine
        self.session = session
        self.depth = _dispatch_modes()

    def __torch_function__(
        self, func: Any, types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        session = self.session
        if _current() is not session or not session.sources:
            if session.is_elsewhere():
                with session.here():
                    return self.__torch_function__(func, types, args, kwargs)
            return func(*args, **(kwargs or {}))
        if types and not _plain(types) and (asked := subclasses.overriding(types)):
            with self:
                return subclasses.ask_classes(asked, func, types, args, kwargs or {})
        if _dispatch_modes() > self.depth and func not in memory_access.HANDLERS:
            # a mode of the user's wants to see operators
            return memory_access.pass_on(self.engine, func, args, kwargs or {})
        return self._general_path(func, args, kwargs)

    def _general_path(self, func: Any, args: tuple, kwargs: Any) -> Any:
        """Does what is done with a function that no fast path handles."""
        calls = self.engine.calls
        try:
            call = calls[func]
        except KeyError:
            call = calls[func] = public_call(self.engine, func)
        if call is not None:
            return call(self.session, args, kwargs or {})
        return memory_access.pass_on(self.engine, func, args, kwargs or {})


if EXTENSION is not None:  # the same methods in C, which also look for fast paths

    class _FastOperatorMode(EXTENSION.DispatchMode, OperatorMode):
        __torch_dispatch__ = EXTENSION.DispatchMode.__torch_dispatch__  # PyTorch looks here first

        def __init__(self, engine: Engine, session: Session):
            OperatorMode.__init__(self, engine, session)
            cls, counts = OperatorMode, session.report.ways[FAST]
            functions = cls.__torch_dispatch__, cls._general_path
            self.prepare(0, session, engine.fast_operators, counts, *functions)

    class _FastCallMode(EXTENSION.FunctionMode, CallMode):
        __torch_function__ = EXTENSION.FunctionMode.__torch_function__

        def __init__(self, engine: Engine, session: Session):
            CallMode.__init__(self, engine, session)
            cls, counts = CallMode, session.report.ways[FAST]
            note = functools.partial(memory_access.import_results, engine)
            rest = (
                cls.__torch_function__,
                cls._general_path,
                engine.calls,
                note,
                memory_access.retry,
            )
            self.prepare(self.depth, session, engine.fast_functions, counts, *rest)

    MODES = _FastOperatorMode, _FastCallMode
else:
    MODES = OperatorMode, CallMode


def public_call(engine: Engine, func: Any) -> Callable | None:
    """What is done with a public function: a handler, a frontend call, or nothing (None)."""
    with for_target(engine.target.name):
        call = _call_as_a_whole(engine, func)
    if func in _compat.OUT_BY_RESULT:
        return by_result(func, call, _compat.OUT_BY_RESULT[func])
    return call


def _call_as_a_whole(engine: Engine, func: Any) -> Callable | None:
    users = lowered_calls.call(engine, func)
    if users is not None:
        return users
    handler = memory_access.HANDLERS.get(func) or memory_access.SHORTCUTS.get(func)
    if handler is None and _compat.marks_profile(func):
        handler = memory_access.untouched(func)
    if handler is not None:
        _register_shortcut(engine, func)
        return functools.partial(handler, engine, func)
    native = names.lookup_names(func)
    if names.is_of_operators(native, _compat.UNDEFINED | _compat.ALERTS):
        return None  # the operator asks whether PyTorch is in its deterministic mode
    function = checks.find(native)
    if function is None:
        _register_in_place(engine, func, native)
        return None
    # what is written in Python may change what the operator returns
    if not schema.can_take(native, several=isinstance(func, BuiltinFunctionType)):
        return None
    binder = Binder(function)
    fast = fast_call(engine, function)
    if fast is not None:
        if derivatives.has_derivative(engine, function):
            fast = _not_deferring(fast)
        engine.fast_functions[func] = fast, native[-1], binder
    return _frontend_call(engine, func, function, native[-1], binder)


def _not_deferring(fast: FastPath) -> FastPath:
    """`fast` that leaves calls which need a gradient to the general path, not to autograd."""

    def call(args: tuple, kwargs: Any, func: Any) -> Any:
        out = fast(args, kwargs, func)
        return NOT_HANDLED if out is DEFER_TO_AUTOGRAD else out

    return call


def _register_shortcut(engine: Engine, func: Any) -> None:
    """Notes the fast path of a replacement that has one."""
    if func in SHORTCUTS and engine.facts is not None:
        function, make = SHORTCUTS[func]
        engine.fast_functions[func] = make(engine), func.__name__, Binder(function)


def _register_in_place(engine: Engine, func: Any, native: tuple[str, ...]) -> None:
    """Notes the fast path of a public in-place function; everything else is handled by ATen."""
    if native and all(name.endswith("_") for name in native):
        twins = tuple(name[:-1] for name in native)
        function = checks.find(twins)
        if function is not None and schema.can_take(twins):
            fast = fast_write(engine, function)
            if fast is not None:
                engine.fast_functions[func] = fast, native[-1], Binder(function)


def _frontend_call(
    engine: Engine, func: Any, function: Callable, name: str, binder: Binder
) -> Callable:
    """A call that runs a frontend function if it may, and goes on if it may not."""
    op = schema.public(func, name, function)
    derived = derivatives.has_derivative(engine, function)

    def may_derive(bound: tuple) -> bool:
        return (
            not bound[1]
            and not _compat.functorch_level()
            and _may_take(bound, engine.tensor, False)
        )

    def call(session: Session, args: tuple, kwargs: dict[str, Any]) -> Any:
        bound = binder.bind(args, kwargs) if kwargs else (args, kwargs)
        if bound is None or session.verify or _compat.is_transformed():
            return memory_access.pass_on(engine, func, args, kwargs)
        plain = _may_take(bound, engine.tensor, _grad_enabled())
        if not plain and not (derived and may_derive(bound)):
            return memory_access.pass_on(engine, func, args, kwargs)
        try:
            if plain:
                out = engine.wrap(engine.executor.run(session, function, *bound))
            else:
                out = derivatives.run(engine, session, func, function, bound[0])
        except (NotRedirectable, TypeError, UnsupportedOpError):  # the operator decides
            return memory_access.pass_on(engine, func, args, kwargs)
        except Exception as error:
            if session.report.explanation is not None:
                return memory_access.pass_on(engine, func, args, kwargs)
            raise_as_native(session, op, args, kwargs, error)
        session.count(name, engine.executor.way)
        return out

    return call


class Binder:
    """Puts the arguments of a public function in the order of its frontend function's parameters."""

    def __init__(self, function: Callable):
        parameters = inspect.signature(function).parameters.values()
        self.parameters = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
        self.plans: dict[tuple, tuple[str, ...] | None] = {}
        self.ordered: set[tuple] = set()  # shapes of calls whose keywords are in order already

    def bind(self, args: tuple, kwargs: dict[str, Any]) -> tuple[tuple, dict[str, Any]] | None:
        """Positional and keyword arguments for the frontend function, by position where possible.

        None if PyTorch has to handle the call: it writes, or asks for a gradient.
        """
        shape = (len(args), *kwargs)
        try:
            plan = self.plans[shape]
        except KeyError:
            plan = self.plans[shape] = self._plan(*shape)
        if plan is not None:
            return (*args, *[kwargs[name] for name in plan]), {}
        return (args, kwargs) if _FOR_PYTORCH.isdisjoint(kwargs) else None

    def call_fast_path(self, fast: FastPath, args: tuple, kwargs: dict[str, Any]) -> Any:
        """The result of a fast path; `ordered` tells C for which calls it need not ask here."""
        bound = self.bind(args, kwargs)
        return NOT_HANDLED if bound is None else fast(bound[0], bound[1] or None, None)

    def _plan(self, count: int, *names: str) -> tuple[str, ...] | None:
        if not _FOR_PYTORCH.isdisjoint(names):
            return None
        order = tuple(p.name for p in self.parameters[count : count + len(names)])
        if order == names:
            self.ordered.add((count, *names))
        return order if set(order) == set(names) else None


def _may_take(arguments: tuple, tensor: type, grad: bool) -> bool:
    """Whether a call has tensors, all of them row-major, and none that needs a gradient."""
    found = trees.instances(torch.Tensor, arguments)
    return bool(found) and all(is_plain(t, tensor, grad) for t in found)


def is_plain(t: Any, tensor: type, grad: bool) -> bool:
    if type(t) is not tensor and _compat.is_functorch_wrapped(t):
        return False
    if grad and t.requires_grad:
        return False
    if isinstance(t, RedirectedTensor):
        return t._view is None or t._view.dense
    return _compat.is_strided_array(t) and t.stride() == contiguous(t.shape)
