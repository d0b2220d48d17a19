"""NumPy's ufuncs: which loop a call takes, NumPy says; what the loop computes, `_bodies`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _bodies
from ivy.frontends._numpy_api._rules import kind
from ivy.frontends.numpy._rules import NumPyRules

_COMPARISONS = {
    "equal",
    "not_equal",
    "less",
    "less_equal",
    "greater",
    "greater_equal",
}


@functools.lru_cache(4096)
def _loop(name: str, kinds: tuple, dtype: Any, casting: str) -> tuple:
    """The dtypes of the inputs and outputs of the loop that NumPy would take."""
    native = getattr(np, name)
    signature = None if dtype is None else (None,) * native.nin + (dtype,) * native.nout
    options = {} if signature is None else {"signature": signature}
    return native.resolve_dtypes((*kinds, *(None,) * native.nout), casting=casting, **options)


class Loops(NumPyRules):
    """How a ufunc is called."""

    def operands(self, *xs):
        """Array-likes as arrays, but Python numbers as they are beside an array."""
        xs = [x if self.is_number(x) else self.array(x) for x in xs]
        if all(map(self.is_number, xs)):
            return [self.array(x) for x in xs]
        return xs

    def compute(self, name, body, xs, out, where, casting, dtype):
        """The results of a ufunc, in the form of `out` if that is given."""
        native = getattr(np, name)
        xs = self.operands(*xs)
        kinds = tuple(self._kind(x) for x in xs)
        dtype = None if dtype is None else self.dtype_of(dtype)
        loop = _loop(name, kinds, dtype, casting)
        if name in _COMPARISONS and (beyond := self._beyond(xs, loop)) is not None:
            xs, loop = beyond
        arrays = [self.cast(x, d) for x, d in zip(xs, loop)]
        self.broadcast_shapes(*(x.shape for x in arrays))
        if name == "power":
            _check_power(*arrays)
        results = body(*arrays)
        results = results if isinstance(results, tuple) else (results,)
        results = [self.cast(r, d) for r, d in zip(results, loop[native.nin :])]
        outs = out if isinstance(out, tuple) else (out,) * len(results)
        if len(outs) != len(results):
            raise ValueError("The 'out' tuple must have exactly one entry per ufunc output")
        found = [self._placed(r, o, where, casting) for r, o in zip(results, outs)]
        return found[0] if len(found) == 1 else tuple(found)

    def _kind(self, x):
        number = ivy.python_kind(x)
        if number is None:
            return ivy.dtype(x)
        return dtypes.bool_ if number is bool else number

    def _beyond(self, xs, loop):
        """Comparisons with a Python integer that the dtype can't hold are made with infinity."""
        for i, x in enumerate(xs):
            if type(x) is not int or loop[i].kind not in "iu":
                continue
            low, high = dtypes.limits(loop[i])
            if not low <= x <= high:
                far = float("inf") if x > high else float("-inf")
                wide = [far if j == i else v for j, v in enumerate(xs)]
                return wide, (dtypes.float64, dtypes.float64, dtypes.bool_)
        return None

    def _placed(self, result, out, where, casting):
        if where is True or where is None:
            return self.out(result, out, casting)
        mask = self.array(where)
        if kind(mask) != "b":
            raise TypeError("Cannot cast array data to dtype('bool') according to the rule 'safe'")
        if out is not None:
            new = self.out(result, out, casting)
            return ivy.where(ivy.broadcast_to(mask, tuple(new.shape)), new, out)
        result, mask = self.broadcast(result, mask)
        return ivy.where(mask, result, ivy.zeros(result.shape, dtype=ivy.dtype(result)))


def _check_power(x, y):
    if kind(y) != "i" or 0 in y.shape:
        return
    if ivy.item(ivy.any(ivy.less(y, ivy.asarray(0, dtype=ivy.dtype(y))))):
        raise ValueError("Integers to negative integer powers are not allowed.")


def _unary(name: str, body: Callable) -> Callable:
    def function(
        self,
        x,
        /,
        out=None,
        *,
        where=True,
        casting="same_kind",
        order="K",
        dtype=None,
        subok=True,
        signature=None,
    ):
        return self.compute(name, body, (x,), out, where, casting, dtype)

    return function


def _two_results(name: str, body: Callable) -> Callable:
    def function(
        self,
        x,
        out1=None,
        out2=None,
        /,
        out=None,
        *,
        where=True,
        casting="same_kind",
        order="K",
        dtype=None,
        subok=True,
        signature=None,
    ):
        out = (out1, out2) if out is None else out
        return self.compute(name, body, (x,), out, where, casting, dtype)

    return function


def _binary(name: str, body: Callable) -> Callable:
    def function(
        self,
        x1,
        x2,
        /,
        out=None,
        *,
        where=True,
        casting="same_kind",
        order="K",
        dtype=None,
        subok=True,
        signature=None,
    ):
        return self.compute(name, body, (x1, x2), out, where, casting, dtype)

    return function


def _pair(name: str, body: Callable) -> Callable:
    def function(
        self,
        x1,
        x2,
        out1=None,
        out2=None,
        /,
        out=None,
        *,
        where=True,
        casting="same_kind",
        order="K",
        dtype=None,
        subok=True,
        signature=None,
    ):
        out = (out1, out2) if out is None else out
        return self.compute(name, body, (x1, x2), out, where, casting, dtype)

    return function


_TABLES = (
    (_bodies.UNARY, _unary),
    (_bodies.TWO_RESULTS, _two_results),
    (_bodies.BINARY, _binary),
    (_bodies.PAIRS, _pair),
)
ALIASES = {
    "abs": "absolute",
    "acos": "arccos",
    "acosh": "arccosh",
    "asin": "arcsin",
    "asinh": "arcsinh",
    "atan": "arctan",
    "atan2": "arctan2",
    "atanh": "arctanh",
    "bitwise_invert": "invert",
    "bitwise_left_shift": "left_shift",
    "bitwise_not": "invert",
    "bitwise_right_shift": "right_shift",
    "conj": "conjugate",
    "mod": "remainder",
    "pow": "power",
    "true_divide": "divide",
}

FUNCTIONS = {name: make(name, body) for table, make in _TABLES for name, body in table.items()}
FUNCTIONS |= {alias: FUNCTIONS[name] for alias, name in ALIASES.items()}
Ufuncs = type("Ufuncs", (Loops,), {"__doc__": "The ufuncs, each a method.", **FUNCTIONS})
