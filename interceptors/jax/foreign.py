"""Derivatives of functions of JAX's arrays, by JAX, as functions of arrays."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import jax

from interceptors.jax import _compat
from ivy._core import errors

Function = Callable[..., Sequence[jax.Array]]
_WIDE = ("float64", "complex128")


def scope(dtypes: Iterable[Any], packages: Collection[str]) -> contextlib.AbstractContextManager:
    """64-bit types where JAX would round what it is given; integers it narrows, as ever."""
    wide = any(d.name in _WIDE for d in dtypes)
    return _compat.x64() if wide else contextlib.nullcontext()


def like(x: jax.Array, other: jax.Array) -> jax.Array:
    """`x` in the dtype of `other`."""
    return x.astype(other.dtype)


def _moving(
    function: Function, values: Sequence[jax.Array], inputs: Sequence[int], outputs: Sequence[int]
) -> Callable:
    """The function of some of its arguments, with some of its results."""

    def run(*given: jax.Array) -> list[jax.Array]:
        filled = list(values)
        for i, x in zip(inputs, given, strict=True):
            filled[i] = x
        results = function(*filled)
        return [results[i] for i in outputs]

    return run


def pullback(function: Function, inputs: Sequence[int], outputs: Sequence[int]) -> Function:
    """See `ivy._core.foreign.Foreign`."""

    def run(*values: jax.Array) -> Sequence[jax.Array]:
        count = len(values) - len(outputs)
        moving = _moving(function, values[:count], inputs, outputs)
        results, pull = jax.vjp(moving, *(values[i] for i in inputs))
        pairs = zip(values[count:], results, strict=True)
        return pull([cotangent.astype(r.dtype) for cotangent, r in pairs])

    return run


def pushforward(function: Function, inputs: Sequence[int], outputs: Sequence[int]) -> Function:
    """See `ivy._core.foreign.Foreign`."""

    def run(*values: jax.Array) -> Sequence[jax.Array]:
        count = len(values) - len(inputs)
        moving = _moving(function, values[:count], inputs, outputs)
        return jax.jvp(moving, [values[i] for i in inputs], list(values[count:]))[1]

    return run


def batched(function: Function, axes: Sequence[int | None]) -> Function:
    """See `ivy._core.foreign.Foreign`."""
    return jax.vmap(lambda *values: list(function(*values)), tuple(axes))


def needs_gradient(values: Sequence[jax.Array]) -> bool:
    """Whether one belongs to a transformation of JAX."""
    return any(isinstance(v, _compat.Tracer) for v in values)


def with_gradient(vjp: Callable, values: Sequence[jax.Array]) -> list[jax.Array]:
    """Refuses: what JAX traces has no value yet, and another framework could not compute with it."""
    raise errors.ConversionError(
        "a function of another framework was called with an array that JAX traces (jit, grad, vmap); "
        "call it outside of the transformation, or write it with jax.numpy."
    )
