"""Calls whose signature is known: one look-up, then the target's own function.

The key of a call has its name, the dtypes and shapes of its arrays and of its scalars, and everything
else by value. The second call with a key makes its entry. On a target that compiles, that is the entry
point of the program; on others the backend's functions that the frontend function called, recorded as
straight-line code (`ivy._array.recording`), without a check or a promotion in between.

A call has no key if it writes (`out`), if an array is a view whose elements have not been read yet, or
if it has a value of another type. It goes the general way, and so does a call whose entry is None.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from interceptors.numpy.array import LAZY, Redirected, RedirectedArray, RedirectedScalar
from interceptors.numpy.geometry import ArrayStorage
from interceptors.session import PRINTS_CALLS, Session
from interceptors.shared.caches import BoundedCache
from interceptors.shared.programs import RUN_EAGERLY, Executor
from ivy._array.recording import Recording, Slot, Unplanned
from ivy._core.backend import Backend
from ivy._core.tracing import Trace

_MOST_ELEMENTS = 4096  # of a result that is kept
_new = object.__new__
_STATIC = (type(None), bool, int, str, type, np.dtype)


class Entry(NamedTuple):
    """The name of a call, what runs it, and the class, dtype and shape of its one result."""

    name: str
    run: Callable
    kind: type
    dtype: np.dtype
    shape: tuple[int, ...]
    signature: Any

    def result(self, target: Backend, array: Any) -> Any:
        """The result as a redirected array or scalar."""
        storage = _new(ArrayStorage)
        storage.backend, storage.base, storage.version = target, array, 0
        storage.dtype, storage.shape = self.dtype, self.shape
        storage.memory = storage.owner = storage.ghost = storage.reinterpreted = None
        storage.dirty = False
        made = _new(self.kind)
        made._storage, made._type = storage, self.signature
        made._view = made._ghost = made._owner = None
        return made


class _Recording(Recording):
    """A recording in which arrays made of none are constants: nobody writes them."""

    _concerns = Trace._concerns

    def __init__(self, base: Backend, parameters: list[str]):
        super().__init__(base, parameters)
        self.constants = (*self.constants, *base.array_types)


class State(NamedTuple):
    """The block that last ran a call: what operators must know to look up an entry."""

    session: Session | None
    target: Any
    pairs: dict[Any, Entry]
    counts: dict[str, int]


class FastPath:
    """The entries of one target."""

    def __init__(self, executor: Executor):
        self.executor = executor
        self.target: Backend = executor.target
        self.entries: dict[Any, Entry | None] = BoundedCache(16384)
        self.pairs: dict[Any, Entry] = BoundedCache(16384)  # of ufuncs, by the types of operands
        self.seen: set[Any] = set()

    def forget(self) -> None:
        """Drops all entries."""
        self.entries.clear()
        self.pairs.clear()

    def array(self, x: Any) -> Any:
        """The array of a redirected one, None unless it is here, and read."""
        storage, view = x._storage, x._view
        if view is LAZY or storage.backend is not self.target:
            return None
        if type(storage) is not ArrayStorage:
            storage.current(view)  # one that reinterprets another notices writes to that only here
        if view is None:
            return storage.base
        return view.value if view.is_current(storage) else None

    def key(self, name: Any, values: tuple, kwargs: dict[str, Any]) -> tuple[tuple, list] | None:
        """The key of a call and its arrays; None if it has no key."""
        parts: list[Any] = [name]
        arrays: list[Any] = []
        if kwargs:
            parts.append(tuple(kwargs))
            values = (*values, *kwargs.values())
        for value in values:
            kind = type(value)
            if kind is RedirectedArray or kind is RedirectedScalar:
                array = self.array(value)
                if array is None:
                    return None
                arrays.append(array)
                parts.append((kind, value._signature()))
            elif not _append(parts, kind, value):
                return None
        return tuple(parts), arrays

    def wants(self, key: tuple) -> bool:
        """Whether an entry is to be made for a key that has none: at the second call."""
        if key in self.entries or PRINTS_CALLS or self.target.level:  # nothing is kept of a tape
            return False
        if key in self.seen:
            self.seen.discard(key)
            return True
        if len(self.seen) > 4096:
            self.seen.clear()
        self.seen.add(key)
        return False

    def state(self, session: Session) -> State:
        """What the operators of a block must know."""
        return State(session, self.target, self.pairs, session.report.ways["fast path"])

    def enter(
        self, key: tuple, function: Callable, args: tuple, kwargs: dict, arrays: list, out: Any
    ) -> None:
        """Makes the entry of a call that gave `out`, from the arguments of the frontend function."""
        entry = None
        if type(out) in (RedirectedArray, RedirectedScalar) and out._view is None:
            make_run = self._program if self.executor.compiles else self._plan
            run = make_run(function, args, kwargs, arrays) if arrays else _constant(out)
            if run is not None:
                entry = Entry(key[0], run, type(out), out.dtype, out.shape, out._signature())
        self.entries[key] = entry

    def _program(
        self, function: Callable, args: tuple, kwargs: dict, arrays: list
    ) -> Callable | None:
        if function in self.executor.lifted:
            return None
        parts, found = self.executor.encoder.encode(args, kwargs, lift=False, static=False)
        program = self.executor.programs_of(function).get(tuple(parts))
        entry_point = getattr(program, "entry_point", None)
        same = len(found) == len(arrays) and all(a is b for a, b in zip(found, arrays, strict=True))
        if program is RUN_EAGERLY or entry_point is None or not same:
            return None
        run = entry_point(found)
        return None if run is None else lambda *values: run(list(values))

    def _plan(self, function: Callable, args: tuple, kwargs: dict, arrays: list) -> Callable | None:
        names = [f"x{i}" for i in range(len(arrays))]
        recording = _Recording(self.target, names)
        boxes = iter([recording.argument(a, n) for a, n in zip(arrays, names, strict=True)])

        def boxed(value: Any) -> Any:
            return next(boxes) if isinstance(value, Redirected) else value

        try:
            given = [boxed(a) for a in args]
            options = {k: boxed(v) for k, v in kwargs.items()}
            with recording.running(), self.target.scope():
                result = function(*given, **options)
            if not isinstance(result, Slot) or result.dynamic:
                return None
            plan = recording.plan(function.__name__, result, False)
            return self.target.plan_in_scope(plan, recording.steps, recording.dtypes)
        except (Unplanned, AttributeError):
            return None


def _constant(out: Any) -> Callable | None:
    """What returns the array of a call without arrays, which nobody writes."""
    array = out._storage.base
    return (lambda: array) if out.size <= _MOST_ELEMENTS else None


def _append(parts: list, kind: type, value: Any) -> bool:
    """Adds a value that is not an array to a key; false if a key can't have it."""
    if kind in _STATIC or kind is type(Ellipsis):
        parts.append((kind, value))
    elif kind is float:
        if not value or value != value:  # equal zeros have different signs, and NaN never matches
            return False
        parts.append((kind, value))
    elif kind is complex:
        parts.append((kind, repr(value)))  # which shows the signs of zeros
    elif (kind is tuple and all(type(v) is int for v in value)) or isinstance(value, np.dtype):
        parts.append(value)
    else:
        return False
    return True
