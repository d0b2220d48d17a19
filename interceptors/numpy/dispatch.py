"""What is done with a function: chosen once by its native name, from the frontend's tables.

view        NumPy computes the geometry with ghosts; results that share memory become views
write       the frontend's function gives the new elements of the argument that is written
geometry    NumPy answers from ghosts
function    the frontend's function, on the target
callback    NumPy's own Python code, which calls a function of the user
text        NumPy, on native copies: results are text or files
none        the fall-back policy decides
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from interceptors import lookup
from interceptors.numpy import _compat, decompositions, geometry
from interceptors.numpy.array import (
    HOSTS,
    Redirected,
    RedirectedArray,
    RedirectedScalar,
    fresh,
)
from interceptors.numpy.calls import Call, host_arguments, host_options, parameters
from interceptors.numpy.engine import Engine, NativeValue
from interceptors.session import Session
from interceptors.shared import trees

Rule = Callable[[Session, tuple, dict[str, Any]], Any]


def run(engine: Engine, session: Session, native: Any, args: tuple, kwargs: dict) -> Any:
    """Runs a public function of NumPy."""
    rule = engine.rules.get(native)
    if rule is None:
        rule = engine.rules[native] = _choose(engine, _compat.name_of(native), native)
    return rule(session, args, kwargs)


def _choose(engine: Engine, name: str, native: Any) -> Rule:
    short = name.rpartition(".")[2]
    zero_axes = short in _compat.ZERO_AXES
    if short in _compat.CALLBACKS:
        return functools.partial(_call_back, engine, name, native)
    if short in _compat.ON_GHOSTS:
        return functools.partial(_ask_ghosts, engine, native)
    if short in _compat.TEXT:
        return lambda session, args, kwargs: engine.run_natively(
            session, Call(name, native, native, args, kwargs), ("text", name)
        )
    written = lookup.writer(name)
    if written is not None:
        return write_rule(engine, name, native, *written)
    view = lookup.view(name)
    if view is not None or short in _compat.VIEWS:
        return functools.partial(view_rule, engine, name, native, view)
    function = lookup.find([name])
    if short in _compat.POLYNOMIALS:
        return functools.partial(_polynomial, engine, name, native, function)
    if function is not None:
        return lambda session, args, kwargs: engine.run(
            session, Call(name, native, function, args, kwargs), zero_axes
        )
    return lambda session, args, kwargs: engine.run(
        session, Call(name, native, no_rule, args, kwargs)
    )


def _polynomial(
    engine: Engine,
    name: str,
    native: Any,
    function: Any,
    session: Session,
    args: tuple,
    kwargs: Any,
) -> Any:
    """A function that NumPy runs if an argument is of its class of polynomials."""
    call = Call(name, native, function, args, kwargs)
    if any(isinstance(a, np.poly1d) for a in (*args, *kwargs.values())):
        return engine.run_natively(session, call, ("native value", "poly1d"))
    return engine.run(session, call)


def no_rule(*_: Any, **__: Any) -> None:
    """In place of the frontend's function where there is none."""
    raise NotImplementedError("no rule")


def _ghost(x: Redirected) -> np.ndarray:
    return x._shape_on()


def _ask_ghosts(engine: Engine, native: Any, session: Session, args: tuple, kwargs: dict) -> Any:
    given = host_arguments(native, args), host_options(kwargs)
    args, kwargs = trees.map_instances((Redirected, np.ndarray), _ghost_of_any, given)
    return native(*args, **kwargs)


def _ghost_of_any(x: Any) -> np.ndarray:
    """The ghost of a redirected array, or of the one that a native array is a copy of."""
    if isinstance(x, Redirected):
        return x._shape_on()
    known = HOSTS.get(x)
    return x if known is None else geometry.root_ghost(known[0])


def view_rule(
    engine: Engine,
    name: str,
    native: Any,
    function: Callable | None,
    session: Session,
    args: tuple,
    kwargs: dict,
) -> Any:
    """A function whose results are views where NumPy makes views, and copies where it copies."""
    if not trees.instances(Redirected, args):
        args = _uploaded(engine, native, args)
    call = Call(name, native, function or no_rule, args, kwargs)
    shown, computes = engine.shown(call)
    session.count(name, "view")
    if isinstance(shown, RedirectedScalar) and call.short_name in _compat.ZERO_AXES:
        return fresh(engine.target, engine.array(shown))
    if not computes or function is None:  # arguments that were native, in `broadcast_arrays`
        return engine.returned(shown)
    return engine.run(session, call, zero_axes=not isinstance(shown, np.generic), aliases=False)


def _uploaded(engine: Engine, native: Any, args: tuple) -> tuple:
    """Arguments with the first, or all of a variable number, as redirected arrays."""
    count = len(args) if parameters(native)[1] else 1
    try:
        return (*map(engine.array_like, args[:count]), *args[count:])
    except NativeValue:
        return args


@functools.lru_cache(1024)
def _place(native: Any, parameter: str) -> int:
    try:
        return list(inspect.signature(native).parameters).index(parameter)
    except ValueError:
        return 0


def write_rule(engine: Engine, name: str, native: Any, function: Callable, parameter: str) -> Rule:
    """The rule of a function that writes an argument."""
    return functools.partial(_write, engine, name, native, function, parameter)


def _write(
    engine: Engine,
    name: str,
    native: Any,
    function: Callable,
    parameter: str,
    session: Session,
    args: tuple,
    kwargs: dict,
) -> Any:
    """A function that writes an argument, of which `function` gives the new elements."""
    call = Call(name, native, function, args, kwargs)
    at = _place(function, parameter)
    written = kwargs[parameter] if parameter in kwargs else args[at] if len(args) > at else None
    return replace(
        engine,
        session,
        call,
        written,
        lambda: engine.executor.run(session, function, *engine.arguments(call)),
    )


def replace(
    engine: Engine, session: Session, call: Call, written: Any, compute: Callable[[], Any]
) -> None:
    """Replaces the elements of an array by what `compute` gives."""
    if not isinstance(written, RedirectedArray):
        return engine.run_natively(session, call, ("host array", call.name))
    if not written.flags.writeable:
        return engine.failed(session, call, ValueError("read-only"))
    try:
        engine.check(call)
        result = compute()
    except NativeValue as error:
        return engine.run_natively(session, call, ("native value", str(error)))
    except Exception as error:
        return engine.failed(session, call, error)
    session.count(call.name, engine.executor.way)
    engine.assign(session, written, result)
    return None


def _call_back(
    engine: Engine, name: str, native: Callable, session: Session, args: tuple, kwargs: dict
) -> Any:
    try:
        given = trees.map_leaves(engine.array_like, args)
    except NativeValue as error:
        call = Call(name, native, native, args, kwargs)
        return engine.run_natively(session, call, ("native value", str(error)))
    session.count(name, "expansion")
    return decompositions.of(native)(*given, **kwargs)
