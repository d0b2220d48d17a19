"""Counts of what falls between edges."""

from __future__ import annotations

import math
import operator

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules, flat, is_sequence, kind


class Histograms(Rules):
    """Histograms."""

    def bincount(self, x, /, weights=None, minlength=0):
        x = self.array(x)
        if len(x.shape) != 1:
            raise ValueError("object too deep for desired array")
        x = self.bin_numbers(x)
        if minlength < 0:
            raise ValueError("'minlength' must not be negative")
        self.dynamic("bincount")
        length = minlength
        if x.shape[0]:
            if ivy.item(ivy.min(x)) < 0:
                raise ValueError("'list' argument must have no negative elements")
            length = max(int(ivy.item(ivy.max(x))) + 1, minlength)
        if weights is None:
            values = ivy.ones(x.shape, dtype=self.int_)
        else:
            values = self.array(weights)
            if values.shape != x.shape:
                raise ValueError("The weights and list don't have the same length.")
            values = self.cast(values, self.weights_dtype(ivy.dtype(values)))
        return self._counted(x, values, length)

    def weights_dtype(self, dtype):
        """The dtype in which `bincount` sums weights."""
        return self.float_

    def bin_numbers(self, x):
        """The bins that `bincount` counts, as int64."""
        if kind(x) not in "iub" and x.shape[0]:
            self.refuse_positions(x)
        return ivy.astype(x, dtypes.int64)

    def _counted(self, at, values, length):
        zeros = ivy.zeros((length,), dtype=ivy.dtype(values))
        if not at.shape[0]:
            return zeros
        return ivy.set_index(zeros, [at], values, reduction="add", bounds="drop")

    def histogram_bin_edges(self, a, bins=10, range=None, weights=None):
        return self._edges(flat(self.array(a)), bins, range)

    def _edges(self, x, bins, range):
        if isinstance(bins, str):
            raise NotImplementedError(f"bins={bins!r}: estimators of the number of bins")
        if is_sequence(bins) or len(getattr(bins, "shape", ())) > 0:
            edges = self.array(bins)
            if len(edges.shape) != 1:
                raise ValueError("`bins` must be 1d, when an array")
            values = ivy.to_numpy(edges)
            if (values[:-1] > values[1:]).any():
                self.refuse_edges()
            return self.edge_array(edges, x)
        count = operator.index(bins)
        if count < 1:
            raise ValueError("`bins` must be positive, when an integer")
        low, high = self._range_of(x, range)
        return self.linspace(low, high, count + 1, dtype=self.edge_dtype(x))

    def refuse_edges(self):
        """Raises for edges that do not ascend."""
        raise ValueError("`bins` must increase monotonically, when an array")

    def edge_array(self, edges, x):
        """Edges that the user gives for `x`, as they come back."""
        return edges

    def edge_dtype(self, x):
        """The dtype of edges made for `x`."""
        return self.inexact_dtype(ivy.dtype(x))

    def _range_of(self, x, range):
        if range is not None:
            low, high = map(float, range)
            if low > high:
                raise ValueError("max must be larger than min in range parameter.")
        elif self.size(x) == 0:
            low, high = 0.0, 1.0
        else:
            low, high = (float(ivy.item(op(x))) for op in (ivy.min, ivy.max))
        if not (math.isfinite(low) and math.isfinite(high)):
            raise ValueError(f"autodetected range of [{low}, {high}] is not finite")
        return (low - 0.5, high + 0.5) if low == high else (low, high)

    def histogram(self, a, bins=10, range=None, density=None, weights=None):
        x = flat(self.array(a))
        x = ivy.astype(x, dtypes.uint8) if kind(x) == "b" else x
        if weights is not None:
            weights = self.array(weights)
            if tuple(weights.shape) != tuple(self.array(a).shape):
                raise ValueError("weights should have the same shape as a.")
            weights = flat(weights)
        edges = self._edges(x, bins, range)
        counts = self._binned([x], [edges], weights)
        if density:
            widths = self.cast(self._step(edges, 0), self.density_dtype(edges))
            counts = self.cast(counts, ivy.dtype(widths))
            counts = ivy.divide(counts, ivy.multiply(widths, ivy.sum(counts)))
        return counts, edges

    def density_dtype(self, edges):
        """The dtype of densities between edges."""
        return self.float_

    def count_dtype(self, weights, columns):
        """The dtype of counts of points in `columns`, or of sums of their weights."""
        return self.int_ if weights is None else ivy.dtype(weights)

    def _binned(self, columns, edges, weights):
        """Counts of points (given by coordinates) in the boxes between edges, last edges included."""
        sizes = [e.shape[0] - 1 for e in edges]
        at, inside = None, None
        for x, e in zip(columns, edges):
            x, e = self.promote(x, e)
            place = ivy.searchsorted(e, x, side="right") - 1
            place = ivy.where(
                ivy.equal(x, e[-1]), ivy.full(x.shape, e.shape[0] - 2, dtype=dtypes.int64), place
            )
            ok = ivy.logical_and(ivy.greater_equal(x, e[0]), ivy.less_equal(x, e[-1]))
            inside = ok if inside is None else ivy.logical_and(inside, ok)
            n = e.shape[0] - 1
            place = ivy.clip(place, 0, n - 1)
            at = place if at is None else at * n + place
        dtype = self.count_dtype(weights, columns)
        values = ivy.ones(at.shape, dtype=dtype) if weights is None else self.cast(weights, dtype)
        values = ivy.where(inside, values, ivy.zeros(values.shape, dtype=ivy.dtype(values)))
        return ivy.reshape(self._counted(at, values, math.prod(sizes)), tuple(sizes))

    def histogramdd(self, sample, bins=10, range=None, density=None, weights=None):
        if is_sequence(sample):
            columns = [self.array(c) for c in sample]
        else:
            x = self.array(sample)
            x = x if len(x.shape) == 2 else ivy.expand_dims(x, axis=1)
            columns = [x[:, i] for i in builtin_range(x.shape[1])]
        columns = [self._histogram_column(c) for c in columns]
        bins = list(bins) if is_sequence(bins) else [bins] * len(columns)
        if len(bins) != len(columns):
            raise ValueError(
                "The dimension of bins must be equal to the dimension of the sample x."
            )
        ranges = [None] * len(columns) if range is None else list(range)
        if len(ranges) != len(columns):
            raise ValueError("range argument must have one entry per dimension")
        edges = [self._edges(c, b, r) for c, b, r in zip(columns, bins, ranges)]
        weights = None if weights is None else self.array(weights)
        counts = self._binned(columns, edges, weights)
        counts = self.cast(counts, self.box_dtype(weights, columns, density))
        if density:
            total = ivy.sum(counts)
            for i, e in enumerate(edges):
                shape = [1] * len(edges)
                shape[i] = -1
                counts = counts / ivy.reshape(
                    self.cast(self._step(e, 0), ivy.dtype(counts)), tuple(shape)
                )
            counts = counts / total
        return counts, self.edge_list(edges)

    def box_dtype(self, weights, columns, density):
        """The dtype of counts in boxes of several dimensions."""
        return self.float_

    def _histogram_column(self, c):
        return c

    def edge_list(self, edges):
        """The edges per axis in the sequence that the source gives."""
        return tuple(edges)

    def histogram2d(self, x, y, bins=10, range=None, density=None, weights=None):
        x, y = self.array(x), self.array(y)
        if x.shape != y.shape:
            raise ValueError("x and y must have the same length.")
        several = is_sequence(bins) and len(bins) == 2
        if (is_sequence(bins) and not several) or len(getattr(bins, "shape", ())) == 1:
            bins = [bins, bins]
        counts, edges = self.histogramdd([x, y], bins, range, density, weights)
        return counts, edges[0], edges[1]


builtin_range = range
