"""NumPy's ufuncs: NumPy itself chooses the loop of a call, `_bodies` computes it."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _bodies, _quotients
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import is_number, kind, number, raise_if

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
    """The dtypes of the inputs and outputs of the loop that NumPy chooses."""
    native = getattr(np, name)
    signature = None if dtype is None else (None,) * native.nin + (dtype,) * native.nout
    options = {} if signature is None else {"signature": signature}
    return native.resolve_dtypes((*kinds, *(None,) * native.nout), casting=casting, **options)


def _operands(rules: Rules, *xs):
    """Array-likes as arrays; a Python number stays one next to an array, because it is weak."""
    xs = [x if is_number(x) else rules.array(x) for x in xs]
    if all(map(is_number, xs)):
        return [rules.array(x) for x in xs]
    return xs


def compute(rules: Rules, name, body, xs, out, where, casting, dtype):
    """The results of a ufunc, as the new values of `out` if that is given."""
    native = getattr(np, name)
    xs = _operands(rules, *xs)
    kinds = tuple(_kind(x) for x in xs)
    dtype = None if dtype is None else rules.dtype_of(dtype)
    loop = _loop(name, kinds, dtype, casting)
    if name in _COMPARISONS and (beyond := _beyond(xs, loop)) is not None:
        xs, loop = beyond
    arrays = [rules.cast(x, d) for x, d in zip(xs, loop)]
    rules.broadcast_shapes(*(x.shape for x in arrays))
    if name == "power":
        _check_power(*arrays)
    results = body(*arrays)
    results = results if isinstance(results, tuple) else (results,)
    results = [rules.cast(r, d) for r, d in zip(results, loop[native.nin :])]
    outs = out if isinstance(out, tuple) else (out,) * len(results)
    if len(outs) != len(results):
        raise ValueError("The 'out' tuple must have exactly one entry per ufunc output")
    found = [_placed(rules, r, o, where, casting) for r, o in zip(results, outs)]
    return found[0] if len(found) == 1 else tuple(found)


def _kind(x):
    """The dtype of an array, or the type of a Python number, as `resolve_dtypes` takes them."""
    number = ivy.python_kind(x)
    if number is None:
        return ivy.dtype(x)
    return dtypes.bool_ if number is bool else number


def _beyond(xs, loop):
    """Operands and loop of a comparison with a Python integer out of range: infinity instead."""
    for i, x in enumerate(xs):
        if type(x) is not int or loop[i].kind not in "iu":
            continue
        low, high = dtypes.limits(loop[i])
        if not low <= x <= high:
            far = float("inf") if x > high else float("-inf")
            wide = [far if j == i else v for j, v in enumerate(xs)]
            return wide, (dtypes.float64, dtypes.float64, dtypes.bool_)
    return None


def _placed(rules: Rules, result, out, where, casting):
    if where is True or where is None:
        return rules.out(result, out, casting)
    mask = rules.array(where)
    if kind(mask) != "b":
        raise TypeError("Cannot cast array data to dtype('bool') according to the rule 'safe'")
    if out is not None:
        new = rules.out(result, out, casting)
        return ivy.where(ivy.broadcast_to(mask, tuple(new.shape)), new, out)
    result, mask = rules.broadcast(result, mask)
    return ivy.where(mask, result, ivy.zeros(result.shape, dtype=ivy.dtype(result)))


def _check_power(x, y):
    if kind(y) != "i" or 0 in y.shape:
        return
    error = ValueError("Integers to negative integer powers are not allowed.")
    raise_if(ivy.less(y, ivy.asarray(0, dtype=ivy.dtype(y))), error)


def _unary(name: str, body: Callable) -> Callable:
    def function(
        rules: Rules,
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
        return compute(rules, name, body, (x,), out, where, casting, dtype)

    return function


def _two_results(name: str, body: Callable) -> Callable:
    def function(
        rules: Rules,
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
        return compute(rules, name, body, (x,), out, where, casting, dtype)

    return function


def _binary(name: str, body: Callable) -> Callable:
    def function(
        rules: Rules,
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
        return compute(rules, name, body, (x1, x2), out, where, casting, dtype)

    return function


def _pair(name: str, body: Callable) -> Callable:
    def function(
        rules: Rules,
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
        return compute(rules, name, body, (x1, x2), out, where, casting, dtype)

    return function


_TABLES = (
    (_bodies.UNARY, _unary),
    (_bodies.TWO_RESULTS, _two_results),
    (_bodies.BINARY, _binary),
    (_bodies.PAIRS, _pair),
)

FUNCTIONS = {name: make(name, body) for table, make in _TABLES for name, body in table.items()}


def _reciprocal(x):
    found = _quotients.reciprocal(x)
    if kind(x) not in "iu":
        return found
    with np.errstate(all="ignore"):
        of_zero = np.reciprocal(np.zeros((), ivy.dtype(x)))  # what C makes of the infinity
    return ivy.where(ivy.equal(x, number(0, x)), ivy.constant(of_zero), found)


def _spacing(x):
    if ivy.dtype(x).itemsize == 2:  # towards infinity, whatever the sign
        up = ivy.nextafter(x, ivy.full(x.shape, math.inf, dtype=ivy.dtype(x)))
        return ivy.where(ivy.isfinite(x), ivy.subtract(up, x), number(math.nan, x))
    return ivy.where(ivy.equal(x, number(0, x)), ivy.abs(_bodies.spacing(x)), _bodies.spacing(x))


FUNCTIONS |= {
    "reciprocal": _unary("reciprocal", _reciprocal),
    "spacing": _unary("spacing", _spacing),
}
FUNCTIONS |= {alias: FUNCTIONS[name] for alias, name in _bodies.ALIASES.items()}
