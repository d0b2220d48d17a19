"""PyTorch as a source: the two modes through which every tensor operation of a block passes.

`CallMode` sees public functions before autograd. It takes a call whole, as one frontend function, if
no argument needs a gradient and the schema neither writes nor aliases; all else passes on. The layer
costs about 3 µs a call, and saves the walk through PyTorch's dispatcher and its decompositions.

`OperatorMode` sees ATen operators below autograd, functorch and autocast: whatever PyTorch derives,
batches or checkpoints has become plain operators there. It redirects all of them.

What the modes cannot see: C++ code that reads memory behind the dispatcher (it raises, because a
redirected tensor has none), worker processes, and files. Both modes belong to one thread and one
context; a call from elsewhere passes untouched.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from interceptors import _base
from interceptors.torch import (
    _compat,
    accelerators,
    escapes,
    foreign,
    judging,
    names,
    patches,
    placing,
    schema,
)
from interceptors.torch.compiled import hot as _hot
from interceptors.torch.engine import Engine, engine, follow_default_dtype
from interceptors.torch.explain import NotOurs, explain
from interceptors.torch.programs import fetch
from interceptors.torch.quick import MISS, PASS, Quick, quick
from interceptors.torch.quick_writes import quick_write
from interceptors.torch.store import STORES, contiguous
from interceptors.torch.tensor import RedirectedTensor, to_native
from ivy._core.errors import IvyError

_grad_enabled = torch.is_grad_enabled
_forward_ad = torch.autograd.forward_ad
_any_autocast = _compat.any_autocast
_current = _base.CURRENT.get
_plain = foreign.PLAIN.issuperset
_dispatch_modes = _compat.count_dispatch_modes
_ROWS = (list, tuple)
_PYTORCHS = frozenset(("inplace", "out", "requires_grad"))  # what these ask for, PyTorch does


def _transformed() -> bool:
    """Whether PyTorch would do more to a call than run it: autocast, forward-mode differentiation."""
    return _any_autocast() or _forward_ad._current_level >= 0


class OperatorMode(_compat.TorchDispatchMode):
    """Sends ATen operators to an engine."""

    supports_higher_order_operators = True

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False

    def __init__(self, runs: Engine, session: _base.Session):
        super().__init__()
        self.engine = runs
        self.session = session
        self.hot = runs.hot

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        session = self.session
        if (
            _current() is not session
            or not session.sources
            or not isinstance(func, torch._ops.OpOverload)
        ):
            if _current() is session and session.sources and _compat.takes_functions(func):
                return foreign.higher_order(self.engine, session, func, args, kwargs or {})
            return func(*args, **(kwargs or {}))
        hot = self.hot.get(id(func))
        if hot is not None:
            quick, name = hot
            out = quick(args, kwargs, func)
            if out is not MISS:
                session.report.calls[name] += 1
                return out
        return self._thoroughly(func, args, kwargs)

    def _thoroughly(self, func: Any, args: tuple, kwargs: Any) -> Any:
        """Runs an operator that no quick form takes."""
        if kwargs:
            device = kwargs.get("device")
            if device is not None and device.type != "cpu":
                return func(*args, **kwargs)
        return self.engine.run(self.session, func, args, kwargs or {})


class CallMode(TorchFunctionMode):
    """Takes public functions whole where that is allowed."""

    def __init__(self, runs: Engine, session: _base.Session):
        super().__init__()
        self.engine = runs
        self.session = session
        self.calls = runs.calls
        self.quicks = runs.taken
        self.counts = session.report.calls
        self.depth = _dispatch_modes()

    def __torch_function__(
        self, func: Any, types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        session = self.session
        if _current() is not session or not session.sources:
            return func(*args, **(kwargs or {}))
        if types and not _plain(types) and (asked := foreign.overriding(types)):
            with self:
                return foreign.ask_classes(asked, func, types, args, kwargs or {})
        if _dispatch_modes() > self.depth and func not in escapes.ESCAPES:
            # a mode of the user's wants to see operators
            return self._pass_on(func, args, kwargs or {})
        entry = self.quicks.get(func)
        if entry is not None:
            quick, name, binder = entry
            if not kwargs:
                out = quick(args, None, None)
            else:
                out = binder.quickly(quick, args, kwargs)
            if out is PASS:
                return func(*args, **(kwargs or {}))
            if out is not MISS:
                self.counts[name] += 1
                return out
        return self._thoroughly(func, args, kwargs)

    def _thoroughly(self, func: Any, args: tuple, kwargs: Any) -> Any:
        """Does what is done with a function that no quick form takes."""
        try:
            call = self.calls[func]
        except KeyError:
            call = self.calls[func] = _call(self.engine, func)
        if call is not None:
            return call(self.session, args, kwargs or {})
        return self._pass_on(func, args, kwargs or {})

    def _pass_on(self, func: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
        try:
            out = func(*args, **kwargs)
        except RuntimeError as error:
            out = _once_more(func, args, kwargs, error)
        if type(out) is torch.Tensor or type(out) in _ROWS:
            _take_part(self.engine, out)
        return out


if _hot is not None:  # the same methods, the usual way through them in C

    class _HotOperatorMode(_hot.DispatchMode, OperatorMode):
        __torch_dispatch__ = _hot.DispatchMode.__torch_dispatch__  # PyTorch looks here first

        def __init__(self, runs: Engine, session: _base.Session):
            OperatorMode.__init__(self, runs, session)
            cls, counts = OperatorMode, session.report.calls
            self.prepare(0, session, runs.hot, counts, cls.__torch_dispatch__, cls._thoroughly)

    class _HotCallMode(_hot.FunctionMode, CallMode):
        __torch_function__ = _hot.FunctionMode.__torch_function__

        def __init__(self, runs: Engine, session: _base.Session):
            CallMode.__init__(self, runs, session)
            cls, note = CallMode, functools.partial(_take_part, runs)
            functions = cls.__torch_function__, cls._thoroughly, runs.calls, note, _once_more
            self.prepare(self.depth, session, self.quicks, self.counts, *functions)

    _MODES = _HotOperatorMode, _HotCallMode
else:
    _MODES = OperatorMode, CallMode


def _take_part(runs: Engine, value: Any) -> None:
    """Notes native tensors that a call handed back (`x.contiguous()` is `x`)."""
    if type(value) in _ROWS:
        for each in value:
            _take_part(runs, each)
        return
    if type(value) is not torch.Tensor or id(value) in runs.natives:
        return
    if not _compat.is_functorch_wrapped(value):
        with contextlib.suppress(NotOurs, IvyError):
            runs.locate(value)


def _once_more(func: Any, args: Any, kwargs: dict[str, Any], error: Exception) -> Any:
    """Calls a function again of which C++ code missed the memory of a tensor, or raises the error."""
    if _compat.NO_MEMORY not in str(error):
        raise error
    return _with_native_integers(func, args, kwargs, error)


def _with_native_integers(func: Any, args: Any, kwargs: dict[str, Any], error: Exception) -> Any:
    """Calls again a C++ function that reads the memory of lengths, indices or sizes behind our back.

    Only integers are handed over as native tensors: what is computed with stays redirected. If that is
    not enough, it fills a tensor with a list of integers for itself, and may take one of ours instead.
    """
    for hand_over in (_integers_natively, _lists_as_tensors):
        inputs, options = map(hand_over, args), {k: hand_over(v) for k, v in kwargs.items()}
        with contextlib.suppress(TypeError):
            try:
                return func(*inputs, **options)
            except RuntimeError as again:
                if _compat.NO_MEMORY not in str(again):
                    raise
    raise error


def _integers_natively(value: Any) -> Any:
    if isinstance(value, RedirectedTensor) and not value.dtype.is_floating_point:
        return value if value.dtype.is_complex else to_native(value)
    if type(value) in (list, tuple):
        return type(value)(map(_integers_natively, value))
    return value


def _lists_as_tensors(value: Any) -> Any:
    integers = type(value) in (list, tuple) and value and all(type(v) is int for v in value)
    return torch.tensor(value) if integers else value


def _call(runs: Engine, func: Any) -> Callable | None:
    """What is done with a public function: an escape, a frontend call, or nothing (None)."""
    call = _call_as_a_whole(runs, func)
    if func in _compat.OUT_BY_RESULT:
        return placing.by_result(func, call, _compat.OUT_BY_RESULT[func])
    return call


def _call_as_a_whole(runs: Engine, func: Any) -> Callable | None:
    escape = escapes.ESCAPES.get(func)
    if escape is None and _compat.marks_profile(func):
        escape = escapes.untouched(func)
    if escape is not None:
        return functools.partial(escape, runs, func)
    native = names.candidates(func)
    function = judging.find(native)
    if function is None:
        return _call_in_place(runs, func, native)
    if not schema.can_take(native):
        return None
    binder = _Binder(function)
    runs.taken[func] = quick(runs, function), native[-1], binder
    return _take(runs, func, function, native[-1], binder)


def _call_in_place(runs: Engine, func: Any, native: tuple[str, ...]) -> None:
    """Notes the quick form of a public in-place function; all else about it is the operator's."""
    if native and all(name.endswith("_") for name in native):
        twins = tuple(name[:-1] for name in native)
        function = judging.find(twins)
        if function is not None and schema.can_take(twins):
            runs.taken[func] = quick_write(runs, function), native[-1], _Binder(function)


