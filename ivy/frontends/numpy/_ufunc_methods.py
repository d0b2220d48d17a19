"""Methods of NumPy's binary ufuncs: `reduce`, `accumulate`, `reduceat`, `outer`, `at`.

Reductions that NumPy has as functions (`add.reduce` is `sum`) are implemented by them; any other ufunc
is applied to one slice after the other.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _bodies, _joining, _shapes
from ivy.frontends._numpy_api._values import flat, host_integers, size_of
from ivy.frontends._publish import NATIVE
from ivy.frontends.numpy._ndarray import FRONTEND, _put_back
from ivy.frontends.numpy._tables import RULES
from ivy.frontends.numpy._writing import _writing

_REDUCTIONS = {
    "add": "sum",
    "multiply": "prod",
    "maximum": "max",
    "minimum": "min",
    "logical_and": "all",
    "logical_or": "any",
}
_ACCUMULATIONS = {"add": "cumsum", "multiply": "cumprod"}


class Methods:
    """The methods of one ufunc, on backend arrays."""

    def __init__(self, name: str):
        self.name, self.ufunc = name, NATIVE[f"numpy.{name}"]

    def reduce(self, array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True):
        dtype = _dtype_of_result(dtype, out)
        x = RULES.array(array)
        if not len(x.shape) and axis == 0:
            axis = None
        axes = RULES.axes(axis, len(x.shape))
        if self.name in _REDUCTIONS:
            return self._known(x, axes, dtype, keepdims, initial, where)
        if where is not True:
            raise NotImplementedError(f"{self.name}.reduce with where")
        if len(axes) > 1 and getattr(np, self.name).identity is None:
            raise ValueError(f"reduction operation '{self.name}' is not reorderable")
        x = self._computed(self._typed(x, dtype))
        for axis in sorted(axes, reverse=True):
            x, initial = self._folded(x, axis, initial), None
        if keepdims:
            x = ivy.expand_dims(x, axis=tuple(sorted(axes)))
        return x

    def _known(self, x, axes, dtype, keepdims, initial, where):
        function = NATIVE[f"numpy.{_REDUCTIONS[self.name]}"]
        options = {"keepdims": keepdims}
        if where is not True:
            options["where"] = where
        if "initial" in inspect.signature(function).parameters and initial is not None:
            options["initial"] = initial
        if "dtype" in inspect.signature(function).parameters:
            return function(x, axis=axes, dtype=dtype, **options)
        return function(x if dtype is None else self._typed(x, dtype), axis=axes, **options)

    def _typed(self, x, dtype):
        return x if dtype is None else RULES.cast(x, RULES.dtype_of(dtype))

    def _computed(self, x):
        """`x` in the dtype of the ufunc's result."""
        none = ivy.zeros((0,), dtype=ivy.dtype(x))
        return RULES.cast(x, ivy.dtype(self.ufunc(none, none)))

    def _folded(self, x, axis, initial):
        rows = _joining.unstack(RULES, x, axis=axis)
        if initial is not None:
            total = _shapes.broadcast_to(
                RULES, RULES.array(initial), tuple(rows[0].shape) if rows else ()
            )
        elif rows:
            total, rows = rows[0], rows[1:]
        else:
            total = self._identity(x, axis)
        for row in rows:
            total = self.ufunc(total, row)
        return total

    def _identity(self, x, axis):
        value = getattr(np, self.name).identity
        if value is None:
            raise ValueError(
                f"zero-size array to reduction operation {self.name} which has no identity"
            )
        shape = tuple(n for i, n in enumerate(x.shape) if i != axis)
        return ivy.full(shape, value, dtype=ivy.dtype(x))

    def accumulate(self, array, axis=0, dtype=None, out=None):
        dtype = _dtype_of_result(dtype, out)
        x = RULES.array(array)
        if not len(x.shape):
            raise TypeError("cannot accumulate on a scalar")
        if self.name in _ACCUMULATIONS:
            return NATIVE[f"numpy.{_ACCUMULATIONS[self.name]}"](x, axis=axis, dtype=dtype)
        at = RULES.axis(axis, len(x.shape))
        rows = _joining.unstack(RULES, self._computed(self._typed(x, dtype)), axis=at)
        totals = list(rows[:1])
        for row in rows[1:]:
            totals.append(self.ufunc(totals[-1], row))
        return _joining.stack(RULES, totals, axis=at) if totals else x

    def reduceat(self, array, indices, axis=0, dtype=None, out=None):
        dtype = _dtype_of_result(dtype, out)
        x = RULES.array(array)
        at = RULES.axis(axis, len(x.shape))
        starts = host_integers(indices)
        for i in starts:
            if not 0 <= i < x.shape[at]:
                raise IndexError(f"index {i} out-of-bounds in {self.name}.reduceat")
        parts = []
        for start, stop in zip(starts, [*starts[1:], x.shape[at]]):
            stop = stop if stop > start else start + 1
            part = ivy.slice_(x, (*(slice(None),) * at, slice(start, stop)))
            parts.append(self.reduce(part, at, dtype))
        return _joining.stack(RULES, parts, axis=at)

    def outer(self, A, B, /, **options):
        a, b = RULES.array(A), RULES.array(B)
        a = ivy.reshape(a, (*tuple(a.shape), *(1,) * len(b.shape)))
        return self.ufunc(a, b, **options)

    def at(self, a, indices, *b):
        """The new values of `a`; an index that occurs twice is applied twice."""
        positions = np.arange(size_of(a)).reshape(tuple(a.shape))
        positions = positions[_host_index(indices)]
        shape = positions.shape
        positions = positions.reshape(-1)
        operands = [flat(_shapes.broadcast_to(RULES, RULES.array(x), shape)) for x in b]
        order = np.argsort(positions, kind="stable")
        ordered = positions[order]
        first = np.searchsorted(ordered, ordered)
        turn = np.empty(len(positions), np.int64)
        turn[order] = np.arange(len(positions)) - first
        for n in range(int(turn.max(initial=-1)) + 1):
            (now,) = np.nonzero(turn == n)
            where = ivy.constant(positions[now])
            old = ivy.take(flat(a), where, axis=0)
            new = self.ufunc(old, *[ivy.take(x, ivy.constant(now), axis=0) for x in operands])
            a = _put_back(a, where, RULES.cast(new, ivy.dtype(a)))
        return a


