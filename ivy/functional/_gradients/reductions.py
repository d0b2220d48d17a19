"""Gradients of reductions and accumulations."""

from __future__ import annotations

import math

from ivy._core import dtypes, rules
from ivy.functional import creation as c
from ivy.functional import elementwise as e
from ivy.functional import indexing as x_
from ivy.functional import inspection as i
from ivy.functional import manipulation as m
from ivy.functional import reductions as r
from ivy.functional import sorting as s
from ivy.functional._gradients._forms import (
    as_zero,
    cast,
    conj,
    is_complex,
    masked,
    times,
    zeros_like,
)


def kept(y, x, axis):
    """A reduced array with the axes of `x`, those that were reduced of length 1."""
    return m.reshape(y, rules.reduce(x, axis=axis, keepdims=True))


def spread(g, x, axis):
    """The gradient of a sum."""
    return m.broadcast_to(kept(g, x, axis), tuple(x.shape))


def _mean(g, out, x, *, axis=None, keepdims=False):
    count = math.prod(x.shape) / max(math.prod(out.shape), 1)
    return e.divide(spread(g, x, axis), float(count))


def _extreme(g, out, x, *, axis=None, keepdims=False):
    """In equal parts to all that are the largest, as in torch's amax."""
    out = kept(out, x, axis)
    hit = e.equal(x, out)
    if dtypes.category(i.dtype(x)) == 2:
        hit = e.logical_or(hit, e.logical_and(e.isnan(x), e.isnan(out)))
    hit = cast(hit, x)
    share = e.divide(hit, r.sum(hit, axis=axis, keepdims=True))
    return e.multiply(kept(g, x, axis), share)


def _prod(g, out, x, *, axis=None, keepdims=False):
    """The product of all others, from both ends, so that zeros need no division."""
    axes = rules._axes(axis, x.ndim)
    if not axes:
        return g
    rest = [a for a in range(x.ndim) if a not in axes]
    order = (*rest, *axes)
    rows = m.permute_dims(x, order)
    shape = tuple(rows.shape)
    rows = m.reshape(rows, (*shape[: len(rest)], math.prod(shape[len(rest) :])))
    others = conj(e.multiply(_exclusive(rows), _exclusive(rows, reverse=True)))
    others = m.reshape(others, shape)
    back = tuple(order.index(a) for a in range(x.ndim))
    return e.multiply(kept(g, x, axis), m.permute_dims(others, back))


def _exclusive(rows, reverse=False):
    """Products of the elements before (or behind) each one of the last axis."""
    return r.cumprod(rows, axis=rows.ndim - 1, exclusive=True, reverse=reverse)


def _backwards(accumulate, g, axis):
    return m.flip(accumulate(m.flip(g, axis=axis), axis=axis), axis=axis)


def _cumsum(g, out, x, *, axis, exclusive=False, reverse=False):
    return r.cumsum(g, axis=axis, exclusive=exclusive, reverse=not reverse)


def _cumprod(g, out, x, *, axis, exclusive=False, reverse=False):
    """Through the running products from the beginning, of all elements and the 1 before them."""
    if reverse:
        g = m.flip(g, axis=axis)
        back = _cumprod(g, out, m.flip(x, axis=axis), axis=axis, exclusive=exclusive)
        return m.flip(back, axis=axis)
    if not exclusive:
        return _running_product(g, x, axis)
    axis, lead = axis % x.ndim, (slice(None),) * (axis % x.ndim)
    if not x.shape[axis]:
        return zeros_like(x)
    # the last element is in no product, the first product has no element
    part = m.slice_(x, (*lead, slice(None, -1)))
    back = _running_product(m.slice_(g, (*lead, slice(1, None))), part, axis)
    return m.pad(back, [(0, int(a == axis)) for a in range(x.ndim)])


def _running_product(g, x, axis):
    """s[k] = g[k] + x[k + 1] s[k + 1] times the product before k: exact where there are zeros.

    The recurrence is solved by doubling: log2(n) steps on whole arrays.
    """
    x_rows, g = conj(m.moveaxis(x, axis, -1)), m.moveaxis(g, axis, -1)
    size = x_rows.shape[-1]
    if not size:
        return zeros_like(x)
    one = c.ones((*x_rows.shape[:-1], 1), dtype=i.dtype(x))
    factor = m.concat([m.slice_(x_rows, (..., slice(1, None))), one], axis=-1)
    total, step = g, 1
    while step < size:
        total = e.add(total, e.multiply(factor, _shifted(total, step, 0)))
        factor = e.multiply(factor, _shifted(factor, step, 1))
        step *= 2
    return m.moveaxis(e.multiply(_exclusive(x_rows), total), -1, axis)


