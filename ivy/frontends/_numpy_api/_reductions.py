"""Sums, products, extremes, and cumulative sums and products along axes."""

from __future__ import annotations

import builtins
import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import flat, kind, number, size_of


def _folding(op, combine, identity):
    """A sum or product `f(a, axis, dtype, out, keepdims, initial, where)`."""

    def function(
        rules: Rules, a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None
    ):
        x = rules.array(a)
        x = rules.cast(x, rules.sum_dtype(ivy.dtype(x)) if dtype is None else rules.dtype_of(dtype))
        axes = rules.axes(axis, len(x.shape))
        if where is not None and where is not True:
            x = masked(rules, x, where, identity)
        result = _fold(op, x, axes, keepdims, identity)
        if initial is not None:
            result = combine(result, rules.cast(rules.array(initial), ivy.dtype(result)))
        return rules.out(result, out)

    return function


def _fold(op, x, axes, keepdims, identity):
    """`op` along `axes`; of bool, a sum is a disjunction and a product a conjunction."""
    options = {"axis": axes, "keepdims": bool(keepdims)}
    if kind(x) == "b":
        return ivy.all(x, **options) if identity else ivy.any(x, **options)
    return op(x, **options) if axes else ivy.positive(x)


def _extreme(op, combine, name, lowest):
    """A maximum or minimum `f(a, axis, out, keepdims, initial, where)`."""

    def function(rules: Rules, a, axis=None, out=None, keepdims=False, initial=None, where=None):
        x = rules.array(a)
        axes = rules.axes(axis, len(x.shape))
        if where is not None and where is not True:
            if initial is None:
                raise ValueError(
                    f"reduction operation '{name}' does not have an identity, so to use a where "
                    "mask one has to specify 'initial'"
                )
            x = masked(rules, x, where, initial)
        if builtins.any(x.shape[i] == 0 for i in axes):
            return rules.out(_empty_extremum(rules, x, axes, keepdims, initial, name), out)
        result = _extremum(op, x, axes, keepdims, lowest)
        if initial is not None:
            result = combine(result, rules.cast(rules.array(initial), ivy.dtype(result)))
        return rules.out(result, out)

    return function


def _logical(op, identity):
    def function(rules: Rules, a, axis=None, out=None, keepdims=False, *, where=None):
        x = rules.cast(rules.array(a), dtypes.bool_)
        axes = rules.axes(axis, len(x.shape))
        if where is not None and where is not True:
            x = masked(rules, x, where, identity)
        return rules.out(op(x, axis=axes, keepdims=bool(keepdims)) if axes else x, out)

    return function


def _position(op, name):
    def function(rules: Rules, a, axis=None, out=None, *, keepdims=False):
        x = rules.array(a)
        at = None if axis is None else rules.searched_axis(axis, len(x.shape))
        if (size_of(x) == 0) if at is None else (x.shape[at] == 0):
            raise ValueError(f"attempt to get {name} of an empty sequence")
        return rules.out(rules.as_int(_extreme_position(op, x, at, keepdims)), out)

    return function


def _running(op):
    def function(rules: Rules, a, axis=None, dtype=None, out=None):
        x = rules.array(a)
        x = rules.cast(
            x, rules.cumsum_dtype(ivy.dtype(x)) if dtype is None else rules.dtype_of(dtype)
        )
        x, at = (flat(x), 0) if axis is None else (x, rules.axis(axis, len(x.shape)))
        return rules.out(_cumulated(rules, op, x, at), out)

    return function


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


def masked(rules: Rules, x, where, value):
    """`x` with `value` where the mask is False, broadcast against the mask."""
    mask = rules.cast(rules.array(where), dtypes.bool_)
    x, mask = rules.broadcast(x, mask)
    return ivy.where(mask, x, rules.cast(rules.array(value), ivy.dtype(x)))


def _cumulated(rules: Rules, op, x, axis):
    """A cumulative sum or product, also of an empty array."""
    if size_of(x) == 0:
        return x
    if kind(x) == "b":
        return rules.cast(op(ivy.astype(x, dtypes.int64), axis=axis), dtypes.bool_)
    return op(x, axis=axis)