def _dtype_of_result(dtype: Any, out: Any) -> Any:
    """The dtype to compute in: that of `out` unless there is another one."""
    out = out[0] if isinstance(out, tuple) else out
    return ivy.dtype(out) if dtype is None and hasattr(out, "dtype") else dtype


def _host_index(index: Any) -> Any:
    """An index with backend arrays converted to NumPy's."""
    if isinstance(index, tuple):
        return tuple(map(_host_index, index))
    if hasattr(index, "dtype"):
        values = index if isinstance(index, np.ndarray) else ivy.to_numpy(index)
        return values if values.dtype == dtypes.bool_ else values.astype(np.int64)
    return index


def _bound(methods: Methods, name: str) -> Callable:
    """A method as a function, with the attributes that `functools.wraps` copies."""
    method = getattr(methods, name)

    def function(*args: Any, **kwargs: Any) -> Any:
        return method(*args, **kwargs)

    function.__name__, function.__qualname__ = name, f"{methods.name}.{name}"
    function.__doc__ = f"`numpy.{methods.name}.{name}`, written with ivy functions."
    function.__signature__ = inspect.signature(method)  # pyright: ignore
    return function


def give(namespace: dict[str, Any]) -> None:
    """Adds the methods to the binary ufuncs of the namespace."""
    names = {name: name for name in _bodies.BINARY}
    names |= {alias: name for alias, name in _bodies.ALIASES.items() if name in names}
    for shown, name in names.items():
        function, methods = namespace[shown], Methods(name)
        for method in ("reduce", "accumulate", "reduceat", "outer"):
            raw = _bound(methods, method)
            setattr(function, method, FRONTEND.wrap(raw, f"numpy.{name}.{method}"))
        function.at = _writing(_bound(methods, "at"))
        native = getattr(np, name)
        function.nin, function.nout, function.identity = native.nin, native.nout, native.identity
