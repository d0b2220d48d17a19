"""Differences, integrals, interpolation and convolution."""

from __future__ import annotations

import operator

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._numpy_api import _joining
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import flat, is_number, kind, number


def diff(rules: Rules, a, n=1, axis=-1, prepend=None, append=None):
    x = rules.array(a)
    n = operator.index(n)
    if n < 0:
        raise ValueError(f"order must be non-negative but got {n}")
    if not len(x.shape):
        raise ValueError("diff requires input that is at least one dimensional")
    if n == 0:
        return x
    at = rules.axis(axis, len(x.shape))
    x = _extended(rules, x, prepend, append, at)
    for _ in range(n):
        x = differences(x, at)
    return x


def _extended(rules: Rules, x, before, after, axis):
    parts = []
    for p in (before, after):
        if p is None:
            continue
        p = rules.array(p)
        if not len(p.shape):
            shape = list(x.shape)
            shape[axis] = 1
            p = ivy.broadcast_to(p, tuple(shape))
        parts.append(p)
    whole = [*parts[: before is not None], x, *parts[before is not None :]]
    return _joining.concatenate(rules, whole, axis=axis) if parts else x


def differences(x, axis):
    """Differences of neighbours along an axis; of bool, whether they differ."""
    whole = (slice(None),) * axis
    after, before = (ivy.slice_(x, (*whole, s)) for s in (slice(1, None), slice(None, -1)))
    op = ivy.not_equal if kind(x) == "b" else ivy.subtract
    return op(after, before)


def ediff1d(rules: Rules, ary, to_end=None, to_begin=None):
    x = flat(rules.array(ary))
    parts = [differences(x, 0)]
    for p, at in ((to_begin, 0), (to_end, 1)):
        if p is not None:
            p = flat(rules.array(p))
            check_ends(p, x)
            p = rules.cast(p, ivy.dtype(x))
            parts.insert(0, p) if at == 0 else parts.append(p)
    return ivy.concat(parts, axis=0)


def check_ends(p, x):
    """Raises for ends that cannot be cast to the dtype of the differences."""
    if not np.can_cast(ivy.dtype(p), ivy.dtype(x), "same_kind"):
        raise TypeError(
            "dtype of `to_end` must be compatible with input `ary` under the `same_kind` rule."
        )


def gradient(rules: Rules, f, *varargs, axis=None, edge_order=1):
    x = rules.inexact(f)
    axes = rules.axes(axis, len(x.shape))
    if edge_order not in (1, 2):
        raise ValueError("'edge_order' greater than 2 not supported")
    spaces = _spaces(rules, varargs, x, axes)
    if any(x.shape[i] < edge_order + 1 for i in axes):
        raise ValueError(
            "Shape of array too small to calculate a numerical gradient, at least "
            "(edge_order + 1) elements are required."
        )
    found = [_slopes(x, i, h, edge_order) for i, h in zip(axes, spaces)]
    return found[0] if len(found) == 1 else rules.sequence(found)


def _spaces(rules: Rules, varargs, x, axes):
    if not varargs:
        return [1.0] * len(axes)
    spaces = list(varargs) * (len(axes) if len(varargs) == 1 else 1)
    if len(spaces) != len(axes):
        raise TypeError("invalid number of arguments")
    found = []
    for h, i in zip(spaces, axes):
        h = rules.array(h)
        if len(h.shape) > 1:
            raise ValueError("distances must be either scalars or 1d")
        if len(h.shape) and h.shape[0] != x.shape[i]:
            raise ValueError(
                "when 1d, distances must match the length of the corresponding dimension"
            )
        h = rules.cast(h, ivy.dtype(x))
        found.append(differences(h, 0) if len(h.shape) else h)
    return found


def _slopes(x, axis, h, edge_order):
    y = ivy.moveaxis(x, axis, 0)
    if isinstance(h, float):
        h = number(h, y)
    if len(h.shape):
        column = (-1,) + (1,) * (len(y.shape) - 1)
        h = ivy.reshape(h, column)
        return ivy.moveaxis(_uneven(y, h, edge_order), 0, axis)
    inner = ivy.divide(ivy.subtract(y[2:], y[:-2]), number(2.0, y) * h)
    ends = _even_ends(y, h, edge_order)
    return ivy.moveaxis(ivy.concat([ends[0], inner, ends[1]], axis=0), 0, axis)


def _even_ends(y, h, edge_order):
    if edge_order == 1:
        return [ivy.divide(ivy.subtract(b, a), h) for a, b in ((y[:1], y[1:2]), (y[-2:-1], y[-1:]))]
    n = number
    first = ivy.divide(n(-1.5, y) * y[:1] + n(2.0, y) * y[1:2] - n(0.5, y) * y[2:3], h)
    last = ivy.divide(n(1.5, y) * y[-1:] - n(2.0, y) * y[-2:-1] + n(0.5, y) * y[-3:-2], h)
    return first, last


def _uneven(y, h, edge_order):
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
    two = number(2.0, y)
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


def trapezoid(rules: Rules, y, x=None, dx=1.0, axis=-1):
    y = rules.inexact(y)
    at = rules.axis(axis, len(y.shape))
    y = ivy.moveaxis(y, at, -1)
    if x is None:
        d = dx if is_number(dx) else rules.array(dx)
    else:
        x = rules.array(x)
        d = differences(
            x if len(x.shape) == 1 else ivy.moveaxis(x, at, -1), max(len(x.shape) - 1, 0)
        )
    y, d = rules.promote_inexact(y, d)
    means = ivy.add(y[..., 1:], y[..., :-1])
    rules.broadcast_shapes(means.shape, d.shape)
    return ivy.sum(ivy.multiply(d, means) * 0.5, axis=-1)


