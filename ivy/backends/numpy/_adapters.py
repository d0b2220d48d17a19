"""Calling conventions that many lines of this backend share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import ml_dtypes
import numpy as np

from ivy._core.specialization import Call, specializes

_HALF = (np.dtype(np.float16), np.dtype(ml_dtypes.bfloat16))


def wide(function: Callable) -> Callable:
    """Runs a function that has no 16-bit floating loop (or a poor one) in float32."""

    def call(*arrays: Any, **options: Any) -> Call | None:
        dtypes = {a.dtype for a in arrays if hasattr(a, "dtype")}
        return None if dtypes & {*_HALF} else (function, arrays, options)

    @specializes(call)
    @functools.wraps(function)
    def run(*arrays: Any, **options: Any) -> Any:
        dtype = getattr(arrays[0], "dtype", None) or next(
            a.dtype for a in arrays if hasattr(a, "dtype")
        )
        if dtype.itemsize != 2 or dtype not in _HALF:
            return function(*arrays, **options)
        arrays = tuple(a.astype(np.float32) if hasattr(a, "dtype") else a for a in arrays)
        return function(*arrays, **options).astype(dtype)

    return run


def division(function: Callable) -> Callable:
    """Raises for an integer divided by 0, where NumPy warns and gives 0."""

    @functools.wraps(function)
    def run(x1: Any, x2: Any, /) -> Any:
        if not np.all(x2) and np.result_type(x1, x2).kind in "iu" and _meet(x1, x2):
            raise ZeroDivisionError("integer division or modulo by zero")
        return function(x1, x2)

    return run


def _meet(x1: Any, x2: Any) -> bool:
    """Whether there is anything to divide."""
    return 0 not in np.broadcast_shapes(np.shape(x1), np.shape(x2))


def exact(function: Callable) -> Callable:
    """Keeps the dtype of the first array, where NumPy would widen integers (`np.sum` of int32)."""

    @functools.wraps(function)
    def run(x: Any, /, **options: Any) -> Any:
        return function(x, dtype=x.dtype, **options)

    return run


def axes(axis: Any) -> Any:
    """Lists of axes as the tuples that NumPy wants."""
    return tuple(axis) if isinstance(axis, list) else axis


def is_array(x: Any) -> bool:
    """Whether `x` is an array of NumPy's own type: neither a scalar nor of a subclass."""
    return getattr(x, "kind", type(x)) is np.ndarray


def method(function: Callable, of_arrays: Callable, *names: str) -> Callable:
    """`function`, for which plans put the method of arrays in which it ends.

    `names` are its options, in the order in which the method takes them.
    """

    def call(x: Any, /, *args: Any, **options: Any) -> Call | None:
        known = is_array(x) and names[: len(options)] == tuple(options)
        return (of_arrays, (x, *args, *options.values()), {}) if known else None

    return specializes(call)(function)


def reduction(function: Callable, of_arrays: Callable | None = None) -> Callable:
    """`function(x, axis=, keepdims=)` with lists of axes allowed.

    On arrays it ends in `of_arrays(x, axis, dtype, out, keepdims)`: a method, or `reduce` of a ufunc.
    """

    def call(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Call | None:
        if type(axis) is list:
            return None
        if of_arrays is None or not is_array(x):
            return function, (x,), {"axis": axis, "keepdims": keepdims}
        return of_arrays, (x, axis, *[None, None, True] * keepdims), {}

    @specializes(call)
    @functools.wraps(function)
    def run(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        return function(x, axis=axes(axis), keepdims=keepdims)

    return run


def total(reduce: Callable) -> Callable:
    """`f(x, axis=, keepdims=)` from `reduce` of a ufunc, in the dtype of `x`."""

    def call(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Call | None:
        if type(axis) is list:
            return None
        keeps = x.dtype.kind in "fc" and not keepdims  # the dtype by itself
        return reduce, (x, axis) if keeps else (x, axis, x.dtype, None, keepdims), {}

    @specializes(call)
    def run(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        return reduce(x, axes(axis), x.dtype, None, keepdims)  # np.sum and np.prod, faster

    return run


def binary(function: Callable) -> Callable:
    """`function(x1, x2)`; a Python number does not widen bfloat16, of which NumPy knows nothing."""

    @specializes(lambda x1, x2, /: None if _is_weak(x1, x2) else (function, (x1, x2), {}))
    @functools.wraps(function)
    def run(x1: Any, x2: Any, /) -> Any:
        if type(x1) is float or type(x2) is float:
            x1, x2 = with_weak_numbers(x1, x2)
        return function(x1, x2)

    return run


def _is_weak(x1: Any, x2: Any) -> bool:
    """Whether a float stands beside an array of 16-bit floats."""
    return float in (type(x1), type(x2)) and any(getattr(x, "dtype", 0) in _HALF for x in (x1, x2))


def with_weak_numbers(x1: Any, x2: Any) -> tuple[Any, Any]:
    """The operands, a float in the dtype of an array of 16-bit floats beside it."""
    if type(x2) is float and hasattr(x1, "dtype") and x1.dtype in _HALF:
        return x1, x1.dtype.type(x2)
    if type(x1) is float and hasattr(x2, "dtype") and x2.dtype in _HALF:
        return x2.dtype.type(x1), x2
    return x1, x2


def from_parts(re: np.ndarray, im: np.ndarray, /) -> np.ndarray:
    """The complex numbers of these parts."""
    # re + 1j * im would turn an infinite part into NaN
    out = np.empty(np.broadcast_shapes(re.shape, im.shape), np.result_type(re.dtype, np.complex64))
    out.real, out.imag = re, im
    return out
