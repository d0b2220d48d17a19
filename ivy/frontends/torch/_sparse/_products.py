"""Products of matrices, of which some are sparse."""

from __future__ import annotations

from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends._publish import NATIVE, Coordinates
from ivy.frontends.torch._sparse import _formats as formats
from ivy.frontends.torch._sparse import _pointwise as pointwise


def _times_dense(x: Any, y: Any) -> Any:
    """The product of a sparse matrix and a dense one."""
    x = formats.as_coordinates(x)
    if len(x.shape) != 2 or y.ndim != 2 or x.shape[1] != y.shape[0] or x.values.ndim != 1:
        raise ValueError("no matrices, or sizes that do not fit")
    if ivy.dtype(x.values) != ivy.dtype(y):
        raise ValueError("dtypes differ")
    if 0 in y.shape or x.values.shape[0] == 0:
        return ivy.zeros((x.shape[0], y.shape[1]), dtype=ivy.dtype(y))
    rows, columns = formats.places(x)
    terms = ivy.multiply(ivy.expand_dims(x.values, axis=1), ivy.take(y, columns, axis=0))
    return formats.sum_at(rows, terms, x.shape[0])


def _turned(x: Any) -> Any:
    """A matrix, sparse or not, with its axes exchanged."""
    if not formats.is_sparse(x):
        return ivy.matrix_transpose(x)
    x = formats.as_coordinates(x)
    rows = formats.places(x)[::-1]
    indices = formats.stacked(rows, x.values.shape[0])
    return x._replace(indices=indices, shape=x.shape[::-1], coalesced=False)


def _product(x: Any, y: Any) -> Any:
    """A dense product, unless both factors are sparse."""
    if not formats.is_sparse(y):
        return _times_dense(x, y)
    if not formats.is_sparse(x):
        return ivy.matrix_transpose(_times_dense(_turned(y), _turned(x)))
    found = _sparse_product(formats.as_coordinates(x), formats.as_coordinates(y))
    if x.layout == y.layout == formats.COO:
        return found
    return formats.compress(found, formats.BY_ROWS[0], index_dtype=_index_dtype(x, y))


def _index_dtype(x: Any, y: Any) -> Any:
    found = [ivy.dtype(each.plain) for each in (x, y) if each.layout != formats.COO]
    return found[0]


def _sparse_product(x: Coordinates, y: Coordinates) -> Coordinates:
    """The product of two sparse matrices: each element with the row of the other that it meets."""
    if len(x.shape) != 2 or len(y.shape) != 2 or x.shape[1] != y.shape[0]:
        raise ValueError("no matrices, or sizes that do not fit")
    if ivy.dtype(x.values) != ivy.dtype(y.values):
        raise ValueError("dtypes differ")
    shape, x, y = (x.shape[0], y.shape[1]), formats.coalesce(x), formats.coalesce(y)
    if x.values.shape[0] == 0 or y.values.shape[0] == 0:
        return formats.empty(shape, 2, ivy.dtype(x.values))
    rows, middle = formats.places(x)
    lines, columns = formats.places(y)
    ones = ivy.ones(lines.shape, dtype=dtypes.int64)
    counts = formats.sum_at(lines, ones, y.shape[0])
    starts = ivy.cumsum(counts, axis=0, exclusive=True)
    each = ivy.take(counts, middle, axis=0)
    ends = ivy.cumsum(each, axis=0)
    total = int(ivy.item(ends[-1]))
    if total == 0:
        return formats.empty(shape, 2, ivy.dtype(x.values))
    term = ivy.arange(0, total, dtype=dtypes.int64)
    left = ivy.searchsorted(ends, term, side="right")
    before = ivy.subtract(ivy.take(ends, left, axis=0), ivy.take(each, left, axis=0))
    first = ivy.take(starts, ivy.take(middle, left, axis=0), axis=0)
    right = ivy.add(first, ivy.subtract(term, before))
    values = ivy.multiply(ivy.take(x.values, left, axis=0), ivy.take(y.values, right, axis=0))
    indices = [ivy.take(rows, left, axis=0), ivy.take(columns, right, axis=0)]
    return formats.coalesce(Coordinates(ivy.stack(indices, axis=0), values, shape, False))


def _mm(x, y):
    return _product(x, y)


def _plus(x: Any, beta: Any, product: Any, alpha: Any) -> Any:
    """`beta * x + alpha * product`, of dense or of sparse tensors; if beta is 0, x is not looked at."""
    dtype = formats.dtype_of(product)
    if formats.is_sparse(product):
        scaled = product._replace(values=NATIVE["torch.mul"](product.values, alpha))
        if not formats.is_sparse(x):
            raise NotImplementedError("a sparse product added to a dense tensor")
        x = x._replace(values=NATIVE["torch.mul"](x.values, beta))
        return pointwise._add(x, scaled)
    if alpha != 1:
        product = ivy.multiply(product, ivy.asarray(alpha, dtype=dtype))
    if beta == 0:
        return product
    x = formats.to_dense(x)
    if beta != 1:
        x = ivy.multiply(x, ivy.asarray(beta, dtype=dtype))
    shape = tuple(product.shape)
    if np.broadcast_shapes(tuple(x.shape), shape) != shape or ivy.dtype(x) != dtype:
        raise ValueError("what is added does not fit")
    return ivy.add(x, product)


def _addmm(x, mat1, mat2, *, beta=1, alpha=1):
    return _plus(x, beta, _product(mat1, mat2), alpha)


def _mv(x, vec):
    return ivy.reshape(_times_dense(x, ivy.expand_dims(vec, axis=1)), (-1,))


def _addmv(x, mat, vec, *, beta=1, alpha=1):
    return _plus(x, beta, _mv(mat, vec), alpha)


