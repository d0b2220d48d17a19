"""Gradients of reductions and accumulations."""

from __future__ import annotations

import math

from ivy._core import dtypes, ops, rules
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
    """A reduced array with the reduced axes restored, of length 1."""
    return ops.reshape(y, rules.reduce(x, axis=axis, keepdims=True))


def spread(g, x, axis):
    """The gradient of a sum."""
    return ops.broadcast_to(kept(g, x, axis), tuple(x.shape))


def _mean(g, out, x, *, axis=None, keepdims=False):
    count = math.prod(x.shape) / max(math.prod(out.shape), 1)
    return ops.divide(spread(g, x, axis), float(count))


def _extreme(g, out, x, *, axis=None, keepdims=False):
    """In equal parts to all extreme elements, as for PyTorch's amax."""
    out = kept(out, x, axis)
    hit = ops.equal(x, out)
    if dtypes.category(ops.dtype(x)) == 2:
        hit = ops.logical_or(hit, ops.logical_and(ops.isnan(x), ops.isnan(out)))
    hit = cast(hit, x)
    share = ops.divide(hit, ops.sum(hit, axis=axis, keepdims=True))
    return ops.multiply(kept(g, x, axis), share)


def _prod(g, out, x, *, axis=None, keepdims=False):
    """The product of all others, by running products from both ends: no division by zeros."""
    axes = rules._axes(axis, x.ndim)
    if not axes:
        return g
    rest = [a for a in range(x.ndim) if a not in axes]
    order = (*rest, *axes)
    rows = ops.permute_dims(x, order)
    shape = tuple(rows.shape)
    rows = ops.reshape(rows, (*shape[: len(rest)], math.prod(shape[len(rest) :])))
    others = conj(ops.multiply(_exclusive(rows), _exclusive(rows, reverse=True)))
    others = ops.reshape(others, shape)
    back = tuple(order.index(a) for a in range(x.ndim))
    return ops.multiply(kept(g, x, axis), ops.permute_dims(others, back))


def _exclusive(rows, reverse=False):
    """Products of the elements before (or after) each one of the last axis."""
    return ops.cumprod(rows, axis=rows.ndim - 1, exclusive=True, reverse=reverse)


def _backwards(accumulate, g, axis):
    return ops.flip(accumulate(ops.flip(g, axis=axis), axis=axis), axis=axis)


def _cumsum(g, out, x, *, axis, exclusive=False, reverse=False):
    return ops.cumsum(g, axis=axis, exclusive=exclusive, reverse=not reverse)


def _cumprod(g, out, x, *, axis, exclusive=False, reverse=False):
    """By running products of all elements with a leading 1."""
    if reverse:
        g = ops.flip(g, axis=axis)
        back = _cumprod(g, out, ops.flip(x, axis=axis), axis=axis, exclusive=exclusive)
        return ops.flip(back, axis=axis)
    if not exclusive:
        return _running_product(g, x, axis)
    axis, lead = axis % x.ndim, (slice(None),) * (axis % x.ndim)
    if not x.shape[axis]:
        return zeros_like(x)
    # exclusive products: without the last element, with a leading 1
    part = ops.slice_(x, (*lead, slice(None, -1)))
    back = _running_product(ops.slice_(g, (*lead, slice(1, None))), part, axis)
    return ops.pad(back, [(0, int(a == axis)) for a in range(x.ndim)])


def _running_product(g, x, axis):
    """s[k] = g[k] + x[k + 1] s[k + 1] times the product before k: accurate with zeros.

    The recurrence is solved by doubling: log2(n) steps on whole arrays.
    """
    x_rows, g = conj(ops.moveaxis(x, axis, -1)), ops.moveaxis(g, axis, -1)
    size = x_rows.shape[-1]
    if not size:
        return zeros_like(x)
    one = ops.ones((*x_rows.shape[:-1], 1), dtype=ops.dtype(x))
    factor = ops.concat([ops.slice_(x_rows, (..., slice(1, None))), one], axis=-1)
    total, step = g, 1
    while step < size:
        total = ops.add(total, ops.multiply(factor, _shifted(total, step, 0)))
        factor = ops.multiply(factor, _shifted(factor, step, 1))
        step *= 2
    return ops.moveaxis(ops.multiply(_exclusive(x_rows), total), -1, axis)


