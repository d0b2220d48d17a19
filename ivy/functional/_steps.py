"""`execute_with_gradients(..., compile=True)`: a step as one program of the backend.

What a step depends on besides its arguments is found, and given to the program as arguments as well:

* arrays that the function refers to by name, in its closure, its defaults or among its globals, also in
  lists and dicts, and those of functions of the same file that it refers to;
* variables, state and keys of modules (`ivy._core.held`), seen in a first run that is not compiled;
* anything else that it refers to by name is a part of the program: another object gives another one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterator
from types import FunctionType
from typing import Any

from ivy._core import structures
from ivy._core.backend import Backend
from ivy._core.held import Held, Tracker

_LIMIT = 64
_steps: dict[Any, Step] = {}


class _Unknown(Exception):
    """While it was traced, a step has met state that it did not know of."""


class Step:
    """A function of `(variables, *arguments)` as programs of a backend."""

    def __init__(self, backend: Backend, refers: list[Any]):
        self.refers = refers  # kept, as they are known by their identity
        self.held: list[Held] | None = None
        self.function: Callable[..., Any] = _Unknown
        self.places: list[Any] = []
        self.given: Any = None
        self.result: Any = None
        assert backend.jit is not None
        self.program = backend.jit(self._traced)

    def __call__(self, function: Callable[..., Any], places: list[Any], args: Any) -> Any:
        """The result of `function(*args)`."""
        if self.held is None:
            return self._first(function, args)
        lifted = structures.of([place.get() for place in places])
        self.function, self.places, self.given = function, places, (structures.of(args), lifted)
        values = [h.get() for h in self.held]
        try:
            arrays, new = self.program(self.given[0].arrays, lifted.arrays, values)
        except _Unknown:
            return self._first(function, args)
        for held, value in zip(self.held, new, strict=True):
            held.set(value)
        return self.result.filled(arrays)

    def _first(self, function: Callable[..., Any], args: Any) -> Any:
        with Tracker().tracking() as tracker:
            out = function(*args)
        self.held = list(tracker.values)
        for held, value in tracker.values.items():
            held.set(value)
        return out

    def _traced(self, arrays: Any, lifted: Any, values: Any) -> Any:
        assert self.held is not None
        args, refers = self.given[0].filled(arrays), self.given[1].filled(lifted)
        with _replaced(self.places, refers), Tracker(self.held, values).tracking() as tracker:
            result = structures.of(self.function(*args))
        if len(tracker.values) > len(self.held):
            self.held = None
            raise _Unknown
        self.result = result
        return result.arrays, [tracker.values[h] for h in self.held]


def compiled(
    function: Callable[..., Any], run: Callable[..., Any], backend: Backend, args: Any
) -> Any:
    """`run(*args)`, which calls `function`, as one program for what that refers to."""
    places = list(_places(function, set()))
    lifted = [p for p in places if _has_arrays(p.get())]
    others = [p.get() for p in places if not _has_arrays(p.get())]
    code = getattr(function, "__code__", function)
    key = (code, backend.name, len(lifted), tuple(map(_identity, others)))
    step = _steps.get(key)
    if step is None:
        while len(_steps) >= _LIMIT:
            del _steps[next(iter(_steps))]
        step = _steps[key] = Step(backend, [function, *others])
    return step(run, lifted, args)


class _Place:
    """A variable that a function refers to: a cell of its closure, or a global one."""

    def __init__(self, owner: Any, name: Any):
        self.owner = owner
        self.name = name

    def get(self) -> Any:
        """Its value."""
        return self.owner[self.name] if isinstance(self.owner, dict) else self.owner.cell_contents

    def set(self, value: Any) -> None:
        """Replaces it."""
        if isinstance(self.owner, dict):
            self.owner[self.name] = value
        else:
            self.owner.cell_contents = value


class _Default(_Place):
    """The default of a parameter."""

    def get(self) -> Any:
        """Its value."""
        return self.owner.__defaults__[self.name]

    def set(self, value: Any) -> None:
        """Replaces it."""
        before = self.owner.__defaults__
        self.owner.__defaults__ = (*before[: self.name], value, *before[self.name + 1 :])


def _places(function: Any, seen: set[int]) -> Iterator[_Place]:
    if not isinstance(function, FunctionType) or id(function) in seen:
        return
    seen.add(id(function))
    scope, names = function.__globals__, list(function.__code__.co_names)
    for constant in function.__code__.co_consts:  # functions inside, comprehensions
        names += getattr(constant, "co_names", ())
    places = [_Place(cell, "") for cell in function.__closure__ or () if _is_filled(cell)]
    places += [_Default(function, i) for i in range(len(function.__defaults__ or ()))]
    places += [_Place(scope, n) for n in dict.fromkeys(names) if n in scope]
    for place in places:
        value = place.get()
        if isinstance(value, FunctionType) and value.__module__ == function.__module__:
            yield from _places(value, seen)
        else:
            yield place


def _is_filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not cell
    except ValueError:
        return False


def _has_arrays(value: Any) -> bool:
    arrays = structures.of(value).arrays
    return any(not isinstance(x, (float, complex)) for x in arrays)


def _identity(value: Any) -> Any:
    return value if isinstance(value, (int, float, str, type(None))) else id(value)


@contextlib.contextmanager
def _replaced(places: list[Any], values: Any) -> Generator[None]:
    before = [p.get() for p in places]
    for place, value in zip(places, values, strict=True):
        place.set(value)
    try:
        yield
    finally:
        for place, value in zip(places, before, strict=True):
            place.set(value)
