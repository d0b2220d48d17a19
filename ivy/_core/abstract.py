"""A backend whose arrays have a shape and a dtype, and values only when somebody asks for them.

Ops are those of a real backend, which infers what they return without computing (`Backend.infer`): its
own functions run, and raise what they raise. For a backend that can't, the shape and dtype rules of ops
do. A value that is asked for is computed then, by NumPy, from the values that it depends on.
"""

# pyright: basic
from __future__ import annotations

import contextlib
import copy
import functools
import math
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

import numpy as np
import optree

from ivy._core import errors, ops
from ivy._core.backend import Backend, Unsupported, load
from ivy._core.context import running
from ivy._core.inference import AbstractTrace, ShapeDtype
from ivy._core.narrow import backend_for
from ivy._core.registry import OPS, Op
from ivy._core.tracing import Box


class AbstractArray:
    """A shape, a dtype, and how the elements would be computed."""

    __slots__ = ("_compute", "_values", "dtype", "shape")

    def __init__(self, shape: tuple[int, ...], dtype: Any, compute: Callable[[], Any]):
        self.shape = shape
        self.dtype = dtype
        self._compute: Any = compute
        self._values: Any = None

    @property
    def values(self) -> Any:
        """The elements, as a host array."""
        if self._compute is not None:
            self._values = np.asarray(self._compute())
            self._compute = None
        return self._values

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of elements."""
        return math.prod(self.shape)

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, index: Any) -> AbstractArray:
        index = optree.tree_map(lambda i: getattr(i, "values", i), index)  # type: ignore[arg-type]
        return _from_numpy(self.values[index])

    def __index__(self) -> int:
        return self.values.__index__()

    def __bool__(self) -> bool:
        return bool(self.values)

    def __int__(self) -> int:
        return int(self.values)

    def __float__(self) -> float:
        return float(self.values)


def _operator(op: str, reverse: bool) -> Callable[[Any, Any], Any]:
    def method(self: Any, other: Any) -> Any:
        return getattr(ops, op)(*((other, self) if reverse else (self, other)))

    return method


for _name, _op in (
    ("add", "add"), ("sub", "subtract"), ("mul", "multiply"), ("truediv", "divide"), ("pow", "pow"),
    ("matmul", "matmul"), ("mod", "remainder"), ("floordiv", "floor_divide"),
):  # fmt: skip
    setattr(AbstractArray, f"__{_name}__", _operator(_op, False))
    setattr(AbstractArray, f"__r{_name}__", _operator(_op, True))
for _name, _op in (
    ("lt", "less"), ("le", "less_equal"), ("gt", "greater"), ("ge", "greater_equal"),
):  # fmt: skip
    setattr(AbstractArray, f"__{_name}__", _operator(_op, False))
setattr(AbstractArray, "__neg__", lambda self: ops.negative(self))  # noqa: B010


# Told when a program needs values.
READS: ContextVar[Callable[[], None] | None] = ContextVar("ivy_reads", default=None)


@contextlib.contextmanager
def unnoticed() -> Iterator[None]:
    """While it lasts, nobody is told of reads: they are not the program's own."""
    token = READS.set(None)
    try:
        yield
    finally:
        READS.reset(token)


def _note_read() -> None:
    told = READS.get()
    if told is not None:
        told()


class _Thread(threading.local):
    inside = 0  # functions whose results are being inferred


_thread = _Thread()


@functools.cache
def abstract(backend: Backend) -> Backend:
    """The abstract form of a backend."""
    made = copy.copy(backend)
    numpy = load("numpy")
    for name, op in OPS.items():
        if name in backend.own:
            setattr(made, name, _inferring(backend, numpy, name))
        elif op.composite:
            setattr(made, name, op.declaration)
    made.array_types = (AbstractArray, *backend.array_types)
    made.is_abstract = True
    made.concrete = backend  # type: ignore[attr-defined]
    made.TYPE_ATTRIBUTE = None
    made.compile = made.number_array = made.as_number = made.from_dlpack = None
    made.shape = lambda x: x.shape if type(x) is AbstractArray else backend.shape(x)  # type: ignore[method-assign]
    made.dtype = lambda x: x.dtype if type(x) is AbstractArray else backend.dtype(x)  # type: ignore[method-assign]
    made.type_token = lambda x: (made.shape(x), made.dtype(x))  # type: ignore[method-assign]
    made.canonical = _same  # type: ignore[method-assign]
    made.wait = _same  # type: ignore[method-assign, assignment]
    made.python_kind = functools.partial(_python_kind, backend)  # type: ignore[method-assign]
    made.from_numpy = _from_numpy  # type: ignore[method-assign]
    made.to_numpy = functools.partial(_to_numpy, backend)  # type: ignore[method-assign]
    return made


def _same(x: Any) -> Any:
    return x


def _python_kind(backend: Backend, x: Any) -> type | None:
    return None if type(x) is AbstractArray else backend.python_kind(x)


def _from_numpy(a: Any, device: str | None = None) -> AbstractArray:
    values = np.array(a)
    return AbstractArray(values.shape, values.dtype, lambda: values)


def _to_numpy(backend: Backend, x: Any) -> Any:
    if type(x) is not AbstractArray:
        return backend.to_numpy(x)
    _note_read()
    return np.array(x.values)


def _inferring(backend: Backend, numpy: Backend, name: str) -> Callable[..., Any]:
    real = getattr(backend, name)

    def run(*args: Any, **kwargs: Any) -> Any:
        call = _Call(backend, args, kwargs)
        if _thread.inside:  # what a function of an op refers to: any values will do
            return call.of(real, [backend.zeros(a.shape, dtype=a.dtype) for a in call.arrays])
        return call.inferred(real, getattr(numpy, name), lambda trace: getattr(trace, name))

    return run


