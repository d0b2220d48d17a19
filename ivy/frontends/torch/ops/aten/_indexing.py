"""Indexing operators without a public twin, and what the gradients of indexing need."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _indexing as indexing
from ivy.frontends.torch import _positions as at


def _index_put_impl(self, indices, values, accumulate=False, unsafe=False):
    return indexing.index_put(self, indices, values, accumulate)


def index(self, indices):
    return ivy.get_index(self, at.resolved(self.shape, indices))


def masked_scatter_backward(grad_output, mask, sizes):
    size = math.prod(sizes)
    hits = ivy.reshape(ivy.broadcast_to(to.cast(mask, dtypes.bool_), grad_output.shape), (-1,))
    rank = ivy.where(hits, ivy.cumsum(ivy.astype(hits, dtypes.int64), axis=0) - 1, size)
    empty = ivy.zeros((size,), dtype=ivy.dtype(grad_output))
    flat = ivy.reshape(grad_output, (-1,))
    return ivy.reshape(ivy.set_index(empty, [rank], flat, bounds="drop"), tuple(sizes))


_publish.publish(__name__, native="torch.ops.aten")
