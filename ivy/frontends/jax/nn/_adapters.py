"""Calling conventions of `jax.nn`, each written once: floats of 16 bits are computed in 32."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.jax import _promotion as to


def widely(op: Callable, *arrays: Any) -> Any:
    """`op` of arrays of one floating dtype, computed in 32 bits where there are 16."""
    dtype = ivy.dtype(arrays[0])
    if dtype.itemsize > 2 or dtypes.category(dtype) != 2:
        return op(*arrays)
    return to.cast(op(*(to.cast(x, dtypes.float32) for x in arrays)), dtype)


def floating(op: Callable) -> Callable:
    """`f(x)`; integers become floating first."""

    def function(x: Any) -> Any:
        (x,) = to.promote_inexact(x)
        return widely(op, x)

    return function


def given_floating(op: Callable) -> Callable:
    """`f(x)`; integers are refused."""

    def function(x: Any) -> Any:
        x = to.array(x)
        if dtypes.category(ivy.dtype(x)) < 2:
            raise TypeError(f"{function.__name__} does not accept dtype {ivy.dtype(x).name}.")
        return widely(op, x)

    return function


def sloped(op: Callable) -> Callable:
    """`f(x, alpha=1.0)`."""

    def function(x: Any, alpha: Any = 1.0) -> Any:
        return widely(op, *to.promote_inexact(x, alpha))

    return function
