"""Linear algebra over the last two axes."""

from __future__ import annotations

from ivy._core import rules
from ivy._core.op import Array, primitive


def _matmul_shape(x1, x2):
    left, right = tuple(x1.shape), tuple(x2.shape)
    if len(left) == 1 or len(right) == 1:
        return left[:-1] + right[:-2] + right[-1:] * (len(right) > 1)
    batch = rules.broadcast(_Batch(left), _Batch(right))
    return (*batch, left[-2], right[-1])


class _Batch:
    def __init__(self, shape):
        self.shape = shape[:-2]


@primitive(shape=_matmul_shape, dtype=rules.promote)
def matmul(x1: Array, x2: Array, /) -> Array:
    """Matrix product with broadcast batch axes; one-dimensional operands are vectors."""
    ...
