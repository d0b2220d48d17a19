"""The private names of TensorFlow that this backend uses, and a check that they are there."""

from __future__ import annotations

from typing import Any

import tensorflow as tf
from tensorflow.python.framework import ops

TESTED = "2.21"


def _required(name: str, owner: object, path: str) -> Any:
    """A private name.

    Raises
    ------
    ImportError
        It is missing; the message says in one sentence what does not fit.
    """
    try:
        return getattr(owner, name)
    except AttributeError:
        raise ImportError(
            f"tensorflow {tf.__version__} has no {path}.{name}, which ivy needs; tested: {TESTED}."
        ) from None


EagerTensor: Any = _required("EagerTensor", ops, "tensorflow.python.framework.ops")
_required("_shape_tuple", EagerTensor, "EagerTensor")


def shape_of(x: tf.Tensor) -> tuple[int, ...]:
    """The shape of `x`: the tuple of a `TensorShape` takes twice as long."""
    return x._shape_tuple()
