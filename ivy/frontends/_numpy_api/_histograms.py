"""Histograms: counts of points between edges."""

from __future__ import annotations

import builtins
import math
import operator

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _creation, _numerics
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import flat, is_sequence, kind, size_of


def bincount(rules: Rules, x, /, weights=None, minlength=0):
    x = rules.array(x)
    if len(x.shape) != 1:
        raise ValueError("object too deep for desired array")
    if kind(x) not in "iub" and x.shape[0]:
        rules.refuse_positions(x)
    x = ivy.astype(x, dtypes.int64)
    if minlength < 0:
        raise ValueError("'minlength' must not be negative")
    length = minlength
    if x.shape[0]:
        if ivy.item(ivy.min(x)) < 0:
            raise ValueError("'list' argument must have no negative elements")
        length = max(int(ivy.item(ivy.max(x))) + 1, minlength)
    if weights is None:
        values = ivy.ones(x.shape, dtype=rules.int_)
    else:
        values = rules.array(weights)
        if values.shape != x.shape:
            raise ValueError("The weights and list don't have the same length.")
        values = rules.cast(values, rules.weights_dtype(ivy.dtype(values)))
    return _counted(x, values, length)


def _counted(at, values, length):
    zeros = ivy.zeros((length,), dtype=ivy.dtype(values))
    if not at.shape[0]:
        return zeros
    return ivy.set_index(zeros, [at], values, reduction="add", bounds="drop")


def histogram_bin_edges(rules: Rules, a, bins=10, range=None, weights=None):
    return _edges(rules, flat(rules.array(a)), bins, range)


def _edges(rules: Rules, x, bins, range):
    if isinstance(bins, str):
        raise NotImplementedError(f"bins={bins!r}: estimators of the number of bins")
    if is_sequence(bins) or len(getattr(bins, "shape", ())) > 0:
        edges = rules.array(bins)
        if len(edges.shape) != 1:
            raise ValueError("`bins` must be 1d, when an array")
        values = ivy.to_numpy(edges)
        if (values[:-1] > values[1:]).any():
            raise ValueError("`bins` must increase monotonically, when an array")
        return rules.edge_array(edges, x)
    count = operator.index(bins)
    if count < 1:
        raise ValueError("`bins` must be positive, when an integer")
    low, high = _range_of(x, range)
    dtype = rules.inexact_dtype(ivy.dtype(x))
    edges = _creation.linspace(rules, low, high, count + 1, dtype=dtype)
    rules.check_bins(edges)
    return edges


def _range_of(x, range):
    if range is not None:
        low, high = map(float, range)
        if low > high:
            raise ValueError("max must be larger than min in range parameter.")
    elif size_of(x) == 0:
        low, high = 0.0, 1.0
    else:
        low, high = (float(ivy.item(op(x))) for op in (ivy.min, ivy.max))
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError(f"autodetected range of [{low}, {high}] is not finite")
    return (low - 0.5, high + 0.5) if low == high else (low, high)


def histogram(rules: Rules, a, bins=10, range=None, density=None, weights=None):
    x = flat(rules.array(a))
    x = ivy.astype(x, dtypes.uint8) if kind(x) == "b" else x
    if weights is not None:
        weights = rules.array(weights)
        if tuple(weights.shape) != tuple(rules.array(a).shape):
            raise ValueError("weights should have the same shape as a.")
        weights = flat(weights)
    edges = _edges(rules, x, bins, range)
    counts = _binned(rules, [x], [edges], weights)
    if density:
        widths = rules.cast(_numerics.differences(edges, 0), rules.density_dtype(edges))
        counts = rules.cast(counts, ivy.dtype(widths))
        counts = ivy.divide(counts, ivy.multiply(widths, ivy.sum(counts)))
    return counts, edges


def _binned(rules: Rules, columns, edges, weights):
    """Counts of points, given by coordinates, in the boxes between edges, last edges included."""
    sizes = [e.shape[0] - 1 for e in edges]
    at, inside = None, None
    for x, e in zip(columns, edges):
        x, e = rules.promote(x, e)
        place = ivy.searchsorted(e, x, side="right") - 1
        place = ivy.where(
            ivy.equal(x, e[-1]), ivy.full(x.shape, e.shape[0] - 2, dtype=dtypes.int64), place
        )
        ok = ivy.logical_and(ivy.greater_equal(x, e[0]), ivy.less_equal(x, e[-1]))
        inside = ok if inside is None else ivy.logical_and(inside, ok)
        n = e.shape[0] - 1
        place = ivy.clip(place, 0, n - 1)
        at = place if at is None else at * n + place
    dtype = rules.count_dtype(weights, columns)
    values = ivy.ones(at.shape, dtype=dtype) if weights is None else rules.cast(weights, dtype)
    values = ivy.where(inside, values, ivy.zeros(values.shape, dtype=ivy.dtype(values)))
    return ivy.reshape(_counted(at, values, math.prod(sizes)), tuple(sizes))


def histogramdd(rules: Rules, sample, bins=10, range=None, density=None, weights=None):
    if is_sequence(sample):
        columns = [rules.array(c) for c in sample]
    else:
        x = rules.array(sample)
        x = x if len(x.shape) == 2 else ivy.expand_dims(x, axis=1)
        columns = [x[:, i] for i in builtins.range(x.shape[1])]
    bins = list(bins) if is_sequence(bins) else [bins] * len(columns)
    if len(bins) != len(columns):
        raise ValueError("The dimension of bins must be equal to the dimension of the sample x.")
    ranges = [None] * len(columns) if range is None else list(range)
    if len(ranges) != len(columns):
        raise ValueError("range argument must have one entry per dimension")
    edges = [_edges(rules, c, b, r) for c, b, r in zip(columns, bins, ranges)]
    weights = None if weights is None else rules.array(weights)
    counts = _binned(rules, columns, edges, weights)
    counts = rules.cast(counts, rules.box_dtype(weights, columns, density))
    if density:
        total = ivy.sum(counts)
        for i, e in enumerate(edges):
            shape = [1] * len(edges)
            shape[i] = -1
            counts = counts / ivy.reshape(
                rules.cast(_numerics.differences(e, 0), ivy.dtype(counts)), tuple(shape)
            )
        counts = counts / total
    return counts, rules.sequence(edges)


def histogram2d(rules: Rules, x, y, bins=10, range=None, density=None, weights=None):
    x, y = rules.array(x), rules.array(y)
    if x.shape != y.shape:
        raise ValueError("x and y must have the same length.")
    several = is_sequence(bins) and len(bins) == 2
    if (is_sequence(bins) and not several) or len(getattr(bins, "shape", ())) == 1:
        bins = [bins, bins]
    counts, edges = histogramdd(rules, [x, y], bins, range, density, weights)
    return counts, edges[0], edges[1]