def _take(runs: Engine, func: Any, function: Callable, name: str, binder: _Binder) -> Callable:
    """A call that runs a frontend function if it may, and passes on if it may not."""
    facts = schema.public(func, name, function)

    def call(session: _base.Session, args: tuple, kwargs: dict[str, Any]) -> Any:
        full = args if not kwargs else binder.bind(args, kwargs)
        if full is None or _transformed() or not _may_take(full, runs.tensor, _grad_enabled()):
            return func(*args, **kwargs)
        try:
            out = runs.wrap(runs.runner.run(session, function, full, {}))
        except (NotOurs, TypeError):
            return func(*args, **kwargs)
        except Exception as error:
            explain(session, facts, args, kwargs, error)
        session.report.calls[name] += 1
        return out

    return call


class _Binder:
    """Puts keyword arguments of a public function into the row that its frontend function takes."""

    def __init__(self, function: Callable):
        parameters = inspect.signature(function).parameters.values()
        self.parameters = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
        self.plans: dict[tuple, tuple[str, ...] | None] = {}
        self.ordered: set[tuple] = set()  # shapes of calls whose keywords stand in the row already

    def bind(self, args: tuple, kwargs: dict[str, Any]) -> tuple | None:
        """The arguments in a row; None if that can't be, or if the call writes."""
        shape = (len(args), *kwargs)
        try:
            plan = self.plans[shape]
        except KeyError:
            plan = self.plans[shape] = self._plan(*shape)
        if plan is None:
            return None
        return (*args, *[kwargs[name] for name in plan])

    def quickly(self, quick: Quick, args: tuple, kwargs: dict[str, Any]) -> Any:
        """What the quick form makes of the call, the keywords in the row where that can be."""
        shape = (len(args), *kwargs)
        if shape in self.ordered:
            return quick((*args, *kwargs.values()), None, None)
        row = self.bind(args, kwargs)
        if row is not None:
            return quick(row, None, None)
        return quick(args, kwargs, None) if _PYTORCHS.isdisjoint(kwargs) else MISS

    def _plan(self, count: int, *names: str) -> tuple[str, ...] | None:
        if not _PYTORCHS.isdisjoint(names):
            return None
        row = tuple(p.name for p in self.parameters[count : count + len(names)])
        if row == names:
            self.ordered.add((count, *names))
        return row if set(row) == set(names) else None


