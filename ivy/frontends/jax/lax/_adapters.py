"""Calling conventions of `jax.lax`, each written once.

`takes` lists the kinds of dtypes that a function accepts: "b" bool, "i" integers, "f" real floating,
"c" complex. Operands have one dtype, and one number of axes unless they are 0-d; nothing is promoted.

A function has the operation that it runs after its checks as the attribute `unchecked`: that is JAX's
primitive of the name (`_primitives.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.jax import _promotion as to

ALL = "bifc"
NUMBERS = "ifc"


def accept(name: str, dtype: np.dtype, takes: str) -> None:
    """Raises TypeError unless `dtype` is of a kind in `takes`."""
    if "bifc"[dtypes.category(dtype)] not in takes:
        raise TypeError(f"{name} does not accept dtype {dtype.name}.")


def one_dtype(name: str, *operands: Any) -> None:
    """Raises TypeError unless all operands have one dtype."""
    found = [ivy.dtype(x).name for x in operands]
    if len(set(found)) > 1:
        raise TypeError(
            f"lax.{name} requires arguments to have the same dtypes, got {', '.join(found)}."
        )


def broadcastable(name: str, *operands: Any) -> None:
    """Raises TypeError unless the operands are 0-d or have shapes that agree but for ones."""
    shapes = {tuple(x.shape) for x in operands if len(x.shape)}
    if len(shapes) < 2:
        return
    if len({len(shape) for shape in shapes}) > 1:
        raise TypeError(f"{name}: arrays must have the same number of dimensions, got {shapes}")
    if any(len(set(sizes) - {1}) > 1 for sizes in zip(*shapes, strict=True)):
        raise TypeError(f"{name} got incompatible shapes for broadcasting: {shapes}.")


def operands(name: str, takes: str, *values: Any) -> list[Any]:
    """The values as arrays of one dtype of a kind in `takes`, with shapes that broadcast."""
    arrays = [to.array(x) for x in values]
    for x in arrays:
        accept(name, ivy.dtype(x), takes)
    one_dtype(name, *arrays)
    broadcastable(name, *arrays)
    return arrays


def checks(op: Callable) -> Callable:
    """Decorates a function that checks its arguments and runs `op`."""

    def decorated(function: Any) -> Callable:
        function.unchecked = op
        return function

    return decorated


def unary(op: Callable, takes: str) -> Callable:
    """`f(x)`."""

    @checks(op)
    def function(x: Any) -> Any:
        return op(*operands(function.__name__, takes, x))

    return function


def accurate(op: Callable, takes: str) -> Callable:
    """`f(x, accuracy=None)`; the accuracy is a hint to XLA."""

    @checks(op)
    def function(x: Any, *, accuracy: Any = None) -> Any:
        return op(*operands(function.__name__, takes, x))

    return function


def binary(op: Callable, takes: str) -> Callable:
    """`f(x, y)` of one dtype."""

    @checks(op)
    def function(x: Any, y: Any) -> Any:
        return op(*operands(function.__name__, takes, x, y))

    return function


def wide(op: Callable) -> Callable:
    """`op` for any floating dtype, computed in 32 bits where there are 16, as JAX does."""

    def function(*arrays: Any) -> Any:
        dtype = ivy.dtype(arrays[0])
        if dtype.itemsize > 2:
            return op(*arrays)
        return ivy.astype(op(*(ivy.astype(x, dtypes.float32) for x in arrays)), dtype)

    return function


def reduction(op: Callable, takes: str) -> Callable:
    """`f(operand, axes)`."""

    @checks(op)
    def function(operand: Any, axes: Any) -> Any:
        (x,) = operands(function.__name__, takes, operand)
        # of bits, JAX looks up an axis before checking it
        error = IndexError if takes == "bi" else ValueError
        return op(x, axis=distinct(function.__name__, axes, x.ndim, error))

    return function


def cumulative(op: Callable, takes: str) -> Callable:
    """`f(operand, axis=0, reverse=False)`."""

    def function(operand: Any, axis: int = 0, reverse: bool = False) -> Any:
        (x,) = operands(function.__name__, takes, operand)
        if not 0 <= axis < x.ndim:
            raise ValueError(f"axis {axis} is out of bounds for array of shape {tuple(x.shape)}")
        if not reverse:
            return op(x, axis=axis)
        return ivy.flip(op(ivy.flip(x, axis=axis), axis=axis), axis=axis)

    return function


def position(op: Callable) -> Callable:
    """`f(operand, axis, index_dtype)`."""

    def located(x: Any, axis: int, dtype: np.dtype) -> Any:
        x = ivy.astype(x, dtypes.uint8) if ivy.dtype(x) == dtypes.bool_ else x
        return ivy.astype(op(x, axis=axis), dtype)

    @checks(located)
    def function(operand: Any, axis: int, index_dtype: Any) -> Any:
        (x,) = operands(function.__name__, "bif", operand)
        if not 0 <= axis < x.ndim:
            raise ValueError(f"Invalid axis {axis} for operand shape {tuple(x.shape)}")
        dtype = to.canonical(index_dtype)
        if not dtypes.is_integral(dtype):
            raise TypeError("index_dtype must be an integer type")
        if not x.shape[axis]:
            raise ValueError(f"the axis {axis} of {function.__name__} has no elements")
        return located(x, axis, dtype)

    return function


def at(axis: int, ndim: int, error: type[Exception] = ValueError) -> int:
    """`axis` counted from the front; raises `error` if there is none."""
    if not -ndim <= axis < ndim:
        raise error(f"axis {axis} is out of bounds for array of dimension {ndim}")
    return axis % ndim


def distinct(
    name: str, axes: Any, ndim: int, error: type[Exception] = ValueError
) -> tuple[int, ...]:
    """`axes` as a tuple of distinct axes of the array."""
    if isinstance(axes, int):
        raise TypeError(f"{name}: axes must be a sequence of integers, got {axes}")
    found = tuple(axes)
    if len(set(found)) < len(found):
        raise ValueError(f"duplicate value in 'axes' of {name}: {found}")
    if not all(0 <= a < ndim for a in found):
        raise error(f"{name}: axes {found} of an array of {ndim} axes")
    return found


def wide_along(op: Callable) -> Callable:
    """As `wide`, of a reduction: 16 bits are too few for a sum."""

    def function(x: Any, *, axis: Any) -> Any:
        dtype = ivy.dtype(x)
        if dtypes.category(dtype) != 2 or dtype.itemsize > 2:
            return op(x, axis=axis)
        return ivy.astype(op(ivy.astype(x, dtypes.float32), axis=axis), dtype)

    return function
