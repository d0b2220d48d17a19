"""Ops that reduce or accumulate along axes (`axis=None`: all of them)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ivy._core import ops, rules
from ivy._core.op import Array, Scalar, composite, primitive


@primitive(shape=rules.reduce, dtype=rules.boolean)
def all(x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Array:
    """Whether all elements are true (nonzero).

    >>> import ivy, numpy as np
    >>> ivy.all(np.asarray([[1, 2], [3, 4]]) > 1, axis=1).tolist()
    [False, True]
    """
    ...


@primitive(shape=rules.reduce, dtype=rules.boolean)
def any(x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Array:
    """Whether any element is true (nonzero).

    >>> import ivy, numpy as np
    >>> ivy.any(np.asarray([[1, 2], [3, 4]]) > 3, axis=1).tolist()
    [False, True]
    """
    ...


@primitive(shape=rules.reduce, dtype=rules.index)
def argmax(x: Array, /, *, axis: int | None = None, keepdims: bool = False) -> Array:
    """Position of the first largest element; a NaN counts as largest.

    >>> import ivy, numpy as np
    >>> ivy.argmax(np.asarray([[1, 2], [3, 4]]), axis=1).tolist()
    [1, 1]
    """
    ...


@primitive(shape=rules.reduce, dtype=rules.index)
def argmin(x: Array, /, *, axis: int | None = None, keepdims: bool = False) -> Array:
    """Position of the first smallest element; a NaN counts as smallest.

    >>> import ivy, numpy as np
    >>> ivy.argmin(np.asarray([[1, 2], [3, 4]]), axis=0).tolist()
    [0, 0]
    """
    ...


@primitive(shape=rules.reduce, dtype=rules.same)
def bitwise_xor_reduce(
    x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False
) -> Array:
    """Bitwise exclusive or of all elements, of an integer dtype.

    >>> import ivy, numpy as np
    >>> ivy.bitwise_xor_reduce(np.asarray([[1, 2], [3, 4]]), axis=1).tolist()
    [3, 7]
    """
    ...


@primitive(shape=rules.same, dtype=rules.floating)
def cumlogsumexp(x: Array, /, *, axis: int) -> Array:
    """Logarithms of the cumulative sums of exponentials, without overflow.

    >>> import ivy, numpy as np
    >>> ivy.cumlogsumexp(np.zeros(3), axis=0).round(4).tolist()
    [0.0, 0.6931, 1.0986]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def cummax(x: Array, /, *, axis: int) -> Array:
    """Largest element up to each position; NaN from the first NaN on.

    >>> import ivy, numpy as np
    >>> ivy.cummax(np.asarray([3, 1, 2]), axis=0).tolist()
    [3, 3, 3]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def cummin(x: Array, /, *, axis: int) -> Array:
    """Smallest element up to each position; NaN from the first NaN on.

    >>> import ivy, numpy as np
    >>> ivy.cummin(np.asarray([3, 1, 2]), axis=0).tolist()
    [3, 1, 1]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def cumprod(x: Array, /, *, axis: int, exclusive: bool = False, reverse: bool = False) -> Array:
    """Cumulative products.

    `exclusive` excludes the element at each position; `reverse` starts from the end.

    >>> import ivy, numpy as np
    >>> ivy.cumprod(np.asarray([3, 1, 2]), axis=0).tolist()
    [3, 3, 6]
    >>> ivy.cumprod(np.asarray([3, 1, 2]), axis=0, exclusive=True, reverse=True).tolist()
    [2, 2, 1]
    """
    ...


@primitive(shape=rules.same, dtype=rules.same)
def cumsum(x: Array, /, *, axis: int, exclusive: bool = False, reverse: bool = False) -> Array:
    """Cumulative sums.

    `exclusive` excludes the element at each position; `reverse` starts from the end.

    >>> import ivy, numpy as np
    >>> ivy.cumsum(np.asarray([3, 1, 2]), axis=0).tolist()
    [3, 4, 6]
    >>> ivy.cumsum(np.asarray([3, 1, 2]), axis=0, exclusive=True).tolist()
    [0, 3, 4]
    """
    ...


@composite(shape=rules.reduce, dtype=rules.floating)
def logsumexp(
    x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False
) -> Array:
    """Logarithm of the sum of exponentials, without overflow.

    >>> import ivy, numpy as np
    >>> round(float(ivy.logsumexp(np.asarray([1000.0, 1000.0]))), 4)
    1000.6931
    """
    if 0 in x.shape:
        return ops.log(sum(ops.exp(x), axis=axis, keepdims=keepdims))
    largest = max(ops.real(x), axis=axis, keepdims=True)
    # inf - inf must not occur
    shift = ops.where(ops.isfinite(largest), largest, ops.sign(largest) * 0)
    shift = ops.astype(shift, ops.dtype(x)) if shift.dtype != x.dtype else shift
    total = sum(ops.exp(x - shift), axis=axis, keepdims=keepdims)
    return ops.log(total) + ops.reshape(shift, total.shape)


@primitive(shape=rules.reduce, dtype=rules.same)
def max(x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Array:
    """Largest element; NaN if any element is.

    >>> import ivy, numpy as np
    >>> ivy.max(np.asarray([[1, 2], [3, 4]]), axis=0).tolist()
    [3, 4]
    """
    ...


@primitive(shape=rules.reduce, dtype=rules.floating)
def mean(x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Array:
    """Arithmetic mean.

    >>> import ivy, numpy as np
    >>> ivy.mean(np.asarray([[1.0, 2.0], [3.0, 4.0]]), axis=1).tolist()
    [1.5, 3.5]
    """
    ...


@primitive(shape=rules.reduce, dtype=rules.same)
def min(x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Array:
    """Smallest element; NaN if any element is.

    >>> import ivy, numpy as np
    >>> ivy.min(np.asarray([[1, 2], [3, 4]]), axis=0, keepdims=True).tolist()
    [[1, 2]]
    """
    ...


@primitive(shape=rules.reduce, dtype=rules.same)
def prod(x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Array:
    """Product of the elements, in the dtype of `x`.

    >>> import ivy, numpy as np
    >>> ivy.prod(np.asarray([[1, 2], [3, 4]]), axis=1).tolist()
    [2, 12]
    """
    ...


@primitive(shape=rules.reduce, dtype=rules.same)
def sum(x: Array, /, *, axis: int | Sequence[int] | None = None, keepdims: bool = False) -> Array:
    """Sum of the elements, in the dtype of `x`.

    >>> import ivy, numpy as np
    >>> ivy.sum(np.asarray([[1, 2], [3, 4]]), axis=0).tolist()
    [4, 6]
    """
    ...


@composite(shape=rules.reduce, dtype=rules.real)
def var(
    x: Array,
    /,
    *,
    axis: int | Sequence[int] | None = None,
    correction: Scalar = 0.0,
    keepdims: bool = False,
) -> Array:
    """Variance: the squared distance from the mean, summed and divided by count - correction.

    >>> import ivy, numpy as np
    >>> ivy.var(np.asarray([1.0, 2.0, 3.0]), correction=1).tolist()
    1.0
    """
    kept = rules.reduce(x, axis=axis, keepdims=True)
    count = math.prod(n for n, m in zip(x.shape, kept, strict=True) if n != m)
    centred = ops.subtract(x, mean(x, axis=axis, keepdims=True))
    squares = ops.real(ops.multiply(centred, ops.conj(centred)))
    total = sum(squares, axis=axis, keepdims=keepdims)
    return ops.divide(total, float(count - correction if count > correction else 0))
