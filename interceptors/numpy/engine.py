"""Runs NumPy's functions on one target.

A call goes: arguments as arrays of the target, the frontend function as the executor runs it, results
as redirected arrays; `out` is written. If that fails, NumPy itself gets the call with native copies:
either it raises its own error, or it accepts the call, and the fall-back policy decides.
"""

from __future__ import annotations

import contextlib
import operator
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from interceptors import lookup
from interceptors.numpy import _compat, float_errors, geometry
from interceptors.numpy.array import (
    Redirected,
    RedirectedArray,
    RedirectedScalar,
    fresh,
    host_value,
    ordered,
    refuse_gradient,
    view_on,
)
from interceptors.numpy.calls import Call, host_arguments, host_options, in_memory_order, parameters
from interceptors.numpy.fastpath import FastPath
from interceptors.numpy.validation import NOTHING, Checks, Facts, Refused
from interceptors.session import CURRENT, Session, count_transfer
from interceptors.shared import trees
from interceptors.shared.caches import BoundedCache
from interceptors.shared.destination import Destination
from interceptors.shared.errors import describe_call
from interceptors.shared.native_calls import StandIns
from interceptors.shared.programs import Executor
from interceptors.shared.storage import Storage, View
from ivy import functional
from ivy._core import errors
from ivy._core.backend import Backend
from ivy._core.context import running

_NATIVE = (np.ndarray, np.generic, np.poly1d)
_PLAIN = (type(None), bool, int, float, complex, str)
_REMEDY = "Add it to ivy/frontends/numpy, or pass fallback='allow'."


class NativeValue(Exception):
    """A value that no target has: strings, objects, structures, subclasses of `ndarray`."""


