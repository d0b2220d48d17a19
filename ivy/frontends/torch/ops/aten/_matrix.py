"""Distances between rows, and products with ATen's own signatures."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _matrix


def _cdist_forward(x1, x2, p, compute_mode):
    return ivy.vector_norm(
        ivy.expand_dims(x1, axis=-2) - ivy.expand_dims(x2, axis=-3), axis=-1, ord=p
    )


def _cdist_backward(grad, x1, x2, p, cdist):
    difference = ivy.expand_dims(x1, axis=-2) - ivy.expand_dims(x2, axis=-3)
    size = ivy.abs(difference)
    grad, distance = ivy.expand_dims(grad, axis=-1), ivy.expand_dims(cdist, axis=-1)
    if p == 0:
        return ivy.zeros(x1.shape, dtype=ivy.dtype(x1))
    slope = ivy.sign(difference)
    if p == math.inf:
        slope = slope * ivy.astype(ivy.equal(size, distance), ivy.dtype(size))
    elif p != 1:
        counts = ivy.not_equal(distance, 0)
        if p < 1:
            counts = ivy.logical_and(counts, ivy.not_equal(size, 0))
        ratio = ivy.where(counts, size, 1) / ivy.where(counts, distance, 1)
        slope = ivy.where(counts, slope * ivy.pow(ratio, float(p - 1)), 0)
    return ivy.sum(grad * slope, axis=-2)


def _grouped_mm(self, mat2, offs=None, bias=None, out_dtype=None):
    if ivy.dtype(self) != (out_dtype or ivy.dtype(self)) or bias is not None:
        raise RuntimeError("grouped products take no bias and no other dtype")
    if (offs is None) != (self.ndim == 3 == mat2.ndim):
        raise RuntimeError("offsets are for a matrix, and only for one")
    if self.shape[-1] != mat2.shape[-2]:
        raise RuntimeError("contraction dimension of mat_a and mat_b must match")
    if offs is None:
        return _matrix.bmm(self, mat2)
    if ivy.dtype(offs) != dtypes.int32:
        raise RuntimeError("Offsets have to be int32")
    return ivy.grouped_matmul(self, mat2, offs)


def _int_mm(self, mat2):
    return ivy.matmul(ivy.astype(self, dtypes.int32), ivy.astype(mat2, dtypes.int32))


_publish.publish(__name__, native="torch.ops.aten")
