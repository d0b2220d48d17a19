"""Indices made safe: what `bounds` promises."""

import tensorflow as tf

from ivy._core import errors
from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow._raw import ints, raw


def resolve(indices, size, bounds):
    """`(safe indices, mask of the ones inside)`; the mask is None where all count."""
    indices = like.cast(indices, indices.dtype, tf.int64)
    if bounds == "wrap":
        return raw.FloorMod(x=indices, y=ints(max(size, 1))), None
    if bounds == "clip":
        below = raw.Minimum(x=indices, y=ints(max(size - 1, 0)))
        return raw.Maximum(x=below, y=ints(0)), None
    inside = raw.LogicalAnd(
        x=raw.GreaterEqual(x=indices, y=ints(0)), y=raw.Less(x=indices, y=ints(size))
    )
    if bounds == "error":
        check(indices, inside, size)
        return indices, None
    return raw.SelectV2(condition=inside, t=indices, e=ints(0)), inside


def check(indices, inside, size):
    """Raises unless all is inside."""
    problem = f"is out of range for an axis of size {size}"
    if not like.all_hold(inside, f"an index {problem}"):
        bad = tf.boolean_mask(indices, raw.LogicalNot(x=inside))[0].numpy()
        raise errors.IndexOutOfRangeError(f"index {bad} {problem}")