class Engine:
    """NumPy on one target."""

    creations = _compat.CREATION
    filled = _compat.FILLED

    def __init__(self, target: Backend):
        self.target = target
        self.executor = Executor(target, Redirected, self.locate, lambda leaf: leaf)
        self.fast = FastPath(self.executor)
        self.numbers: dict[Any, Any] = BoundedCache(1024)
        self.checks = Checks()
        self.rules: dict[Any, Callable] = {}
        self.outside = Session(target, fallback="allow")  # for calls after the block

    # -- values

    def locate(self, x: Redirected) -> tuple[Storage, View | None]:
        """The storage, on this target, and the view of an array."""
        storage, view = x._locate()
        if storage.backend is not self.target:
            storage.move_to(self.target)
        return storage, view

    def is_supported(self, dtype: np.dtype) -> bool:
        """Whether the target has a dtype, in the byte order of the machine."""
        return dtype in self.target.dtypes and dtype.isnative

    def upload(self, values: Any, kind: type = RedirectedArray) -> Any:
        """A redirected array with the elements of a native one.

        Raises
        ------
        NativeValue
            There is no such array on the target.
        """
        if isinstance(values, np.ndarray) and type(values) not in _compat.PLAIN_CLASSES:
            raise NativeValue(type(values).__name__)
        values = np.asarray(values)
        if not self.is_supported(values.dtype):
            raise NativeValue(values.dtype.name)
        count_transfer("to target", values.nbytes)
        order = geometry.order(values)
        if order is not None:
            return ordered(self.target, self.target.from_numpy(values.transpose(order)), order)
        return fresh(self.target, self.target.from_numpy(values), kind)

    def returned(self, value: Any) -> Any:
        """A result of native code, with its arrays uploaded if the target has their dtype."""
        return trees.map_leaves(self._returned_leaf, value)

    def _returned_leaf(self, leaf: Any) -> Any:
        scalar = isinstance(leaf, np.generic)
        if isinstance(leaf, Redirected) or not (scalar or type(leaf) is np.ndarray):
            return leaf
        if not self.is_supported(leaf.dtype):
            return leaf
        return self.upload(leaf, RedirectedScalar if scalar else RedirectedArray)

    def wrap(self, value: Any, zero_axes: bool = False, orders: Sequence[Any] = ()) -> Any:
        """Results of a frontend function; 0-d ones are scalars unless `zero_axes`.

        `orders` are those of the axes in memory, of each result.
        """

        def leaf(x: Any, order: Any = None) -> Any:
            if not isinstance(x, self.target.array_types):
                return x
            array = self.target.canonical(x)
            axes = len(self.target.shape(array))
            if order is not None and len(order) == axes:
                with running(self.target):
                    array = functional.permute_dims(array, order)
                return ordered(self.target, array, order)
            scalar = not zero_axes and not axes
            return fresh(self.target, array, RedirectedScalar if scalar else RedirectedArray)

        if type(value) is self.target.array_types[0]:
            return leaf(value, *orders[:1])
        given = iter(orders)
        return trees.map_leaves(lambda x: leaf(x, next(given, None)), value)

    # -- arguments

    def array_like(self, value: Any) -> Any:
        """An argument that may be an array: native arrays and lists uploaded."""
        if isinstance(value, Redirected) or type(value) in _PLAIN:
            return value
        if type(value) in (list, tuple):
            if any(isinstance(v, Redirected) for v in trees.leaves(value)):
                return type(value)(map(self.array_like, value))
            return self.upload(value) if value else value  # no elements have no dtype yet
        if isinstance(value, np.generic) or is_array_like(value):
            return [] if type(value) is range and not value else self.upload(value)
        return value

    def argument(self, name: str, value: Any) -> Any:
        """An argument as the frontend function takes it."""
        if name == "dtype":
            return self._dtype(value)
        if name in _compat.HOST_PARAMETERS:
            return _plain(host_value(value))
        if name in _compat.SEQUENCE_PARAMETERS and isinstance(value, (list, tuple)):
            return [self.array_like(v) for v in value]
        return self.array_like(value)

    def _dtype(self, value: Any) -> Any:
        if value is None:
            return value
        dtype = np.dtype(value)
        if not self.is_supported(dtype):
            raise NativeValue(dtype.name)
        return dtype

    def arguments(self, call: Call) -> tuple[tuple, dict[str, Any]]:
        """The arguments of a call as the frontend function takes them."""
        names, rest, defaults = parameters(call.function)
        args = []
        for i, value in enumerate(call.args):
            name = names[i] if i < len(names) else rest
            args.append(
                defaults.get(name) if value is _compat.NO_VALUE else self.argument(name, value)
            )
        kwargs = {
            k: self.argument(k, v) for k, v in call.kwargs.items() if v is not _compat.NO_VALUE
        }
        return tuple(args), kwargs

    # -- calls

    def run(
        self, session: Session, call: Call, zero_axes: bool = False, aliases: bool = True
    ) -> Any:
        """Runs a call on the target; what shares memory in NumPy does so here, if `aliases`."""
        if session.profile:
            given = session, call, zero_axes, aliases, None
            return session.report.timed(self._run, given, self._wait)
        fast = not session.tracing
        found = self.fast.key(call.name, call.args, call.kwargs) if fast else None
        if found is not None:
            entry = self.fast.entries.get(found[0])
            if entry is not None:
                out = entry.run(*found[1])
                session.count(call.name, "fast path")
                return entry.result(self.target, out)
        return self._run(session, call, zero_axes, aliases, found)

    def _wait(self, out: Any) -> None:
        for x in trees.instances(Redirected, out):
            self.target.wait(x._target_array())

    def _run(self, session: Session, call: Call, zero_axes: bool, aliases: bool, found: Any) -> Any:
        try:
            call = _with_named_out(call)
            facts = self.check(call)
            if facts.shares and aliases and call.short_name not in _compat.BY_VALUE:
                shown, computes = self.shown(call)
                if not computes:
                    session.count(call.name, "view")
                    return shown
            if call.short_name in _compat.FLATTENING:
                call = in_memory_order(call)
            if call.kwargs.get("out") is ...:  # a result without axes is to be an array
                call, zero_axes = call._replace(kwargs={**call.kwargs, "out": None}), True
            args, kwargs = self.arguments(call)
            sliced = any(type(a) is slice for a in (*args, *kwargs.values()))  # which has no hash
            run = self.executor.run_eagerly if sliced else self.executor.run
            result = run(session, call.function, args, kwargs)
        except NativeValue as error:
            return self.run_natively(session, call, ("native value", str(error)))
        except Exception as error:
            return self.failed(session, call, error)
        session.count(call.name, self.executor.way)
        out = call.kwargs.get("out")
        if out is not None:
            return self.write_out(session, call, out, result)
        if facts.same is not None and call.short_name in _compat.BY_VALUE:
            x = trees.leaves((call.args, call.kwargs))[facts.same]
            self.assign(session, x, result)
            return x
        wrapped = self.wrap(result, zero_axes, facts.orders)
        if found is not None and not facts.shares and self.fast.wants(found[0]):
            self.fast.enter(found[0], call.function, args, kwargs, found[1], wrapped)
        return wrapped

    def check(self, call: Call) -> Facts:
        """Lets NumPy check a call, if it is the first of its kind.

        Raises
        ------
        Exception
            What NumPy raises for the call.
        """
        if float_errors.are_asked_for():
            self.find_errors(call)
        try:
            return self.checks.facts(call)
        except Refused:
            self._native_result(call, StandIns(Redirected, self.checked_value))
        self.checks.accept(call)
        return NOTHING

    def find_errors(self, call: Call) -> None:
        """Lets NumPy warn of floating-point errors, or raise, as somebody asks."""
        kinds = float_errors.wanted()
        if {*kinds.values()} <= {"ignore"}:
            return
        try:
            args, kwargs = _entered(StandIns(Redirected, _copy), call.args, call.kwargs)
        except errors.IvyError:  # values inside a transformation of the target
            if "raise" in kinds.values():
                raise
            return
        session = CURRENT.get() or self.outside
        session.report.count_native("error state", call.short_name)
        with np.errstate(**kinds):
            call.native(*args, **kwargs)

    def checked_value(self, x: Redirected) -> Any:
        """The native value that NumPy gets to check a call."""
        return _copy(x)

    def shown(self, call: Call) -> tuple[Any, bool]:
        """What a call gives that shows memory of its arguments, and whether it computes anything."""
        ghosts = StandIns(Redirected, lambda x: x._shape_on())
        args, kwargs = host_arguments(call.native, call.args), host_options(call.kwargs)
        with np.errstate(all="ignore"):
            result = call.native(*ghosts.enter(args), **ghosts.enter(kwargs))
        parents = [x for _, x in ghosts.pairs()]
        computed: list[Any] = []

        def view(leaf: Any) -> Any:
            if isinstance(leaf, np.generic):
                computed.append(leaf)
            if not isinstance(leaf, np.ndarray):
                return leaf
            for parent in parents:
                if geometry.is_part_of(leaf, parent._storage):
                    return view_on(parent, leaf)
            computed.append(leaf)
            return leaf

        return ghosts.leave(result, view), bool(computed)

    def write_out(self, session: Session, call: Call, out: Any, result: Any) -> Any:
        """Writes results to `out`; what the call returns."""
        if not isinstance(out, tuple):
            self.assign(session, out, result)
            return out
        results = result if len(out) > 1 else (result,)
        returned = []
        for o, r in zip(out, results, strict=True):
            if o is not None:
                self.assign(session, o, r)
            returned.append(self.wrap(r) if o is None else o)
        return returned[0] if len(returned) == 1 else tuple(returned)

    def assign(self, session: Session, x: Any, array: Any) -> None:
        """Replaces the elements of an array, redirected or native, by a target's array like it."""
        array = self.target.canonical(array)
        if not isinstance(x, RedirectedArray):
            np.copyto(x, self.target.to_numpy(array), casting="unsafe")
            return
        if x._ghost is not None and not x._ghost.flags.writeable:
            raise ValueError("output array is read-only")
        if (self.target.dtype(array), self.target.shape(array)) != (x.dtype, x.shape):
            with running(self.target):
                array = functional.broadcast_to(functional.astype(array, x.dtype), x.shape)
        storage, view = self.locate(x)
        if view is not None and not self.executor.compiles:
            with running(self.target):
                array = functional.as_strided_scatter(
                    storage.current(), array, view.shape, view.strides, view.offset
                )
        elif view is not None:
            into = Destination(storage, view)
            array = self.executor.run(session, _same, (fresh(self.target, array),), {}, into)
        storage.write(array, whole=view is None)

    def array(self, x: Redirected) -> Any:
        """The elements of an array on the target."""
        storage, view = self.locate(x)
        if view is None or not self.executor.compiles:
            return storage.read(view)
        return self.executor.run(self.outside, _same, (x,), {})

    def number(self, value: Any, dtype: np.dtype) -> Any:
        """A Python number as an array of a dtype, kept for the next time.

        Raises
        ------
        OverflowError
            The dtype is of integers, and does not hold it.
        """
        key = type(value), value, dtype
        found = self.numbers.get(key)
        if found is None or not value:  # the sign of a zero is no part of the key
            found = self.numbers[key] = self.target.from_numpy(np.asarray(value, dtype))
        return found

    def failed(self, session: Session, call: Call, error: Exception) -> Any:
        """Raises NumPy's own error of a call that failed, or falls back if there is none.

        Raises
        ------
        Exception
            What NumPy raises for the same call.
        """
        stand_ins = StandIns(Redirected, _copy)
        result = self._native_result(call, stand_ins)
        for x in trees.instances(Redirected, (call.args, call.kwargs)):
            refuse_gradient(x, f"{call.name} ({_reason(error)})")
        session.fall_back(
            describe_call(call.name, call.args, call.kwargs, _spell), _reason(error), _REMEDY
        )
        return self._left(session, stand_ins, result)

    def _native_result(self, call: Call, stand_ins: StandIns) -> Any:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                args, kwargs = _entered(stand_ins, call.args, call.kwargs)
                return call.native(*args, **kwargs)
        except Exception as native:
            raise native.with_traceback(None) from None

    def run_natively(
        self, session: Session, call: Call, heading: tuple[str, str], scalars: bool = True
    ) -> Any:
        """Runs a call in NumPy by design, counted under a heading; changed arguments are written.

        Scalars that it returns stay native unless `scalars`.
        """
        session.report.count_native(*heading)
        for x in trees.instances(Redirected, (call.args, call.kwargs)):
            refuse_gradient(x, call.name)
        stand_ins = StandIns(Redirected, _copy)
        args, kwargs = _entered(stand_ins, call.args, call.kwargs)
        return self._left(session, stand_ins, call.native(*args, **kwargs), scalars)

    def _left(
        self, session: Session, stand_ins: StandIns, result: Any, scalars: bool = True
    ) -> Any:
        changed = [
            (original, native)
            for native, original in stand_ins.pairs()
            if isinstance(original, RedirectedArray) and not _same_bits(native, original._host())
        ]
        for original, native in changed:  # which may show in others that were only read
            self.assign(session, original, self.target.from_numpy(native))
        if not scalars and isinstance(result, np.generic):
            return result
        return stand_ins.leave(result, self._returned_leaf)


