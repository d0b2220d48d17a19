"""Running a function of arrays on the target: directly, or as one compiled program per call.

Where the target compiles (JAX), a native call is one program, whatever the number of ivy ops behind
it: pending views of its arguments are read inside, and what an in-place call writes is written inside.
Programs are found by a key of the function, the static arguments and the geometry of views; shapes
and dtypes of arrays are the target compiler's own key. What is not static:

* arrays, and the offsets of views (a loop over `x[i]` is one program);
* Python floats of a call that has shown too many different ones (a learning rate, say).

A function that needs the value of an array, or of a float, while it is traced raises ReadsValueError;
its floats become static again, and if that is not enough it runs op by op.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

from interceptors._base import Session
from interceptors.torch import _arguments
from interceptors.torch.fitting import Into, fit
from interceptors.torch.store import Store, View
from ivy import functional
from ivy._core import errors
from ivy._core.backend import CURRENT, Backend, load

_ARRAY = "array"
_DISTINCT_FLOATS = 6
_LIMIT = 8192
_SMALL = 65_536  # elements


def _OP_BY_OP(*_: Any) -> Any:
    raise AssertionError("stands for calls that can't be programs")


def fetch(store: Store, view: View | None) -> Any:
    """The value of a tensor, read through its view if it has changed since."""
    if view is None:
        return store.base if store.base is not None else store.current()
    base = store.current()
    if view.version != store.version:
        token = CURRENT.set(store.backend)
        try:
            with store.backend.scope():
                view.value = functional.as_strided(base, view.shape, view.strides, view.offset)
        finally:
            CURRENT.reset(token)
        view.version = store.version
    return view.value


class Runner:
    """Runs functions on one target.

    `locate(tensor)` gives the store and view of any tensor, redirected or native.
    """

    def __init__(
        self,
        target: Backend,
        locate: Callable[[torch.Tensor], tuple[Store, View | None]],
    ):
        self.target = target
        self.locate = locate
        self.run = self.run_directly if target.compile is None else self.run_compiled
        self.programs: dict[tuple, Callable] = {}
        self.floats_seen: dict[Any, set[tuple]] = {}
        self.lifts: set[Any] = set()
        self.keeps_floats: set[Any] = set()
        self.arrays: dict[int, Any] = {}
        self.orders: dict[tuple[int, ...], Callable] = {}

    # -- op by op

    def run_directly(
        self,
        session: Session,
        function: Callable,
        args: tuple,
        kwargs: dict[str, Any],
        into: Into | None = None,
    ) -> Any:
        """Calls `function` on the arrays of the arguments, each ivy op by itself."""
        values = [self._plain(a) for a in args]
        options = {k: self._plain(v) for k, v in kwargs.items()} if kwargs else {}
        token = CURRENT.set(self.target)
        try:
            with self.target.scope():
                out = function(*values, **options)
                if into is None:
                    return out
                out = self.target.canonical(into.fit(out))
                if into.view is not None:
                    view = into.view
                    out = functional.as_strided_scatter(
                        into.store.current(), out, view.shape, view.strides, view.offset
                    )
                return out
        finally:
            CURRENT.reset(token)

    def _plain(self, a: Any) -> Any:
        if isinstance(a, torch.Tensor):
            return fetch(*self.locate(a))
        if type(a) in (list, tuple):
            return [self._plain(x) for x in a]
        return _arguments.translate(a)

    # -- as one program

    def run_compiled(
        self,
        session: Session,
        function: Callable,
        args: tuple,
        kwargs: dict[str, Any],
        into: Into | None = None,
    ) -> Any:
        """Calls one compiled program that does all that `run_directly` does."""
        # an array made here would be a constant of the program being traced
        static = session.tracing > 0
        lift = function in self.lifts and not static
        key: list[Any] = [function]
        arrays: list[Any] = []
        for a in args:
            self._enter(a, key, arrays, lift, static)
        for k, v in kwargs.items():
            key.append(k)
            self._enter(v, key, arrays, lift, static)
        if into is not None:
            key.append((into.dtype, into.shape, into.strict))
            if into.view is not None:
                arrays.append(into.store.current())
                self._enter_view(into.view, key, arrays, static)
        frozen = tuple(key)
        program = self.programs.get(frozen)
        if program is None:
            if not arrays and into is None and not session.tracing:
                program = self.programs[frozen] = self.constant(function, args, kwargs)
            if program is None:
                program = self._build(frozen, function, args, kwargs, into, lift, static)
        elif program is _OP_BY_OP:
            if session.tracing:
                raise errors.ReadsValueError("known from an earlier call")
            return self.run_directly(session, function, args, kwargs, into)
        try:
            return program(*arrays)
        except errors.ReadsValueError:
            if session.tracing or hasattr(function, "takes_native_arguments"):
                raise
            return self._retreat(session, frozen, function, args, kwargs, into, lift)

    def constant(self, function: Callable, args: tuple, kwargs: dict) -> Callable | None:
        """A call without arrays (`arange`, `full`) as a program that hands out the one array it makes.

        A small one is made on the host: to upload it takes a thousandth of the time of compiling.
        """
        if (
            hasattr(function, "takes_native_arguments")
            or _count((*args, *kwargs.values())) > _SMALL
        ):
            return None
        token = CURRENT.set(host := load("numpy"))
        try:
            with host.scope():
                made = function(*map(_plain, args), **{k: _plain(v) for k, v in kwargs.items()})
        except Exception:  # whatever it is, the target will say it
            return None
        finally:
            CURRENT.reset(token)
        if not isinstance(made, np.ndarray) or made.size > _SMALL:
            return None
        array = self.target.from_numpy(made)
        return lambda: array

    def _enter(self, a: Any, key: list[Any], arrays: list[Any], lift: bool, static: bool) -> None:
        kind = type(a)
        if isinstance(a, torch.Tensor):
            store, view = self.locate(a)
            base = store.base if store.base is not None else store.current()
            if view is None:
                arrays.append(base)
                key.append(_ARRAY)
            elif view.version == store.version:
                arrays.append(view.value)
                key.append(_ARRAY)
            else:
                arrays.append(base)
                self._enter_view(view, key, arrays, static)
        elif kind is float:
            if lift:
                arrays.append(self.target.number_array(a))
                key.append(float)
            else:  # repr tells -0.0 from 0.0 and one nan from another
                key.append((float, repr(a)))
        elif kind is list or kind is tuple:
            key.append((kind, len(a)))
            for x in a:
                self._enter(x, key, arrays, lift, static)
        else:
            key.append((kind, a))

    def _enter_view(self, view: View, key: list[Any], arrays: list[Any], static: bool) -> None:
        offset = view.offset
        if static:
            key.append((view.shape, view.strides, offset, "static"))
            return
        key.append((view.shape, view.strides, offset == 0))
        if offset:
            arrays.append(self.offset_array(offset))

    def offset_array(self, offset: int) -> Any:
        """The offset of a view as an argument of a program."""
        array = self.arrays.get(offset)
        if array is None:
            if len(self.arrays) > _LIMIT:
                self.arrays.clear()
            array = self.arrays[offset] = self.target.from_numpy(np.asarray(offset))
        return array

    def _build(self, key, function, args, kwargs, into, lift, static) -> Callable:
        may_lift = not hasattr(function, "takes_native_arguments")
        floats = tuple([k for k in key if type(k) is tuple and k and k[0] is float])
        if may_lift and floats and function not in self.keeps_floats:
            seen = self.floats_seen.setdefault(function, set())
            seen.add(floats)
            if len(seen) > _DISTINCT_FLOATS:
                self.lifts.add(function)
        if len(self.programs) > _LIMIT:
            del self.programs[next(iter(self.programs))]
        program = self.compile(function, args, kwargs, into, lift, static=static)
        self.programs[key] = program
        return program

    def compile(self, function, args, kwargs, into, lift, writes=(), static=False) -> Callable:
        """One program: `function` of the arrays, its result made fit for what it is written into.

        That is `into`, or the arguments at the places `writes`: a tensor as a whole, or lists of them.
        Offsets of views are arguments of it, unless they are `static`.
        """
        raw = hasattr(function, "takes_native_arguments")
        translate = _as_it_is if raw else _arguments.translate
        template = tuple(self._template(a, lift, translate, static) for a in args)
        options = {k: self._template(v, lift, translate, static) for k, v in kwargs.items()}
        target = self.target
        # not `into` itself: it would keep the array of its store alive
        wanted = None if into is None else (into.dtype, into.shape, into.strict)
        view = into.view if into is not None else None
        place = None if view is None else _Slot.of_view(view, static)

        def body(backend: Backend, *arrays: Any) -> Any:
            values = iter(arrays)
            token = CURRENT.set(backend)
            try:
                filled = [_fill(t, values, backend) for t in template]
                out = function(
                    *filled, **{k: _fill(t, values, backend) for k, t in options.items()}
                )
                if writes:
                    return _fitted(out, [filled[i] for i in writes])
                if wanted is None:
                    return out
                out = fit(out, *wanted)
                return out if place is None else place.write(values, out)
            finally:
                CURRENT.reset(token)

        assert target.compile is not None
        return target.compile(functools.partial(body, target), None if raw else body)

    def permuted(self, value: Any, order: tuple[int, ...]) -> Any:
        """An array with its axes in this order."""
        permute = self.orders.get(order)
        if permute is None:

            def body(backend: Backend, array: Any) -> Any:
                return backend.permute_dims(array, order)

            permute = functools.partial(body, self.target)
            if self.target.compile is not None:
                permute = self.target.compile(permute, body)
            self.orders[order] = permute
        return permute(value)

    def _template(self, a: Any, lift: bool, translate: Callable, static: bool) -> Any:
        if isinstance(a, torch.Tensor):
            store, view = self.locate(a)
            if view is None or view.version == store.version:
                return _Slot()
            return _Slot.of_view(view, static)
        if type(a) is float and lift:
            return _Slot(is_number=True)
        if type(a) in (list, tuple):
            return [self._template(x, lift, translate, static) for x in a]
        return translate(a)

    def _retreat(self, session, key, function, args, kwargs, into, lift) -> Any:
        if lift:
            self.lifts.discard(function)
            self.keeps_floats.add(function)
            del self.programs[key]
            return self.run_compiled(session, function, args, kwargs, into)
        self.programs[key] = _OP_BY_OP
        return self.run_directly(session, function, args, kwargs, into)


def _fitted(out: Any, written: list) -> Any:
    """The results in dtype and shape of what they are written into: one, or one after the other.

    In a list, None stands for what comes back as it was.
    """
    if len(written) == 1 and type(written[0]) is not list:
        return _like(out, written[0])
    values = out if len(written) > 1 else [out]
    pairs = zip(values, written, strict=False)  # a functional twin may return more than is written
    return [
        None if o is w else _like(o, w)
        for value, arrays in pairs
        for o, w in zip(value, arrays, strict=True)
    ]


def _like(value: Any, array: Any) -> Any:
    return fit(value, functional.dtype(array), CURRENT.get().shape(array), True)


def _plain(a: Any) -> Any:
    """An argument that holds no tensor, as a frontend takes it."""
    return [_plain(x) for x in a] if type(a) in (list, tuple) else _arguments.translate(a)


def _count(values: Any) -> int:
    """The product of all integers: no less than the elements of an array made from them."""
    product = 1
    for v in values:
        if type(v) is int:
            product *= max(abs(v), 1)
        elif type(v) in (list, tuple):
            product *= _count(v)
    return product


def _as_it_is(value: Any) -> Any:
    return value


class _Slot:
    """The place of an array in the arguments of a program, and the view to read it through."""

    __slots__ = ("geometry", "has_offset", "is_number")

    def __init__(
        self, geometry: tuple | None = None, has_offset: bool = False, is_number: bool = False
    ):
        self.geometry = geometry
        self.has_offset = has_offset
        self.is_number = is_number

    @classmethod
    def of_view(cls, view: View, static: bool) -> _Slot:
        """The slot of a view, whose offset is an argument too unless it is 0 or `static`."""
        if static:
            return cls((view.shape, view.strides, view.offset))
        return cls((view.shape, view.strides), view.offset != 0)

    def _place(self, values: Iterator[Any]) -> tuple:
        assert self.geometry is not None
        return (*self.geometry, next(values)) if self.has_offset else self.geometry

    def read(self, values: Iterator[Any], backend: Backend) -> Any:
        array = next(values)
        if self.is_number:
            return backend.as_number(array)
        if self.geometry is None:
            return array
        return functional.as_strided(array, *self._place(values))

    def write(self, values: Iterator[Any], result: Any) -> Any:
        base = next(values)
        return functional.as_strided_scatter(base, result, *self._place(values))


def _fill(template: Any, values: Iterator[Any], backend: Backend) -> Any:
    if type(template) is _Slot:
        return template.read(values, backend)
    if type(template) is list:
        return [_fill(t, values, backend) for t in template]
    return template
