"""The private names of TensorFlow that this backend uses. Tested with tensorflow 2.21.0."""

from __future__ import annotations

import tensorflow as tf
from tensorflow.python.framework.ops import EagerTensor as EagerTensor


def shape_of(x: tf.Tensor) -> tuple[int, ...]:
    """The shape of `x`: the tuple of a `TensorShape` takes four times as long."""
    return x._shape_tuple()
