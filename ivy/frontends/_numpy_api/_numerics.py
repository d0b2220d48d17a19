"""Differences, integrals, interpolation, convolution, histograms, and close comparisons."""

from __future__ import annotations

import math
import operator

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules, flat, is_sequence, kind


class Numerics(Rules):
    """Numerical functions of one or two variables."""

    def diff(self, a, n=1, axis=-1, prepend=None, append=None):
        x = self.array(a)
        n = operator.index(n)
        if n < 0:
            raise ValueError(f"order must be non-negative but got {n}")
        if not len(x.shape):
            raise ValueError("diff requires input that is at least one dimensional")
        if n == 0:
            return x
        at = self.axis(axis, len(x.shape))
        x = self._extended(x, prepend, append, at)
        for _ in range(n):
            x = self._step(x, at)
        return x

    def _extended(self, x, before, after, axis):
        parts = []
        for p in (before, after):
            if p is None:
                continue
            p = self.array(p)
            if not len(p.shape):
                shape = list(x.shape)
                shape[axis] = 1
                p = ivy.broadcast_to(p, tuple(shape))
            parts.append(p)
        whole = [*parts[: before is not None], x, *parts[before is not None :]]
        return self.concatenate(whole, axis=axis) if parts else x

    def _step(self, x, axis):
        whole = (slice(None),) * axis
        after, before = (ivy.slice_(x, (*whole, s)) for s in (slice(1, None), slice(None, -1)))
        op = ivy.not_equal if kind(x) == "b" else ivy.subtract
        return op(after, before)

    def ediff1d(self, ary, to_end=None, to_begin=None):
        x = flat(self.array(ary))
        parts = [self._step(x, 0)]
        for p, at in ((to_begin, 0), (to_end, 1)):
            if p is not None:
                p = flat(self.array(p))
                self.check_ends(p, x)
                p = self.cast(p, ivy.dtype(x))
                parts.insert(0, p) if at == 0 else parts.append(p)
        return ivy.concat(parts, axis=0)

    def check_ends(self, p, x):
        """Raises for ends of a dtype that differences can't hold."""
        if not np.can_cast(ivy.dtype(p), ivy.dtype(x), "same_kind"):
            raise TypeError(
                "dtype of `to_end` must be compatible with input `ary` under the `same_kind` rule."
            )

    def gradient(self, f, *varargs, axis=None, edge_order=1):
        x = self.inexact(f)
        axes = self.axes(axis, len(x.shape))
        if edge_order not in (1, 2):
            raise ValueError("'edge_order' greater than 2 not supported")
        spaces = self._spaces(varargs, x, axes)
        if any(x.shape[i] < edge_order + 1 for i in axes):
            raise ValueError(
                "Shape of array too small to calculate a numerical gradient, at least (edge_order + 1) elements are required."
            )
        found = [self._slopes(x, i, h, edge_order) for i, h in zip(axes, spaces)]
        return found[0] if len(found) == 1 else self.several(found)

    def several(self, arrays):
        """Several results, in the sequence that the source gives."""
        return tuple(arrays)

    def _spaces(self, varargs, x, axes):
        if not varargs:
            return [1.0] * len(axes)
        spaces = list(varargs) * (len(axes) if len(varargs) == 1 else 1)
        if len(spaces) != len(axes):
            raise TypeError("invalid number of arguments")
        found = []
        for h, i in zip(spaces, axes):
            h = self.array(h)
            if len(h.shape) > 1:
                raise ValueError("distances must be either scalars or 1d")
            if len(h.shape) and h.shape[0] != x.shape[i]:
                raise ValueError(
                    "when 1d, distances must match the length of the corresponding dimension"
                )
            h = self.cast(h, ivy.dtype(x))
            found.append(self._step(h, 0) if len(h.shape) else h)
        return found

    def _slopes(self, x, axis, h, edge_order):
        y = ivy.moveaxis(x, axis, 0)
        if isinstance(h, float):
            h = self.number(h, y)
        if len(h.shape):
            column = (-1,) + (1,) * (len(y.shape) - 1)
            h = ivy.reshape(h, column)
            return ivy.moveaxis(self._uneven(y, h, edge_order), 0, axis)
        inner = ivy.divide(ivy.subtract(y[2:], y[:-2]), self.number(2.0, y) * h)
        ends = self._even_ends(y, h, edge_order)
        return ivy.moveaxis(ivy.concat([ends[0], inner, ends[1]], axis=0), 0, axis)

    def _even_ends(self, y, h, edge_order):
        if edge_order == 1:
            return [
                ivy.divide(ivy.subtract(b, a), h) for a, b in ((y[:1], y[1:2]), (y[-2:-1], y[-1:]))
            ]
        n = self.number
        first = ivy.divide(n(-1.5, y) * y[:1] + n(2.0, y) * y[1:2] - n(0.5, y) * y[2:3], h)
        last = ivy.divide(n(1.5, y) * y[-1:] - n(2.0, y) * y[-2:-1] + n(0.5, y) * y[-3:-2], h)
        return first, last

    def _uneven(self, y, h, edge_order):
        left, right = h[:-1], h[1:]
        both = left + right
        inner = (
            -right / (left * both) * y[:-2]
            + (right - left) / (left * right) * y[1:-1]
            + left / (right * both) * y[2:]
        )
        if edge_order == 1:
            first, last = (y[1:2] - y[:1]) / h[:1], (y[-1:] - y[-2:-1]) / h[-1:]
            return ivy.concat([first, inner, last], axis=0)
        a, b = h[:1], h[1:2]
        two = self.number(2.0, y)
        first = (
            -(two * a + b) / (a * (a + b)) * y[:1]
            + (a + b) / (a * b) * y[1:2]
            - a / (b * (a + b)) * y[2:3]
        )
        a, b = h[-2:-1], h[-1:]
        last = (
            b / (a * (a + b)) * y[-3:-2]
            - (a + b) / (a * b) * y[-2:-1]
            + (two * b + a) / (b * (a + b)) * y[-1:]
        )
        return ivy.concat([first, inner, last], axis=0)

    def trapezoid(self, y, x=None, dx=1.0, axis=-1):
        y = self.inexact(y)
        at = self.axis(axis, len(y.shape))
        y = ivy.moveaxis(y, at, -1)
        if x is None:
            d = dx if self.is_number(dx) else self.array(dx)
        else:
            x = self.array(x)
            d = self._step(
                x if len(x.shape) == 1 else ivy.moveaxis(x, at, -1), max(len(x.shape) - 1, 0)
            )
        y, d = self.promote_inexact(y, d)
        means = ivy.add(y[..., 1:], y[..., :-1])
        self.broadcast_shapes(means.shape, d.shape)
        return ivy.sum(ivy.multiply(d, means) * 0.5, axis=-1)

    def interp(self, x, xp, fp, left=None, right=None, period=None):
        fp = self.array(fp)
        complex_ = kind(fp) == "c"
        x, xp = self._interp_operands(x, xp, fp)
        fp = self.cast(fp, dtypes.complex_of(ivy.dtype(x)) if complex_ else ivy.dtype(x))
        if len(xp.shape) != 1 or len(fp.shape) != 1:
            raise self.InterpError("Data points must be 1-D sequences")
        if xp.shape[0] != fp.shape[0]:
            raise ValueError("fp and xp are not of the same length.")
        if not xp.shape[0]:
            raise ValueError("array of sample points is empty")
        if period is not None:
            x, xp, fp = self._periodic(x, xp, fp, period)
            left = right = None
        at = ivy.clip(ivy.searchsorted(xp, x, side="right"), 1, max(xp.shape[0] - 1, 1))
        if xp.shape[0] == 1:
            found = ivy.broadcast_to(fp[0], x.shape)
        else:
            found = self._line(x, xp, fp, at)
        ends = ((left, ivy.less(x, xp[0]), fp[0]), (right, ivy.greater(x, xp[-1]), fp[-1]))
        for value, outside, default in ends:
            value = default if value is None else self.cast(self.array(value), ivy.dtype(fp))
            found = ivy.where(outside, value, found)
        return found

    InterpError: type[Exception] = ValueError

    def _interp_operands(self, x, xp, fp):
        return [self.cast(self.array(v), self.float_) for v in (x, xp)]

    def _periodic(self, x, xp, fp, period):
        if period == 0:
            raise ValueError("period must be a non-zero value")
        period = self.number(abs(period), x)
        x, xp = ivy.remainder(x, period), ivy.remainder(xp, period)
        order = ivy.argsort(xp, axis=0)
        xp, fp = ivy.take(xp, order, axis=0), ivy.take(fp, order, axis=0)
        xp = ivy.concat([xp[-1:] - period, xp, xp[:1] + period], axis=0)
        return x, xp, ivy.concat([fp[-1:], fp, fp[:1]], axis=0)

    def _line(self, x, xp, fp, at):
        x0, x1 = ivy.take(xp, at - 1, axis=0), ivy.take(xp, at, axis=0)
        y0, y1 = ivy.take(fp, at - 1, axis=0), ivy.take(fp, at, axis=0)
        step, path = x1 - x0, x - x0
        step, path = self.cast(step, ivy.dtype(fp)), self.cast(path, ivy.dtype(fp))
        slope = ivy.divide(ivy.subtract(y1, y0), step)
        found = ivy.add(ivy.multiply(slope, path), y0)
        return ivy.where(ivy.equal(x, x1), y1, ivy.where(ivy.equal(x, x0), y0, found))

    # -- convolution

    def convolve(self, a, v, mode="full"):
        x, y = self._sequences(a, v)
        return self._slid(x, y, mode)

    def correlate(self, a, v, mode="valid"):
        x, y = self._sequences(a, v)
        y = ivy.flip(ivy.conj(y) if kind(y) == "c" else y, axis=0)
        if x.shape[0] < y.shape[0]:
            return self._slid_swapped(x, y, mode)
        return self._slid(x, y, mode)

    def _slid_swapped(self, x, y, mode):
        """The shorter operand first: NumPy swaps them, which turns the result round."""
        found = self._slid(ivy.flip(y, axis=0), ivy.flip(x, axis=0), mode)
        return ivy.flip(found, axis=0)

    def _sequences(self, a, v):
        x, y = self.promote(a, v)
        x, y = (ivy.reshape(p, (1,)) if not len(p.shape) else p for p in (x, y))
        if len(x.shape) != 1 or len(y.shape) != 1:
            raise ValueError("object too deep for desired array")
        if not x.shape[0] or not y.shape[0]:
            raise ValueError("a cannot be empty")
        return x, y

    def _slid(self, x, y, mode):
        """The sums of products of x with y turned round, at every shift."""
        if mode not in ("full", "same", "valid"):
            raise ValueError(f"mode must be one of 'valid', 'same', or 'full' (got '{mode}')")
        if x.shape[0] < y.shape[0]:
            x, y = y, x
        n, m = x.shape[0], y.shape[0]
        wide = ivy.astype(x, dtypes.int64) if kind(x) == "b" else x
        padded = ivy.pad(wide, [(m - 1, m - 1)])
        windows = ivy.windows(padded, m, axis=0)
        factors = ivy.flip(self.cast(y, ivy.dtype(wide)), axis=0)
        found = self.cast(ivy.sum(ivy.multiply(windows, factors), axis=1), ivy.dtype(x))
        if mode == "full":
            return found
        if mode == "valid":
            return found[m - 1 : n]
        start = (m - 1) // 2
        return found[start : start + n]

    # -- histograms

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
            return self.edge_array(edges)
        count = operator.index(bins)
        if count < 1:
            raise ValueError("`bins` must be positive, when an integer")
        low, high = self._range_of(x, range)
        return self.linspace(low, high, count + 1, dtype=self.edge_dtype(x))

    def refuse_edges(self):
        """Raises for edges that do not ascend."""
        raise ValueError("`bins` must increase monotonically, when an array")

    def edge_array(self, edges):
        """Edges that the user gives, as they come back."""
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

    def count_dtype(self, weights):
        """The dtype of counts, or of sums of weights."""
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
        dtype = self.count_dtype(weights)
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
        counts = self.cast(self._binned(columns, edges, weights), self.float_)
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

    # -- close comparisons

    def isclose(self, a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
        x, y = self.close_operands(a, b)
        self.broadcast_shapes(x.shape, y.shape)
        if kind(x) not in "fc":
            return self._close_integers(x, y, rtol, atol)
        size = ivy.abs(y)
        dtype = ivy.dtype(size)
        bound = ivy.add(
            self.cast(self.array(atol), dtype),
            ivy.multiply(self.cast(self.array(rtol), dtype), size),
        )
        near = ivy.less_equal(ivy.abs(ivy.subtract(x, y)), bound)
        finite = ivy.isfinite(y)
        found = ivy.logical_or(ivy.logical_and(near, finite), ivy.equal(x, y))
        if equal_nan:
            found = ivy.logical_or(found, ivy.logical_and(ivy.isnan(x), ivy.isnan(y)))
        return found

    def close_operands(self, a, b):
        """The operands of `isclose` in one dtype, floating unless whole numbers are compared."""
        return self.promote_inexact(a, b)

    def _close_integers(self, x, y, rtol, atol):
        raise NotImplementedError

    def allclose(self, a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
        return self.truth(ivy.all(self.isclose(a, b, rtol, atol, equal_nan)))

    def truth(self, x):
        """A truth value as the source gives it."""
        return bool(ivy.item(x))

    def array_equal(self, a1, a2, equal_nan=False):
        x, y = self.array(a1), self.array(a2)
        if x.shape != y.shape:
            return self.truth(ivy.asarray(False, dtype=dtypes.bool_))
        return self.truth(ivy.all(self._equal(x, y, equal_nan)))

    def _equal(self, x, y, equal_nan=False):
        x, y = self.promote(x, y)
        found = ivy.equal(x, y)
        if equal_nan and kind(x) in "fc":
            found = ivy.logical_or(found, ivy.logical_and(ivy.isnan(x), ivy.isnan(y)))
        return found

    def array_equiv(self, a1, a2):
        x, y = self.array(a1), self.array(a2)
        try:
            np.broadcast_shapes(x.shape, y.shape)
        except ValueError:
            return self.truth(ivy.asarray(False, dtype=dtypes.bool_))
        return self.truth(ivy.all(self._equal(x, y)))

    # -- kinds of numbers

    def iscomplexobj(self, x):
        return kind(self.array(x)) == "c"

    def isrealobj(self, x):
        return not self.iscomplexobj(x)

    def iscomplex(self, x):
        x = self.array(x)
        if kind(x) != "c":
            return ivy.zeros(x.shape, dtype=dtypes.bool_)
        imag = ivy.imag(x)
        return ivy.not_equal(imag, self.number(0, imag))

    def isreal(self, x):
        return ivy.logical_not(self.iscomplex(x))

    def real(self, val):
        x = self.array(val)
        return ivy.real(x) if kind(x) == "c" else x

    def imag(self, val):
        x = self.array(val)
        return ivy.imag(x) if kind(x) == "c" else ivy.zeros(x.shape, dtype=ivy.dtype(x))

    def angle(self, z, deg=False):
        x = self.inexact(z)
        if kind(x) == "c":
            found = ivy.atan2(ivy.imag(x), ivy.real(x))
        else:
            found = ivy.atan2(ivy.zeros(x.shape, dtype=ivy.dtype(x)), x)
        return found * (180 / math.pi) if deg else found

    def nan_to_num(self, x, copy=True, nan=0.0, posinf=None, neginf=None):
        x = self.array(x)
        if kind(x) == "c":
            parts = (ivy.real(x), ivy.imag(x))
            return ivy.complex(*(self.nan_to_num(p, copy, nan, posinf, neginf) for p in parts))
        if kind(x) != "f":
            return x
        low, high = dtypes.limits(ivy.dtype(x))
        low, high = (low if neginf is None else neginf), (high if posinf is None else posinf)
        endless = ivy.isinf(x)
        up = ivy.greater(x, self.number(0, x))
        for where, value in (
            (ivy.isnan(x), nan),
            (ivy.logical_and(endless, up), high),
            (ivy.logical_and(endless, ivy.logical_not(up)), low),
        ):
            x = ivy.where(where, self.cast(self.array(value), ivy.dtype(x)), x)
        return x

    def sinc(self, x):
        x = self.inexact(x)
        y = x * math.pi
        zero = ivy.equal(y, self.number(0, y))
        safe = ivy.where(zero, self.number(1, y), y)
        return ivy.where(zero, self.number(1, y), ivy.divide(ivy.sin(safe), safe))

    def i0(self, x):
        x = self.array(x)
        if kind(x) == "c":
            raise self.KindError("i0 not supported for complex values")
        return ivy.i0(ivy.abs(self.inexact(x)))

    KindError: type[Exception] = TypeError

    def unwrap(self, p, discont=None, axis=-1, *, period=2 * math.pi):
        x = self.array(p)
        whole = isinstance(period, int) and kind(x) in "iu"
        if not whole:
            x = self.inexact(x)
        at = self.axis(axis, len(x.shape))
        x = ivy.moveaxis(x, at, -1)
        period_ = self.number(period, x)
        step = x[..., 1:] - x[..., :-1]
        half = self.number(period // 2 if whole else period / 2, x)
        low = -half
        turned = ivy.add(ivy.remainder(step - low, period_), low)
        if not whole or period % 2 == 0:
            edge = ivy.logical_and(ivy.equal(turned, low), ivy.greater(step, self.number(0, x)))
            turned = ivy.where(edge, half, turned)
        fix = turned - step
        limit = self.number(period / 2 if discont is None else discont, step) if not whole else half
        fix = ivy.where(ivy.less(ivy.abs(step), limit), self.number(0, fix), fix)
        found = ivy.concat(
            [x[..., :1], x[..., 1:] + ivy.cumsum(fix, axis=len(x.shape) - 1)], axis=len(x.shape) - 1
        )
        return ivy.moveaxis(found, -1, at)


builtin_range = range
