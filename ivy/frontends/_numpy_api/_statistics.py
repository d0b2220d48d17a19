"""Means, variances and covariances, and the functions that ignore NaN."""

from __future__ import annotations

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _reductions
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import kind, number


def mean(rules: Rules, a, axis=None, dtype=None, out=None, keepdims=False, *, where=None):
    x, dtype = _mean_operand(rules, a, dtype)
    axes = rules.axes(axis, len(x.shape))
    total, count = _total(rules, x, axes, keepdims, where)
    return rules.out(rules.cast(ivy.divide(total, rules.cast(count, ivy.dtype(total))), dtype), out)


def std(
    rules: Rules,
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
    ddof = _ddof(ddof, correction)
    variance, dtype = _variance(rules, a, axis, dtype, ddof, keepdims, where, mean)
    return rules.out(rules.cast(ivy.sqrt(variance), dtype), out)


def var(
    rules: Rules,
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
    ddof = _ddof(ddof, correction)
    variance, dtype = _variance(rules, a, axis, dtype, ddof, keepdims, where, mean)
    return rules.out(rules.cast(variance, dtype), out)


def _mean_operand(rules: Rules, a, dtype=None):
    """`a` in the dtype in which its mean is computed, and the dtype of the result."""
    x = rules.array(a)
    wanted = rules.inexact_dtype(ivy.dtype(x)) if dtype is None else rules.dtype_of(dtype)
    wide = dtypes.float32 if wanted.itemsize == 2 and kind(x) in "fc" else wanted
    return rules.cast(x, wide), wanted


def _ddof(ddof, correction):
    if correction is None:
        return ddof
    if ddof != 0:
        raise ValueError("ddof and correction can't be provided simultaneously.")
    return correction


def _total(rules: Rules, x, axes, keepdims, where):
    """The sum along `axes`, and the number of elements in it."""
    options = {"axis": axes, "keepdims": bool(keepdims)}
    if where is not None and where is not True:
        x = _reductions.masked(rules, x, where, 0)
        mask = ivy.broadcast_to(rules.cast(rules.array(where), dtypes.bool_), x.shape)
        count = ivy.sum(ivy.astype(mask, dtypes.int64), **options)
    else:
        count = ivy.asarray(math.prod(x.shape[i] for i in axes), dtype=dtypes.int64)
    return (ivy.sum(x, **options) if axes else x), count


def _variance(rules: Rules, a, axis, dtype, ddof, keepdims, where, mean):
    x, dtype = _mean_operand(rules, a, dtype)
    axes = rules.axes(axis, len(x.shape))
    if mean is None:
        total, count = _total(rules, x, axes, True, where)
        centre = ivy.divide(total, rules.cast(count, ivy.dtype(x)))
    else:
        centre = rules.cast(rules.array(mean), ivy.dtype(x))
        _, count = _total(rules, x, axes, True, where)
    off = ivy.subtract(x, centre)
    squares = ivy.square(off) if kind(x) != "c" else _squared_size(off)
    total, count = _total(rules, squares, axes, keepdims, where)
    left = ivy.subtract(rules.cast(count, ivy.dtype(squares)), number(ddof, squares))
    left = ivy.maximum(left, number(0, left))
    return ivy.divide(total, left), dtypes.real_of(dtype)


def _squared_size(x):
    return ivy.add(ivy.square(ivy.real(x)), ivy.square(ivy.imag(x)))


def average(rules: Rules, a, axis=None, weights=None, returned=False, *, keepdims=False):
    if weights is None:
        found = mean(rules, a, axis, keepdims=keepdims)
        x = rules.array(a)
        count = math.prod(x.shape[i] for i in rules.axes(axis, len(x.shape)))
        return (found, ivy.full(found.shape, count, dtype=ivy.dtype(found))) if returned else found
    x, w = _weighted(rules, a, weights)
    axes = rules.axes(axis, len(x.shape))
    if tuple(w.shape) != tuple(x.shape):
        w = _spread_weights(rules, w, x, axis, axes)
    scale = ivy.sum(w, axis=axes, keepdims=bool(keepdims))
    rules.check_weights(scale)
    found = ivy.divide(ivy.sum(ivy.multiply(x, w), axis=axes, keepdims=bool(keepdims)), scale)
    return (found, ivy.broadcast_to(scale, found.shape)) if returned else found


def _weighted(rules: Rules, a, weights):
    x, w = rules.array(a), rules.array(weights)
    common = rules.inexact_dtype(rules.common_dtype(x, w))
    if dtypes.category(ivy.dtype(x)) < 2:
        common = rules.common_dtype(ivy.zeros((), dtype=common), ivy.zeros((), dtype=rules.float_))
    return rules.cast(x, common), rules.cast(w, common)


def _spread_weights(rules: Rules, w, x, axis, axes):
    if axis is None:
        rules.refuse_weights()
    if tuple(w.shape) != tuple(x.shape[i] for i in axes):
        raise ValueError("Shape of weights must be consistent with shape of a along axis.")
    order = sorted(range(len(axes)), key=lambda i: axes[i])
    w = ivy.permute_dims(w, order) if len(order) > 1 else w
    shape = [n if i in axes else 1 for i, n in enumerate(x.shape)]
    return ivy.broadcast_to(ivy.reshape(w, tuple(shape)), x.shape)


def ptp(rules: Rules, a, axis=None, out=None, keepdims=False):
    high = _reductions.max(rules, a, axis, keepdims=keepdims)
    low = _reductions.min(rules, a, axis, keepdims=keepdims)
    return rules.out(rules.subtract(high, low), out)


def count_nonzero(rules: Rules, a, axis=None, *, keepdims=False):
    x = rules.cast(rules.array(a), dtypes.bool_)
    axes = rules.axes(axis, len(x.shape))
    ones = ivy.astype(x, dtypes.int64)
    return rules.as_int(ivy.sum(ones, axis=axes, keepdims=bool(keepdims)) if axes else ones)


# -- ignoring NaN


def _without_nan(rules: Rules, a, value):
    x = rules.array(a)
    if kind(x) not in "fc":
        return x
    return ivy.where(ivy.isnan(x), number(value, x), x)


def nansum(
    rules: Rules, a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None
):
    return _reductions.sum(
        rules, _without_nan(rules, a, 0), axis, dtype, out, keepdims, initial, where
    )


def nanprod(
    rules: Rules, a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None
):
    return _reductions.prod(
        rules, _without_nan(rules, a, 1), axis, dtype, out, keepdims, initial, where
    )


def nancumsum(rules: Rules, a, axis=None, dtype=None, out=None):
    return _reductions.cumsum(rules, _without_nan(rules, a, 0), axis, dtype, out)


def nancumprod(rules: Rules, a, axis=None, dtype=None, out=None):
    return _reductions.cumprod(rules, _without_nan(rules, a, 1), axis, dtype, out)


def nanmax(rules: Rules, a, axis=None, out=None, keepdims=False, initial=None, where=None):
    return _nan_extreme(rules, _reductions.max, -math.inf, a, axis, out, keepdims, initial, where)


def nanmin(rules: Rules, a, axis=None, out=None, keepdims=False, initial=None, where=None):
    return _nan_extreme(rules, _reductions.min, math.inf, a, axis, out, keepdims, initial, where)


def _nan_extreme(rules: Rules, extreme, off, a, axis, out, keepdims, initial, where):
    x = rules.array(a)
    found = extreme(rules, _without_nan(rules, x, off), axis, None, keepdims, initial, where)
    if kind(x) in "fc":
        nan = _reductions.all(rules, ivy.isnan(x), axis, keepdims=keepdims)
        if initial is None:
            found = ivy.where(nan, number(math.nan, found), found)
    return rules.out(found, out)


def nanargmax(rules: Rules, a, axis=None, out=None, *, keepdims=False):
    return _nan_position(rules, _reductions.argmax, -math.inf, a, axis, out, keepdims)


def nanargmin(rules: Rules, a, axis=None, out=None, *, keepdims=False):
    return _nan_position(rules, _reductions.argmin, math.inf, a, axis, out, keepdims)


def _nan_position(rules: Rules, position, off, a, axis, out, keepdims):
    x = rules.array(a)
    found = position(rules, _without_nan(rules, x, off), axis, keepdims=keepdims)
    if kind(x) in "fc":
        found = rules.all_nan(found, _reductions.all(rules, ivy.isnan(x), axis, keepdims=keepdims))
    return rules.out(found, out)


def _valid(rules: Rules, x, where):
    mask = (
        ivy.logical_not(ivy.isnan(x)) if kind(x) in "fc" else ivy.ones(x.shape, dtype=dtypes.bool_)
    )
    if where is None or where is True:
        return mask
    return ivy.logical_and(*rules.broadcast(mask, rules.cast(rules.array(where), dtypes.bool_)))


def nanmean(rules: Rules, a, axis=None, dtype=None, out=None, keepdims=False, *, where=None):
    x = rules.array(a)
    return mean(rules, x, axis, dtype, out, keepdims, where=_valid(rules, x, where))


def nanvar(
    rules: Rules,
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
    found, dtype = _nan_variance(rules, a, axis, dtype, ddof, keepdims, where, mean, correction)
    return rules.out(rules.cast(found, dtype), out)


def nanstd(
    rules: Rules,
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
    found, dtype = _nan_variance(rules, a, axis, dtype, ddof, keepdims, where, mean, correction)
    return rules.out(rules.cast(ivy.sqrt(found), dtype), out)


def _nan_variance(rules: Rules, a, axis, dtype, ddof, keepdims, where, mean, correction):
    x, valid = rules.array(a), _valid(rules, rules.array(a), where)
    ddof = _ddof(ddof, correction)
    found, dtype = _variance(rules, x, axis, dtype, ddof, keepdims, valid, mean)
    axes = rules.axes(axis, len(x.shape))
    count = ivy.sum(ivy.astype(valid, dtypes.int64), axis=axes, keepdims=bool(keepdims))
    few = ivy.less_equal(rules.cast(count, ivy.dtype(found)), number(ddof, found))
    return ivy.where(few, number(math.nan, found), found), dtype


# -- of several variables


def cov(
    rules: Rules,
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
    x = _observations(rules, m, y, rowvar, dtype)
    weights = _observation_weights(rules, fweights, aweights, x)
    ddof = ddof if ddof is not None else (0 if bias else 1)
    if weights is None:
        centre = ivy.mean(x, axis=1, keepdims=True)
        scale = number(x.shape[1] - ddof, ivy.real(x) if kind(x) == "c" else x)
        right = x = ivy.subtract(x, centre)
    else:
        total = ivy.sum(weights)
        centre = ivy.divide(ivy.sum(ivy.multiply(x, weights), axis=1, keepdims=True), total)
        scale = _weighted_scale(rules, weights, total, ddof, aweights)
        x = ivy.subtract(x, centre)
        right = ivy.multiply(x, weights)
    scale = rules.cast(ivy.maximum(scale, number(0, scale)), ivy.dtype(x))
    product = ivy.matmul(x, ivy.adjoint(right))
    found = ivy.divide(product, scale)
    return ivy.reshape(found, tuple(n for n in found.shape if n != 1))


def _observations(rules: Rules, m, y, rowvar, dtype):
    parts = [rules.array(p) for p in (m, y) if p is not None]
    for p, name in zip(parts, "my"):
        if len(p.shape) > 2:
            raise ValueError(f"{name} has more than 2 dimensions")
    common = (
        rules.covariance_dtype(rules.common_dtype(*parts))
        if dtype is None
        else rules.dtype_of(dtype)
    )
    rows = []
    for p in parts:
        p = rules.cast(p, common)
        is_row = len(p.shape) < 2 or (rows and p.shape[0] == 1)
        p = ivy.reshape(p, (1, -1)) if len(p.shape) < 2 else p
        rows.append(p if rowvar or is_row else ivy.matrix_transpose(p))
    if len({r.shape[1] for r in rows}) > 1:
        raise rules.JoinError(
            "all the input array dimensions except for the concatenation axis must match exactly"
        )
    return ivy.concat(rows, axis=0) if len(rows) > 1 else rows[0]


def _observation_weights(rules: Rules, fweights, aweights, x):
    found = None
    for w, name in ((fweights, "fweights"), (aweights, "aweights")):
        if w is None:
            continue
        w = rules.array(w)
        if name == "fweights" and kind(w) not in "iu":
            raise TypeError("fweights must be integer")
        if len(w.shape) > 1:
            raise RuntimeError(f"cannot handle multidimensional {name}")
        if w.shape[0] != x.shape[1]:
            raise RuntimeError(f"incompatible numbers of samples and {name}")
        rules.check_sample_weights(w, name)
        w = rules.cast(w, ivy.dtype(x))
        found = w if found is None else ivy.multiply(found, w)
    return found


def _weighted_scale(rules: Rules, weights, total, ddof, aweights):
    if ddof == 0:
        return total
    if aweights is None:
        return ivy.subtract(total, number(ddof, total))
    a = rules.cast(rules.array(aweights), ivy.dtype(weights))
    lost = ivy.divide(ivy.multiply(number(ddof, a), ivy.sum(ivy.multiply(weights, a))), total)
    return ivy.subtract(total, lost)


def corrcoef(rules: Rules, x, y=None, rowvar=True, *, dtype=None):
    c = cov(rules, x, y, rowvar, dtype=dtype)
    if len(c.shape) == 0:
        return ivy.divide(c, c)
    d = ivy.sqrt(ivy.real(ivy.matrix_diagonal(c)) if kind(c) == "c" else ivy.matrix_diagonal(c))
    d = rules.cast(d, ivy.dtype(c))
    c = ivy.divide(ivy.divide(c, ivy.expand_dims(d, axis=1)), ivy.expand_dims(d, axis=0))
    parts = (ivy.real(c), ivy.imag(c)) if kind(c) == "c" else (c,)
    parts = [ivy.clip(p, number(-1, p), number(1, p)) for p in parts]
    return ivy.complex(*parts) if kind(c) == "c" else parts[0]
