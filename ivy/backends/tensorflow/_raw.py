"""The kernels of TensorFlow by name, with errors that the layers above know.

    raw.Sin(x=x)

`tf.raw_ops` raises errors of its own, which are no ValueError and no TypeError. Here they become what
NumPy and Ivy raise. Constants that say how (axes, shapes, permutations) are kept: making such a
tensor costs more than most kernels.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from ivy._core import errors
from ivy.backends.tensorflow._compat import shape_of

# what TensorFlow writes, and what is to be raised for it
_MEANINGS = (
    ("ivision by zero", ZeroDivisionError),
    ("only integer div and mod should have errors", ZeroDivisionError),
    ("is not in [0,", errors.IndexOutOfRangeError),
    ("not in the list of allowed values", errors.UnsupportedDtypeError),
    ("All kernels registered for op", errors.UnsupportedDtypeError),
    ("was expected to be a", TypeError),
)


def _translated(error: tf.errors.OpError) -> Exception:
    message = error.message.split("}} ")[-1]
    for words, kind in _MEANINGS:
        if words in message:
            return kind(message)
    if isinstance(error, tf.errors.UnimplementedError):
        return errors.UnsupportedOpError(message)
    if isinstance(error, tf.errors.ResourceExhaustedError):
        return MemoryError(message)
    return ValueError(message)


def _raising(kernel: Callable) -> Callable:
    inner = getattr(kernel, "__wrapped__", kernel)  # around it: a check that there are names only

    @functools.wraps(kernel)
    def run(*inputs: Any, **named: Any) -> Any:
        try:
            return inner(*inputs, **named)
        except tf.errors.OpError as error:
            if isinstance(error, tf.errors.UnimplementedError) and "Broadcast between" in str(
                error
            ):
                return _broadcast_before(inner, named)
            raise _translated(error) from error

    return run


def _broadcast_before(kernel: Callable, named: dict[str, Any]) -> Any:
    """The result of a kernel that broadcasts, of operands too intertwined for it.

    TensorFlow 2.21 broadcasts five runs of axes at most, a run being what one operand repeats, and
    chooses among eight axes at most.
    """
    if "shape" in named:  # BroadcastTo itself
        return broadcast_to(named["input"], tuple(named["shape"].numpy().tolist()))
    arrays = {name: value for name, value in named.items() if isinstance(value, tf.Tensor)}
    shape = np.broadcast_shapes(*[shape_of(a) for a in arrays.values()])
    flat, lengths = ints((-1,)), ints(shape)
    rows = {n: raw.Reshape(tensor=broadcast_to(a, shape), shape=flat) for n, a in arrays.items()}
    return raw.Reshape(tensor=kernel(**{**named, **rows}), shape=lengths)


def broadcast_to(x: tf.Tensor, shape: tuple[int, ...]) -> tf.Tensor:
    """`x` repeated along one axis after the other, each time as an array of three axes."""
    x = raw.Reshape(tensor=x, shape=ints((1,) * (len(shape) - x.ndim) + shape_of(x)))
    for axis, (length, wanted) in enumerate(zip(shape_of(x), shape, strict=True)):
        if length != wanted:
            x = along(x, axis, lambda rows, n=wanted: _repeated(rows, n))
    return x


def _repeated(rows: tf.Tensor, count: int) -> tf.Tensor:
    outer, _, inner = rows.shape
    return raw.BroadcastTo(input=rows, shape=ints((outer, count, inner)))


def along(x: tf.Tensor, axis: int, function: Callable) -> tf.Tensor:
    """`function` of `x` as an array of three axes, the middle one of which is `axis`, and may change.

    This is how kernels that take few axes (six to eight in TensorFlow 2.21) serve arrays of more.
    """
    shape = shape_of(x)
    outer, inner = math.prod(shape[:axis]), math.prod(shape[axis + 1 :])
    out = function(raw.Reshape(tensor=x, shape=ints((outer, shape[axis], inner))))
    return raw.Reshape(tensor=out, shape=ints((*shape[:axis], out.shape[1], *shape[axis + 1 :])))


class _Kernels:
    def __getattr__(self, name: str) -> Callable:
        kernel = _raising(getattr(tf.raw_ops, name))
        setattr(self, name, kernel)
        return kernel


raw = _Kernels()


def int_array(values: Any) -> tf.Tensor:
    """Integers as a tensor of int64, which is no part of a graph that happens to be traced."""
    with tf.init_scope():
        return tf.constant(values, tf.int64)


@functools.lru_cache(4096)
def _kept(values: tuple[int, ...] | int) -> tf.Tensor:
    return int_array(values)


def ints(values: Any) -> tf.Tensor:
    """Integers that belong to a call (axes, a shape) as a tensor of int64, kept for the next call."""
    return _kept(values if type(values) in (tuple, int) else tuple(values))


@functools.lru_cache(1024)
def _scalar(value: Any, _: type, negative_zero: bool, dtype: tf.DType) -> tf.Tensor:
    with tf.init_scope():
        if dtype is tf.bool:
            return tf.constant(bool(value))
        if dtype.is_integer and type(value) is bool:
            value = int(value)
        elif not dtype.is_integer and type(value) is not complex:
            value = float(value)
        return tf.constant(value, dtype)


def scalar(value: Any, dtype: tf.DType) -> tf.Tensor:
    """A Python number as a tensor of `dtype`, kept for the next call."""
    return _scalar(value, type(value), value == 0 and str(value)[0] == "-", dtype)
