"""Traces: backends whose arrays are boxes.

A trace is a layer on top of another backend and has every op. A call without boxes of the trace
goes to the backend below; for a call with some, `process` decides. So the ops that are recorded,
batched or compiled are the same raw ops that run otherwise, and a call outside of any trace costs
nothing extra.

    Trace                dispatch of ops to `process`, and `Box`
    ├── Tape             (`ivy._core.tape`) records ops and their values, for gradients
    ├── Batch            (`ivy._core.batching`) values with a batch axis, for `vmap`
    ├── AbstractTrace    (`ivy._core.inference`) shapes and dtypes instead of values
    └── Recording        (`ivy._array.recording`) writes the code of plans

While a function is traced, its trace is the current backend, so that composites decompose by
themselves. Traces nest: the ops of the inner one call the ops of the one below it.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Generator, Iterator
from typing import Any, ClassVar, cast

import numpy as np

from ivy._core import errors
from ivy._core.backend import FACILITIES, Backend, of_arguments
from ivy._core.context import CURRENT
from ivy._core.nested import is_nested, rebuilt
from ivy._core.registry import OPS, Op

_OWN = ("as_number", "canonical", "compile", "number_array", "shape", "type_token")
# Ops that query a property of an array instead of computing one.
QUERIES = frozenset(("dtype", "item", "python_kind", "to_numpy"))


class Trace(Backend):
    """A backend on top of `base`, whose arrays are instances of `Box`."""

    def __init__(self, base: Backend):
        self.base = base
        self.level = base.level + 1
        self.name = base.name
        self.package = base.package
        self.dtypes = base.dtypes
        self.own = base.own
        self.array_types = (*base.array_types, Box)
        self.compile = self.number_array = self.as_number = None
        for facility in FACILITIES:  # those of the backend below, not the defaults of the class
            if facility in OPS:
                setattr(self, facility, self._function(OPS[facility]))
            elif facility not in _OWN:
                setattr(self, facility, getattr(base, facility))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        op = OPS.get(name)
        if op is None:
            return getattr(self.base, name)
        function = self.__dict__[name] = self._function(op)
        return function

    def _function(self, op: Op) -> Callable[..., Any]:
        below = getattr(self.base, op.name)
        if op.name in QUERIES:

            def answer(x: Any) -> Any:
                return self.query(op.name, x) if self.owns(x) else below(x)

            return answer

        @functools.wraps(op.declaration)
        def run(*args: Any, **kwargs: Any) -> Any:
            if self._concerns(op, args, kwargs):
                return self.process(op, args, kwargs)
            return below(*args, **kwargs)

        return run

    def _concerns(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
        """Whether to process a call: an argument is a box of this trace, or a function that may
        close over one."""
        return self.holds(args) or any(map(self.holds, kwargs.values())) or op.takes_function

    def process(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Runs a call that concerns this trace."""
        raise NotImplementedError

    def query(self, name: str, x: Box) -> Any:
        """The result of one of the QUERIES: by default, that of the value in the box."""
        return getattr(self.base, name)(x.value)

    def owns(self, x: Any) -> bool:
        """Whether `x` is a box of this trace."""
        return isinstance(x, Box) and x.trace is self

    def holds(self, x: Any) -> bool:
        """Whether `x` is a box of this trace, or a list or tuple that contains one."""
        if isinstance(x, Box):
            return x.trace is self
        return is_nested(x) and any(map(self.holds, x))

    def unboxed(self, x: Any) -> Any:
        """`x` with the boxes of this trace replaced by their values."""
        if isinstance(x, Box):
            return x.value if x.trace is self else x
        if is_nested(x) and self.holds(x):
            return rebuilt(x, map(self.unboxed, x))
        return x

    # `Backend` has static methods, as the packages of backends define functions
    def shape(self, x: Any) -> tuple[int, ...]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """The shape of an array, boxed or not."""
        return self.base.shape(self.unboxed(x))

    def canonical(self, x: Any) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        """`x` itself if it is a box."""
        return x if isinstance(x, Box) else self.base.canonical(x)

    @contextlib.contextmanager
    def running(self) -> Generator[None]:
        """This trace as the current backend."""
        token = CURRENT.set(self)
        try:
            yield
        finally:
            CURRENT.reset(token)

    def decompose(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Runs the body of a composite, whose ops come back to this trace."""
        current = CURRENT.get()
        if current is not None and current.level >= self.level:
            return op.declaration(*args, **kwargs)
        with self.running():
            return op.declaration(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<{type(self).__name__.lower()} on {self.base!r}>"


def base_of(leaves: tuple[Any, ...]) -> Backend:
    """The backend below the trace of a function of these arrays: the current one, or theirs."""
    found = CURRENT.get()
    among = of_arguments(leaves, {})
    return among if found is None or among.level > found.level else found


def _binary(name: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
    # wrapper classes (`structures`) have their own operators, which unwrap both operands
    def forward(self: Box, other: Any) -> Any:
        return NotImplemented if hasattr(other, "_read") else _call(name, self, other)

    def reflected(self: Box, other: Any) -> Any:
        return NotImplemented if hasattr(other, "_read") else _call(name, other, self)

    return forward, reflected


def _call(name: str, *operands: Any) -> Any:
    traces = [x.trace for x in operands if isinstance(x, Box)]
    return getattr(max(traces, key=lambda t: t.level), name)(*operands)


class Box:
    """An array of a trace: a value of the backend below, and the trace.

    It supports what composites and frontends use of arrays: shape, dtype, operators, slices.
    """

    __slots__ = ("trace", "value")
    __array_ufunc__: ClassVar[None] = (
        None  # a NumPy array on the left defers to the operators of this class
    )
    __array_priority__ = 2000
    __hash__ = object.__hash__

    def __init__(self, trace: Trace, value: Any):
        self.trace = trace
        self.value = value

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of each axis."""
        return tuple(self.value.shape)

    @property
    def dtype(self) -> Any:
        """The dtype, in the type of the framework below."""
        return self.value.dtype

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of elements."""
        return int(np.prod(self.shape, dtype=np.int64))

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("a 0-d array has no length")
        return self.shape[0]

    def __iter__(self) -> Iterator[Any]:
        return (self[i] for i in range(len(self)))

    def __getitem__(self, index: Any) -> Any:
        return getitem(self, index)

    def __neg__(self) -> Any:
        return _call("negative", self)

    def __pos__(self) -> Any:
        return self

    def __abs__(self) -> Any:
        return _call("abs", self)

    def __invert__(self) -> Any:
        return _call("bitwise_invert", self)

    # conversions to Python numbers, for traces with values
    def __bool__(self) -> bool:
        return bool(self.trace.item(self))

    def __int__(self) -> int:
        return int(self.trace.item(self))

    def __float__(self) -> float:
        return float(self.trace.item(self))

    def __complex__(self) -> complex:
        return complex(self.trace.item(self))

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise errors.ConversionError(
            "a function of another library was called with a traced array (grad, vmap, ...); "
            "use ivy functions here, or ivy.stop_gradient and ivy.to_numpy outside of the trace."
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.value!r})"


_OPERATORS = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "divide",
    "floordiv": "floor_divide",
    "mod": "remainder",
    "pow": "pow",
    "matmul": "matmul",
    "and": "bitwise_and",
    "or": "bitwise_or",
    "xor": "bitwise_xor",
    "lshift": "bitwise_left_shift",
    "rshift": "bitwise_right_shift",
}
_COMPARISONS = {
    "eq": "equal",
    "ne": "not_equal",
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
}
for _name, _op in _OPERATORS.items():
    _forward, _reflected = _binary(_op)
    setattr(Box, f"__{_name}__", _forward)
    setattr(Box, f"__r{_name}__", _reflected)
for _name, _op in _COMPARISONS.items():
    setattr(Box, f"__{_name}__", _binary(_op)[0])


def getitem(x: Box, index: Any) -> Any:
    """`x[index]` for basic indices, or for integer arrays and whole axes."""
    key = cast(tuple[Any, ...], index if isinstance(index, tuple) else (index,))
    if all(isinstance(i, (int, slice, type(None), type(Ellipsis))) for i in key):
        return x.trace.slice_(x, key)
    if any(i is None or i is Ellipsis or (isinstance(i, slice) and i != slice(None)) for i in key):
        raise errors.ConversionError(
            "a traced array is indexed by slices or by arrays, not by both at once; "
            "use ivy.take, ivy.get_index or two steps."
        )
    places: list[Any] = [None if isinstance(i, slice) else i for i in key]
    places += [None] * (x.ndim - len(places))
    return x.trace.get_index(x, [_places(x, i, n) for i, n in zip(places, x.shape, strict=True)])


def _places(x: Box, index: Any, size: int) -> Any:
    """An index array with negative numbers counted from the end."""
    if index is None:
        return None
    trace = x.trace
    if isinstance(index, (int, list, np.integer)):
        index = trace.constant(np.asarray(index), dtype=np.dtype("int64"))
    if trace.dtype(index) == np.dtype(bool):
        raise errors.ConversionError("a traced array cannot be indexed by a mask; use ivy.where.")
    return trace.where(trace.less(index, 0), trace.add(index, size), index)
