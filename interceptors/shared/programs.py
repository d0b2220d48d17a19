"""Running functions of arrays on a target: op by op, or as one program per kind of call.

Where the target compiles, a native call is one program, whatever the number of ivy ops behind it:
views of its arguments are read inside, and what an in-place call writes is written inside. Programs are
found by the signature of the call (`signature.py`); shapes and dtypes of arrays are the compiler's own
key. Arguments of a program are

* arrays, and the offsets of views (a loop over `x[i]` is one program);
* Python floats of a function that is called with ever different ones (a learning rate, say).

A function that needs the value of an array or float while it is traced raises ReadsValueError: its
floats become static again, and if that is not enough it runs op by op.

On other targets a program is the function with its static arguments filled in (`eager_programs.py`).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from interceptors.lowerings import is_lowering
from interceptors.session import Session
from interceptors.shared import signature, trees
from interceptors.shared.caches import BoundedCache
from interceptors.shared.destination import Destination, cast_to
from interceptors.shared.eager_programs import EagerProgram
from interceptors.shared.slots import (
    EXAMPLES,
    Slot,
    cast_to_arguments,
    dtypes_in,
    fill,
    takes_native_arguments,
)
from ivy import functional
from ivy._core import errors
from ivy._core.abstract import infer_call
from ivy._core.backend import Backend, load
from ivy._core.context import CURRENT, running
from ivy._core.narrow import backend_for

_LIMIT = 8192
_DISTINCT_FLOATS = 2  # of a function, before they become arguments of its programs
_MOST_FLOATS = 8  # of a function whose floats have to be static, on the fast path
_SMALL = 65_536  # elements


def RUN_EAGERLY(*_: Any) -> Any:
    """Stands for the program of calls that can't be one."""
    raise errors.ReadsValueError("known from an earlier call")


RUN_EAGERLY.entry_point = lambda arrays: None


def may_run_on_host(function: Callable) -> bool:
    """Whether NumPy may evaluate a function instead of the target: only one made of ivy ops alone."""
    return not takes_native_arguments(function) and not is_lowering(function)


