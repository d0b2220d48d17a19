"""Functions of other frameworks in TensorFlow code: tapes and `tf.function` see one operation with a
gradient of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import tensorflow as tf

from ivy._core import errors
from ivy._core.foreign import Foreign
from ivy.backends.tensorflow import _compat

arrays = (tf.Tensor, tf.Variable, np.ndarray, np.generic)
tracing = contextlib.nullcontext


def enter(x: Any) -> tf.Tensor:
    """`x` as a tensor; its shape has to be known."""
    x = tf.convert_to_tensor(x)
    if not x.shape.is_fully_defined():
        raise errors.ConversionError(
            f"a tensor of the shape {x.shape} can't be handed over; fix its shape, for example by "
            f"input_signature=[tf.TensorSpec((8, 3))] of tf.function, or by tf.ensure_shape."
        )
    return x


def is_traced(given: Sequence[Any]) -> bool:
    """Whether one belongs to a graph that `tf.function` makes."""
    return any(not isinstance(x, _compat.EagerTensor) for x in given)


def is_watched(given: Sequence[Any]) -> bool:
    """As far as one can tell: a tape may watch any tensor."""
    return True


def to_keep(x: Any) -> Any:
    """`x`, unless it belongs to a graph."""
    return None if is_traced([x]) else x


def key_words(key: Any) -> Any:
    """A key that `ivy.random_key` has made."""
    return enter(getattr(key, "data", key))


def register(cls: type, flatten: Any, unflatten: Any) -> None:
    """Nothing: tapes watch the tensors of a dictionary of parameters."""


def call_back(function: Callable, given: Sequence[tf.Tensor]) -> list[tf.Tensor]:
    """See `ivy._core.foreign`."""
    return function(*given)


def vjp(function: Callable, given: Sequence[tf.Tensor]) -> tuple[list[tf.Tensor], Callable]:
    """See `ivy._core.foreign`."""
    with tf.GradientTape() as tape:
        tape.watch([x for x in given if _is_inexact(x)])
        results = function(*given)

    def pullback(cotangents: Sequence[tf.Tensor]) -> list[Any]:
        moving = [x for x in given if _is_inexact(x)]
        zero = tf.UnconnectedGradients.ZERO
        found = iter(tape.gradient(results, moving, list(cotangents), zero))
        return [next(found) if _is_inexact(x) else None for x in given]

    return results, pullback


def _is_inexact(x: tf.Tensor) -> bool:
    return x.dtype.is_floating or x.dtype.is_complex


def call(function: Foreign, given: Sequence[tf.Tensor]) -> list[tf.Tensor]:
    """See `ivy._core.foreign`."""

    def run(*values: tf.Tensor) -> tuple[list[tf.Tensor], Callable]:
        results = function.run(*values)
        inputs = [i for i, x in enumerate(values) if _is_inexact(x)]
        outputs = [i for i, x in enumerate(results) if _is_inexact(x)]

        def gradient(*cotangents: tf.Tensor) -> list[Any]:
            pull = function.pullback(inputs, outputs)
            found = iter(call(pull, [*values, *(cotangents[i] for i in outputs)]))
            return [next(found) if _is_inexact(x) else None for x in values]

        return results, gradient

    return list(tf.custom_gradient(run)(*given)) if given else function.run()