def _bmm(x, y):
    """A batch of sparse matrices times dense ones."""
    if not isinstance(x, Coordinates) or formats.is_sparse(y):
        raise NotImplementedError("a batch of sparse factors on the right")
    fits = len(x.shape) == y.ndim == 3 and x.shape[0] == y.shape[0] and x.shape[2] == y.shape[1]
    if not fits or ivy.dtype(x.values) != ivy.dtype(y):
        raise ValueError("no batches of matrices, or sizes that do not fit")
    batch, rows, columns = formats.places(x)
    lines = ivy.add(ivy.multiply(batch, x.shape[1]), rows)
    terms = ivy.multiply(ivy.expand_dims(x.values, axis=1), ivy.get_index(y, [batch, columns]))
    found = formats.sum_at(lines, terms, x.shape[0] * x.shape[1])
    return ivy.reshape(found, (x.shape[0], x.shape[1], y.shape[2]))


def _hspmm(x, y):
    """A product with the rows that have elements as the only ones: one sparse dimension."""
    x = formats.coalesce(x)
    product = _times_dense(x, y)
    full = formats.sum_at(
        x.indices[0], ivy.ones((x.values.shape[0],), dtype=dtypes.int64), x.shape[0]
    )
    rows = formats.where(ivy.greater(full, 0))
    values = ivy.take(product, rows, axis=0)
    return Coordinates(ivy.expand_dims(rows, axis=0), values, tuple(product.shape), False)


def _sampled_addmm(x, mat1, mat2, *, beta=1, alpha=1):
    """The elements of a dense product where `x` has elements."""
    pattern = formats.coordinates(x)
    *batch, rows, columns = formats.places(pattern)
    left = ivy.get_index(mat1, [*batch, rows])
    right = ivy.get_index(ivy.matrix_transpose(mat2), [*batch, columns])
    dtype = ivy.dtype(x.values)
    sums = ivy.multiply(ivy.sum(ivy.multiply(left, right), axis=1), ivy.asarray(alpha, dtype=dtype))
    sums = ivy.reshape(sums, x.values.shape)
    if beta != 0:
        sums = ivy.add(sums, ivy.multiply(x.values, ivy.asarray(beta, dtype=dtype)))
    return x._replace(values=sums)


# -- products with another reduction than the sum


def _reduced(x, y, reduce):
    """`(result, which element of x it is of)`; the second is empty unless it is one of them."""
    matrix = formats.coordinates(x)
    rows, columns = formats.places(matrix)
    terms = ivy.multiply(ivy.expand_dims(matrix.values, axis=1), ivy.take(y, columns, axis=0))
    shape, count = (x.shape[0], y.shape[1]), terms.shape[0]
    none = ivy.zeros((0,), dtype=dtypes.int64)
    counts = formats.sum_at(rows, ivy.ones(rows.shape, dtype=dtypes.int64), shape[0])
    if reduce in ("sum", "mean"):
        total = formats.sum_at(rows, terms, shape[0])
        if reduce == "mean":
            most = ivy.astype(ivy.clip(counts, 1, None), ivy.dtype(total))
            total = ivy.divide(total, ivy.expand_dims(most, axis=1))
        return total, none
    largest = reduce == "amax"
    start = ivy.full(shape, float("-inf" if largest else "inf"), dtype=ivy.dtype(terms))
    best = ivy.set_index(start, [rows], terms, reduction="maximum" if largest else "minimum")
    hit = ivy.equal(terms, ivy.take(best, rows, axis=0))
    own = ivy.reshape(ivy.arange(0, count, dtype=dtypes.int64), (count, 1))
    none_yet = ivy.full(shape, count, dtype=dtypes.int64)
    at = ivy.set_index(none_yet, [rows], ivy.where(hit, own, count), reduction="minimum")
    there = ivy.expand_dims(ivy.greater(counts, 0), axis=1)
    return ivy.where(there, best, ivy.zeros(shape, dtype=ivy.dtype(best))), at


def _reduced_backward(x, grad, weight, reduce, arg_out, output_mask):
    """Gradients of the matrix, in its layout, and of the dense factor."""
    matrix = formats.coordinates(x)
    rows, columns = formats.places(matrix)
    if reduce in ("sum", "mean"):
        each = ivy.take(grad, rows, axis=0)
        if reduce == "mean":
            counts = formats.sum_at(rows, ivy.ones(rows.shape, dtype=dtypes.int64), x.shape[0])
            counts = ivy.astype(ivy.take(counts, rows, axis=0), ivy.dtype(each))
            each = ivy.divide(each, ivy.expand_dims(counts, axis=1))
    else:
        own = ivy.arange(0, rows.shape[0], dtype=dtypes.int64)
        chosen = ivy.equal(ivy.take(arg_out, rows, axis=0), ivy.expand_dims(own, axis=1))
        each = ivy.where(chosen, ivy.take(grad, rows, axis=0), 0)
    values = ivy.sum(ivy.multiply(each, ivy.take(weight, columns, axis=0)), axis=1)
    terms = ivy.multiply(each, ivy.expand_dims(matrix.values, axis=1))
    dense = formats.sum_at(columns, terms, x.shape[1])
    return (
        x._replace(values=values) if output_mask[0] else None,
        dense if output_mask[1] else None,
    )


_publish.publish_sparse(
    {
        "_sparse_addmm": _addmm,
        "_sparse_mm_reduce_impl": _reduced,
        "_sparse_mm_reduce_impl_backward": _reduced_backward,
        "_sparse_sparse_matmul": _mm,
        "addmm": _addmm,
        "addmv": _addmv,
        "bmm": _bmm,
        "hspmm": _hspmm,
        "mm": _mm,
        "mv": _mv,
        "sparse_sampled_addmm": _sampled_addmm,
    }
)
