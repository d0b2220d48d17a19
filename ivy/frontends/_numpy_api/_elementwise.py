"""Elementwise functions other than ufuncs: closeness, kinds of numbers, rounding, and others."""

from __future__ import annotations

import math
import operator

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import kind, number

# -- close comparisons


def isclose(rules: Rules, a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    x, y = rules.promote_inexact(a, b)
    rules.broadcast_shapes(x.shape, y.shape)
    size = ivy.abs(y)
    atol, rtol, distance, size = rules.tolerances(atol, rtol, ivy.abs(ivy.subtract(x, y)), size)
    near = ivy.less_equal(distance, ivy.add(atol, ivy.multiply(rtol, size)))
    finite = ivy.isfinite(y)
    found = ivy.logical_or(ivy.logical_and(near, finite), ivy.equal(x, y))
    if equal_nan:
        found = ivy.logical_or(found, ivy.logical_and(ivy.isnan(x), ivy.isnan(y)))
    return found


def allclose(rules: Rules, a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    return rules.truth(ivy.all(isclose(rules, a, b, rtol, atol, equal_nan)))


def array_equal(rules: Rules, a1, a2, equal_nan=False):
    x, y = rules.array(a1), rules.array(a2)
    if x.shape != y.shape:
        return rules.truth(ivy.asarray(False, dtype=dtypes.bool_))
    return rules.truth(ivy.all(_equal(rules, x, y, equal_nan)))


def _equal(rules: Rules, x, y, equal_nan=False):
    x, y = rules.promote(x, y)
    found = ivy.equal(x, y)
    if equal_nan and kind(x) in "fc":
        found = ivy.logical_or(found, ivy.logical_and(ivy.isnan(x), ivy.isnan(y)))
    return found


def array_equiv(rules: Rules, a1, a2):
    x, y = rules.array(a1), rules.array(a2)
    try:
        np.broadcast_shapes(x.shape, y.shape)
    except ValueError:
        return rules.truth(ivy.asarray(False, dtype=dtypes.bool_))
    return rules.truth(ivy.all(_equal(rules, x, y)))


# -- kinds of numbers


def iscomplexobj(rules: Rules, x):
    return kind(rules.array(x)) == "c"


def isrealobj(rules: Rules, x):
    return not iscomplexobj(rules, x)


def iscomplex(rules: Rules, x):
    x = rules.array(x)
    if kind(x) != "c":
        return ivy.zeros(x.shape, dtype=dtypes.bool_)
    imag = ivy.imag(x)
    return ivy.not_equal(imag, number(0, imag))


def isreal(rules: Rules, x):
    return ivy.logical_not(iscomplex(rules, x))


def real(rules: Rules, val):
    x = rules.array(val)
    return ivy.real(x) if kind(x) == "c" else x


def imag(rules: Rules, val):
    x = rules.array(val)
    return ivy.imag(x) if kind(x) == "c" else ivy.zeros(x.shape, dtype=ivy.dtype(x))


def angle(rules: Rules, z, deg=False):
    x = rules.inexact(z)
    if kind(x) == "c":
        found = ivy.atan2(ivy.imag(x), ivy.real(x))
    else:
        found = ivy.atan2(ivy.zeros(x.shape, dtype=ivy.dtype(x)), x)
    return found * (180 / math.pi) if deg else found


def nan_to_num(rules: Rules, x, copy=True, nan=0.0, posinf=None, neginf=None):
    x = rules.array(x)
    if kind(x) == "c":
        parts = (ivy.real(x), ivy.imag(x))
        return ivy.complex(*(nan_to_num(rules, p, copy, nan, posinf, neginf) for p in parts))
    if kind(x) != "f":
        return x
    low, high = dtypes.limits(ivy.dtype(x))
    low, high = (low if neginf is None else neginf), (high if posinf is None else posinf)
    infinite = ivy.isinf(x)
    up = ivy.greater(x, number(0, x))
    for where, value in (
        (ivy.isnan(x), nan),
        (ivy.logical_and(infinite, up), high),
        (ivy.logical_and(infinite, ivy.logical_not(up)), low),
    ):
        x = ivy.where(where, rules.cast(rules.array(value), ivy.dtype(x)), x)
    return x


# -- rounding and special functions


def around(rules: Rules, a, decimals=0, out=None):
    return round(rules, a, decimals, out)


def round(rules: Rules, a, decimals=0, out=None):
    x = rules.array(a)
    decimals = operator.index(decimals)
    if kind(x) == "c":
        parts = (round(rules, p, decimals) for p in (ivy.real(x), ivy.imag(x)))
        return rules.out(ivy.complex(*parts), out)
    return rules.out(_rounded(rules, x, decimals), out)


def _rounded(rules: Rules, x, decimals):
    if kind(x) == "b":
        return (
            rules.cast(x, dtypes.float16)
            if decimals == 0
            else _rounded(rules, rules.cast(x, dtypes.float16), decimals)
        )
    if kind(x) in "iu":
        if decimals >= 0:
            return x
        scale = 10**-decimals
        wide = ivy.astype(x, dtypes.float64)
        return ivy.astype(ivy.round(wide / scale) * scale, ivy.dtype(x))
    if decimals == 0:
        return ivy.round(x)
    scale = number(10.0 ** abs(decimals), x)
    if decimals > 0:
        return ivy.divide(ivy.round(ivy.multiply(x, scale)), scale)
    return ivy.multiply(ivy.round(ivy.divide(x, scale)), scale)


def isposinf(rules: Rules, x, out=None):
    return _infinite(rules, x, out, ivy.logical_not)


def isneginf(rules: Rules, x, out=None):
    return _infinite(rules, x, out, lambda negative: negative)


def _infinite(rules: Rules, x, out, side):
    x = rules.array(x)
    if kind(x) == "c":
        raise TypeError(
            f"This operation is not supported for {ivy.dtype(x)} values because it would "
            "be ambiguous."
        )
    if kind(x) != "f":
        return rules.out(ivy.zeros(x.shape, dtype=dtypes.bool_), out)
    return rules.out(ivy.logical_and(ivy.isinf(x), side(ivy.signbit(x))), out)


def sinc(rules: Rules, x):
    x = rules.inexact(x)
    y = x * math.pi
    zero = ivy.equal(y, number(0, y))
    safe = ivy.where(zero, number(1, y), y)
    return ivy.where(zero, number(1, y), ivy.divide(ivy.sin(safe), safe))


def i0(rules: Rules, x):
    x = rules.array(x)
    if kind(x) == "c":
        raise rules.KindError("i0 not supported for complex values")
    return ivy.i0(ivy.abs(rules.inexact(x)))


def unwrap(rules: Rules, p, discont=None, axis=-1, *, period=2 * math.pi):
    x = rules.array(p)
    whole = isinstance(period, int) and kind(x) in "iu"
    if not whole:
        x = rules.inexact(x)
    at = rules.axis(axis, len(x.shape))
    x = ivy.moveaxis(x, at, -1)
    period_ = number(period, x)
    step = x[..., 1:] - x[..., :-1]
    half = number(period // 2 if whole else period / 2, x)
    low = -half
    turned = ivy.add(ivy.remainder(step - low, period_), low)
    if not whole or period % 2 == 0:
        edge = ivy.logical_and(ivy.equal(turned, low), ivy.greater(step, number(0, x)))
        turned = ivy.where(edge, half, turned)
    fix = turned - step
    limit = period / 2 if discont is None else discont
    limit = number(math.ceil(limit) if whole else limit, step)
    fix = ivy.where(ivy.less(ivy.abs(step), limit), number(0, fix), fix)
    found = ivy.concat(
        [x[..., :1], x[..., 1:] + ivy.cumsum(fix, axis=len(x.shape) - 1)], axis=len(x.shape) - 1
    )
    return ivy.moveaxis(found, -1, at)