class Executor:
    """Runs functions on one target.

    `kind` is the class of a source's values, `locate(value)` gives storage and view of one,
    `translate` makes arguments of frontends of all else.
    """

    def __init__(
        self,
        target: Backend,
        kind: type,
        locate: Callable[[Any], tuple],
        translate: Callable[[Any], Any],
    ):
        self.target = target
        self.kind = kind
        self.locate = locate
        self.translate = translate
        self.compiles = target.compile is not None
        self.run = self.run_program if self.compiles else self.run_eagerly
        self.way = "program" if self.compiles else "op by op"
        self.number_array = target.number_array or float
        self.encoder = signature.Encoder(kind, locate, self.number_array, self.offset_array)
        self.programs: dict[tuple, Programs] = {}
        self.lifted: set[Callable] = set()
        self.keeps_floats: set[Callable] = set()
        self.offsets: dict[int, Any] = BoundedCache(_LIMIT)
        self.permutations: dict[tuple[int, ...], Callable] = {}

    def forget_programs(self) -> None:
        """Drops all programs: something that they depend on has changed."""
        self.programs.clear()

    def programs_of(self, function: Callable, writes: tuple[int, ...] = ()) -> Programs:
        """The programs of a function that writes its arguments at `writes`."""
        found = self.programs.get((function, writes))
        if found is None:
            found = self.programs[function, writes] = Programs(self, function, writes)
        return found

    def offset_array(self, offset: int) -> Any:
        """The offset of a view as an argument of a program: itself where nothing is compiled."""
        if not self.compiles:
            return offset
        array = self.offsets.get(offset)
        if array is None:
            array = self.offsets[offset] = self.target.from_numpy(np.asarray(offset))
        return array

    def type_token(self, x: Any) -> Any:
        """`Backend.type_token`, also of a lifted float, whose range is what checks depend on."""
        if type(x) is float:
            return signature.float_range(x)
        return self.target.type_token(x)

    # -- op by op

    def run_eagerly(
        self,
        session: Session,
        function: Callable,
        args: tuple,
        kwargs: dict[str, Any],
        into: Destination | None = None,
    ) -> Any:
        """Calls `function` on the arrays of the arguments; each ivy op runs by itself."""
        values = trees.map_leaves(self._value, args)
        options = {k: trees.map_leaves(self._value, v) for k, v in kwargs.items()}
        wanted = () if into is None else (into.dtype,)
        with running(backend_for(self.target, (*trees.leaves((values, options)), *wanted))):
            out = self._called(function, values, options)
            if into is None:
                return out
            out = self.target.canonical(into.cast(out))
            view = into.view
            if view is None:
                return out
            base = into.storage.current()
            return functional.as_strided_scatter(base, out, view.shape, view.strides, view.offset)

    def _called(self, function: Callable, values: Any, options: dict[str, Any]) -> Any:
        if self.target.is_abstract and not takes_native_arguments(function):
            return infer_call(self.target, function, values, options)
        return function(*values, **options)

    def _value(self, leaf: Any) -> Any:
        if isinstance(leaf, self.kind):
            storage, view = self.locate(leaf)
            return storage.read(view)
        return self.translate(leaf)

    # -- as one program

    def run_program(
        self,
        session: Session,
        function: Callable,
        args: tuple,
        kwargs: dict[str, Any],
        into: Destination | None = None,
    ) -> Any:
        """Calls one compiled program that does all that `run_eagerly` does."""
        static = session.tracing > 0
        lift = function in self.lifted and not static
        parts, arrays = self.encoder.encode(args, kwargs, lift=lift, static=static)
        if into is not None:
            parts.append((into.dtype, into.shape))
            if into.view is not None:
                arrays.append(into.storage.current())
                self.encoder.encode_view(into.view, parts, arrays, static)
        key = tuple(parts)
        programs = self.programs_of(function)
        program = programs.get(key)
        if program is RUN_EAGERLY:
            if session.traces(arrays):
                raise errors.ReadsValueError("known from an earlier call")
            return self.run_eagerly(session, function, args, kwargs, into)
        if program is None:
            may_be_constant = not arrays and into is None and not static
            program = self.constant(function, args, kwargs) if may_be_constant else None
            program = program or self.compile(
                function, args, kwargs, lift, into=into, static=static
            )
            programs[key] = program
            programs.note_floats((*args, *kwargs.values()))
        try:
            return program(*arrays)
        except errors.ReadsValueError:
            if session.traces(arrays) or takes_native_arguments(function):
                raise
        if lift:
            self.keep_floats(function)
            programs.pop(key, None)  # another thread may have been here
            return self.run_program(session, function, args, kwargs, into)
        programs[key] = RUN_EAGERLY
        return self.run_eagerly(session, function, args, kwargs, into)

    def keep_floats(self, function: Callable) -> None:
        """Makes the floats of a function static for good: it depends on their values."""
        self.lifted.discard(function)
        self.keeps_floats.add(function)

    def constant(self, function: Callable, args: tuple, kwargs: dict) -> Callable | None:
        """A call without arrays (`arange`, `full`) as a program that returns the one array it makes.

        A small one is made on the host: to upload it takes a thousandth of the time of compiling.
        """
        values = (*args, *kwargs.values())
        if not self.compiles or not may_run_on_host(function) or _product(values) > _SMALL:
            return None
        try:
            given = trees.map_leaves(self.translate, args)
            options = {k: trees.map_leaves(self.translate, v) for k, v in kwargs.items()}
            with running(backend_for(load("numpy"), dtypes_in((given, options)))):
                made = function(*given, **options)
        except Exception:  # the target will raise it again
            return None
        if not isinstance(made, np.ndarray) or made.size > _SMALL:
            return None
        array = self.target.from_numpy(made)
        return lambda: array

    def compile(
        self,
        function: Callable,
        args: tuple,
        kwargs: dict[str, Any],
        lift: bool,
        *,
        into: Destination | None = None,
        writes: tuple[int, ...] = (),
        static: bool = False,
    ) -> Callable:
        """One program: `function` of the arrays, its result cast to what it is written to.

        That is `into`, or the arguments at the positions `writes`: a value, or lists of them.
        Offsets of views are arguments of it, unless they are `static`.
        """
        raw = takes_native_arguments(function)
        slots = functools.partial(self._slot, raw, lift, static)
        template = trees.map_leaves(slots, args)
        options = {k: trees.map_leaves(slots, v) for k, v in kwargs.items()}
        # not `into` itself: it would keep the array of its storage alive
        wanted = None if into is None else (into.dtype, into.shape)
        slot = None if into is None or into.view is None else Slot.of_view(into.view, static)
        if self.target.compile is None:
            return EagerProgram(self.target, function, template, options, writes, wanted, slot)

        static_dtypes = dtypes_in((template, options, wanted))

        def body(backend: Backend, *arrays: Any) -> Any:
            values, backend = iter(arrays), backend_for(backend, (*static_dtypes, *arrays))
            token, examples = CURRENT.set(backend), EXAMPLES.set({})
            try:
                filled = fill(template, values, backend)
                out = function(*filled, **{k: fill(t, values, backend) for k, t in options.items()})
                if writes:
                    return cast_to_arguments(out, [filled[i] for i in writes])
                if wanted is None:
                    return out
                out = cast_to(out, *wanted)
                return out if slot is None else slot.write(values, out)
            finally:
                CURRENT.reset(token)
                EXAMPLES.reset(examples)

        on_host = body if may_run_on_host(function) else None
        return self.target.compile(functools.partial(body, self.target), on_host)

    def _slot(self, raw: bool, lift: bool, static: bool, leaf: Any) -> Any:
        if isinstance(leaf, self.kind):
            storage, view = self.locate(leaf)
            if view is None or storage.has_read(view):
                return Slot()
            return Slot.of_view(view, static)
        if lift and signature.is_lifted(leaf):
            return Slot(example=leaf)
        return leaf if raw else self.translate(leaf)

    def permuted(self, value: Any, order: tuple[int, ...]) -> Any:
        """An array with its axes in this order."""
        permute = self.permutations.get(order)
        if permute is None:

            def body(backend: Backend, array: Any) -> Any:
                return backend_for(backend, [array]).permute_dims(array, order)

            permute = functools.partial(body, self.target)
            if self.target.compile is not None:
                permute = self.target.compile(permute, body)
            self.permutations[order] = permute
        return permute(value)


