"""Shape and dtype inference: the type of an op's result, without computing it.

`infer` applies the shape and dtype rules of the op. A composite without rules is decomposed into
ops that have some, on a trace whose boxes hold a `ShapeDtype` instead of a value.

>>> from ivy._core.inference import ShapeDtype, infer
>>> from ivy._core import dtypes
>>> infer("matmul", ShapeDtype((2, 3), dtypes.float32), ShapeDtype((3,), dtypes.float32))
ShapeDtype(shape=(2,), dtype=dtype('float32'))
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ivy._core import backend as _backend
from ivy._core import errors
from ivy._core.dtypes import DType
from ivy._core.nested import is_nested, rebuilt
from ivy._core.registry import OPS, Op
from ivy._core.tracing import Box, Trace


class ShapeDtype(NamedTuple):
    """Shape and dtype of an array without a value, as `jax.ShapeDtypeStruct`."""

    shape: tuple[int, ...]
    dtype: DType


def infer(name: str, /, *args: Any, **kwargs: Any) -> Any:
    """The `ShapeDtype` of each result of an op, given a `ShapeDtype` in place of each array.

    Raises
    ------
    UnsupportedOpError
        The result type depends on values, or an op involved has no rule.
    """
    trace = AbstractTrace(_backend.load("numpy"))

    def box(x: Any) -> Any:
        return Box(trace, x) if isinstance(x, ShapeDtype) else x

    boxed = _map_leaves(box, args)
    options = {k: _map_leaves(box, v) for k, v in kwargs.items()}
    with trace.running():
        out = trace.process(OPS[name], boxed, options)
    return _map_leaves(trace.abstract, out)


def _map_leaves(function: Callable[[Any], Any], value: Any) -> Any:
    """`nested.map_leaves`, for which a `ShapeDtype` is a leaf although it is a tuple."""
    if is_nested(value) and not isinstance(value, ShapeDtype):
        return rebuilt(value, [_map_leaves(function, v) for v in value])
    return function(value)


class AbstractTrace(Trace):
    """A trace that applies the shape and dtype rules of ops instead of computing."""

    def process(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if op.shape is None or op.dtype is None:
            if not op.composite:
                raise errors.UnsupportedOpError(
                    f"ivy.{op.name}: the shape of its result depends on values, or it has no rule."
                )
            return self.decompose(op, args, kwargs)
        arrays = _map_leaves(self.abstract, args)
        options = {k: _map_leaves(self.abstract, v) for k, v in kwargs.items()}
        shape = op.shape(*arrays, **options)
        dtype = op.dtype(
            *_map_leaves(_dtype, arrays), **{k: _map_leaves(_dtype, v) for k, v in options.items()}
        )
        if isinstance(dtype, np.dtype):
            return Box(self, ShapeDtype(tuple(shape), dtype))
        return tuple(Box(self, ShapeDtype(tuple(s), d)) for s, d in zip(shape, dtype, strict=True))

    def shape(self, x: Any) -> tuple[int, ...]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """The shape of a box, or of an array."""
        return x.value.shape if self.owns(x) else self.base.shape(x)

    def query(self, name: str, x: Box) -> Any:
        if name == "dtype":
            return x.value.dtype
        if name == "python_kind":
            return None
        raise errors.UnsupportedOpError(f"ivy.{name} needs a value, and this array has none.")

    def abstract(self, x: Any) -> Any:
        """The `ShapeDtype` of a box or an array; anything else unchanged."""
        if self.owns(x):
            return x.value
        if isinstance(x, self.base.array_types):
            return ShapeDtype(tuple(x.shape), self.base.dtype(x))
        return x


def _dtype(x: Any) -> Any:
    return x.dtype if isinstance(x, ShapeDtype) else x
