"""`pad`, in all modes but a user's function."""

from __future__ import annotations

import numpy as np

from ivy import functional as ivy
from ivy.frontends._numpy_api import (
    _creation,
    _products,
    _quantiles,
    _reductions,
    _shapes,
    _statistics,
)
from ivy.frontends._numpy_api._rules import Rules
from ivy.frontends._numpy_api._values import is_sequence, kind

_STATISTICS = {
    "maximum": _reductions.max,
    "minimum": _reductions.min,
    "mean": _statistics.mean,
    "median": _quantiles.median,
}
# keyword arguments of each mode
_OPTIONS = {
    "empty": set(),
    "edge": set(),
    "wrap": set(),
    "constant": {"constant_values"},
    "linear_ramp": {"end_values"},
    "maximum": {"stat_length"},
    "mean": {"stat_length"},
    "median": {"stat_length"},
    "minimum": {"stat_length"},
    "reflect": {"reflect_type"},
    "symmetric": {"reflect_type"},
}


def pad(rules: Rules, array, pad_width, mode="constant", **kwargs):
    x = rules.array(array)
    widths = _pairs(pad_width, len(x.shape))
    if any(n < 0 for pair in widths for n in pair):
        raise ValueError("index can't contain negative values")
    if callable(mode) or mode not in _OPTIONS:
        raise ValueError(f"mode '{mode}' is not supported")
    unknown = set(kwargs) - _OPTIONS[mode]
    if unknown:
        raise ValueError(f"unsupported keyword arguments for mode '{mode}': {unknown}")
    for axis, (low, high) in enumerate(widths):
        x = _padded(rules, x, axis, low, high, mode, kwargs)
    return x


def _padded(rules: Rules, x, axis, low, high, mode, options):
    n = x.shape[axis]
    if mode in ("constant", "linear_ramp", "empty") or mode in _STATISTICS:
        ends = _pad_values(rules, x, axis, low, high, mode, options)
        return ivy.concat([ends[0], x, ends[1]], axis=axis)
    if n == 0 and low + high:
        raise ValueError(
            f"can't extend empty axis {axis} using modes other than 'constant' or 'empty'"
        )
    at = np.pad(np.arange(n), (low, high), mode)
    if options.get("reflect_type", "even") == "odd":
        return _odd_reflection(rules, x, axis, low, high, mode)
    return _shapes.pick(x, at, axis)


def _odd_reflection(rules: Rules, x, axis, low, high, mode):
    """Odd reflection at the ends, 2 * end - x, as integer combinations of elements."""
    n = x.shape[axis]
    table = np.pad(np.eye(n, dtype=np.int64), ((low, high), (0, 0)), mode, reflect_type="odd")
    moved = ivy.moveaxis(x, axis, 0)
    factors = rules.cast(ivy.constant(table), ivy.dtype(x))
    return ivy.moveaxis(_products.contract(factors, moved, (1,), (0,)), 0, axis)


def _pad_values(rules: Rules, x, axis, low, high, mode, options):
    if mode in ("constant", "linear_ramp"):
        key = "constant_values" if mode == "constant" else "end_values"
        values = _pairs(options.get(key, 0), len(x.shape), number=True)[axis]
    else:
        values = (0, 0)
    found = []
    for side, (count, value) in enumerate(zip((low, high), values)):
        shape = list(x.shape)
        shape[axis] = count
        if mode in _STATISTICS:
            found.append(_statistic_pad(rules, x, axis, shape, side, mode, options))
        elif mode == "linear_ramp":
            found.append(_ramp(rules, x, axis, count, side, value))
        else:
            value = rules.cast(rules.array(value), ivy.dtype(x))
            found.append(ivy.broadcast_to(value, tuple(shape)))
    return found


def _statistic_pad(rules: Rules, x, axis, shape, side, mode, options):
    lengths = options.get("stat_length")
    count = x.shape[axis] if lengths is None else _pairs(lengths, len(x.shape))[axis][side]
    count = min(count, x.shape[axis])
    whole = (slice(None),) * axis
    part = slice(0, count) if side == 0 else slice(x.shape[axis] - count, None)
    part = ivy.slice_(x, (*whole, part))
    value = _STATISTICS[mode](rules, part, axis, keepdims=True)
    if kind(x) in "iu" and kind(value) == "f":
        value = ivy.round(value)
    return ivy.broadcast_to(rules.cast(value, ivy.dtype(x)), tuple(shape))


def _ramp(rules: Rules, x, axis, count, side, value):
    whole = (slice(None),) * axis
    edge = ivy.slice_(x, (*whole, 0 if side == 0 else x.shape[axis] - 1))
    ramp = _creation.linspace(
        rules, value, edge, count, endpoint=False, dtype=ivy.dtype(x), axis=axis
    )
    return ramp if side == 0 else ivy.flip(ramp, axis=(axis,))


def _pairs(widths, ndim, number=False):
    """`(before, after)` per axis, from a number, a pair, or pairs."""
    if isinstance(widths, dict):
        widths = [widths.get(i, widths.get(i - ndim, (0, 0))) for i in range(ndim)]
        widths = [w if is_sequence(w) else (w, w) for w in widths]
    values = np.asarray(ivy.to_numpy(widths) if hasattr(widths, "shape") else widths)
    if not number and values.dtype.kind not in "iu":
        raise TypeError("`pad_width` must be of integral type.")
    return np.broadcast_to(values, (ndim, 2)).tolist()
