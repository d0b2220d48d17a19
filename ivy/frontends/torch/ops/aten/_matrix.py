"""Distances between rows, and products with ATen's own signatures."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to
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


def _check_scale(scale, by_row):
    if math.prod(scale.shape) != 1 and tuple(scale.shape) != by_row:
        raise RuntimeError("a scale is a number, or there is one for each row or column")


def _scaled_mm(
    self,
    mat2,
    scale_a,
    scale_b,
    bias=None,
    scale_result=None,
    out_dtype=None,
    use_fast_accum=False,
):
    if not (dtypes.is_float8(ivy.dtype(self)) and dtypes.is_float8(ivy.dtype(mat2))):
        raise RuntimeError("a scaled product is one of 8-bit floats")
    if {ivy.dtype(scale_a), ivy.dtype(scale_b)} != {dtypes.float32}:
        raise RuntimeError("scales are float32")
    _check_scale(scale_a, (self.shape[0], 1))
    _check_scale(scale_b, (1, mat2.shape[-1]))
    numbers = ivy.multiply(to.cast(self, dtypes.float32), scale_a)
    out = ivy.matmul(numbers, ivy.multiply(to.cast(mat2, dtypes.float32), scale_b))
    if bias is not None:
        out = ivy.add(out, to.cast(bias, dtypes.float32))
    if scale_result is not None and out_dtype is not None and dtypes.is_float8(out_dtype):
        out = ivy.divide(out, scale_result)
    return to.cast(out, out_dtype or ivy.dtype(self))


_publish.publish(__name__, native="torch.ops.aten", helpers=(_check_scale,))