def _shifted(x, step, value):
    moved = ops.slice_(x, (..., slice(step, None)))
    return ops.pad(moved, [(0, 0)] * (x.ndim - 1) + [(0, step)], value)


def _running_extreme(g, out, x, *, axis):
    """To the position of the extreme, the last one if equal, as in PyTorch."""
    axis %= x.ndim
    shape = [1] * x.ndim
    shape[axis] = x.shape[axis]
    places = ops.reshape(ops.arange(0, x.shape[axis], dtype=dtypes.int64), tuple(shape))
    hit = ops.logical_or(ops.equal(x, out), ops.isnan(x))
    zero = ops.zeros((), dtype=dtypes.int64)
    at = ops.cummax(ops.where(hit, ops.broadcast_to(places, tuple(x.shape)), zero), axis=axis)
    return ops.put_along_axis(zeros_like(x), at, g, axis=axis, reduction="add")


def _cumlogsumexp(g, out, x, *, axis):
    if is_complex(x):
        part = _backwards(ops.cumsum, times(g, ops.exp(ops.negative(out))), axis)
        return times(part, ops.exp(x))
    zero = as_zero(g)
    lowest = dtypes.limits(ops.dtype(x))[0]

    def part(positive):
        # in logarithms, against overflow
        logs = ops.where(
            ops.greater(positive, 0), ops.log(ops.where(positive > 0, positive, 1)), lowest
        )
        sums = _backwards(ops.cumlogsumexp, ops.subtract(logs, out), axis)
        return ops.exp(ops.add(sums, x))

    return ops.subtract(part(ops.maximum(g, zero)), part(ops.maximum(ops.negative(g), zero)))


def _logsumexp(g, out, x, *, axis=None, keepdims=False):
    out = kept(out, x, axis)
    if is_complex(x):
        return times(kept(g, x, axis), ops.exp(ops.subtract(x, out)))
    finite = ops.where(ops.isfinite(out), out, as_zero(out))
    return ops.multiply(kept(g, x, axis), ops.exp(ops.subtract(x, finite)))


def _sort(g, out, x, *, axis=-1, descending=False, stable=True):
    order = ops.argsort(x, axis=axis, descending=descending)
    return ops.put_along_axis(zeros_like(x), order, g, axis=axis)


def _chosen(g, out, x, *_, axis=-1, **__):
    """Rule of ops that return elements of `x` and their positions."""
    return ops.put_along_axis(zeros_like(x), out[1], g[0], axis=axis, reduction="add")


def _vector_norm(g, out, x, *, axis=None, keepdims=False, ord=2):
    """0 where the norm is 0, as in PyTorch."""
    g, out = kept(g, x, axis), kept(out, x, axis)
    if ord == 0:
        return None
    towards = ops.sign(x)
    size = ops.abs(x)
    if abs(ord) == math.inf:
        hit = cast(ops.equal(size, out), size)
        weight = ops.divide(hit, ops.sum(hit, axis=axis, keepdims=True))
    elif ord == 1:
        weight = ops.ones((), dtype=ops.dtype(size))
    else:
        safe = ops.where(ops.equal(out, 0), as_zero(out) + 1, out)
        ratio = ops.divide(size, safe)
        weight = ratio if ord == 2 else _power(ratio, ord - 1)
    share = masked(ops.multiply(g, weight), ops.not_equal(out, 0))
    return ops.multiply(ops.astype(share, ops.dtype(x)), towards)


def _power(ratio, exponent):
    zero = ops.equal(ratio, 0)
    return masked(ops.pow(ops.where(zero, as_zero(ratio) + 1, ratio), float(exponent)), ~zero)


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