def gives_array(value: Any) -> bool:
    """Whether a value is an object of a user's class that has an array."""
    return hasattr(type(value), "__array__") and not isinstance(value, _NATIVE)


def array_of(value: Any) -> Any:
    """The array of an object of a user's class, which may be redirected, as NumPy's C code refuses.

    Raises
    ------
    ValueError
        It gives no array.
    """
    array = value.__array__()
    if not isinstance(array, np.ndarray):
        raise ValueError("object __array__ method not producing an array")
    return array


def is_array_like(value: Any) -> bool:
    """Whether NumPy makes an array of a value: `range` and `array.array`, not text or numbers."""
    if isinstance(value, (str, bytes, type)):
        return False
    return isinstance(value, (np.ndarray, Sequence)) or hasattr(type(value), "__array__")


def _entered(stand_ins: StandIns, args: tuple, kwargs: dict) -> tuple[list, dict[str, Any]]:
    """Arguments with native copies; lists without redirected arrays are those of the caller."""

    def enter(value: Any) -> Any:
        return stand_ins.enter(value) if trees.instances(Redirected, value) else value

    return [enter(a) for a in args], {k: enter(v) for k, v in kwargs.items()}


def _with_named_out(call: Call) -> Call:
    """The call with an `out` given by position as a keyword argument."""
    names = parameters(call.function)[0]
    at = names.index("out") if "out" in names else len(call.args)
    if at >= len(call.args):
        return call
    rest = dict(zip(names[at:], call.args[at:], strict=False))
    return call._replace(args=call.args[:at], kwargs={**call.kwargs, **rest})