class Programs(BoundedCache):
    """The programs of one function, by the signature of the call."""

    def __init__(self, executor: Executor, function: Callable, writes: tuple[int, ...]):
        super().__init__(_LIMIT)
        self.executor = executor
        self.function = function
        self.writes = writes
        self.floats: set[tuple] = set()

    def note_floats(self, values: tuple) -> None:
        """Lifts the floats of the function once it was called with different ones."""
        found = tuple(signature.floats(values))
        if found and len(self.floats) <= _MOST_FLOATS:
            self.floats.add(found)
            many = len(self.floats) > _DISTINCT_FLOATS
            if many and self.may_lift:
                self.executor.lifted.add(self.function)

    @property
    def may_lift(self) -> bool:
        """Whether floats of the function can be arguments of its programs."""
        function = self.function
        return function not in self.executor.keeps_floats and not takes_native_arguments(function)

    def make(
        self,
        key: tuple,
        args: tuple,
        kwargs: dict,
        arrays: list,
        lift: bool,
        into: Destination | None = None,
    ) -> Callable:
        """A new program of the fast path; RUN_EAGERLY leaves the call to the general one."""
        if not arrays:
            constant = None if self.writes else self.executor.constant(self.function, args, kwargs)
            if constant is None:
                return RUN_EAGERLY
            self[key] = constant
            return constant
        if not lift:
            self.note_floats((*args, *kwargs.values()))
            if self.function in self.executor.lifted or len(self.floats) > _MOST_FLOATS:
                return RUN_EAGERLY  # an argument of the program from now on, or static and changing
        writes = () if into is not None else self.writes
        program = self.executor.compile(self.function, args, kwargs, lift, into=into, writes=writes)
        self[key] = program
        return program


def _product(values: Any) -> int:
    """The product of all integers: no less than the elements of an array made from them."""
    return math.prod(max(abs(v), 1) for v in trees.leaves(values) if type(v) is int)
