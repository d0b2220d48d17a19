"""Medians, percentiles and quantiles, by NumPy's thirteen methods."""

from __future__ import annotations

import functools
import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _reductions
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import flat, number


def median(rules: Rules, a, axis=None, out=None, overwrite_input=False, keepdims=False):
    return _quantile(rules, a, 0.5, axis, out, "median", keepdims, 1.0, False)


def nanmedian(rules: Rules, a, axis=None, out=None, overwrite_input=False, keepdims=False):
    return _quantile(rules, a, 0.5, axis, out, "median", keepdims, 1.0, True)


def percentile(
    rules: Rules, a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False
):
    return _quantile(rules, a, q, axis, out, method, keepdims, 100.0, False)


def nanpercentile(
    rules: Rules, a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False
):
    return _quantile(rules, a, q, axis, out, method, keepdims, 100.0, True)


def quantile(
    rules: Rules, a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False
):
    return _quantile(rules, a, q, axis, out, method, keepdims, 1.0, False)


def nanquantile(
    rules: Rules, a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False
):
    return _quantile(rules, a, q, axis, out, method, keepdims, 1.0, True)


def _quantile(rules: Rules, a, q, axis, out, method, keepdims, scale, skip_nan):
    exact = rules.exact_quantiles(q, method, scale)
    x, q, dtype = rules.quantile_operands(a, q, exact)
    q = ivy.divide(q, number(scale, q))
    rules.check_quantiles(q)
    rows, kept = _reductions.gathered_last(x, rules.axes(axis, len(x.shape)))
    if method == "median":
        found = _row_quantiles(rows, flat(q), _midpoint, skip_nan, _mean)
    elif method in _METHODS:
        combine = functools.partial(_between, exact=exact)
        found = _row_quantiles(rows, flat(q), _METHODS[method], skip_nan, combine)
    else:
        raise ValueError(f"'{method}' is not a valid method. Use one of: {', '.join(_METHODS)}")
    found = ivy.reshape(found, (*q.shape, *(kept if keepdims else rows.shape[:-1])))
    return rules.out(rules.cast(found, dtype), out)


def _row_quantiles(rows, q, place, skip_nan, combine):
    """Quantiles along the last axis, on a new first axis."""
    ordered = ivy.sort(rows, axis=-1)  # NaN are last
    nan = ivy.isnan(rows)
    total = rows.shape[-1]
    if skip_nan:
        count = ivy.sum(ivy.astype(ivy.logical_not(nan), dtypes.int64), axis=-1)
        bad = ivy.equal(count, 0)
    else:
        count = ivy.full(rows.shape[:-1], total, dtype=dtypes.int64)
        bad = ivy.any(nan, axis=-1)
    if total == 0:
        return ivy.full((q.shape[0], *rows.shape[:-1]), math.nan, dtype=ivy.dtype(rows))
    q = ivy.reshape(q, (-1,) + (1,) * len(count.shape))
    n = ivy.astype(ivy.expand_dims(count, axis=0), ivy.dtype(q))
    low, weight = place(q, n)
    last = ivy.maximum(n - 1, number(0, n))
    first = ivy.clip(low, number(0, n), last)
    second = ivy.clip(low + 1, number(0, n), last)
    found = [_at(ordered, i) for i in (first, second)]
    return ivy.where(bad, number(math.nan, rows), combine(*found, weight))


def _at(ordered, positions):
    """`out[k, ...] = ordered[..., positions[k, ...]]`."""
    positions = ivy.moveaxis(ivy.astype(positions, dtypes.int64), 0, -1)
    shape = (*ordered.shape[:-1], positions.shape[-1])
    positions = ivy.broadcast_to(positions, shape)
    found = ivy.take_along_axis(ordered, positions, axis=len(shape) - 1)
    return ivy.moveaxis(found, -1, 0)


def _between(low, high, weight, exact):
    """The linear interpolation at `weight`; if `exact`, infinite ends are no NaN."""
    path = ivy.subtract(high, low)
    up = ivy.add(low, ivy.multiply(path, weight))
    down = ivy.subtract(high, ivy.multiply(path, ivy.subtract(number(1, weight), weight)))
    found = ivy.where(ivy.less(weight, number(0.5, weight)), up, down)
    if not exact:
        return found
    found = ivy.where(ivy.equal(weight, number(0, weight)), low, found)
    found = ivy.where(ivy.equal(weight, number(1, weight)), high, found)
    return ivy.where(ivy.equal(low, high), low, found)


def _mean(low, high, weight):
    """The mean of two middle elements, which of a finite and an infinite one is infinite."""
    half = ivy.divide(ivy.add(low, high), number(2, low))
    return ivy.where(ivy.equal(weight, number(0, weight)), low, half)


def _linear(alpha, beta):
    """The index of the lower order statistic and a weight, by Hyndman and Fan's alpha and beta."""

    def place(q, n):
        virtual = n * q + (alpha + q * (1 - alpha - beta)) - 1
        low = ivy.floor(virtual)
        return low, virtual - low

    return place


def _evenly(q, n):
    """As `_linear(1, 1)`, with fewer roundings."""
    virtual = (n - 1) * q
    low = ivy.floor(virtual)
    return low, virtual - low


def _whole(pick):
    return lambda q, n: (pick((n - 1) * q), 0 * ivy.add(q, n))


def _midpoint(q, n):
    virtual = (n - 1) * q
    low = ivy.floor(virtual)
    between = ivy.not_equal(low, virtual)
    return low, ivy.where(between, 0 * low + 0.5, 0 * low)


def _discontinuous(shift, choose):
    def place(q, n):
        virtual = n * q - 1 - shift
        low = ivy.floor(virtual)
        weight = choose(virtual - low, low)
        return low, weight

    return place


def _step(condition):
    return lambda gamma, low: ivy.where(condition(gamma, low), 0 * gamma + 1, 0 * gamma)


_METHODS = {
    "inverted_cdf": _discontinuous(0, _step(lambda g, low: ivy.greater(g, 0 * g))),
    "averaged_inverted_cdf": _discontinuous(
        0, lambda g, low: ivy.where(ivy.greater(g, 0 * g), 0 * g + 1, 0 * g + 0.5)
    ),
    "closest_observation": _discontinuous(
        0.5,
        _step(
            lambda g, low: ivy.logical_or(
                ivy.greater(g, 0 * g), ivy.equal(ivy.remainder(low, 0 * low + 2), 0 * low)
            )
        ),
    ),
    "interpolated_inverted_cdf": _linear(0, 1),
    "hazen": _linear(0.5, 0.5),
    "weibull": _linear(0, 0),
    "linear": _evenly,
    "median_unbiased": _linear(1 / 3, 1 / 3),
    "normal_unbiased": _linear(3 / 8, 3 / 8),
    "lower": _whole(ivy.floor),
    "higher": _whole(ivy.ceil),
    "midpoint": _midpoint,
    "nearest": _whole(ivy.round),
}
