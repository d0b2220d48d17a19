"""Linear algebra over the last two axes; axes before them are a batch."""

from __future__ import annotations

import builtins
import math
from collections.abc import Sequence

from ivy._core import dtypes, ops, rules
from ivy._core.op import Array, Scalar, composite, primitive
from ivy.functional._equations import explicit


def _matmul_shape(x1, x2):
    left, right = tuple(x1.shape), tuple(x2.shape)
    if len(left) == 1 or len(right) == 1:
        return left[:-1] + right[:-2] + right[-1:] * (len(right) > 1)
    batch = rules.broadcast(Batch(left), Batch(right))
    return (*batch, left[-2], right[-1])


class Batch:
    """The batch axes (all but the last two) of a shape, as an argument of rules."""

    def __init__(self, shape):
        self.shape = shape[:-2]


def solve_shape(x1, x2, **_):
    return (*rules.broadcast(Batch(x1.shape), Batch(x2.shape)), *x2.shape[-2:])


def rank(x):
    return min(x.shape[-2:])


def batched(x, *size):
    return (*x.shape[:-2], *size)


def _transposed_shape(x):
    return (*x.shape[:-2], x.shape[-1], x.shape[-2])


def _einsum_shape(equation, arrays):
    terms, output = explicit(equation, [len(x.shape) for x in arrays])
    sizes = {}
    for term, x in zip(terms, arrays, strict=True):
        for letter, n in zip(term, x.shape, strict=True):
            sizes[letter] = n if sizes.get(letter, 1) == 1 else sizes[letter]
    return tuple(sizes[letter] for letter in output)


@composite(shape=_transposed_shape, dtype=rules.same)
def adjoint(x: Array, /) -> Array:
    """Conjugate transpose of the last two axes.

    >>> import ivy, numpy as np
    >>> ivy.adjoint(np.asarray([[1 + 2j, 0j], [3j, 4 + 0j]])).tolist()
    [[(1-2j), -3j], [-0j, (4-0j)]]
    """
    x = matrix_transpose(x)
    return ops.conj(x) if dtypes.is_complex(ops.dtype(x)) else x


@primitive(shape=_einsum_shape, dtype=lambda equation, arrays: rules.promote(*arrays))
def einsum(equation: str, arrays: Sequence[Array], /) -> Array:
    """Sum of products over the repeated letters of `equation`.

    >>> import ivy, numpy as np
    >>> ivy.einsum('ij,j->i', [np.eye(2), np.asarray([3.0, 4.0])]).tolist()
    [3.0, 4.0]
    """
    ...


@composite(dtype=rules.promote)
def grouped_matmul(x1: Array, x2: Array, ends: Array, /) -> Array:
    """Matrix products per group; group i ends before `ends[i]` on the axis that is divided.

    The rows of a matrix times one matrix per group, one matrix per group times the columns of a
    matrix, or, of two matrices, the columns of one times the rows of the other, one product per
    group. Rows and columns after the last end give 0.

    >>> import ivy, numpy as np
    >>> factors = np.asarray([[[1.0]], [[10.0]]])
    >>> ivy.grouped_matmul(np.ones((3, 1)), factors, np.asarray([2, 3])).tolist()
    [[1.0], [1.0], [10.0]]
    """
    if x1.ndim == 3:  # (A B)^T = B^T A^T
        return matrix_transpose(grouped_matmul(matrix_transpose(x2), matrix_transpose(x1), ends))
    size = x1.shape[0] if x2.ndim == 3 else x2.shape[0]
    member = ops.expand_dims(_members(size, ends), axis=-1)
    if x2.ndim == 3:  # selected after the product: infinities of other groups must not spread
        products = matmul(ops.expand_dims(x1, axis=0), x2)
        return ops.sum(ops.where(member, products, 0), axis=0)
    columns = ops.where(matrix_transpose(member), ops.expand_dims(x1, axis=0), 0)
    return matmul(columns, ops.where(member, ops.expand_dims(x2, axis=0), 0))


def _members(size, ends):
    """Whether position j is in group i."""
    at = ops.arange(0, size, dtype=dtypes.int64)
    ends = ops.expand_dims(ops.astype(ends, dtypes.int64), axis=-1)
    before = ops.less(at, ends)
    starts = ops.zeros((1, size), dtype=dtypes.bool_)
    started = ops.concat([starts, before[:-1]], axis=0)
    return ops.logical_and(before, ops.logical_not(started))


@primitive(shape=_matmul_shape, dtype=rules.promote)
def matmul(x1: Array, x2: Array, /) -> Array:
    """Matrix product with broadcast batch axes; one-dimensional operands are vectors.

    >>> import ivy, numpy as np
    >>> ivy.matmul(np.asarray([[1, 2], [3, 4]]), np.asarray([1, 1])).tolist()
    [3, 7]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def matrix_exp(x: Array, /) -> Array:
    """The exponential of square matrices.

    >>> import ivy, numpy as np
    >>> ivy.matrix_exp(np.asarray([[0.0, 1.0], [0.0, 0.0]])).tolist()
    [[1.0, 1.0], [0.0, 1.0]]
    """
    ...


@primitive(shape=_transposed_shape, dtype=rules.same)
def matrix_transpose(x: Array, /) -> Array:
    """The last two axes swapped.

    >>> import ivy, numpy as np
    >>> ivy.matrix_transpose(np.asarray([[1, 2], [3, 4]])).tolist()
    [[1, 3], [2, 4]]
    """
    ...


@composite(shape=rules.reduce, dtype=rules.real)
def vector_norm(
    x: Array,
    /,
    *,
    axis: int | Sequence[int] | None = None,
    keepdims: bool = False,
    ord: Scalar = 2,
) -> Array:
    """The `ord`-norm along `axis`; 0 counts nonzeros, inf and -inf are largest and smallest.

    >>> import ivy, numpy as np
    >>> float(ivy.vector_norm(np.asarray([3.0, 4.0])))
    5.0
    """
    where = {"axis": axis, "keepdims": keepdims}
    size = ops.abs(x)
    if ord == 0:
        nonzero = ops.not_equal(size, 0)
        return ops.sum(ops.astype(nonzero, ops.dtype(size)), **where)
    if builtins.abs(ord) == math.inf:
        if 0 in x.shape and ord > 0:
            return ops.sum(size, **where)
        return ops.max(size, **where) if ord > 0 else ops.min(size, **where)
    if ord == 1:
        return ops.sum(size, **where)
    if ord == 2:
        return ops.sqrt(ops.sum(ops.square(size), **where))
    total = ops.sum(ops.pow(size, float(ord)), **where)
    return ops.pow(total, 1.0 / float(ord))


@primitive(shape=lambda x: batched(x, rank(x)), dtype=rules.same)
def matrix_diagonal(x: Array, /) -> Array:
    """The main diagonal of the last two axes, as the last axis.

    >>> import ivy, numpy as np
    >>> ivy.matrix_diagonal(np.asarray([[1, 2], [3, 4]])).tolist()
    [1, 4]
    """
    ...


@primitive(shape=solve_shape, dtype=rules.same)
def solve_triangular(
    x1: Array, x2: Array, /, *, upper: bool = False, unit_diagonal: bool = False
) -> Array:
    """The solution of `x1` X = `x2`, reading one triangle of `x1`; inf or NaN if singular.

    >>> import ivy, numpy as np
    >>> ivy.solve_triangular(np.asarray([[2.0, 0.0], [1.0, 4.0]]), np.asarray([[2.0], [9.0]])).tolist()
    [[1.0], [2.0]]
    """
    ...
