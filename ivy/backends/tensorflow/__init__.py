"""Ivy ops on TensorFlow's eager tensors.

Each line is a kernel of TensorFlow (`tf.raw_ops`, which costs less than the public functions around
them) with its calling convention changed. Tensors of a graph that is being traced work as well, but
for ops that must read a value.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

from ivy._core import dtypes, errors
from ivy.backends.tensorflow import _compat

NAME = "tensorflow"
ARRAY_TYPES = (_compat.EagerTensor, tf.Tensor)
# TensorFlow keeps floats of 8 bits, hardly a kernel takes them: see `ivy._core.narrow`. One it does not
# know: its bytes are in tensors of another one, which nobody uses.
_STAND_INS = {"float8_e8m0fnu": "float8_e4m3b11fnuz"}
TO_TENSORFLOW = {
    dtypes.as_dtype(name): tf.as_dtype(_STAND_INS.get(name, name))
    for name in (*dtypes.NAMES, *dtypes.FLOAT8)
}
_STAND_IN = tf.as_dtype(*_STAND_INS.values())
DTYPES = frozenset(TO_TENSORFLOW)
# by number: a DType computes its hash in Python
_BY_NUMBER = {native.as_datatype_enum: ours for ours, native in TO_TENSORFLOW.items()}


lasting_scope = tf.init_scope  # outside of the functions that are being traced


def jit(function: Callable) -> Callable:
    """A `tf.function`, compiled by XLA, or by TensorFlow itself if there is something XLA has not."""
    compiled = tf.function(function, jit_compile=True, autograph=False)
    plain = tf.function(function, autograph=False)
    refused = False

    def run(*args: Any) -> Any:
        nonlocal refused
        if not refused:
            try:
                return compiled(*args)
            except _REFUSALS:  # or the function itself is wrong, which `plain` says as well
                out = plain(*args)
                refused = True
                return out
        return plain(*args)

    return run


_REFUSALS = tf.errors.InvalidArgumentError, tf.errors.InternalError, tf.errors.UnimplementedError


def native_dtype(dtype: np.dtype) -> tf.DType:
    """`dtype` as TensorFlow names it.

    Raises
    ------
    UnsupportedDtypeError
        TensorFlow has no such dtype.
    """
    try:
        return TO_TENSORFLOW[dtype]
    except KeyError:
        raise errors.UnsupportedDtypeError(f"tensorflow has no dtype {dtype}.") from None


shape = _compat.shape_of


def dtype(x: tf.Tensor) -> np.dtype:
    """The dtype of `x`."""
    return _BY_NUMBER[x.dtype.as_datatype_enum]


def type_token(x: tf.Tensor) -> tuple[tuple[int, ...], int]:
    """A hashable value, equal for tensors of equal shape and dtype."""
    return shape(x), x.dtype.as_datatype_enum


def check_device(name: str) -> None:
    """Raises ValueError unless `name` is the CPU, the one device that is supported here."""
    if name != "cpu":
        raise ValueError(f"device={name!r}: the target tensorflow is supported on 'cpu' only.")


def to_numpy(x: tf.Tensor) -> np.ndarray:
    """The values of `x` as a host array of its own."""
    if not isinstance(x, _compat.EagerTensor):
        raise errors.ReadsValueError(f"{dtype(x)}{list(shape(x))} is read while a graph is traced")
    values = np.asarray(x.numpy())  # which copies; of no axes it makes a NumPy scalar
    return values.view(dtype(x)) if x.dtype is _STAND_IN else values


def from_numpy(a: np.ndarray, device: str | None = None) -> tf.Tensor:
    """A copy of `a`: TensorFlow may use the memory that it is given."""
    native = native_dtype(a.dtype)
    own = np.array(a, order="C")
    return tf.constant(own.view(native.as_numpy_dtype) if native is _STAND_IN else own, native)
