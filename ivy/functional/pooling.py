"""Pooling over any number of spatial axes.

`data_format` is 'channels_last' (default) or 'channels_first'. `padding` is 'VALID' (none), 'SAME'
(as many results as strides fit in), a number, or a pair per spatial axis.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ivy._core import dtypes, ops, rules
from ivy._core.op import Array, composite
from ivy.functional._spatial import (
    channels_are_last,
    channels_back,
    channels_first,
    pairs_of,
    per_axis,
)


def _grown(n, size, stride, dilation, pair, ceil_mode):
    """The padding of an axis, extended at the end to complete the last window."""
    lo, hi = pair
    if not ceil_mode:
        return lo, hi
    reach = (size - 1) * dilation + 1
    count = -(-(n + lo + hi - reach) // stride) + 1
    if (count - 1) * stride >= n + lo:
        count -= 1
    return lo, max(hi, (count - 1) * stride + reach - n - lo)


def _prepared(x, size, strides, padding, dilations, ceil_mode, last):
    """`x` with channels first, and window, stride, padding and dilation per spatial axis."""
    x, count = channels_first(x, last), x.ndim - 2
    size, dilations = per_axis(size, count), per_axis(dilations, count)
    strides = size if strides is None else per_axis(strides, count)
    pairs = pairs_of(padding, x.shape[2:], size, strides, dilations)
    pairs = [
        _grown(n, k, s, d, pair, ceil_mode)
        for n, k, s, d, pair in zip(x.shape[2:], size, strides, dilations, pairs, strict=True)
    ]
    return x, list(zip(range(2, x.ndim), size, strides, dilations, strict=True)), pairs


def _padded(x, pairs, value):
    widths = [(0, 0), (0, 0), *pairs]
    return ops.pad(x, widths, value) if any(map(any, pairs)) else x


def _lowest(dtype):
    return -math.inf if dtypes.is_floating(dtype) else dtypes.limits(dtype)[0]


@composite(dtype=rules.same)
def max_pool(
    x: Array,
    size: int | Sequence[int],
    /,
    *,
    strides: int | Sequence[int] | None = None,
    padding: str | int | Sequence = "VALID",
    dilations: int | Sequence[int] = 1,
    ceil_mode: bool = False,
    data_format: str = "channels_last",
) -> Array:
    """The largest element of each window; `strides` defaults to `size`.

    >>> import ivy, numpy as np
    >>> ivy.max_pool(np.asarray([1, 5, 2, 3]).reshape(1, 4, 1), 2).ravel().tolist()
    [5, 3]
    """
    last = channels_are_last(data_format)
    x, axes, pairs = _prepared(x, size, strides, padding, dilations, ceil_mode, last)
    x = _padded(x, pairs, _lowest(ops.dtype(x)))
    for axis, k, s, d in axes:
        x = ops.windows(x, k, axis=axis, stride=s, dilation=d)
        x = ops.max(x, axis=axis + 1)
    return channels_back(x, last)


def _sums(x, axes):
    for axis, k, s, d in axes:
        x = ops.window_sum(x, k, axis=axis, stride=s, dilation=d)
    return x


@composite(dtype=rules.same)
def avg_pool(
    x: Array,
    size: int | Sequence[int],
    /,
    *,
    strides: int | Sequence[int] | None = None,
    padding: str | int | Sequence = "VALID",
    ceil_mode: bool = False,
    count_include_pad: bool = False,
    divisor_override: int | None = None,
    data_format: str = "channels_last",
) -> Array:
    """The mean of each window; padding counts only with `count_include_pad`.

    >>> import ivy, numpy as np
    >>> ivy.avg_pool(np.arange(4.0).reshape(1, 4, 1), 2).tolist()
    [[[0.5], [2.5]]]
    """
    last = channels_are_last(data_format)
    x, axes, pairs = _prepared(x, size, strides, padding, 1, ceil_mode, last)
    given = pairs_of(
        padding, x.shape[2:], [a[1] for a in axes], [a[2] for a in axes], (1,) * len(axes)
    )
    total = _sums(_padded(x, pairs, 0), axes)
    if divisor_override is not None:
        return channels_back(ops.divide(total, divisor_override), last)
    counted = ops.ones((1, 1, *x.shape[2:]), dtype=ops.dtype(x))
    if count_include_pad:
        counted = _padded(counted, given, 1)
        pairs = [(0, hi - h) for (_, hi), (_, h) in zip(pairs, given, strict=True)]
    return channels_back(ops.divide(total, _sums(_padded(counted, pairs, 0), axes)), last)


@composite(dtype=rules.same)
def lp_pool(
    x: Array,
    p: float,
    size: int | Sequence[int],
    /,
    *,
    strides: int | Sequence[int] | None = None,
    padding: str | int | Sequence = "VALID",
    data_format: str = "channels_last",
) -> Array:
    """The `p`-norm of each window.

    >>> import ivy, numpy as np
    >>> ivy.lp_pool(np.arange(4.0).reshape(1, 4, 1), 2.0, 2).round(4).tolist()
    [[[1.0], [3.6056]]]
    """
    last = channels_are_last(data_format)
    x, axes, pairs = _prepared(x, size, strides, padding, 1, False, last)
    powers = ops.pow(ops.abs(x), float(p))
    return channels_back(ops.pow(_sums(_padded(powers, pairs, 0), axes), 1.0 / p), last)


def _bins(n, count):
    """The bounds of the parts of an axis, which overlap if its length is not divisible."""
    return [(k * n // count, -(-(k + 1) * n // count)) for k in range(count)]


@composite(dtype=rules.same)
def adaptive_avg_pool(
    x: Array, size: int | Sequence[int], /, *, data_format: str = "channels_last"
) -> Array:
    """The mean of each of `size` parts of the spatial axes, overlapping if needed.

    >>> import ivy, numpy as np
    >>> ivy.adaptive_avg_pool(np.arange(4.0).reshape(1, 4, 1), 2).ravel().tolist()
    [0.5, 2.5]
    """
    return _adaptive(x, size, ops.mean, channels_are_last(data_format))


@composite(dtype=rules.same)
def adaptive_max_pool(
    x: Array, size: int | Sequence[int], /, *, data_format: str = "channels_last"
) -> Array:
    """The largest element of each of `size` parts of the spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.adaptive_max_pool(np.arange(4.0).reshape(1, 4, 1), 2).tolist()
    [[[1.0], [3.0]]]
    """
    return _adaptive(x, size, ops.max, channels_are_last(data_format))


def _adaptive(x, size, reduction, last):
    x = channels_first(x, last)
    for axis, count in zip(range(2, x.ndim), per_axis(size, x.ndim - 2), strict=True):
        lead = (slice(None),) * axis
        parts = [
            reduction(ops.slice_(x, (*lead, slice(start, end))), axis=axis)
            for start, end in _bins(x.shape[axis], count)
        ]
        x = ops.stack(parts, axis=axis)
    return channels_back(x, last)