def infer_call(made: Backend, function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """What a function of ops returns; it sees arrays of the real backend, without values.

    If it needs one, it is computed on the host.
    """
    backend: Backend = made.concrete  # type: ignore[attr-defined]

    def run(*given: Any, **options: Any) -> Any:
        leaves = optree.tree_leaves((given, options), none_is_leaf=True)  # type: ignore[arg-type]
        with running(backend_for(backend, leaves)):
            return function(*given, **options)

    return _Call(backend, args, kwargs).inferred(run, function, lambda trace: function)


class _NoRule(errors.ReadsValueError):
    """An op has no rule of shapes and dtypes, although its values do not decide them."""


class _Rules(AbstractTrace):
    """Applies rules for a backend that can't infer: to the ops that it has itself."""

    def process(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        own = getattr(self.base, op.name)
        if isinstance(own, Unsupported):
            return own()  # which raises
        if op.composite and op.name not in self.base.own:
            return self.decompose(op, args, kwargs)
        if op.reads_value or op.dynamic_shape:
            raise errors.ReadsValueError(f"ivy.{op.name} depends on values")
        if op.shape is None or op.dtype is None:
            raise _NoRule(f"ivy.{op.name}")
        return super().process(op, args, kwargs)

    def query(self, name: str, x: Box) -> Any:
        if name in ("item", "to_numpy"):
            raise errors.ReadsValueError("an element is read")
        return super().query(name, x)


class _Call:
    """A call whose abstract arrays can be replaced."""

    def __init__(self, backend: Backend, args: Any, kwargs: Any):
        self.backend = backend
        self.leaves, self.tree = optree.tree_flatten((args, kwargs), none_is_leaf=True)  # type: ignore[arg-type]
        self.at = [i for i, leaf in enumerate(self.leaves) if type(leaf) is AbstractArray]
        self.arrays = [self.leaves[i] for i in self.at]

    def of(self, function: Callable[..., Any], arrays: Any) -> Any:
        """`function`, with these arrays instead."""
        filled = list(self.leaves)
        for i, array in zip(self.at, arrays, strict=True):
            filled[i] = array
        row, options = optree.tree_unflatten(self.tree, filled)  # type: ignore[misc]
        return function(*row, **options)

    def types(self, real: Callable, rules: Callable[[AbstractTrace], Callable]) -> Any:
        """Shapes and dtypes of the results, see `Backend.infer`."""
        types = [(a.shape, a.dtype) for a in self.arrays]
        if self.backend.infer is not None:
            return self.backend.infer(lambda *xs: self.of(real, xs), types)
        trace = _Rules(self.backend)
        with trace.running():
            out = self.of(rules(trace), [Box(trace, ShapeDtype(*t)) for t in types])
        return optree.tree_map(functools.partial(_type_of, trace), out, none_is_leaf=True)  # type: ignore[arg-type]

    def inferred(
        self, real: Callable, on_host: Callable, rules: Callable[[AbstractTrace], Callable]
    ) -> Any:
        """Abstract results of `real`, known ones of `on_host` where it needs values."""
        _thread.inside += self.backend.infer is not None
        try:
            out = self.types(real, rules)
        except errors.ReadsValueError as error:
            out, reads = None, type(error) is not _NoRule
        finally:
            _thread.inside -= self.backend.infer is not None
        if out is None:
            if reads:
                _note_read()
            return optree.tree_map(_known, self.values(real, on_host), none_is_leaf=True)  # type: ignore[arg-type]
        found, structure = optree.tree_flatten(out, is_leaf=_is_type)  # type: ignore[arg-type]
        once = functools.cache(functools.partial(self.values, real, on_host))

        def part(i: int) -> Any:
            return optree.tree_leaves(once())[i]  # type: ignore[arg-type]

        made = [
            AbstractArray(shape, dtype, functools.partial(part, i))
            for i, (shape, dtype) in enumerate(found)
        ]
        return optree.tree_unflatten(structure, made)

    def values(self, real: Callable, on_host: Callable) -> Any:
        """The results with host arrays, by NumPy if it can."""
        numpy = load("numpy")
        try:
            with running(backend_for(numpy, [a.values for a in self.arrays])):
                out = self.of(on_host, [a.values for a in self.arrays])
            if all(not isinstance(x, self.backend.array_types) for x in optree.tree_leaves(out)):  # type: ignore[arg-type]
                return out
        except (AttributeError, TypeError, errors.IvyError, np.linalg.LinAlgError):
            pass  # it is written for the backend itself, say
        with running(self.backend):
            out = self.of(real, [self.backend.from_numpy(a.values) for a in self.arrays])
            return optree.tree_map(lambda x: _host(self.backend, x), out)  # type: ignore[arg-type]


def _host(backend: Backend, x: Any) -> Any:
    return backend.to_numpy(x) if isinstance(x, backend.array_types) else x


def _known(x: Any) -> Any:
    return _from_numpy(x) if isinstance(x, (np.ndarray, np.generic)) else x


def _type_of(trace: AbstractTrace, x: Any) -> tuple[tuple[int, ...], Any]:
    found = trace.abstract(x)
    if not isinstance(found, ShapeDtype):
        raise _NoRule(f"a result of the type {type(x).__name__}")
    return tuple(found.shape), found.dtype


def _is_type(x: object) -> bool:
    """Whether it is what `infer` returns for an array."""
    return type(x) is tuple and len(x) == 2 and isinstance(x[1], np.dtype)