def interp(rules: Rules, x, xp, fp, left=None, right=None, period=None):
    fp = rules.array(fp)
    complex_ = kind(fp) == "c"
    x, xp = _interp_operands(rules, x, xp, fp)
    fp = rules.cast(fp, dtypes.complex_of(ivy.dtype(x)) if complex_ else ivy.dtype(x))
    if len(xp.shape) != 1 or len(fp.shape) != 1:
        raise ValueError("Data points must be 1-D sequences")
    if xp.shape[0] != fp.shape[0]:
        raise ValueError("fp and xp are not of the same length.")
    if not xp.shape[0]:
        raise ValueError("array of sample points is empty")
    if period is not None:
        x, xp, fp = _periodic(x, xp, fp, period)
        left = right = None
    at = ivy.clip(ivy.searchsorted(xp, x, side="right"), 1, max(xp.shape[0] - 1, 1))
    if xp.shape[0] == 1:
        found = ivy.broadcast_to(fp[0], x.shape)
    else:
        found = _line(rules, x, xp, fp, at)
    ends = ((left, ivy.less(x, xp[0]), fp[0]), (right, ivy.greater(x, xp[-1]), fp[-1]))
    for value, outside, default in ends:
        value = default if value is None else rules.cast(rules.array(value), ivy.dtype(fp))
        found = ivy.where(outside, value, found)
    return found


def _interp_operands(rules: Rules, x, xp, fp):
    return [rules.cast(rules.array(v), rules.float_) for v in (x, xp)]


def _periodic(x, xp, fp, period):
    if period == 0:
        raise ValueError("period must be a non-zero value")
    period = number(abs(period), x)
    x, xp = ivy.remainder(x, period), ivy.remainder(xp, period)
    order = ivy.argsort(xp, axis=0)
    xp, fp = ivy.take(xp, order, axis=0), ivy.take(fp, order, axis=0)
    xp = ivy.concat([xp[-1:] - period, xp, xp[:1] + period], axis=0)
    return x, xp, ivy.concat([fp[-1:], fp, fp[:1]], axis=0)


def _line(rules: Rules, x, xp, fp, at):
    """The line through the neighbours of `x`, of which `xp[at]` is the right one."""
    if kind(fp) == "c" and rules.interpolates_from_right:
        parts = [_line(rules, x, xp, p, at) for p in (ivy.real(fp), ivy.imag(fp))]
        return ivy.complex(*parts)
    x0, x1 = ivy.take(xp, at - 1, axis=0), ivy.take(xp, at, axis=0)
    y0, y1 = ivy.take(fp, at - 1, axis=0), ivy.take(fp, at, axis=0)
    step, path = x1 - x0, x - x0
    step, path = rules.cast(step, ivy.dtype(fp)), rules.cast(path, ivy.dtype(fp))
    slope = ivy.divide(ivy.subtract(y1, y0), step)
    found = ivy.add(ivy.multiply(slope, path), y0)
    if rules.interpolates_from_right:
        other = ivy.add(ivy.multiply(slope, x - x1), y1)
        level = ivy.logical_and(ivy.isnan(other), ivy.equal(y0, y1))
        lost = ivy.logical_and(ivy.isnan(found), ivy.logical_not(ivy.isnan(x)))
        found = ivy.where(lost, ivy.where(level, y0, other), found)
    return ivy.where(ivy.equal(x, x1), y1, ivy.where(ivy.equal(x, x0), y0, found))


# -- convolution


def convolve(rules: Rules, a, v, mode="full"):
    x, y = _sequences(rules, a, v)
    return _slid(rules, x, y, mode)


def correlate(rules: Rules, a, v, mode="valid"):
    x, y = _sequences(rules, a, v)
    y = ivy.flip(ivy.conj(y) if kind(y) == "c" else y, axis=0)
    if x.shape[0] < y.shape[0]:
        return _slid_swapped(rules, x, y, mode)
    return _slid(rules, x, y, mode)


def _slid_swapped(rules: Rules, x, y, mode):
    """A correlation with the shorter operand first: NumPy swaps them, which reverses the result."""
    found = _slid(rules, ivy.flip(y, axis=0), ivy.flip(x, axis=0), mode)
    return ivy.flip(found, axis=0)


def _sequences(rules: Rules, a, v):
    x, y = rules.convolution_operands(a, v)
    x, y = (ivy.reshape(p, (1,)) if not len(p.shape) else p for p in (x, y))
    if len(x.shape) != 1 or len(y.shape) != 1:
        raise ValueError("object too deep for desired array")
    if not x.shape[0] or not y.shape[0]:
        raise ValueError("a cannot be empty")
    return x, y


def _slid(rules: Rules, x, y, mode):
    """The convolution of two vectors."""
    if mode not in ("full", "same", "valid"):
        raise ValueError(f"mode must be one of 'valid', 'same', or 'full' (got '{mode}')")
    if x.shape[0] < y.shape[0]:
        x, y = y, x
    n, m = x.shape[0], y.shape[0]
    wide = ivy.astype(x, dtypes.int64) if kind(x) == "b" else x
    padded = ivy.pad(wide, [(m - 1, m - 1)])
    windows = ivy.windows(padded, m, axis=0)
    factors = ivy.flip(rules.cast(y, ivy.dtype(wide)), axis=0)
    found = rules.cast(ivy.sum(ivy.multiply(windows, factors), axis=1), ivy.dtype(x))
    if mode == "full":
        return found
    if mode == "valid":
        return found[m - 1 : n]
    start = (m - 1) // 2
    return found[start : start + n]
