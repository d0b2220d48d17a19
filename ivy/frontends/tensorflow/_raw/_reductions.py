"""Reductions, running totals, and positions of extremes."""

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.tensorflow import _schema
from ivy.frontends.tensorflow._raw import _pointwise as pointwise
from ivy.frontends.tensorflow._schema import Host
from ivy.frontends.tensorflow.errors import require


def axes_of(axis, ndim):
    """The axes that a host array of them names, checked, none of them negative."""
    found = [int(a) for a in np.reshape(axis, -1)]
    for a in found:
        require(-ndim <= a < ndim, f"Invalid reduction dimension ({a}, input has {ndim})")
    found = [a % ndim for a in found]
    require(len(set(found)) == len(found), "Axes contains duplicate dimension")
    return tuple(found)


def axis_of(axis, ndim, what="axis"):
    """The one axis that a host array names, not negative."""
    require(np.ndim(axis) == 0, f"{what} must be a scalar, not {np.shape(axis)}")
    require(-ndim <= axis < ndim, f"Expected {what} in the range [{-ndim}, {ndim}), got {axis}")
    return int(axis) % ndim


def _reduction(op, of_nothing=None, of_one=lambda x: x):
    """`f(input, axis, keep_dims)`; `of_nothing(dtype)` fills what empty axes leave, without axes
    it is `of_one` of each element."""

    def function(input, axis: Host, keep_dims):
        axes = axes_of(axis, input.ndim)
        if not axes:
            return of_one(input)
        if of_nothing is not None and 0 in [input.shape[a] for a in axes]:
            shape = [
                1 if i in axes else n
                for i, n in enumerate(input.shape)
                if keep_dims or i not in axes
            ]
            return ivy.full(tuple(shape), of_nothing(ivy.dtype(input)), dtype=ivy.dtype(input))
        return op(input, axis=axes, keepdims=keep_dims)

    return function


def lowest(dtype):
    """What a maximum of nothing is."""
    return -math.inf if dtypes.is_floating(dtype) else dtypes.limits(dtype)[0]


def highest(dtype):
    """What a minimum of nothing is."""
    return math.inf if dtypes.is_floating(dtype) else dtypes.limits(dtype)[1]


def _mean(input, axis, keepdims):
    if not pointwise.integral(input):
        return ivy.mean(input, axis=axis, keepdims=keepdims)
    total = ivy.sum(input, axis=axis, keepdims=keepdims)
    count = math.prod(input.shape[a] for a in axis)
    return pointwise.truncated_quotient(total, ivy.full((), count, dtype=ivy.dtype(total)))


def _euclidean_norm(input, axis, keepdims):
    dtype = ivy.dtype(input)
    wide = ivy.astype(input, dtypes.float64) if pointwise.integral(input) else input
    squares = ivy.multiply(wide, pointwise.conjugate(wide))
    return ivy.astype(ivy.sqrt(ivy.sum(squares, axis=axis, keepdims=keepdims)), dtype)


def _length(x):
    return ivy.astype(ivy.abs(x), ivy.dtype(x)) if ivy.dtype(x).kind != "u" else x


All = _reduction(ivy.all)
Any = _reduction(ivy.any)
EuclideanNorm = _reduction(_euclidean_norm, of_one=_length)
Max = _reduction(ivy.max, lowest)
Mean = _reduction(_mean, lambda dtype: 0 if dtypes.is_integral(dtype) else math.nan)
Min = _reduction(ivy.min, highest)
Prod = _reduction(ivy.prod)
Sum = _reduction(ivy.sum)


def _position(op):
    """`f(input, dimension, output_type)`."""

    def function(input, dimension: Host, output_type):
        axis = axis_of(dimension, input.ndim, "dim")
        require(input.shape[axis], f"Reduction axis {axis} is empty in shape {list(input.shape)}")
        if ivy.dtype(input) == dtypes.bool_:
            input = ivy.astype(input, dtypes.uint8)
        return ivy.astype(op(input, axis=axis), output_type)

    return function


ArgMax = _position(ivy.argmax)
ArgMin = _position(ivy.argmin)


def _running(op, start):
    """`f(x, axis, exclusive, reverse)`; `start` is the total of nothing."""

    def function(x, axis: Host, exclusive, reverse):
        axis = axis_of(axis, x.ndim, "scan axis")
        x = ivy.flip(x, axis=axis) if reverse else x
        if exclusive:
            x = _shifted(x, axis, start)
        x = op(x, axis=axis)
        return ivy.flip(x, axis=axis) if reverse else x

    return function


def _shifted(x, axis, start):
    """`x` moved on by one along `axis`, with `start` in the first place."""
    first = ivy.full((*x.shape[:axis], 1, *x.shape[axis + 1 :]), start, dtype=ivy.dtype(x))
    kept = ivy.slice_(x, (slice(None),) * axis + (slice(0, max(x.shape[axis] - 1, 0)),))
    return ivy.concat([first, kept], axis=axis) if x.shape[axis] else x


Cumprod = _running(ivy.cumprod, 1)
Cumsum = _running(ivy.cumsum, 0)
CumulativeLogsumexp = _running(ivy.cumlogsumexp, -math.inf)


_schema.publish(__name__)
