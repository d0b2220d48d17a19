"""Public functions: a generated entry each, which finds the plan of a call by one look-up.

The steps of a call depend on the current backend, on the types of its arrays and on its other
arguments. An entry makes a key of these and looks up the plan, a function of the arrays that does
the call. The entry of `ivy.sum`:

    def sum(x, /, *, axis=None, dtype=None, keepdims=False):
        table = bare
        try:
            if type(x) is Array:
                table = wrapping
                x = x._value
            kind = type(x)
            key = current(), kind, x.dtype, x.ndim, axis, dtype, keepdims
            plan = table[key]
        except KeyError:
            plan = missing(table, key, (x, axis, dtype, keepdims))
        except (AttributeError, IndexError, TypeError):
            plan = None
        try:
            return plan(x)
        except Exception:
            pass
        return outside(table, (x, axis, dtype, keepdims))

The first call of a key takes the slow path (`boundary.call`); the second is recorded (`recording`),
and its plan is cached. If a plan raises (as None does, when called), the slow path runs the call
again and raises the proper error.

Keys start out with types and dtypes. If a recording reads the number of axes of an argument, the
entry is generated again with that number in its keys; if it reads lengths of axes, the cached plan
is a further look-up by these lengths. Calls without a plan take the slow path each time.

A number in place of an array is part of the key, with its type and its sign: 1, 1.0 and True are
equal, and so are 0.0 and -0.0. (`axis=True` is `axis=1` to an entry, as it is to Python.)

With the extension `_enter`, the public function is one line, `return enter(x, axis, dtype,
keepdims)`: an object that keeps the plans of the last few keys and compares calls with them without
building a key. All other calls go on to the entry, which then has one more line: `keep` hands over
the plan found in the table. When a table changes, its `Enter` forgets what it keeps.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from ivy._array.array import Array
from ivy._array.extension import ENTER
from ivy._array.recording import Recording, Unplanned
from ivy._array.signatures import Signature
from ivy._core.backend import Backend
from ivy._core.context import CURRENT

_MOST_KEYS = 1000
_FIXED = (type(None), bool, int, float, str, np.dtype, type)


class Table(dict):
    """Plans by key; any change calls `forget` of the `Enter` that keeps some of them."""

    def __init__(self) -> None:
        self.forget: Callable[[], None] = lambda: None

    def __setitem__(self, key: Any, plan: Callable) -> None:
        super().__setitem__(key, plan)
        self.forget()

    def clear(self) -> None:
        super().clear()
        self.forget()


class Entry:
    """The state of a public function: its body and its cached plans.

    `slow_path(args, kwargs, wraps)` runs any call. `backend_of(arrays)` is the backend of a call if
    no array needs a conversion, else None.
    """

    def __init__(
        self,
        body: Callable,
        signature: Signature,
        slow_path: Callable[[list[Any], dict[str, Any], bool], Any],
        backend_of: Callable[[list[Any]], Backend | None],
        defaults: dict[str, Any],
        start: str,
    ):
        self.body = body
        self.signature = signature
        self.slow_path = slow_path
        self.backend_of = backend_of
        self.defaults = defaults  # arguments equal to these are not passed to the body
        self.start = start
        self.axes: set[str] = set()  # the parameters whose number of axes is part of keys
        self.bare, self.wrapping = _table(), _table()
        self.enter: Any = None
        self.seen: set[Any] = set()

    def generate(self, like: Callable) -> Callable:
        """The public function, with the name, defaults and docstring of `like`."""
        self.space = {
            **{name: getattr(self, name) for name in ("bare", "wrapping", "missing", "outside")},
            "Array": Array,
            "current": CURRENT.get,
            "look": _describe,
            "sign": math.copysign,
        }
        tables = self.bare, self.wrapping
        self.enter = fast_path(
            self.signature.letters(self.axes),
            self._first,
            wraps=self.start == "wrapping",
            outside=self.outside,
            tables=tables,
        )
        _connect(self.enter, self.space, *tables)
        source = self.signature.passing() if self.enter else self._source()
        self.function = made(source, like.__name__, self.space)
        self.function.__defaults__ = like.__defaults__
        self.function.__kwdefaults__ = like.__kwdefaults__
        functools.update_wrapper(self.function, like)
        self.function.__module__ = "ivy"
        return self.function

    def add_axes(self, axes: set[str]) -> None:
        """Generates the function again, with the number of axes of these parameters in its keys."""
        self.axes |= axes
        if self.enter:
            self.enter.kinds = self.signature.letters(self.axes)
            self.enter.again = self._first
        else:
            self.function.__code__ = _code(self._source())
        for table in (self.bare, self.wrapping):
            table.clear()

    def _source(self) -> str:
        return self.signature.entry(self.start, self.axes, keeps=self.enter is not None)

    def _first(self, *values: Any) -> Any:
        """Generates the entry behind an `Enter`, at its first call: many functions have none."""
        self.enter.again = made(self._source(), self.body.__name__, self.space)
        return self.enter.again(*values)

    def outside(self, table: dict, values: tuple) -> Any:
        """Runs a call that has no key, or whose plan raises."""
        args, kwargs = self._arguments(values)
        return self.slow_path(args, kwargs, table is self.wrapping)

    def missing(self, table: dict, key: Any, values: tuple) -> Callable:
        """The function for a call whose key is not in the table: a new plan, or the slow path."""
        arrays = self.signature.arrays(values)
        # without arrays, which a cache must not keep alive
        fixed = self.signature.filled(values, [None] * len(arrays))
        case = _Case(self, fixed, table is self.wrapping)
        backend = self.backend_of(arrays)
        if backend is None or not all(map(_is_fixed, fixed)):
            return case.slow_path
        return _planned(
            table, key, self.seen, lambda: case.plan(backend, arrays), otherwise=case.slow_path
        )

    def _arguments(self, values: Sequence[Any]) -> tuple[list[Any], dict[str, Any]]:
        """The arguments of the body."""
        pairs = [(p.name, v) for p, v in self.signature.pairs(values)]
        args, named = pairs[: self.signature.positional], pairs[self.signature.positional :]
        while args and args[-1][1] is self.defaults.get(args[-1][0], _NONE):
            args.pop()
        kwargs = {n: v for n, v in named if v is not self.defaults.get(n, _NONE)}
        return [v for _, v in args], kwargs


class _Case:
    """All calls of one key: they differ in their arrays only."""

    def __init__(self, entry: Entry, fixed: tuple, wraps: bool):
        self.entry = entry
        self.fixed = fixed
        self.wraps = wraps

    def _arguments(self, arrays: Sequence[Any]) -> tuple[list[Any], dict[str, Any]]:
        return self.entry._arguments(self.entry.signature.filled(self.fixed, arrays))

    def slow_path(self, *arrays: Any) -> Any:
        """Runs a call without a plan."""
        args, kwargs = self._arguments(arrays)
        return self.entry.slow_path(args, kwargs, self.wraps)

    def plan(
        self, backend: Backend, arrays: Sequence[Any], shapes_known: bool = False
    ) -> Callable | None:
        """The recorded plan, a look-up of plans by lengths of axes, or the slow path.

        None if the plan depends on more than the key.
        """
        body, array_names = self.entry.body, self.entry.signature.array_names
        recording = Recording(backend, array_names)
        boxes = [recording.argument(a, name) for name, a in zip(array_names, arrays, strict=True)]
        args, kwargs = self._arguments(boxes)
        try:
            with recording.running():
                result = backend.in_scope(body)(*args, **kwargs)
            if not recording.by_axes <= self.entry.axes:
                self.entry.add_axes(recording.by_axes)
                return None
            if recording.by_shape and not shapes_known:
                return self._by_shape(backend)
            return self._finished(recording, result)
        except Unplanned:
            return self.slow_path

    def _finished(self, recording: Recording, result: Any) -> Callable:
        name, backend = self.entry.body.__name__, recording.base
        compiled = backend.compiled_plan if recording.lines else None
        plan = recording.plan(name, result, self.wraps and compiled is None)
        eager = backend.plan_in_scope(plan, recording.steps, recording.dtypes)
        if compiled is None:
            return eager
        once = {"uses": 0} if getattr(self.entry.body, "jit_unit", False) else {}
        close = recording.wrapping(result) if self.wraps else None
        return compiled(plan, eager, recording.arguments, close=close, **once)

    def _by_shape(self, backend: Backend) -> Callable:
        known = _table()
        seen: set[Any] = set()

        def missing(key: Any, arrays: tuple) -> Callable:
            def plan() -> Callable | None:
                return self.plan(backend, arrays, shapes_known=True)

            return _planned(known, key, seen, plan, otherwise=self.slow_path)

        signature, name = self.entry.signature, self.entry.body.__name__
        space = {"known": known, "missing": missing}
        enter = fast_path(signature.shape_letters())
        again = made(signature.by_shape(keeps=enter is not None), name, space)
        if enter is None:
            return again
        _connect(enter, space, known)
        enter.again = again
        return enter


_NONE = object()


def _connect(enter: Any, space: dict[str, Any], *tables: Any) -> None:
    """Connects an `Enter` with its entry (by the globals of that) and with the tables."""
    if enter is not None:
        space["enter"], space["keep"] = enter, enter.keep
        for table in tables:
            table.forget = enter.forget


def _table() -> dict[Any, Callable]:
    return Table() if ENTER else {}


def fast_path(letters: str, again: Any = None, **options: Any) -> Any:
    """An `Enter` in front of `again`, or None if that is not possible."""
    if not ENTER or len(letters) > ENTER.MOST_PARAMETERS:
        return None
    return ENTER.Enter(letters, again, **options)


def with_fast_path(enter: Any, public: Callable) -> Callable:
    """A public function that tries `enter` first and then `public`."""
    if enter is None:
        return public
    enter.again = public
    code = public.__code__
    names = ", ".join(code.co_varnames[: code.co_argcount])
    source = f"def entry({names}, /):\n    return enter({names})\n"
    function = made(source, public.__name__, {"enter": enter})
    return functools.update_wrapper(function, public)


def fast_path_of(function: Callable) -> Callable:
    """The `Enter` of a public function, or the function itself; to be called positionally."""
    return function.__globals__.get("enter") or function


def _planned(
    table: dict, key: Any, seen: set, plan: Callable[[], Callable | None], otherwise: Callable
) -> Callable:
    """Caches a plan on the second call with the same key; one call is not worth recording."""
    if key not in seen:
        if len(seen) > _MOST_KEYS:
            seen.clear()
        seen.add(key)
        return otherwise
    if len(table) > _MOST_KEYS:
        table.clear()
    try:
        found = plan()
    except Exception:
        return _after_success(table, key, otherwise)
    if found is None:
        return otherwise
    table[key] = found
    return found


def _after_success(table: dict, key: Any, otherwise: Callable) -> Callable:
    """The slow path for a call that could not be recorded, cached if it does not raise."""

    def run(*arrays: Any) -> Any:
        out = otherwise(*arrays)
        table[key] = otherwise
        return out

    return run


def _is_fixed(value: Any) -> bool:
    """Whether a value may be part of a key: immutable, and interchangeable with its equals."""
    if type(value) is tuple:
        return all(type(v) is not float and _is_fixed(v) for v in value)
    return isinstance(value, _FIXED)


@functools.cache
def _code(source: str) -> CodeType:
    space: dict[str, Any] = {}
    exec(compile(source, "<entry>", "exec"), space)
    return space["entry"].__code__


def made(source: str, name: str, space: dict[str, Any]) -> Any:
    """The function `entry` defined by a source; functions of the same source share its code."""
    return FunctionType(_code(source), space, name)


def _describe(x: Any) -> tuple:
    """The part of an array or a number that a plan depends on."""
    kind = type(x)
    if kind is float:
        return kind, x, math.copysign(1.0, x)
    return (kind, x) if kind in (int, bool, type(None)) else (kind, x.dtype)
