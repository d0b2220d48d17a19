"""Sums, extremes, means and what else reduces or accumulates along axes."""

from __future__ import annotations

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules, flat, kind


def _folding(op, combine, identity):
    """`f(a, axis, dtype, out, keepdims, initial, where)` of sums and products."""

    def function(
        self, a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None
    ):
        x = self.array(a)
        x = self.cast(x, self.summed(ivy.dtype(x)) if dtype is None else self.dtype_of(dtype))
        axes = self.axes(axis, len(x.shape))
        if where is not None and where is not True:
            x = self.masked(x, where, identity)
        result = _fold(op, x, axes, keepdims, identity)
        if initial is not None:
            result = combine(result, self.cast(self.array(initial), ivy.dtype(result)))
        return self.out(result, out)

    return function


def _fold(op, x, axes, keepdims, identity):
    """`op` along `axes`; of bool, sums are disjunctions and products conjunctions."""
    options = {"axis": axes, "keepdims": bool(keepdims)}
    if kind(x) == "b":
        return ivy.all(x, **options) if identity else ivy.any(x, **options)
    return op(x, **options) if axes else ivy.positive(x)


def _extreme(op, combine, name, lowest):
    """`f(a, axis, out, keepdims, initial, where)` of largest and smallest."""

    def function(self, a, axis=None, out=None, keepdims=False, initial=None, where=None):
        x = self.array(a)
        axes = self.axes(axis, len(x.shape))
        if where is not None and where is not True:
            if initial is None:
                raise ValueError(
                    f"reduction operation '{name}' does not have an identity, so to use a where "
                    "mask one has to specify 'initial'"
                )
            x = self.masked(x, where, initial)
        if any(x.shape[i] == 0 for i in axes):
            return self.out(self._of_nothing(x, axes, keepdims, initial, name), out)
        result = self.extreme(op, x, axes, keepdims, lowest)
        if initial is not None:
            result = combine(result, self.cast(self.array(initial), ivy.dtype(result)))
        return self.out(result, out)

    return function


def _logical(op, identity):
    def function(self, a, axis=None, out=None, keepdims=False, *, where=None):
        x = self.cast(self.array(a), dtypes.bool_)
        axes = self.axes(axis, len(x.shape))
        if where is not None and where is not True:
            x = self.masked(x, where, identity)
        return self.out(op(x, axis=axes, keepdims=bool(keepdims)) if axes else x, out)

    return function


def _position(op, name):
    def function(self, a, axis=None, out=None, *, keepdims=False):
        x = self.array(a)
        at = None if axis is None else self.searched_axis(axis, len(x.shape))
        if (self.size(x) == 0) if at is None else (x.shape[at] == 0):
            raise ValueError(f"attempt to get {name} of an empty sequence")
        return self.out(self.int(self.position(op, x, at, keepdims)), out)

    return function


def _running(op):
    def function(self, a, axis=None, dtype=None, out=None):
        x = self.array(a)
        x = self.cast(x, self.accumulated(ivy.dtype(x)) if dtype is None else self.dtype_of(dtype))
        if axis is None:
            x, at = flat(x), 0
        else:
            at = self.axis(axis, len(x.shape))
        return self.out(self.running(op, x, at), out)

    return function


