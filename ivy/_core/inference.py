"""The shape and dtype of what a call gives, without computing it.

`infer` asks the rules of the op. A composite without rules is taken apart, down to ops that have
some: the trace below holds `Form`s where others hold values.

>>> from ivy._core.inference import Form, infer
>>> from ivy._core import dtypes
>>> infer("matmul", Form((2, 3), dtypes.float32), Form((3,), dtypes.float32))
Form(shape=(2,), dtype=dtype('float32'))
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ivy._core import backend as _backend
from ivy._core import errors
from ivy._core.backend import Backend
from ivy._core.nested import is_nested, rebuilt
from ivy._core.registry import OPS, Op
from ivy._core.tracing import Box, Trace


class Form(NamedTuple):
    """What is known of an array that has no value."""

    shape: tuple[int, ...]
    dtype: np.dtype


def infer(name: str, /, *args: Any, **kwargs: Any) -> Any:
    """The `Form` of each result of an op, for arguments that have `Form`s in place of arrays.

    Raises
    ------
    UnsupportedOpError
        The result depends on the values of arrays, or on an op that has no rule.
    """
    trace = Forms(_backend.load("numpy"))

    def box(x: Any) -> Any:
        return Box(trace, x) if isinstance(x, Form) else x

    boxed = _mapped(box, args)
    options = {k: _mapped(box, v) for k, v in kwargs.items()}
    with trace.running():
        out = trace.process(OPS[name], boxed, options)
    return _mapped(trace.form, out)


def _mapped(function: Any, value: Any) -> Any:
    """`value` with `function` of everything in its lists and tuples."""
    if is_nested(value) and not isinstance(value, Form):
        return rebuilt(value, [_mapped(function, v) for v in value])
    return function(value)


class Forms(Trace):
    """Asks rules instead of computing."""

    def __init__(self, base: Backend):
        super().__init__(base)

    def process(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if op.shape is None or op.dtype is None:
            return self._taken_apart(op, args, kwargs)
        forms = _mapped(self.form, args)
        options = {k: _mapped(self.form, v) for k, v in kwargs.items()}
        shape = op.shape(*forms, **options)
        dtype = op.dtype(
            *_mapped(_dtype, forms), **{k: _mapped(_dtype, v) for k, v in options.items()}
        )
        if isinstance(dtype, np.dtype):
            return Box(self, Form(tuple(shape), dtype))
        return tuple(Box(self, Form(tuple(s), d)) for s, d in zip(shape, dtype, strict=True))

    def _taken_apart(self, op: Op, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if not op.composite:
            raise errors.UnsupportedOpError(
                f"ivy.{op.name}: the shape of its result depends on values, or no rule tells it."
            )
        with self.running():
            return op.declaration(*args, **kwargs)

    def ask(self, name: str, x: Box) -> Any:
        if name == "dtype":
            return x.value.dtype
        if name == "python_kind":
            return None
        raise errors.UnsupportedOpError(f"ivy.{name}: an array without a value was asked for it.")

    def form(self, x: Any) -> Any:
        """The form of a box or of an array; other things as they are."""
        if self.owns(x):
            return x.value
        if isinstance(x, self.base.array_types):
            return Form(tuple(x.shape), self.base.dtype(x))
        return x


def _dtype(x: Any) -> Any:
    return x.dtype if isinstance(x, Form) else x
