"""Tables of vectors: rows looked up, and bags of rows reduced."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch.nn import _adapters as like
from ivy.frontends.torch.nn import _bags as bags
from ivy.frontends.torch.nn import _formulas as formula


@like.in_float32
def _embedding_bag(
    weight,
    indices,
    offsets,
    scale_grad_by_freq=False,
    mode=0,
    sparse=False,
    per_sample_weights=None,
    include_last_offset=False,
    padding_idx=-1,
):
    count = offsets.shape[0] - include_last_offset
    bag = bags.of_positions(offsets, indices.shape[0], count)
    counts = ivy.not_equal(indices, padding_idx)
    size = bags.add(ivy.astype(counts, dtypes.int64), bag, count)
    rows = ivy.take(weight, indices, axis=0)
    if mode == 2:
        out, largest = bags.maximum(rows, counts, indices, bag, count)
        return out, bag, size, largest
    if per_sample_weights is not None:
        to.require_one(weight, per_sample_weights)
        rows = ivy.multiply(rows, per_sample_weights[:, None])
    out = bags.add(formula.zero_where(~counts[:, None], rows), bag, count)
    if mode == 1:
        out = ivy.divide(out, ivy.astype(ivy.maximum(size, 1), ivy.dtype(out))[:, None])
    return out, bag, size, ivy.zeros((0,), dtype=dtypes.int64)


@like.in_float32
def _embedding_bag_dense_backward(
    grad,
    indices,
    offset2bag,
    bag_size,
    maximum_indices,
    num_weights,
    scale_grad_by_freq,
    mode,
    per_sample_weights,
    padding_idx=-1,
):
    table = ivy.zeros((num_weights, grad.shape[1]), dtype=ivy.dtype(grad))
    if mode == 2:
        grad = formula.zero_where((bag_size == 0)[:, None], grad)
        columns = ivy.arange(0, grad.shape[1], dtype=dtypes.int64)
        return ivy.set_index(table, [maximum_indices, columns], grad, reduction="add")
    rows = ivy.take(grad, offset2bag, axis=0)
    if per_sample_weights is not None:
        rows = ivy.multiply(rows, per_sample_weights[:, None])
    if mode == 1:
        size = ivy.astype(ivy.take(ivy.maximum(bag_size, 1), offset2bag, axis=0), ivy.dtype(rows))
        rows = ivy.divide(rows, size[:, None])
    return bags.scatter(table, indices, rows, padding_idx, scale_grad_by_freq)


def _embedding_bag_backward(
    grad,
    indices,
    offsets,
    offset2bag,
    bag_size,
    maximum_indices,
    num_weights,
    scale_grad_by_freq,
    mode,
    sparse,
    per_sample_weights,
    padding_idx=-1,
):
    if sparse:
        raise NotImplementedError("a sparse gradient, which is in _sparse/")
    return _embedding_bag_dense_backward(
        grad,
        indices,
        offset2bag,
        bag_size,
        maximum_indices,
        num_weights,
        scale_grad_by_freq,
        mode,
        per_sample_weights,
        padding_idx,
    )


_embedding_bag_forward_only = _publish.alias(_embedding_bag)


@like.in_float32
def _embedding_bag_per_sample_weights_backward(
    grad, weight, indices, offsets, offset2bag, mode, padding_idx=-1
):
    rows = ivy.multiply(ivy.take(grad, offset2bag, axis=0), ivy.take(weight, indices, axis=0))
    return formula.zero_where(ivy.equal(indices, padding_idx), ivy.sum(rows, axis=1))


def embedding(weight, indices, padding_idx=-1, scale_grad_by_freq=False, sparse=False):
    return ivy.take(weight, indices, axis=0)


@like.in_float32
def embedding_dense_backward(grad_output, indices, num_weights, padding_idx, scale_grad_by_freq):
    width = grad_output.shape[-1]
    table = ivy.zeros((num_weights, width), dtype=ivy.dtype(grad_output))
    rows = ivy.reshape(grad_output, (-1, width) if width else (math.prod(indices.shape), 0))
    return bags.scatter(table, ivy.reshape(indices, (-1,)), rows, padding_idx, scale_grad_by_freq)


@like.in_float32
def embedding_renorm(self, indices, max_norm, norm_type):
    used = ivy.zeros((self.shape[0],), dtype=dtypes.bool_)
    flags = ivy.ones((math.prod(indices.shape),), dtype=dtypes.bool_)
    used = ivy.set_index(used, [ivy.reshape(indices, (-1,))], flags)
    norms = formula.norm(self, norm_type)
    large = ivy.logical_and(used, norms > max_norm)
    return ivy.where(large[:, None], self * (max_norm / (norms + 1e-7))[:, None], self)


_publish.publish(__name__, native="torch.ops.aten")