def _shifted(x, step, value):
    moved = m.slice_(x, (..., slice(step, None)))
    return m.pad(moved, [(0, 0)] * (x.ndim - 1) + [(0, step)], value)


def _running_extreme(g, out, x, *, axis):
    """To the place that holds the extreme; of equal ones the last, as in torch."""
    axis %= x.ndim
    shape = [1] * x.ndim
    shape[axis] = x.shape[axis]
    places = m.reshape(c.arange(0, x.shape[axis], dtype=dtypes.int64), tuple(shape))
    hit = e.logical_or(e.equal(x, out), e.isnan(x))
    zero = c.zeros((), dtype=dtypes.int64)
    at = r.cummax(e.where(hit, m.broadcast_to(places, tuple(x.shape)), zero), axis=axis)
    return x_.put_along_axis(zeros_like(x), at, g, axis=axis, reduction="add")


def _cumlogsumexp(g, out, x, *, axis):
    if is_complex(x):
        part = _backwards(r.cumsum, times(g, e.exp(e.negative(out))), axis)
        return times(part, e.exp(x))
    zero = as_zero(g)
    lowest = dtypes.limits(i.dtype(x))[0]

    def part(positive):
        # in logarithms, so that no exponential overflows
        logs = e.where(e.greater(positive, 0), e.log(e.where(positive > 0, positive, 1)), lowest)
        sums = _backwards(r.cumlogsumexp, e.subtract(logs, out), axis)
        return e.exp(e.add(sums, x))

    return e.subtract(part(e.maximum(g, zero)), part(e.maximum(e.negative(g), zero)))


def _logsumexp(g, out, x, *, axis=None, keepdims=False):
    out = kept(out, x, axis)
    if is_complex(x):
        return times(kept(g, x, axis), e.exp(e.subtract(x, out)))
    finite = e.where(e.isfinite(out), out, as_zero(out))
    return e.multiply(kept(g, x, axis), e.exp(e.subtract(x, finite)))


def _sort(g, out, x, *, axis=-1, descending=False, stable=True):
    order = s.argsort(x, axis=axis, descending=descending)
    return x_.put_along_axis(zeros_like(x), order, g, axis=axis)


def _chosen(g, out, x, *_, axis=-1, **__):
    """Of ops that give elements of `x` and their positions."""
    return x_.put_along_axis(zeros_like(x), out[1], g[0], axis=axis, reduction="add")


def _vector_norm(g, out, x, *, axis=None, keepdims=False, ord=2):
    """0 where the norm is, as torch has it."""
    g, out = kept(g, x, axis), kept(out, x, axis)
    if ord == 0:
        return None
    towards = e.sign(x)
    size = e.abs(x)
    if abs(ord) == math.inf:
        hit = cast(e.equal(size, out), size)
        weight = e.divide(hit, r.sum(hit, axis=axis, keepdims=True))
    elif ord == 1:
        weight = c.ones((), dtype=i.dtype(size))
    else:
        safe = e.where(e.equal(out, 0), as_zero(out) + 1, out)
        ratio = e.divide(size, safe)
        weight = ratio if ord == 2 else _power(ratio, ord - 1)
    share = masked(e.multiply(g, weight), e.not_equal(out, 0))
    return e.multiply(i.astype(share, i.dtype(x)), towards)


def _power(ratio, exponent):
    zero = e.equal(ratio, 0)
    return masked(e.pow(e.where(zero, as_zero(ratio) + 1, ratio), float(exponent)), ~zero)


RULES = {
    "cumlogsumexp": _cumlogsumexp,
    "cummax": _running_extreme,
    "cummin": _running_extreme,
    "cumprod": _cumprod,
    "cumsum": _cumsum,
    "logsumexp": _logsumexp,
    "max": _extreme,
    "mean": _mean,
    "min": _extreme,
    "prod": _prod,
    "sort": _sort,
    "sort_with_indices": _chosen,
    "sum": lambda g, out, x, *, axis=None, keepdims=False: spread(g, x, axis),
    "top_k": _chosen,
    "vector_norm": _vector_norm,
}
