"""The private names of TensorFlow that this backend uses, and a check that they are there."""

from __future__ import annotations

import os
from typing import Any

import tensorflow as tf
from tensorflow.python.framework import ops

TESTED = "2.21"

# On CPUs, XLA's `max` and `min` pass over NaN, unless this is said before it starts. JAX says so, too.
_EXACT = "--xla_cpu_enable_fast_min_max=false"
if "xla_cpu_enable_fast_min_max" not in os.environ.get("XLA_FLAGS", ""):
    os.environ["XLA_FLAGS"] = f"{os.environ.get('XLA_FLAGS', '')} {_EXACT}".strip()


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
