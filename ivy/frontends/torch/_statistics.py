"""Moments, medians and histograms."""

import builtins
import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _axes as axes
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _histograms as histograms


def _moments(finish):
    """`f(input)`, `f(input, unbiased)`, `f(input, dim, unbiased, keepdim)`, or with `correction`.

    `finish(variance, mean)` makes the result of the mean and the variance, which are functions.
    """

    def function(input, dim=None, unbiased=True, keepdim=False, *, correction=None):
        if type(dim) is bool:
            dim, unbiased = None, dim
        if correction is None:
            correction = 1 if unbiased else 0
        dtype = ivy.dtype(input)
        if dtypes.category(dtype) < 2:
            raise TypeError("the spread of integers")
        wide = to.cast(input, dtypes.float32) if dtype.itemsize == 2 else input
        axis = axes.of(dim, input)
        variance = ivy.var(wide, axis=axis, correction=correction, keepdims=keepdim)
        mean = ivy.mean(wide, axis=axis, keepdims=keepdim)
        return finish(variance, mean, dtype)

    return function


std = _moments(lambda variance, mean, dtype: to.cast(ivy.sqrt(variance), dtypes.real_of(dtype)))
std_mean = _moments(
    lambda variance, mean, dtype: (
        to.cast(ivy.sqrt(variance), dtypes.real_of(dtype)),
        to.cast(mean, dtype),
    )
)
var = _moments(lambda variance, mean, dtype: to.cast(variance, dtypes.real_of(dtype)))
var_mean = _moments(
    lambda variance, mean, dtype: (
        to.cast(variance, dtypes.real_of(dtype)),
        to.cast(mean, dtype),
    )
)


def _middle(rank):
    """`f(input)`, or `f(input, dim, keepdim=False)` with positions.

    `rank(count, nans)` is the place of the median among `count` sorted elements.
    """

    @axes.lifted
    def along(input, dim, keepdim):
        axes.require_elements("median", input, dim)
        ordered, order = ivy.sort_with_indices(input, axis=dim)
        if dtypes.category(ivy.dtype(input)) > 1:
            nans = ivy.astype(ivy.isnan(input), dtypes.int64)
        else:
            nans = ivy.zeros(input.shape, dtype=dtypes.int64)
        at = rank(input.shape[dim], ivy.sum(nans, axis=dim, keepdims=True))
        return tuple(axes.selected(x, at, dim, keepdim) for x in (ordered, order))

    def function(input, dim=None, keepdim=False):
        if dim is not None:
            return along(input, dim, keepdim)
        if 0 in input.shape:
            return ivy.full((), math.nan, dtype=ivy.dtype(input))
        return along(ivy.reshape(input, (-1,)), 0, False)[0]

    return function


median = _middle(lambda n, nans: ivy.where(ivy.greater(nans, 0), n - nans, (n - 1) // 2))
nanmedian = _middle(lambda n, nans: ivy.maximum(ivy.floor_divide(n - nans - 1, 2), 0))


def bincount(input, weights=None, minlength=0):
    length, filled = minlength, 0 not in input.shape
    if (
        input.ndim != 1
        or not dtypes.is_integral(ivy.dtype(input))
        or (filled and ivy.item(ivy.min(input)) < 0)
    ):
        raise RuntimeError("bincount only supports 1-d non-negative integral inputs.")
    if filled:
        length = builtins.max(ivy.item(ivy.max(input)) + 1, minlength)
    if weights is None:
        weights = ivy.ones(input.shape, dtype=dtypes.int64)
    elif ivy.dtype(weights) != dtypes.float32:
        weights = to.cast(weights, dtypes.float64)
    counts = ivy.zeros((length,), dtype=ivy.dtype(weights))
    return ivy.set_index(counts, [to.cast(input, dtypes.int64)], weights, reduction="add")


def histc(input, bins=100, min=0, max=0):
    if not dtypes.is_floating(ivy.dtype(input)):
        raise TypeError("a histogram of integers")
    input = ivy.reshape(input, (-1,))
    low, high = _limits(input, min, max)
    place = ivy.astype((input - low) * bins / (high - low), dtypes.int64)
    place = ivy.minimum(place, bins - 1)
    inside = ivy.logical_and(ivy.greater_equal(input, low), ivy.less_equal(input, high))
    counts = ivy.zeros((bins,), dtype=ivy.dtype(input))
    place = ivy.where(inside, place, bins)
    return ivy.set_index(
        counts,
        [place],
        ivy.ones(input.shape, dtype=ivy.dtype(input)),
        reduction="add",
        bounds="drop",
    )


def _limits(input, low, high):
    """The range of `histc`: what was given, else that of the values, never empty."""
    if low > high:
        raise ValueError("an empty range")
    if low != high or not input.shape[0]:
        low, high = (low, high) if low != high else (low - 1, high + 1)
        return to.cast(low, ivy.dtype(input)), to.cast(high, ivy.dtype(input))
    low, high = ivy.min(input), ivy.max(input)
    histograms.require_finite("torch.histc: ", low, high)
    margin = ivy.astype(ivy.equal(low, high), ivy.dtype(input))
    return low - margin, high + margin


def histogram(input, bins=100, *, range=None, weight=None, density=False):
    points = ivy.reshape(input, (-1, 1))
    if weight is not None:
        weight = ivy.reshape(weight, (-1,))
    if type(bins) is int:
        bins = histograms.edges(points, [bins], range)[0]
    to.require_one(input, bins)
    return histograms.counted(points, [bins], weight, density), bins


_publish.publish(__name__, native="torch")
