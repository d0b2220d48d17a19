"""Close comparisons, kinds of numbers, and elementwise functions that are no ufuncs."""

from __future__ import annotations

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules, kind


class Comparisons(Rules):
    """Comparisons and elementwise functions."""

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