class Reductions(Rules):
    """Reductions and cumulations."""

    all = _logical(ivy.all, True)
    any = _logical(ivy.any, False)
    argmax = _position(ivy.argmax, "argmax")
    argmin = _position(ivy.argmin, "argmin")
    cumprod = _running(ivy.cumprod)
    cumsum = _running(ivy.cumsum)
    max = amax = _extreme(ivy.max, ivy.maximum, "maximum", False)
    min = amin = _extreme(ivy.min, ivy.minimum, "minimum", True)
    prod = _folding(ivy.prod, ivy.multiply, 1)
    sum = _folding(ivy.sum, ivy.add, 0)

    def searched_axis(self, axis, ndim):
        """The axis that `argmax` and its like go along."""
        return self.axis(axis, ndim)

    def masked(self, x, where, value):
        """`x` with `value` where the mask does not hold, of the shape of both."""
        mask = self.cast(self.array(where), dtypes.bool_)
        x, mask = self.broadcast(x, mask)
        return ivy.where(mask, x, self.cast(self.array(value), ivy.dtype(x)))

    def accumulated(self, dtype):
        """The dtype of running sums."""
        return self.summed(dtype)

    def running(self, op, x, axis):
        """A cumulation, also of an axis without elements."""
        if self.size(x) == 0:
            return x
        if kind(x) == "b":
            return self.cast(op(ivy.astype(x, dtypes.uint8), axis=axis), dtypes.bool_)
        return op(x, axis=axis)

    def extreme(self, op, x, axes, keepdims, lowest):
        """Largest or smallest; complex numbers are in the order of their real, then imaginary parts."""
        if not axes:
            return ivy.positive(x)
        if kind(x) == "b":
            fold = ivy.all if lowest else ivy.any
            return fold(x, axis=axes, keepdims=bool(keepdims))
        if kind(x) != "c":
            return op(x, axis=axes, keepdims=bool(keepdims))
        rows, kept = self.gathered_last(x, axes)
        last = len(rows.shape) - 1
        at = self.position(ivy.argmin if lowest else ivy.argmax, rows, last, True)
        found = ivy.take_along_axis(rows, at, axis=last)
        return ivy.reshape(found, kept if keepdims else tuple(rows.shape[:-1]))

    def gathered_last(self, x, axes):
        """`x` with `axes` joined to one last axis, and its shape with ones in their place."""
        rest = [i for i in range(len(x.shape)) if i not in axes]
        moved = ivy.permute_dims(x, (*rest, *axes))
        count = math.prod(x.shape[i] for i in axes)
        kept = tuple(1 if i in axes else n for i, n in enumerate(x.shape))
        return ivy.reshape(moved, (*(x.shape[i] for i in rest), count)), kept

    def position(self, op, x, axis, keepdims):
        """Position of the first largest or smallest element."""
        if kind(x) == "b":
            x = ivy.astype(x, dtypes.uint8)
        if kind(x) == "c":
            hits = self.complex_hits(flat(x) if axis is None else x, axis or 0, op is ivy.argmin)
            at = ivy.argmax(ivy.astype(hits, dtypes.uint8), axis=axis or 0, keepdims=keepdims)
            return ivy.reshape(at, (1,) * len(x.shape)) if axis is None and keepdims else at
        if axis is None:
            at = op(flat(x), axis=0, keepdims=False)
            return ivy.reshape(at, (1,) * len(x.shape)) if keepdims else at
        return op(x, axis=axis, keepdims=bool(keepdims))

    def complex_hits(self, x, axis, lowest):
        """Where the extreme complex numbers along an axis stand: real parts first; NaN beats all."""
        fold, off = (ivy.min, math.inf) if lowest else (ivy.max, -math.inf)
        real, imag, nan = ivy.real(x), ivy.imag(x), ivy.isnan(x)
        hit = ivy.equal(real, fold(real, axis=axis, keepdims=True))
        imag = ivy.where(hit, imag, self.number(off, imag))
        hit = ivy.logical_and(hit, ivy.equal(imag, fold(imag, axis=axis, keepdims=True)))
        return ivy.where(ivy.any(nan, axis=axis, keepdims=True), nan, hit)

    def _of_nothing(self, x, axes, keepdims, initial, name):
        if initial is None:
            text = f"zero-size array to reduction operation {name} which has no identity"
            raise ValueError(text)
        shape = [1 if i in axes else n for i, n in enumerate(x.shape)]
        if not keepdims:
            shape = [n for i, n in enumerate(x.shape) if i not in axes]
        value = self.cast(self.array(initial), ivy.dtype(x))
        return ivy.broadcast_to(value, tuple(shape))
