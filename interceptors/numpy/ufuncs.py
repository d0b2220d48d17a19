"""Ufuncs: calls, their methods, and Python's operators."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from interceptors import lookup
from interceptors.numpy import _compat, dispatch, float_errors
from interceptors.numpy.array import Redirected, RedirectedArray, RedirectedScalar, host_value
from interceptors.numpy.calls import Call
from interceptors.numpy.engine import Engine, current
from interceptors.numpy.fastpath import State
from interceptors.session import CURRENT, Session

_KNOWN = (np.ndarray, np.generic, bool, int, float, complex, list, tuple)


def run(
    engine: Engine, session: Session, ufunc: Any, method: str, args: tuple, kwargs: dict
) -> Any:
    """Runs a ufunc, or one of its methods."""
    rule = engine.rules.get((ufunc, method))
    if rule is None:
        rule = engine.rules[ufunc, method] = _choose(engine, ufunc, method)
    return rule(session, args, kwargs)


def _choose(engine: Engine, ufunc: np.ufunc, method: str) -> Callable:
    name = f"numpy.{ufunc.__name__}"
    if getattr(np, ufunc.__name__, None) is not ufunc:
        return _foreign(engine, ufunc, method)
    native: Callable = ufunc
    function = lookup.find([name])
    if method != "__call__":
        native, name = getattr(ufunc, method), f"{name}.{method}"
        writer = lookup.writer(name)
        if writer is not None:
            return functools.partial(_at, engine, name, native, writer[0])
        function = lookup.protocol(name)
    function = function or dispatch.no_rule

    def call(session: Session, args: tuple, kwargs: dict) -> Any:
        if method == "__call__" and len(args) > ufunc.nin:
            args, kwargs = args[: ufunc.nin], {**kwargs, "out": args[ufunc.nin :]}
        out = engine.run(session, Call(name, native, function, args, kwargs))
        if method == "__call__" and not kwargs and not session.tracing:
            _note(engine, session, ufunc, args)
        return out

    return call


def _at(
    engine: Engine,
    name: str,
    native: Callable,
    function: Callable,
    session: Session,
    args: tuple,
    kwargs: dict,
) -> None:
    """`ufunc.at`, whose second argument is an index: a tuple in it is not an array."""
    call = Call(name, native, function, args, kwargs)

    def compute() -> Any:
        given = (args[0], host_value(args[1]), *map(engine.array_like, args[2:]))
        return engine.executor.run_eagerly(session, function, given, kwargs)

    dispatch.replace(engine, session, call, args[0], compute)


def _foreign(engine: Engine, ufunc: np.ufunc, method: str) -> Callable:
    """A ufunc of another library (`scipy.special`) computes with true values."""
    name = f"{getattr(ufunc, '__module__', None) or 'ufunc'}.{ufunc.__name__}"
    native = getattr(ufunc, method)
    return lambda session, args, kwargs: engine.run_natively(
        session, Call(name, native, native, args, kwargs), ("library", name)
    )


def _has_override(x: Any) -> bool:
    """Whether another class wants to handle ufuncs itself."""
    if isinstance(x, Redirected) or type(x) is np.ndarray or isinstance(x, np.generic):
        return False
    return getattr(type(x), "__array_ufunc__", None) is not None and not isinstance(x, np.ndarray)


def _array_ufunc(self: Redirected, ufunc: np.ufunc, method: str, *args: Any, **kwargs: Any) -> Any:
    if method == "__call__" and not kwargs and isinstance(args[0], Redirected) and len(args) < 3:
        out = fast(ufunc, *args)
        if out is not None:
            return out
    if any(map(_has_override, args)):
        return NotImplemented
    engine, session = current((self, args))
    return run(engine, session, ufunc, method, args, kwargs)


def _array_function(self: Redirected, function: Any, types: Any, args: tuple, kwargs: dict) -> Any:
    engine, session = current((self, args, kwargs))
    return dispatch.run(engine, session, function, args, kwargs)


Redirected.__array_ufunc__ = _array_ufunc  # type: ignore[attr-defined]
Redirected.__array_function__ = _array_function  # type: ignore[attr-defined]


# -- operators


_current = CURRENT.get
_ABSENT: Any = object()
_NOTHING = State(None, None, {}, {})
_state = _NOTHING


def _operate(ufunc: np.ufunc, operands: tuple, other: Any, options: dict[str, Any]) -> Any:
    """The general way of an operator."""
    if not isinstance(other, _KNOWN):
        override = getattr(type(other), "__array_ufunc__", NotImplemented)
        if override is None or isinstance(other, str):
            return NotImplemented
        return ufunc(*operands, **options)
    engine, session = current(operands)
    return run(engine, session, ufunc, "__call__", operands, options)


def _note(engine: Engine, session: Session, ufunc: np.ufunc, args: tuple) -> None:
    """Lets `fast` find the entry of a call, if it has one now."""
    global _state
    found = engine.fast.key(f"numpy.{ufunc.__name__}", args, {})
    entry = engine.fast.entries.get(found[0]) if found is not None else None
    if entry is not None and not session.profile:
        if _state.session is not session and session is not engine.outside:
            _state = engine.fast.state(session)
        signatures = [x._signature() if isinstance(x, Redirected) else (type(x), x) for x in args]
        engine.fast.pairs[ufunc, *signatures] = entry


def _array(x: Redirected, target: Any) -> Any:
    """The array of an operand, None if it has to be read in a program."""
    storage, view = x._storage, x._view
    if view is None:
        return storage.base if storage.backend is target else None
    storage, view = x._locate()
    if storage.backend is not target or (view is not None and target.compile is not None):
        return None
    return storage.read(view)


def fast(ufunc: np.ufunc, first: Redirected, other: Any = _ABSENT) -> Any:
    """The result of a call of one or two operands that has an entry, None if there is none."""
    session, target, pairs, counts = _state
    if _current() is not session or float_errors.are_asked_for():
        return None
    kind = type(other)
    binary = kind is RedirectedArray or kind is RedirectedScalar
    if binary:
        entry = pairs.get((ufunc, first._type, other._type))
    elif other is _ABSENT:
        entry = pairs.get((ufunc, first._type))
    else:
        entry = pairs.get((ufunc, first._type, (kind, other))) if _is_number(kind, other) else None
    if entry is None:
        return None
    a = first._storage.base if first._view is None else None
    if a is None or first._storage.backend is not target:
        a = _array(first, target)
    if binary:
        b = other._storage.base if other._view is None else None
        if b is None or other._storage.backend is not target:
            b = _array(other, target)
        out = None if a is None or b is None else entry.run(a, b)
    else:
        out = None if a is None else entry.run(a)
    if out is None:
        return None
    counts[entry.name] += 1
    return entry.result(target, out)


def _is_number(kind: type, value: Any) -> bool:
    """Whether an operand is a number that equals no other one: zeros have signs."""
    return (kind is float or kind is int) and value


def _binary(ufunc: np.ufunc) -> tuple[Callable, Callable, Callable]:
    def forward(self: Redirected, other: Any) -> Any:
        out = fast(ufunc, self, other)
        return out if out is not None else _operate(ufunc, (self, other), other, {})

    def reflected(self: Redirected, other: Any) -> Any:
        return _operate(ufunc, (other, self), other, {})

    def in_place(self: RedirectedArray, other: Any) -> Any:
        ghost = self._ghost
        if (ghost is None or ghost.flags.writeable) and isinstance(other, _KNOWN):
            with contextlib.suppress(Exception):  # it is raised again below, by the call with `out`
                out = forward(self, other)
                if isinstance(out, Redirected) and out._signature() is self._signature():
                    engine, session = current((self,))
                    engine.assign(session, self, engine.array(out))
                    return self
        return _operate(ufunc, (self, other), other, {"out": (self,)})

    return forward, reflected, in_place


def _unary(ufunc: np.ufunc) -> Callable:
    def operator(self: Redirected) -> Any:
        out = fast(ufunc, self)
        if out is not None:
            return out
        engine, session = current((self,))
        return run(engine, session, ufunc, "__call__", (self,), {})

    return operator


def _power(self: Redirected, other: Any, modulus: Any = None) -> Any:
    return NotImplemented if modulus is not None else _POWER(self, other)


for _name, _ufunc in _compat.OPERATORS.items():
    if _name in _compat.UNARY:
        setattr(Redirected, f"__{_name}__", _unary(_ufunc))
        continue
    _forward, _reflected, _in_place = _binary(_ufunc)
    setattr(Redirected, f"__{_name}__", _forward)
    if _name not in _compat.COMPARISONS:
        setattr(Redirected, f"__r{_name}__", _reflected)
        if _name != "divmod":
            setattr(RedirectedArray, f"__i{_name}__", _in_place)
_POWER = Redirected.__pow__  # type: ignore[attr-defined]
Redirected.__pow__ = _power  # type: ignore[attr-defined]
RedirectedArray.__hash__ = None  # type: ignore[assignment]
RedirectedScalar.__hash__ = RedirectedScalar.__dict__["__hash__"]
