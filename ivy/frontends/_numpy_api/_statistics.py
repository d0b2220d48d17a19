"""Means, variances, and the functions that leave NaN out."""

from __future__ import annotations

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._quantiles import Quantiles
from ivy.frontends._numpy_api._rules import kind


class Statistics(Quantiles):
    """Statistics along axes."""

    def mean(self, a, axis=None, dtype=None, out=None, keepdims=False, *, where=None):
        x, dtype = self.computed(a, dtype)
        axes = self.axes(axis, len(x.shape))
        total, count = self._total(x, axes, keepdims, where)
        return self.out(
            self.cast(ivy.divide(total, self.cast(count, ivy.dtype(total))), dtype), out
        )

    def std(
        self,
        a,
        axis=None,
        dtype=None,
        out=None,
        ddof=0,
        keepdims=False,
        *,
        where=None,
        mean=None,
        correction=None,
    ):
        ddof = self._ddof(ddof, correction)
        variance, dtype = self._variance(a, axis, dtype, ddof, keepdims, where, mean)
        return self.out(self.cast(ivy.sqrt(variance), dtype), out)

    def var(
        self,
        a,
        axis=None,
        dtype=None,
        out=None,
        ddof=0,
        keepdims=False,
        *,
        where=None,
        mean=None,
        correction=None,
    ):
        ddof = self._ddof(ddof, correction)
        variance, dtype = self._variance(a, axis, dtype, ddof, keepdims, where, mean)
        return self.out(self.cast(variance, dtype), out)

    def computed(self, a, dtype=None):
        """`a` in the dtype that its mean is computed in, and that of the result."""
        x = self.array(a)
        wanted = self.inexact_dtype(ivy.dtype(x)) if dtype is None else self.dtype_of(dtype)
        wide = dtypes.float32 if wanted.itemsize == 2 and kind(x) in "fc" else wanted
        return self.cast(x, wide), wanted

    def _ddof(self, ddof, correction):
        if correction is None:
            return ddof
        if ddof != 0:
            raise ValueError("ddof and correction can't be provided simultaneously.")
        return correction

    def _total(self, x, axes, keepdims, where):
        """The sum along `axes`, and how many elements are in it."""
        options = {"axis": axes, "keepdims": bool(keepdims)}
        if where is not None and where is not True:
            x = self.masked(x, where, 0)
            mask = ivy.broadcast_to(self.cast(self.array(where), dtypes.bool_), x.shape)
            count = ivy.sum(ivy.astype(mask, dtypes.int64), **options)
        else:
            count = ivy.asarray(math.prod(x.shape[i] for i in axes), dtype=dtypes.int64)
        return (ivy.sum(x, **options) if axes else x), count

    def _variance(self, a, axis, dtype, ddof, keepdims, where, mean):
        x, dtype = self.computed(a, dtype)
        axes = self.axes(axis, len(x.shape))
        if mean is None:
            total, count = self._total(x, axes, True, where)
            centre = ivy.divide(total, self.cast(count, ivy.dtype(x)))
        else:
            centre = self.cast(self.array(mean), ivy.dtype(x))
            _, count = self._total(x, axes, True, where)
        off = ivy.subtract(x, centre)
        squares = ivy.square(off) if kind(x) != "c" else self._squared_size(off)
        total, count = self._total(squares, axes, keepdims, where)
        left = ivy.subtract(self.cast(count, ivy.dtype(squares)), self.number(ddof, squares))
        left = ivy.maximum(left, self.number(0, left))
        return ivy.divide(total, left), dtypes.real_of(dtype)

    def _squared_size(self, x):
        return ivy.add(ivy.square(ivy.real(x)), ivy.square(ivy.imag(x)))

    def average(self, a, axis=None, weights=None, returned=False, *, keepdims=False):
        if weights is None:
            mean = self.mean(a, axis, keepdims=keepdims)
            x = self.array(a)
            count = math.prod(x.shape[i] for i in self.axes(axis, len(x.shape)))
            return (mean, ivy.full(mean.shape, count, dtype=ivy.dtype(mean))) if returned else mean
        x, w = self._weighted(a, weights)
        axes = self.axes(axis, len(x.shape))
        if tuple(w.shape) != tuple(x.shape):
            w = self._spread_weights(w, x, axis, axes)
        scale = ivy.sum(w, axis=axes, keepdims=bool(keepdims))
        self.check_weights(scale)
        mean = ivy.divide(ivy.sum(ivy.multiply(x, w), axis=axes, keepdims=bool(keepdims)), scale)
        return (mean, ivy.broadcast_to(scale, mean.shape)) if returned else mean

    def _weighted(self, a, weights):
        x, w = self.array(a), self.array(weights)
        common = self.inexact_dtype(self.common(x, w))
        if dtypes.category(ivy.dtype(x)) < 2:
            common = self.common(ivy.zeros((), dtype=common), ivy.zeros((), dtype=self.float_))
        return self.cast(x, common), self.cast(w, common)

    def check_weights(self, scale):
        """Raises for weights that sum to zero, where the source looks."""

    def _spread_weights(self, w, x, axis, axes):
        if axis is None:
            raise TypeError("Axis must be specified when shapes of a and weights differ.")
        if tuple(w.shape) != tuple(x.shape[i] for i in axes):
            raise ValueError("Shape of weights must be consistent with shape of a along axis.")
        order = sorted(range(len(axes)), key=lambda i: axes[i])
        w = ivy.permute_dims(w, order) if len(order) > 1 else w
        shape = [n if i in axes else 1 for i, n in enumerate(x.shape)]
        return ivy.broadcast_to(ivy.reshape(w, tuple(shape)), x.shape)

    def ptp(self, a, axis=None, out=None, keepdims=False):
        high = self.max(a, axis, keepdims=keepdims)
        return self.out(self.subtract(high, self.min(a, axis, keepdims=keepdims)), out)

    def count_nonzero(self, a, axis=None, *, keepdims=False):
        x = self.cast(self.array(a), dtypes.bool_)
        axes = self.axes(axis, len(x.shape))
        ones = ivy.astype(x, dtypes.int64)
        return self.int(ivy.sum(ones, axis=axes, keepdims=bool(keepdims)) if axes else ones)

    # -- without NaN

    def _without_nan(self, a, value):
        x = self.array(a)
        if kind(x) not in "fc":
            return x
        return ivy.where(ivy.isnan(x), self.number(value, x), x)

    def nansum(self, a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None):
        return self.sum(self._without_nan(a, 0), axis, dtype, out, keepdims, initial, where)

    def nanprod(self, a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None):
        return self.prod(self._without_nan(a, 1), axis, dtype, out, keepdims, initial, where)

    def nancumsum(self, a, axis=None, dtype=None, out=None):
        return self.cumsum(self._without_nan(a, 0), axis, dtype, out)

    def nancumprod(self, a, axis=None, dtype=None, out=None):
        return self.cumprod(self._without_nan(a, 1), axis, dtype, out)

    def nanmax(self, a, axis=None, out=None, keepdims=False, initial=None, where=None):
        return self._nan_extreme(self.max, -math.inf, a, axis, out, keepdims, initial, where)

    def nanmin(self, a, axis=None, out=None, keepdims=False, initial=None, where=None):
        return self._nan_extreme(self.min, math.inf, a, axis, out, keepdims, initial, where)

    def _nan_extreme(self, extreme, off, a, axis, out, keepdims, initial, where):
        x = self.array(a)
        found = extreme(self._without_nan(x, off), axis, None, keepdims, initial, where)
        if kind(x) in "fc":
            nan = self.all(ivy.isnan(x), axis, keepdims=keepdims)
            if initial is None:
                found = ivy.where(nan, self.number(math.nan, found), found)
        return self.out(found, out)

    def nanargmax(self, a, axis=None, out=None, *, keepdims=False):
        return self._nan_position(self.argmax, -math.inf, a, axis, out, keepdims)

    def nanargmin(self, a, axis=None, out=None, *, keepdims=False):
        return self._nan_position(self.argmin, math.inf, a, axis, out, keepdims)

    def _nan_position(self, position, off, a, axis, out, keepdims):
        x = self.array(a)
        found = position(self._without_nan(x, off), axis, keepdims=keepdims)
        if kind(x) in "fc":
            found = self.all_nan(found, self.all(ivy.isnan(x), axis, keepdims=keepdims))
        return self.out(found, out)

    def all_nan(self, found, nan):
        """Positions in rows, of which those in `nan` have none."""
        return found

    def _valid(self, x, where):
        mask = (
            ivy.logical_not(ivy.isnan(x))
            if kind(x) in "fc"
            else ivy.ones(x.shape, dtype=dtypes.bool_)
        )
        if where is None or where is True:
            return mask
        return ivy.logical_and(*self.broadcast(mask, self.cast(self.array(where), dtypes.bool_)))

    def nanmean(self, a, axis=None, dtype=None, out=None, keepdims=False, *, where=None):
        x = self.array(a)
        return self.mean(x, axis, dtype, out, keepdims, where=self._valid(x, where))

    def nanvar(
        self,
        a,
        axis=None,
        dtype=None,
        out=None,
        ddof=0,
        keepdims=False,
        *,
        where=None,
        mean=None,
        correction=None,
    ):
        found, dtype = self._nan_variance(a, axis, dtype, ddof, keepdims, where, mean, correction)
        return self.out(self.cast(found, dtype), out)

    def nanstd(
        self,
        a,
        axis=None,
        dtype=None,
        out=None,
        ddof=0,
        keepdims=False,
        *,
        where=None,
        mean=None,
        correction=None,
    ):
        found, dtype = self._nan_variance(a, axis, dtype, ddof, keepdims, where, mean, correction)
        return self.out(self.cast(ivy.sqrt(found), dtype), out)

    def _nan_variance(self, a, axis, dtype, ddof, keepdims, where, mean, correction):
        x, valid = self.array(a), self._valid(self.array(a), where)
        ddof = self._ddof(ddof, correction)
        found, dtype = self._variance(x, axis, dtype, ddof, keepdims, valid, mean)
        axes = self.axes(axis, len(x.shape))
        count = ivy.sum(ivy.astype(valid, dtypes.int64), axis=axes, keepdims=bool(keepdims))
        few = ivy.less_equal(self.cast(count, ivy.dtype(found)), self.number(ddof, found))
        return ivy.where(few, self.number(math.nan, found), found), dtype

    # -- of several variables

    def cov(
        self,
        m,
        y=None,
        rowvar=True,
        bias=False,
        ddof=None,
        fweights=None,
        aweights=None,
        *,
        dtype=None,
    ):
        if ddof is not None and ddof != int(ddof):
            raise ValueError("ddof must be integer")
        x = self._observations(m, y, rowvar, dtype)
        weights = self._observation_weights(fweights, aweights, x)
        ddof = ddof if ddof is not None else (0 if bias else 1)
        if weights is None:
            centre = ivy.mean(x, axis=1, keepdims=True)
            scale = self.number(x.shape[1] - ddof, ivy.real(x) if kind(x) == "c" else x)
            right = x = ivy.subtract(x, centre)
        else:
            total = ivy.sum(weights)
            centre = ivy.divide(ivy.sum(ivy.multiply(x, weights), axis=1, keepdims=True), total)
            scale = self._weighted_scale(weights, total, ddof, aweights)
            x = ivy.subtract(x, centre)
            right = ivy.multiply(x, weights)
        scale = self.cast(ivy.maximum(scale, self.number(0, scale)), ivy.dtype(x))
        product = ivy.matmul(x, ivy.adjoint(right))
        found = ivy.divide(product, scale)
        return ivy.reshape(found, tuple(n for n in found.shape if n != 1))

    def _observations(self, m, y, rowvar, dtype):
        parts = [self.array(p) for p in (m, y) if p is not None]
        for p, name in zip(parts, "my"):
            if len(p.shape) > 2:
                raise ValueError(f"{name} has more than 2 dimensions")
        common = (
            self.covariance_dtype(self.common(*parts)) if dtype is None else self.dtype_of(dtype)
        )
        rows = []
        for p in parts:
            p = self.cast(p, common)
            p = ivy.reshape(p, (1, -1)) if len(p.shape) < 2 else p
            rows.append(p if rowvar or p.shape[0] == 1 else ivy.matrix_transpose(p))
        if len({r.shape[1] for r in rows}) > 1:
            raise self.JoinError(
                "all the input array dimensions except for the concatenation axis must match exactly"
            )
        return ivy.concat(rows, axis=0) if len(rows) > 1 else rows[0]

    def covariance_dtype(self, dtype):
        """The dtype in which covariances of `dtype` are computed."""
        return self.inexact_dtype(dtype)

    def _observation_weights(self, fweights, aweights, x):
        found = None
        for w, name in ((fweights, "fweights"), (aweights, "aweights")):
            if w is None:
                continue
            w = self.array(w)
            if name == "fweights" and kind(w) not in "iu":
                raise TypeError("fweights must be integer")
            if len(w.shape) > 1:
                raise RuntimeError(f"cannot handle multidimensional {name}")
            if w.shape[0] != x.shape[1]:
                raise RuntimeError(f"incompatible numbers of samples and {name}")
            w = self.cast(w, ivy.dtype(x))
            found = w if found is None else ivy.multiply(found, w)
        return found

    def _weighted_scale(self, weights, total, ddof, aweights):
        if ddof == 0:
            return total
        if aweights is None:
            return ivy.subtract(total, self.number(ddof, total))
        a = self.cast(self.array(aweights), ivy.dtype(weights))
        lost = ivy.divide(
            ivy.multiply(self.number(ddof, a), ivy.sum(ivy.multiply(weights, a))), total
        )
        return ivy.subtract(total, lost)

    def corrcoef(self, x, y=None, rowvar=True, *, dtype=None):
        c = self.cov(x, y, rowvar, dtype=dtype)
        if len(c.shape) == 0:
            return ivy.divide(c, c)
        d = ivy.sqrt(ivy.real(ivy.matrix_diagonal(c)) if kind(c) == "c" else ivy.matrix_diagonal(c))
        d = self.cast(d, ivy.dtype(c))
        c = ivy.divide(ivy.divide(c, ivy.expand_dims(d, axis=1)), ivy.expand_dims(d, axis=0))
        parts = (ivy.real(c), ivy.imag(c)) if kind(c) == "c" else (c,)
        parts = [ivy.clip(p, self.number(-1, p), self.number(1, p)) for p in parts]
        return ivy.complex(*parts) if kind(c) == "c" else parts[0]
