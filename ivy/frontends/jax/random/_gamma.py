"""Draws that try until they succeed: gamma and Poisson numbers, all elements at once."""

from __future__ import annotations

import math
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax.random import _stream


def _some(mask: Any) -> bool:
    return bool(ivy.item(ivy.any(mask)))


def draw(words: Any, alpha: Any, log: bool) -> Any:
    """Gamma numbers (or their logarithms), by the method of Marsaglia and Tsang."""
    shape, dtype = tuple(alpha.shape), ivy.dtype(alpha)
    if 0 in shape:
        return alpha
    alpha = ivy.reshape(alpha, (math.prod(shape),))
    keys = _stream.each(words, alpha.shape[0])
    large = ivy.greater_equal(alpha, 1)
    d = ivy.where(large, alpha, alpha + 1) - to.like(1 / 3, alpha)
    c = to.like(1 / 3, alpha) / ivy.sqrt(d)
    keys, last = _stream.each_part(keys)
    v = _accepted(keys, c, d, dtype)
    if log:
        size = ivy.log1p(ivy.negative(_stream.each_uniform(last, dtype)))
        none = ivy.logical_or(large, ivy.equal(size, 0))
        out = ivy.log(d) + ivy.log(v) + ivy.where(none, to.like(0, size), size * (1 / alpha))
    else:
        unit = 1 - _stream.each_uniform(last, dtype)
        out = d * v * ivy.where(large, to.like(1, unit), ivy.pow(unit, 1 / alpha))
    return ivy.reshape(out, shape)


def _accepted(keys: _stream.Words, c: Any, d: Any, dtype: Any) -> Any:
    zero = d - d
    x_squared, v, u = zero, zero + 1, zero + 2
    while _some(open_ := _refused(x_squared, v, u, d)):
        next_, of_x, of_u = _stream.each_part(keys, 3)
        x, cube = _positive(of_x, c, dtype, open_)
        keys = _stream.chosen(open_, next_, keys)
        x_squared = ivy.where(open_, x * x, x_squared)
        v = ivy.where(open_, cube, v)
        u = ivy.where(open_, _stream.each_uniform(of_u, dtype), u)
    return v


def _refused(x: Any, v: Any, u: Any, d: Any) -> Any:
    outside = ivy.greater_equal(u, 1 - x * x * 0.0331)
    exact = x * 0.5 + d * ((1 - v) + ivy.log(v))
    return ivy.logical_and(outside, ivy.greater_equal(ivy.log(u), exact))


def _positive(keys: _stream.Words, c: Any, dtype: Any, wanted: Any) -> tuple[Any, Any]:
    """A normal number x and (1 + c x)**3, drawn until that is positive where it is wanted."""
    x, v = c - c, ivy.where(wanted, to.like(-1, c), to.like(1, c))
    while _some(below := ivy.less_equal(v, 0)):
        next_, of_x = _stream.each_part(keys)
        found = _stream.each_normal(of_x, dtype)
        keys = _stream.chosen(below, next_, keys)
        x = ivy.where(below, found, x)
        v = ivy.where(below, 1 + found * c, v)
    return x, v * v * v


def poisson(words: Any, lam: Any, dtype: Any) -> Any:
    """Poisson numbers, by Knuth's method for small means and by rejection for large ones."""
    small = ivy.logical_or(ivy.isnan(lam), ivy.less(lam, 10))
    out = ivy.where(
        small,
        _knuth(words, ivy.where(small, lam, to.like(0, lam)), dtype),
        _rejection(words, ivy.where(small, to.like(1e5, lam), lam), dtype),
    )
    return ivy.where(ivy.equal(lam, 0), to.like(0, out), out)


def _knuth(words: Any, lam: Any, dtype: Any) -> Any:
    shape = tuple(lam.shape)
    count = ivy.zeros(shape, dtype=dtype)
    product = ivy.zeros(shape, dtype=dtypes.float32)
    while _some(more := ivy.greater(product, ivy.negative(lam))):
        words, part = _stream.parts(words)
        count = ivy.where(more, count + 1, count)
        product = product + ivy.log(_stream.uniform(part, shape, dtypes.float32))
    return count - 1


def _rejection(words: Any, lam: Any, dtype: Any) -> Any:
    shape, single = tuple(lam.shape), dtypes.float32
    b = 0.931 + 2.53 * ivy.sqrt(lam)
    a = -0.059 + 0.02483 * b
    inverse, v_r = 1.1239 + 1.1328 / (b - 3.4), 0.9277 - 3.6224 / (b - 2)
    out = ivy.full(shape, -1.0, dtype=single)
    done = ivy.zeros(shape, dtype=dtypes.bool_)
    while _some(ivy.logical_not(done)):
        words, of_u, of_v = _stream.parts(words, 3)
        u = _stream.uniform(of_u, shape, single) - 0.5
        v = _stream.uniform(of_v, shape, single)
        inner = 0.5 - ivy.abs(u)
        k = ivy.floor((2 * a / inner + b) * u + lam + 0.43)
        s = ivy.log(v * inverse / (a / (inner * inner) + b))
        t = ivy.negative(lam) + k * ivy.log(lam) - ivy.lgamma(k + 1)
        quick = ivy.logical_and(ivy.greater_equal(inner, 0.07), ivy.less_equal(v, v_r))
        edge = ivy.logical_and(ivy.less(inner, 0.013), ivy.greater(v, inner))
        no = ivy.logical_or(ivy.less(k, 0), edge)
        slow = ivy.logical_and(ivy.logical_not(no), ivy.less_equal(s, t))
        yes = ivy.logical_or(quick, slow)
        out, done = ivy.where(yes, k, out), ivy.logical_or(done, yes)
    return ivy.astype(out, dtype)