def _same(x: Any) -> Any:
    return x


def _plain(value: Any) -> Any:
    """A host value with Python's own numbers in place of NumPy's."""
    if type(value) in (list, tuple):
        return type(value)(map(_plain, value))
    if isinstance(value, np.integer):
        return operator.index(value)
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value


def _copy(x: Redirected) -> Any:
    values = x._shown()
    if isinstance(x, RedirectedArray) and not x.flags.writeable:
        values.flags.writeable = False
    return values


def _same_bits(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()


def _spell(value: Any) -> str:
    if isinstance(value, (Redirected, np.ndarray)):
        return f"{value.dtype}{list(value.shape)}"
    return repr(value)


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__).partition("\n")[0].rstrip(".")


ENGINES: dict[int, Engine] = {}  # by the identity of targets, which live as long as the process


def engine(target: Backend) -> Engine:
    """The engine of a target."""
    found = ENGINES.get(id(target))
    if found is None:
        lookup.load("numpy")
        found = ENGINES[id(target)] = Engine(target)
    return found


@contextlib.contextmanager
def temporary(target: Backend) -> Iterator[Engine]:
    """The engine of a target that lasts as long as this block: of a tape."""
    try:
        yield engine(target)
    finally:
        ENGINES.pop(id(target), None)


def current(values: Any) -> tuple[Engine, Session]:
    """The engine and the session of a call: those of the block, or after it of the first array."""
    session = CURRENT.get()
    if session is not None and "numpy" in session.sources:
        return engine(session.target), session
    first = next(v for v in trees.leaves(values) if isinstance(v, Redirected))
    found = engine(first._locate()[0].backend)
    return found, found.outside