def _extremum(op, x, axes, keepdims, lowest):
    """The maximum or minimum; complex numbers are ordered by real, then by imaginary part."""
    if not axes:
        return ivy.positive(x)
    if kind(x) == "b":
        fold = ivy.all if lowest else ivy.any
        return fold(x, axis=axes, keepdims=bool(keepdims))
    if kind(x) != "c":
        return op(x, axis=axes, keepdims=bool(keepdims))
    rows, kept = gathered_last(x, axes)
    last = len(rows.shape) - 1
    at = _extreme_position(ivy.argmin if lowest else ivy.argmax, rows, last, True)
    found = ivy.take_along_axis(rows, at, axis=last)
    return ivy.reshape(found, kept if keepdims else tuple(rows.shape[:-1]))


def gathered_last(x, axes):
    """`x` with `axes` merged into one last axis, and its shape with `axes` kept as ones."""
    rest = [i for i in range(len(x.shape)) if i not in axes]
    moved = ivy.permute_dims(x, (*rest, *axes))
    count = math.prod(x.shape[i] for i in axes)
    kept = tuple(1 if i in axes else n for i, n in enumerate(x.shape))
    return ivy.reshape(moved, (*(x.shape[i] for i in rest), count)), kept


def _extreme_position(op, x, axis, keepdims):
    """The position of the first maximum or minimum."""
    if kind(x) == "b":
        x = ivy.astype(x, dtypes.uint8)
    if kind(x) == "c":
        hits = _complex_extremes(flat(x) if axis is None else x, axis or 0, op is ivy.argmin)
        at = ivy.argmax(ivy.astype(hits, dtypes.uint8), axis=axis or 0, keepdims=keepdims)
        return ivy.reshape(at, (1,) * len(x.shape)) if axis is None and keepdims else at
    if axis is None:
        at = op(flat(x), axis=0, keepdims=False)
        return ivy.reshape(at, (1,) * len(x.shape)) if keepdims else at
    return op(x, axis=axis, keepdims=bool(keepdims))


def _complex_extremes(x, axis, lowest):
    """A mask of the extreme complex numbers along an axis; NaN precedes all others."""
    fold, off = (ivy.min, math.inf) if lowest else (ivy.max, -math.inf)
    real, imag, nan = ivy.real(x), ivy.imag(x), ivy.isnan(x)
    hit = ivy.equal(real, fold(real, axis=axis, keepdims=True))
    imag = ivy.where(hit, imag, number(off, imag))
    hit = ivy.logical_and(hit, ivy.equal(imag, fold(imag, axis=axis, keepdims=True)))
    return ivy.where(ivy.any(nan, axis=axis, keepdims=True), nan, hit)


def _empty_extremum(rules: Rules, x, axes, keepdims, initial, name):
    if initial is None:
        text = f"zero-size array to reduction operation {name} which has no identity"
        raise ValueError(text)
    shape = [1 if i in axes else n for i, n in enumerate(x.shape)]
    if not keepdims:
        shape = [n for i, n in enumerate(x.shape) if i not in axes]
    value = rules.cast(rules.array(initial), ivy.dtype(x))
    return ivy.broadcast_to(value, tuple(shape))


def cumulative_sum(rules: Rules, x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    return _cumulative(rules, cumsum, 0, x, axis, dtype, out, include_initial)


def cumulative_prod(rules: Rules, x, /, *, axis=None, dtype=None, out=None, include_initial=False):
    return _cumulative(rules, cumprod, 1, x, axis, dtype, out, include_initial)


def _cumulative(rules: Rules, run, start, x, axis, dtype, out, include_initial):
    x = rules.array(x)
    if not len(x.shape):
        x = ivy.reshape(x, (1,))
    if axis is None and len(x.shape) > 1:
        raise ValueError(
            "For arrays which have more than one dimension ``axis`` argument is required."
        )
    axis = rules.axis(0 if axis is None else axis, len(x.shape))
    found = run(rules, x, axis, dtype)
    if include_initial:
        shape = list(found.shape)
        shape[axis] = 1
        first = ivy.full(tuple(shape), start, dtype=ivy.dtype(found))
        found = ivy.concat([first, found], axis=axis)
    return rules.out(found, out)
