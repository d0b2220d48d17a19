"""Calling conventions that many lines of this backend share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
import numpy as np

from ivy._core.specialization import Call, specializes
from ivy.backends.jax import _compat, _compile

_CONCRETE = {_compat.ArrayImpl, np.ndarray, bool, int, float, complex}
_HALF = (jnp.dtype(jnp.float16), jnp.dtype(jnp.bfloat16))


def axes(axis: Any) -> Any:
    """Lists of axes as the tuples that JAX wants."""
    return tuple(axis) if isinstance(axis, list) else axis


def reduction(function: Callable) -> Callable:
    """`function(x, axis=, keepdims=)` with lists of axes allowed."""

    def call(x: Any, /, **options: Any) -> Call | None:
        return None if type(options.get("axis")) is list else (function, (x,), options)

    @specializes(call)
    @functools.wraps(function)
    def run(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        return function(x, axis=axes(axis), keepdims=keepdims)

    return run


def exact(function: Callable) -> Callable:
    """As `reduction`, in the dtype of `x`, where JAX would widen integers."""

    def call(x: Any, /, **options: Any) -> Call | None:
        narrow = x.dtype.kind in "biu" or type(options.get("axis")) is list
        return None if narrow else (function, (x,), options)

    @specializes(call)
    @functools.wraps(function)
    def run(x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
        return function(x, axis=axes(axis), keepdims=keepdims, dtype=x.dtype)

    return run


def by_kind(real: Callable, of_complex: Callable) -> Callable:
    """`f(x)` with a function of its own for complex numbers."""

    @specializes(lambda x, /: (of_complex if x.dtype.kind == "c" else real, (x,), {}))
    @functools.wraps(real)
    def run(x: Any, /) -> Any:
        return of_complex(x) if x.dtype.kind == "c" else real(x)

    return run


def wide(function: Callable) -> Callable:
    """Runs a function that is poor in 16-bit floating dtypes in float32."""

    @functools.wraps(function)
    def run(*arrays: Any) -> Any:
        dtype = arrays[0].dtype
        if dtype not in _HALF:
            return function(*arrays)
        return function(*(a.astype(jnp.float32) for a in arrays)).astype(dtype)

    return run


def fused(function: Callable) -> Callable:
    """`function(*arrays, **options)` as one XLA program.

    Of a function of several steps JAX would compile and start each by itself, for every new shape.
    Options are part of the program (arrays among them stand in the way of one). Inside of a trace
    there is nothing to do: the steps become part of what is traced.
    """

    @functools.lru_cache(maxsize=1024)
    def program(**options: Any) -> Callable:
        return _compile.compile(functools.partial(function, **options) if options else function)

    @functools.wraps(function)
    def run(*arrays: Any, **options: Any) -> Any:
        for array in arrays:
            if type(array) not in _CONCRETE:
                return function(*arrays, **options)
        try:
            enter = program(**options)
        except TypeError:  # an option that is not hashable
            return function(*arrays, **options)
        return enter(*arrays)

    return run


def division(function: Callable) -> Callable:
    """`function(x1, x2)`; an integer divisor must not be 0, where JAX would give some number."""

    @fused
    def checked(x1: Any, x2: Any, /) -> Any:
        if 0 not in jnp.broadcast_shapes(jnp.shape(x1), jnp.shape(x2)):
            _compile.require(
                jnp.all(jnp.not_equal(x2, 0)), "integer division by zero", ZeroDivisionError
            )
        return function(x1, x2)

    @functools.wraps(function)
    def run(x1: Any, x2: Any, /) -> Any:
        integral = jnp.result_type(x1, x2).kind in "iu"
        return checked(x1, x2) if integral else function(x1, x2)

    return run
