"""Ufuncs: calls, their methods, and Python's operators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from interceptors import lookup
from interceptors.numpy import _compat, dispatch
from interceptors.numpy.array import Redirected, RedirectedArray, RedirectedScalar, host_value
from interceptors.numpy.engine import Call, Engine, current
from interceptors.session import Session

_KNOWN = (np.ndarray, np.generic, bool, int, float, complex, list, tuple)


def run(
    engine: Engine, session: Session, ufunc: Any, method: str, args: tuple, kwargs: dict
) -> Any:
    """Runs a ufunc, or one of its methods."""
    rule = engine.rules.get((ufunc, method))
    if rule is None:
        rule = engine.rules[ufunc, method] = _choose(engine, ufunc, method)
    if _compat.HAS_ERROR_STATE(None) is not None:
        _check_errors(session, ufunc, method, args, kwargs)
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
            return dispatch.write_rule(engine, name, native, *writer)
        function = lookup.protocol(name)
    function = function or dispatch.no_rule

    def call(session: Session, args: tuple, kwargs: dict) -> Any:
        if method == "__call__" and len(args) > ufunc.nin:
            args, kwargs = args[: ufunc.nin], {**kwargs, "out": args[ufunc.nin :]}
        return engine.run(session, Call(name, native, function, args, kwargs))

    return call


def _foreign(engine: Engine, ufunc: np.ufunc, method: str) -> Callable:
    """A ufunc of another library (`scipy.special`) computes with true values."""
    name = f"{getattr(ufunc, '__module__', None) or 'ufunc'}.{ufunc.__name__}"
    native = getattr(ufunc, method)
    return lambda session, args, kwargs: engine.run_natively(
        session, Call(name, native, native, args, kwargs), ("library", name)
    )


def _check_errors(
    session: Session, ufunc: np.ufunc, method: str, args: tuple, kwargs: dict
) -> None:
    """Lets NumPy raise, or call, what `np.errstate` wants: targets do not notice such errors."""
    state = np.geterr()
    if not {"raise", "call", "print", "log"} & {*state.values()} or method == "at":
        return
    options = {k: host_value(v) for k, v in kwargs.items() if k != "out"}
    args = args[: ufunc.nin] if method == "__call__" else args
    session.report.native["error state", ufunc.__name__] += 1
    kinds: dict[str, Any] = {k: "ignore" if v == "warn" else v for k, v in state.items()}
    with np.errstate(**kinds):
        getattr(ufunc, method)(*map(host_value, args), **options)


def _has_override(x: Any) -> bool:
    """Whether another class wants to handle ufuncs itself."""
    if isinstance(x, Redirected) or type(x) is np.ndarray or isinstance(x, np.generic):
        return False
    return getattr(type(x), "__array_ufunc__", None) is not None and not isinstance(x, np.ndarray)


def _array_ufunc(self: Redirected, ufunc: np.ufunc, method: str, *args: Any, **kwargs: Any) -> Any:
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


def _operate(
    ufunc: np.ufunc, first: Redirected, operands: tuple, other: Any, **options: Any
) -> Any:
    if not isinstance(other, _KNOWN):
        override = getattr(type(other), "__array_ufunc__", NotImplemented)
        if override is None or isinstance(other, str):
            return NotImplemented
        return ufunc(*operands, **options)
    engine, session = current((first,))
    return run(engine, session, ufunc, "__call__", operands, options)


def _binary(ufunc: np.ufunc) -> tuple[Callable, Callable, Callable]:
    def forward(self: Redirected, other: Any) -> Any:
        return _operate(ufunc, self, (self, other), other)

    def reflected(self: Redirected, other: Any) -> Any:
        return _operate(ufunc, self, (other, self), other)

    def in_place(self: Redirected, other: Any) -> Any:
        return _operate(ufunc, self, (self, other), other, out=(self,))

    return forward, reflected, in_place


def _unary(ufunc: np.ufunc) -> Callable:
    def operator(self: Redirected) -> Any:
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
