"""The hot path: one call of a compiling target, done in one or two functions instead of four layers.

A quick call takes the arrays out of the tensors, finds the program, runs it and wraps the result, or
puts it into the tensor that an in-place call writes. It gives MISS for every other call (elements that
must be fetched, a tensor that needs a gradient, a list of tensors, an error), and the general path then
does it from the start. So nothing may be changed before it is certain that the call succeeds.

Each has a fast half, for whole tensors and simple values, and a thorough one (`gather`), which also
knows native tensors, views, keywords, and floats that became arguments of the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import torch

from interceptors import _base
from interceptors.torch import _compat, geometry
from interceptors.torch.store import contiguous
from ivy._core import errors
from ivy._core.backend import CURRENT

if TYPE_CHECKING:
    from interceptors.torch.engine import Engine

MISS = object()
PASS = object()  # autograd must see this call first
Quick = Callable[[tuple, Any, Any], Any]
_current = _base.CURRENT.get
_inference = torch.is_inference_mode_enabled
_autocast = _compat.any_autocast
_grad_enabled = torch.is_grad_enabled
_forward_ad = torch.autograd.forward_ad
_SIMPLE = frozenset((int, bool, str, type(None), torch.dtype))
_ROWS = (tuple, list)
NATIVE = frozenset((torch.Tensor, torch.nn.Parameter, torch.nn.Buffer))
_LIMIT = 8192
_DISTINCT, _FLOATS = 2, 8
ARRAY = "array"
_MISSES = (MISS,)
_PASSES = (PASS,)


def never(args: tuple, kwargs: Any, func: Any) -> Any:
    """The quick form of a function that has none."""
    return MISS


def quick(engine: Engine, function: Callable) -> Quick:
    """`quick(args, kwargs, operator)`: the resulting tensor or tensors, or MISS.

    `operator` is the ATen operator, or None for a public function, which is seen above autograd.
    """
    return known_form(engine, function, engine.quicks, _make)


def quick_answer(engine: Engine, function: Callable) -> Quick:
    """`quick(args, kwargs, operator)` of a function that gives a Python value: it, or MISS."""
    target = engine.target

    def answer(args: tuple, kwargs: Any, func: Any) -> Any:
        if kwargs or _current().tracing:  # type: ignore[union-attr] - a call is in a block
            return MISS
        found = engine.gather(args, None, False, False, ())
        if len(found) == 1 or found[0] != (ARRAY,) * len(args):
            return MISS
        token = CURRENT.set(target)
        try:
            with target.scope():
                return function(*found[1])
        except Exception:  # the general path says what is wrong
            return MISS
        finally:
            CURRENT.reset(token)

    return answer


def without_places(form: Quick) -> Quick:
    """`form` of an operator that may be told where its result shall lie, called for the usual place."""

    def call(args: tuple, kwargs: Any, func: Any) -> Any:
        if not kwargs:
            return form(args, kwargs, func)
        rest = {}
        for name, value in kwargs.items():
            usual = _compat.USUAL_PLACES.get(name)
            if usual is None:
                rest[name] = value
            elif value not in usual:
                return MISS
        return form(args, rest, func)

    return call


def known_form(engine: Engine, function: Callable, known: dict, make: Callable) -> Quick:
    """The quick form of a function, made at its first call; `never` where nothing is compiled."""
    if engine.target.compile is None or hasattr(function, "reads_layout"):
        return never
    found = known.get(function)
    if found is None:
        found = known[function] = make(engine, function)
    return found


def _make(engine: Engine, function: Callable) -> Quick:  # noqa: C901 - the hot path
    """The fast half: whole tensors, simple values, a program that has run for such arrays before."""
    tensor_class, simple, lifts = engine.tensor, _SIMPLE, engine.runner.lifts
    calls = _Calls(engine, function)
    entrances, enter, thorough = calls.entrances, calls.enter, calls.thorough
    if engine.facts is not None:
        return engine.facts.quick(function, lifts, entrances, calls.thorough_and_noted)

    def call(args: tuple, kwargs: Any, func: Any) -> Any:  # noqa: C901
        # PyTorch would do more than run the call, or marks its results
        if _autocast() or _inference() or _forward_ad._current_level >= 0:
            return thorough(args, kwargs, func)
        arrays = []
        key: Any = None
        base: Any = None
        for a in args:
            kind = type(a)
            if kind is tensor_class and a._view is None:
                base = a._array
                if base is None:
                    base = a._own.base
                    if base is None:
                        return MISS
                if func is None and a.requires_grad and _grad_enabled():
                    return PASS
                arrays.append(base)
            elif (
                kind in simple
                or (kind is tuple and all([type(i) is int for i in a]))  # noqa: C419 - faster
                or (kind is float and (a > 0 or a < 0) and function not in lifts)
            ):
                key = (key, len(arrays), kind, a)
            else:
                return thorough(args, kwargs, func)
        if kwargs:
            return thorough(args, kwargs, func)
        count = len(arrays)
        try:
            if count == 1:
                kinds: Any = id(base.aval)
            elif count == 2:
                kinds = (id(arrays[0].aval), id(base.aval))
            elif count == 0 and func is None:  # PyTorch decides where it lies, and on its gradient
                return MISS
            else:
                kinds = tuple([id(a.aval) for a in arrays])
            at = kinds if key is None else (key, count, kinds)
            entrance, shelf = entrances[at]
            tensor = shelf.pop()
            tensor._array = entrance(arrays)
            return tensor
        except (
            Exception
        ):  # not known yet, no tensors left, or an error, which comes again in `enter`
            return enter((key, count), kinds, at, args, arrays)

    return call


class _Calls:
    """What the fast half leaves to others: first calls of a kind, and arguments of more kinds."""

    def __init__(self, engine: Engine, function: Callable):
        self.engine = engine
        self.function = function
        self.programs = Programs(engine, function)
        self.entrances: dict[Any, tuple] = {}  # and where tensors for results lie

    def enter(self, key: Any, kinds: Any, at: Any, args: tuple, arrays: list) -> Any:
        """The call, for the first one of a kind, and for one that finds no tensor on the shelf."""
        self.entrances.pop(at, None)
        program = self.programs.get(key)
        if program is None:
            program = self.programs.make(key, args, {}, arrays, False)
        out = self.programs.run(key, program, arrays)
        tensor = MISS if out is MISS else self.wrap(out)
        entrance = None
        if type(out) is self.engine.array_type:
            entrance = (lambda arrays: out) if kinds == () else program.entry_point(arrays)
        if entrance is not None:
            if len(self.entrances) > _LIMIT:
                self.entrances.clear()
            self.entrances[at] = entrance, self.engine.shelves[id(out.aval)][0]
        return tensor

    def thorough(self, args: tuple, kwargs: Any, func: Any, noted: bool = False) -> Any:
        """The call, for arguments of more kinds."""
        if _autocast() or _forward_ad._current_level >= 0 or _current().tracing:  # type: ignore[union-attr]
            return MISS
        engine, programs = self.engine, self.programs
        lift = self.function in engine.runner.lifts
        found = engine.gather(args, kwargs, func is None, lift, ())
        if len(found) == 1:
            return found[0]
        key, arrays, dense = found
        if func is None and not arrays:
            return MISS
        program = programs.get(key)
        if program is None:
            if not dense and (func is None or _has_strides(func, args, kwargs)):
                program = programs[key] = never_again
            else:
                program = programs.make(key, args, kwargs or {}, arrays, lift)
        out = programs.run(key, program, arrays)
        if out is MISS:
            return MISS
        tensor = self.wrap(out)
        if noted and arrays and type(out) is engine.array_type and not _inference():
            self.note(key, program, arrays, out)
        return tensor

    def thorough_and_noted(self, args: tuple, kwargs: Any, func: Any) -> Any:
        """The same, for a fast half in C: it looks for an entrance under keys as `gather` has them."""
        return self.thorough(args, kwargs, func, noted=True)

    def note(self, key: tuple, program: Callable, arrays: list, out: Any) -> None:
        """Enters what the fast half in C may do from now on; the descriptions keep their identities."""
        kinds = tuple([id(a.aval) for a in arrays])
        entrance = program.entry_point(arrays)
        if entrance is not None:
            if len(self.entrances) > _LIMIT:
                self.entrances.clear()
            shelf = self.engine.shelves[id(out.aval)][0]
            direct, described = getattr(entrance, "direct", None), [a.aval for a in arrays]
            self.entrances[(*key, *kinds)] = entrance, shelf, out.aval, direct, described

    def wrap(self, out: Any) -> Any:
        """The result as a tensor or tensors, or MISS."""
        engine = self.engine
        take = (engine.inference_shelves if _inference() else engine.shelves).take
        if type(out) is engine.array_type:
            return take(out)
        if type(out) in _ROWS and all(type(o) is engine.array_type for o in out):
            return type(out)([take(o) for o in out])
        return MISS


def gather(  # noqa: C901 - the loop is the hot path
    engine: Engine, args: Any, kwargs: Any, above: bool, lift: bool, written: Any
) -> tuple:
    """A key of the call, its arrays, and whether every tensor is row-major; or `(MISS,)`, `(PASS,)`."""
    tensor_class, target = engine.tensor, engine.target
    needs_grad = above and _grad_enabled()
    arrays: list[Any] = []
    key: list[Any] = []
    dense = True
    if kwargs:
        key.append(tuple(kwargs))
        args = (*args, *kwargs.values())
    for a in args:
        kind = type(a)
        if kind is tensor_class:
            view, store = a._view, a._own
            base = a._array if store is None else store.base
        elif kind in NATIVE:
            met = engine.met(a)
            if met is None or met[0].backend is not target:
                return _MISSES
            store, view = met
            base = store.base
        elif kind in _SIMPLE:
            key.append((kind, a))
            continue
        elif kind is float:
            if lift:
                arrays.append(target.number_array(a))
                key.append(float)
            else:  # repr tells -0.0 from 0.0 and one nan from another
                key.append((float, a if a > 0 or a < 0 else repr(a)))
            continue
        elif kind is list or kind is tuple:
            if all([type(i) is int for i in a]):  # noqa: C419 - faster
                key.append((kind, *a))
                continue
            found = gather(engine, a, None, above, lift, written)
            if len(found) == 1:
                return found
            key.append((kind, found[0]))
            arrays += found[1]
            dense = dense and found[2]
            continue
        else:
            return _MISSES
        if base is None:
            if store is None:
                return _MISSES
            base = store.current()
        if needs_grad and a.requires_grad:
            return _PASSES
        if view is None:
            key.append(ARRAY)
        elif store in written:  # reads a part of what it writes: PyTorch has something to say
            return _MISSES
        elif view.version == store.version:  # pyright: ignore[reportOptionalMemberAccess] - a view has a store
            base = view.value
            key.append(ARRAY if view.dense else (view.shape, view.strides))
        else:
            key.append((view.shape, view.strides, view.offset == 0))
            if view.offset:
                arrays.append(base)
                base = engine.runner.offset_array(view.offset)
        dense = dense and (view is None or view.dense)
        arrays.append(base)
    return tuple(key), arrays, dense


def _has_strides(func: Any, args: tuple, kwargs: Any) -> bool:
    """Whether a result is not row-major, or several results come back."""
    strides = geometry.output_strides(func, args, kwargs or {})
    if not strides:
        return False
    with _compat.quiet():
        out = func(*geometry.to_meta(args), **geometry.to_meta(kwargs or {}))
    return not isinstance(out, torch.Tensor) or strides[0] != contiguous(tuple(out.shape))


class Programs(dict[Any, Callable]):
    """The programs of one function, by the key of the call."""

    def __init__(self, engine: Engine, function: Callable, writes: tuple[int, ...] = ()):
        self.engine = engine
        self.function = function
        self.writes = writes
        self.floats: set[tuple] = set()

    def make(self, key: Any, args: tuple, kwargs: dict, arrays: list, lift: bool) -> Callable:
        """A new program, or one that says it is not for this path: a float that keeps changing."""
        if len(self) > _LIMIT:
            return never_again
        runner = self.engine.runner
        if not arrays:
            constant = None if self.writes else runner.constant(self.function, args, kwargs)
            program = self[key] = constant or never_again
            return program
        floats = tuple(_floats((*args, *kwargs.values())))
        if floats and not lift:
            self.floats.add(floats)
            if len(self.floats) > _DISTINCT and self.function not in runner.keeps_floats:
                runner.lifts.add(self.function)  # an argument of the program from now on
                return never_again
            if len(self.floats) > _FLOATS:
                return never_again
        compile = runner.compile
        program = self[key] = compile(self.function, args, kwargs, None, lift, self.writes)
        return program

    def run(self, key: Any, program: Callable, arrays: list) -> Any:
        """What the program gives, or MISS: after an error the general path calls again and raises."""
        try:
            return program(*arrays)
        except Exception as error:
            if isinstance(error, (errors.ReadsValueError, TypeError)):
                self[key] = never_again
            return MISS


def _floats(values: Any) -> Iterator[float]:
    for v in values:
        if type(v) is float:
            yield v
        elif type(v) in _ROWS:
            yield from _floats(v)


def never_again(*_: Any) -> Any:
    raise errors.ReadsValueError("known from an earlier call")


never_again.entry_point = lambda arrays: None