def _may_take(args: Any, tensor: type, grad: bool) -> bool:
    """Whether a call has tensors, all of them row-major, and none that needs a gradient."""
    found = False
    for a in args:
        if type(a) is tensor:
            if (a._view is not None and not a._view.dense) or (grad and a.requires_grad):
                return False
            found = True
        elif isinstance(a, torch.Tensor):
            if _compat.is_functorch_wrapped(a) or (grad and a.requires_grad):
                return False
            if not isinstance(a, RedirectedTensor) and not _is_dense(a):
                return False
            found = True
        elif type(a) in (list, tuple) and any(isinstance(x, torch.Tensor) for x in a):
            if not _may_take(a, tensor, grad):
                return False
            found = True
    return found


def _is_dense(tensor: torch.Tensor) -> bool:
    return _compat.is_strided_array(tensor) and tensor.stride() == contiguous(tensor.shape)


class PlacedOperatorMode(accelerators.FollowsOperators, _MODES[0]):
    """For a block that names the target's device."""


class PlacedCallMode(accelerators.TranslatesPlaces, _MODES[1]):
    """For a block that names the target's device."""


class TorchInterceptor:
    """The protocol of `interceptors._base.Interceptor` for PyTorch."""

    name = "torch"

    def enter(self, session: _base.Session) -> tuple[OperatorMode, CallMode]:
        """Pushes the modes in this thread."""
        runs = engine(session.target)
        runs.mode = functools.partial(_inner_mode, runs)
        plain = session.device is None
        operators = (_MODES[0] if plain else PlacedOperatorMode)(runs, session)
        patches.acquire(follow_default_dtype, _MODES[1])
        follow_default_dtype()
        operators.__enter__()
        calls = (_MODES[1] if plain else PlacedCallMode)(runs, session)
        calls.__enter__()
        return operators, calls

    def leave(self, session: _base.Session, token: tuple[OperatorMode, CallMode]) -> None:
        """Pops the modes and writes what the block changed into native memory."""
        operators, calls = token
        _compat.pop_function_mode(calls)
        _compat.pop_dispatch_mode(operators)
        patches.release()
        for store in list(STORES.values()):
            if store.owner is session or store.owner is None:
                store.release()

    def is_redirected(self, x: Any) -> bool:
        """Whether the elements of `x` live on a target; a native tensor's do once a block met it."""
        if isinstance(x, RedirectedTensor):
            return True
        session = _current()
        if session is None or not isinstance(x, torch.Tensor) or self.name not in session.sources:
            return False
        return engine(session.target).holds(x)

    def target_array(self, x: Any) -> Any:
        """The target's array with the elements of `x`."""
        if isinstance(x, RedirectedTensor):
            return fetch(x._store, x._view)
        session = _current()
        assert session is not None
        return engine(session.target).array(x)

    def to_source(self, x: Any) -> torch.Tensor:
        """A plain tensor with the elements of `x`."""
        return to_native(x)


@contextlib.contextmanager
def _inner_mode(runs: Engine, session: _base.Session) -> Iterator[None]:
    """The operator mode again, for PyTorch code that the engine itself runs."""
    with _MODES[0](runs, session):
        yield


INTERCEPTOR = TorchInterceptor()
