"""The methods and operators of `jax.Array`, made of the functions of `jax.numpy`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ivy.frontends._numpy_api._operators import OPERATORS
from ivy.frontends._publish import STANDALONE
from ivy.frontends.jax import _indices
from ivy.frontends.jax._array import FRONTEND, Array

_METHODS = (
    "all any argmax argmin argpartition argsort astype clip compress conj conjugate copy cumprod "
    "cumsum diagonal dot max mean min nonzero prod ptp ravel repeat round searchsorted sort squeeze "
    "std sum swapaxes take trace var"
).split()


def _wrapped(name: str) -> Callable:
    return FRONTEND.wrap(STANDALONE[f"jax.numpy.{name}"], f"jax.numpy.{name}")


class _At:
    """`x.at`, which waits for an index."""

    def __init__(self, array: Array):
        self._array = array

    def __getitem__(self, index: Any) -> _Updates:
        return _Updates(self._array, index)


class _Updates:
    """`x.at[index]`: each method gives a new array."""

    def __init__(self, array: Array, index: Any):
        self.array, self.index = array, index

    def get(self, **options: Any) -> Array:
        """What stands there."""
        return _getitem(self.array, self.index, **options)


_getitem = FRONTEND.wrap(_indices.getitem, "jax.Array.at.get")


def _update(name: str, raw: Callable) -> None:
    wrapped = FRONTEND.wrap(raw, f"jax.Array.at.{name}")

    def method(self: _Updates, values: Any, **options: Any) -> Array:
        return wrapped(self.array, self.index, values, **options)

    method.__name__, method.__qualname__ = name, f"_Updates.{name}"
    method.__doc__ = f"`x.at[index].{name}(...)`."
    setattr(_Updates, name, method)


def _shaped(sizes: tuple) -> Any:
    return sizes[0] if len(sizes) == 1 and not isinstance(sizes[0], int) else sizes


def give() -> None:
    """Gives `Array` its methods and operators."""
    for name, raw in (
        ("set", _indices.set_),
        ("add", _indices.add),
        ("subtract", _indices.subtract),
        ("multiply", _indices.multiply),
        ("mul", _indices.multiply),
        ("divide", _indices.divide),
        ("power", _indices.power),
        ("min", _indices.minimum),
        ("max", _indices.maximum),
        ("apply", _indices.apply),
    ):
        _update(name, raw)
    have = {k for k in STANDALONE if k.startswith("jax.numpy.")}
    FRONTEND.give_operators(
        {k: _wrapped(v) for k, v in OPERATORS.items() if f"jax.numpy.{v}" in have}
    )
    for name in _METHODS:
        if f"jax.numpy.{name}" in have:
            setattr(Array, name, _wrapped(name))
    _give_shapes()


def _give_shapes() -> None:
    reshape, transpose, swap = map(_wrapped, ("reshape", "transpose", "swapaxes"))
    ravel, real, imag = map(_wrapped, ("ravel", "real", "imag"))

    def reshaped(self: Array, *sizes: Any, order: str = "C") -> Array:
        return reshape(self, _shaped(sizes), order=order)

    def transposed(self: Array, *axes: Any) -> Array:
        return transpose(self, _shaped(axes) if axes and axes[0] is not None else None)

    Array.reshape = reshaped
    Array.transpose = transposed
    Array.flatten = lambda self, order="C": ravel(self, order=order)
    Array.T = property(transpose, doc="The array with its axes reversed.")
    Array.mT = property(lambda self: swap(self, -1, -2), doc="With its last two axes swapped.")
    Array.real = property(real, doc="The real part.")
    Array.imag = property(imag, doc="The imaginary part.")
    Array.at = property(_At, doc="`x.at[index].set(values)` and its like.")
    Array.__getitem__ = lambda self, index: _getitem(self, index)
    Array.__setitem__ = _refuse_writing


def _refuse_writing(self: Array, index: Any, value: Any) -> None:
    raise TypeError(
        "JAX arrays are immutable and do not support in-place item assignment. Instead of "
        "x[idx] = y, use x = x.at[idx].set(y)."
    )
