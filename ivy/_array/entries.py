"""Public functions: an entry each, written out from a signature, with one look-up of a plan.

What a call has to do depends on the backend that is set, on what its arrays look like and on its other
arguments. An entry makes a key of these and finds the function that does it in a dictionary. This is
what that of `ivy.sum` looks like:

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

What is met for the first time goes the long way (`boundary.call`); what is met again is recorded
(`recording`) and entered. A plan that raises (as None does) leaves it to the long way to tell what is
wrong.

An entry begins with keys of types and dtypes. Where a recording reads a number of axes, the entry is
written anew with that in its keys; where lengths of axes decide, what is entered looks up those. What
has no plan goes the long way each time.

A number where an array may stand is part of the key, with its type and its sign: 1, 1.0 and True are
equal, and so are 0.0 and -0.0. (`axis=True` is `axis=1` to an entry, as it is to Python.)

Where the extension `_enter` was built, the public function is one line, `return enter(x, axis, dtype,
keepdims)`: an object that keeps the last few plans that were found, and knows their calls again
without a key. It leaves all others to the entry, which then has a line more: `keep` tells it the plan
that was in the table. What leaves a table is forgotten, too.
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
    """Plans by keys; an `Enter` that keeps some of them forgets them when there is any change."""

    def __init__(self) -> None:
        self.forget: Callable[[], None] = lambda: None

    def __setitem__(self, key: Any, plan: Callable) -> None:
        super().__setitem__(key, plan)
        self.forget()

    def clear(self) -> None:
        super().clear()
        self.forget()


class Entry:
    """What a public function knows: its body, and the plans for what it has met.

    `long_way(args, kwargs, wraps)` does any call. `backend_of(arrays)` is the backend of a call whose
    arrays are all its own already, or None.
    """

    def __init__(
        self,
        body: Callable,
        signature: Signature,
        long_way: Callable[[list[Any], dict[str, Any], bool], Any],
        backend_of: Callable[[list[Any]], Backend | None],
        defaults: dict[str, Any],
        start: str,
    ):
        self.body = body
        self.signature = signature
        self.long_way = long_way
        self.backend_of = backend_of
        self.defaults = defaults  # of arguments that calls of the body leave out
        self.start = start
        self.axes: set[str] = set()  # the parameters whose numbers of axes are in keys
        self.bare, self.wrapping = _table(), _table()
        self.enter: Any = None
        self.seen: set[Any] = set()

    def written(self, like: Callable) -> Callable:
        """The public function, with name, defaults and docstring of another one."""
        self.space = {
            **{name: getattr(self, name) for name in ("bare", "wrapping", "missing", "outside")},
            "Array": Array,
            "current": CURRENT.get,
            "look": _look,
            "sign": math.copysign,
        }
        tables = self.bare, self.wrapping
        self.enter = entering(
            self.signature.letters(self.axes),
            self._first,
            wraps=self.start == "wrapping",
            outside=self.outside,
            tables=tables,
        )
        _tells(self.enter, self.space, *tables)
        source = self.signature.passing() if self.enter else self._source()
        self.function = made(source, like.__name__, self.space)
        self.function.__defaults__ = like.__defaults__
        self.function.__kwdefaults__ = like.__kwdefaults__
        functools.update_wrapper(self.function, like)
        self.function.__module__ = "ivy"
        return self.function

    def depends(self, axes: set[str]) -> None:
        """Writes the function anew, with these numbers of axes in its keys."""
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
        """What an `Enter` leaves to the entry, which is written now: many functions never need it."""
        self.enter.again = made(self._source(), self.body.__name__, self.space)
        return self.enter.again(*values)

    def outside(self, table: dict, values: tuple) -> Any:
        """A call that has no key."""
        args, kwargs = self._arguments(values)
        return self.long_way(args, kwargs, table is self.wrapping)

    def missing(self, table: dict, key: Any, values: tuple) -> Callable:
        """What does a call whose key is not in the table: a plan from now on, or the long way."""
        arrays = self.signature.arrays(values)
        fixed = self.signature.filled(values, [None] * len(arrays))  # what is kept holds no arrays
        case = _Case(self, fixed, table is self.wrapping)
        backend = self.backend_of(arrays)
        if backend is None or not all(map(_is_fixed, fixed)):
            return case.long_way
        return _found(
            table, key, self.seen, lambda: case.plan(backend, arrays), otherwise=case.long_way
        )

    def _arguments(self, values: Sequence[Any]) -> tuple[list[Any], dict[str, Any]]:
        """The arguments for the body."""
        pairs = [(p.name, v) for p, v in self.signature.pairs(values)]
        args, named = pairs[: self.signature.positional], pairs[self.signature.positional :]
        while args and args[-1][1] is self.defaults.get(args[-1][0], _NONE):
            args.pop()
        kwargs = {n: v for n, v in named if v is not self.defaults.get(n, _NONE)}
        return [v for _, v in args], kwargs


class _Case:
    """Calls of one key, but for their arrays."""

    def __init__(self, entry: Entry, fixed: tuple, wraps: bool):
        self.entry = entry
        self.fixed = fixed
        self.wraps = wraps

    def _arguments(self, arrays: Sequence[Any]) -> tuple[list[Any], dict[str, Any]]:
        return self.entry._arguments(self.entry.signature.filled(self.fixed, arrays))

    def long_way(self, *arrays: Any) -> Any:
        """Any call, without a plan."""
        args, kwargs = self._arguments(arrays)
        return self.entry.long_way(args, kwargs, self.wraps)

    def plan(
        self, backend: Backend, arrays: Sequence[Any], shapes_known: bool = False
    ) -> Callable | None:
        """What was recorded; or what looks for it by the lengths of axes; or the long way.

        None: the key that it was found by is not enough.
        """
        body, taking = self.entry.body, self.entry.signature.taking
        recording = Recording(backend, taking)
        boxes = [recording.given(a, name) for name, a in zip(taking, arrays, strict=True)]
        args, kwargs = self._arguments(boxes)
        try:
            with recording.running():
                result = backend.in_scope(body)(*args, **kwargs)
            if not recording.by_axes <= self.entry.axes:
                self.entry.depends(recording.by_axes)
                return None
            if recording.by_shape and not shapes_known:
                return self._by_shape(backend)
            return self._finished(recording, result)
        except Unplanned:
            return self.long_way

    def _finished(self, recording: Recording, result: Any) -> Callable:
        name, backend = self.entry.body.__name__, recording.base
        compiled = backend.compiled_plan if recording.lines else None
        plan = recording.plan(name, result, self.wraps and compiled is None)
        eager = backend.plan_in_scope(plan, recording.steps, recording.dtypes)
        if compiled is None:
            return eager
        once = {"uses": 0} if getattr(self.entry.body, "one_program", False) else {}
        close = recording.closing(result) if self.wraps else None
        return compiled(plan, eager, recording.arguments, close=close, **once)

    def _by_shape(self, backend: Backend) -> Callable:
        known = _table()
        seen: set[Any] = set()

        def missing(key: Any, arrays: tuple) -> Callable:
            def plan() -> Callable | None:
                return self.plan(backend, arrays, shapes_known=True)

            return _found(known, key, seen, plan, otherwise=self.long_way)

        signature, name = self.entry.signature, self.entry.body.__name__
        space = {"known": known, "missing": missing}
        enter = entering(signature.shape_letters())
        again = made(signature.by_shape(keeps=enter is not None), name, space)
        if enter is None:
            return again
        _tells(enter, space, known)
        enter.again = again
        return enter


_NONE = object()


def _tells(enter: Any, space: dict[str, Any], *tables: Any) -> None:
    """Makes an entry (these are its globals) and its tables tell an `Enter` what it is to know."""
    if enter is not None:
        space["enter"], space["keep"] = enter, enter.keep
        for table in tables:
            table.forget = enter.forget


def _table() -> dict[Any, Callable]:
    return Table() if ENTER else {}


def entering(letters: str, again: Any = None, **options: Any) -> Any:
    """An `Enter` in front of `again`; None: there can be none."""
    if not ENTER or len(letters) > ENTER.MOST_PARAMETERS:
        return None
    return ENTER.Enter(letters, again, **options)


def in_front(enter: Any, public: Callable) -> Callable:
    """A public function that asks `enter` first, which leaves the rest to `public` (and is told)."""
    if enter is None:
        return public
    enter.again = public
    code = public.__code__
    names = ", ".join(code.co_varnames[: code.co_argcount])
    source = f"def entry({names}, /):\n    return enter({names})\n"
    function = made(source, public.__name__, {"enter": enter})
    return functools.update_wrapper(function, public)


def behind(function: Callable) -> Callable:
    """What a public function calls at once, if it has an `Enter`; it is called by position."""
    return function.__globals__.get("enter") or function


def _found(
    table: dict, key: Any, seen: set, plan: Callable[[], Callable | None], otherwise: Callable
) -> Callable:
    """Enters a plan for what is met again: what is met once is not worth one."""
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
        return _unless_it_raises(table, key, otherwise)
    if found is None:
        return otherwise
    table[key] = found
    return found


def _unless_it_raises(table: dict, key: Any, otherwise: Callable) -> Callable:
    """Enters the long way if it goes where a recording did not: elsewhere it tells a mistake."""

    def run(*arrays: Any) -> Any:
        out = otherwise(*arrays)
        table[key] = otherwise
        return out

    return run


def _is_fixed(value: Any) -> bool:
    """Whether a value may be part of a key: it does not change, and what is equal to it is alike."""
    if type(value) is tuple:
        return all(type(v) is not float and _is_fixed(v) for v in value)
    return isinstance(value, _FIXED)


@functools.cache
def _code(source: str) -> CodeType:
    space: dict[str, Any] = {}
    exec(compile(source, "<entry>", "exec"), space)
    return space["entry"].__code__


def made(source: str, name: str, space: dict[str, Any]) -> Any:
    """The function `entry` of a source, which many functions may share."""
    return FunctionType(_code(source), space, name)


def _look(x: Any) -> tuple:
    """What a plan depends on of an array or a number."""
    kind = type(x)
    if kind is float:
        return kind, x, math.copysign(1.0, x)
    return (kind, x) if kind in (int, bool, type(None)) else (kind, x.dtype)
