"""Calling conventions of `jax.scipy.special`: operands are promoted and become floating.

Floats of less than 64 bits are computed in `through`; complex operands are refused as the source does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.jax import _promotion as to


def computed(op: Callable, through: np.dtype, *arrays: Any) -> Any:
    """`op` of arrays of one floating dtype, in `through` if that is wider."""
    dtype = ivy.dtype(arrays[0])
    arrays = _broadcast(arrays) if len(arrays) > 1 else arrays
    if dtype.itemsize >= through.itemsize:
        return op(*arrays)
    out = op(*(to.cast(x, through) for x in arrays))
    if isinstance(out, tuple):
        return tuple(to.cast(x, dtype) for x in out)
    return to.cast(out, dtype)


def _broadcast(arrays: tuple) -> tuple:
    try:
        return tuple(ivy.broadcast_arrays(*arrays))
    except ValueError:
        shapes = ", ".join(str(tuple(x.shape)) for x in arrays)
        raise TypeError(f"got incompatible shapes for broadcasting: {shapes}.") from None


def real(function: Callable, refusal: type[Exception], *operands: Any) -> list[Any]:
    """The operands in their common real floating dtype."""
    arrays = to.promote_inexact(*operands)
    if ivy.dtype(arrays[0]).kind == "c":
        raise refusal(f"{function.__name__} does not support complex-valued inputs.")
    return arrays


def unary(
    op: Callable, through: np.dtype = dtypes.float32, refusal: type[Exception] = TypeError
) -> Callable:
    """`f(x)`."""

    def function(x: Any) -> Any:
        return computed(op, through, *real(function, refusal, x))

    return function


def narrow(op: Callable, through: np.dtype = dtypes.float32) -> Callable:
    """`f(x)` of 32 and 64 bits only; nothing else is converted."""

    def function(x: Any) -> Any:
        x = to.array(x)
        if ivy.dtype(x) not in (dtypes.float32, dtypes.float64):
            raise TypeError(f"x.dtype={ivy.dtype(x).name} is not supported")
        return computed(op, through, x)

    return function


def binary(
    op: Callable,
    names: str = "x y",
    through: np.dtype = dtypes.float32,
    refusal: type[Exception] = TypeError,
) -> Callable:
    """`f(x, y)`, whatever its parameters are called."""

    def body(a: Any, b: Any) -> Any:
        return computed(op, through, *real(function, refusal, a, b))

    makers = {
        "x y": lambda: _xy(body),
        "a x": lambda: _ax(body),
        "a b": lambda: _ab(body),
        "p q": lambda: _pq(body),
        "x lmbda": lambda: _power(body),
        "z m": lambda: _zm(body),
        "h a": lambda: _ha(body),
        "n x": lambda: _nx(body),
    }
    function = makers[names]()
    return function


def _xy(body: Callable) -> Callable:
    return lambda x, y: body(x, y)


def _ax(body: Callable) -> Callable:
    return lambda a, x: body(a, x)


def _ab(body: Callable) -> Callable:
    return lambda a, b: body(a, b)


def _pq(body: Callable) -> Callable:
    return lambda p, q: body(p, q)


def _power(body: Callable) -> Callable:
    return lambda x, lmbda: body(x, lmbda)


def _zm(body: Callable) -> Callable:
    return lambda z, m: body(z, m)


def _ha(body: Callable) -> Callable:
    return lambda h, a: body(h, a)


def _nx(body: Callable) -> Callable:
    return lambda n, x: body(n, x)
