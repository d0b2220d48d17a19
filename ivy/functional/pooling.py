"""Convolutions as layers have them, their transposes, and pooling, of any number of spatial axes.

`data_format` says where the channels are: 'channels_last' (default; filters are (*size, channels in,
channels out)) or 'channels_first' (filters are (out, in, *size), as in PyTorch). `padding` is 'VALID'
(none), 'SAME' (as many results as strides fit in), a number, or a pair per spatial axis.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ivy import functional as ops
from ivy._core import dtypes, rules
from ivy._core.op import Array, composite
from ivy.functional.convolution import window_sum_shape

_FORMATS = {"channels_last": True, "channels_first": False}
_FORMATS |= dict.fromkeys(("NWC", "NHWC", "NDHWC"), True)
_FORMATS |= dict.fromkeys(("NCW", "NCHW", "NCDHW"), False)


def _is_last(data_format):
    try:
        return _FORMATS[data_format]
    except KeyError:
        raise ValueError(f"data_format={data_format!r}: one of {', '.join(_FORMATS)}.") from None


def _each(value, count):
    """One number per spatial axis."""
    value = (value,) * count if isinstance(value, int) else tuple(value)
    if len(value) != count:
        raise ValueError(f"{value}: one number, or one for each of {count} spatial axes.")
    return value


def _pairs(padding, sizes, window, strides, dilation):
    """Padding as `(before, after)` per spatial axis."""
    if isinstance(padding, str):
        if padding.upper() == "VALID":
            return [(0, 0)] * len(sizes)
        if padding.upper() != "SAME":
            raise ValueError(f"padding={padding!r}: 'SAME', 'VALID', a number or pairs.")
        pairs = []
        for n, k, s, d in zip(sizes, window, strides, dilation, strict=True):
            total = max((-(-n // s) - 1) * s + (k - 1) * d + 1 - n, 0)
            pairs.append((total // 2, total - total // 2))
        return pairs
    if isinstance(padding, int):
        return [(padding, padding)] * len(sizes)
    return [(p, p) if isinstance(p, int) else tuple(p) for p in padding]


def _first(x, last):
    """Channels moved behind the batch."""
    return ops.moveaxis(x, -1, 1) if last else x


def _back(x, last):
    return ops.moveaxis(x, 1, -1) if last else x


def _filters_first(filters, last):
    """Filters as (out, in, *size)."""
    if not last:
        return filters
    return ops.permute_dims(filters, (filters.ndim - 1, filters.ndim - 2, *range(filters.ndim - 2)))


def _with_bias(out, bias):
    if bias is None:
        return out
    return ops.add(out, ops.reshape(bias, (1, -1, *(1,) * (out.ndim - 2))))


@composite(dtype=rules.promote)
def conv(
    x: Array,
    filters: Array,
    /,
    *,
    strides: int | Sequence[int] = 1,
    padding: str | int | Sequence = "VALID",
    dilations: int | Sequence[int] = 1,
    groups: int = 1,
    bias: Array | None = None,
    data_format: str = "channels_last",
) -> Array:
    """The correlation of `x` with `filters`, over all axes but batch and channels.

    With `groups`, part i of the channels goes into part i of the results only.

    >>> import ivy, numpy as np
    >>> x = np.arange(4.0).reshape(1, 4, 1)
    >>> ivy.conv(x, np.ones((2, 1, 1))).ravel().tolist()
    [1.0, 3.0, 5.0]
    """
    last, count = _is_last(data_format), x.ndim - 2
    x, filters = _first(x, last), _filters_first(filters, last)
    strides, dilations = _each(strides, count), _each(dilations, count)
    size = tuple(filters.shape[2:])
    out = ops.conv_general(
        x,
        filters,
        strides=strides,
        padding=_pairs(padding, x.shape[2:], size, strides, dilations),
        lhs_dilation=(1,) * count,
        rhs_dilation=dilations,
        feature_group_count=groups,
    )
    return _back(_with_bias(out, bias), last)


@composite(dtype=rules.promote)
def conv_transpose(
    x: Array,
    filters: Array,
    /,
    *,
    strides: int | Sequence[int] = 1,
    padding: str | int | Sequence = "VALID",
    output_padding: int | Sequence[int] | None = None,
    dilations: int | Sequence[int] = 1,
    groups: int = 1,
    bias: Array | None = None,
    data_format: str = "channels_last",
) -> Array:
    """The transpose of `conv` as a linear map, from its results to its arguments.

    `filters` are (*size, channels out, channels in) for channels last, as in TensorFlow, and
    (in, out / groups, *size) for channels first, as in PyTorch. `padding` is that of the `conv`, which
    crops here. `output_padding` makes the result longer at its end, where several lengths fit.

    >>> import ivy, numpy as np
    >>> x = np.asarray([1.0, 2.0]).reshape(1, 2, 1)
    >>> ivy.conv_transpose(x, np.ones((2, 1, 1)), strides=2).ravel().tolist()
    [1.0, 1.0, 2.0, 2.0]
    """
    last, count = _is_last(data_format), x.ndim - 2
    x, filters = _first(x, last), _filters_first(filters, last)
    strides, dilations = _each(strides, count), _each(dilations, count)
    size = tuple(filters.shape[2:])
    reach = [(k - 1) * d + 1 for k, d in zip(size, dilations, strict=True)]
    if output_padding is None:
        named = isinstance(padding, str)
        longer = [max(s - k, 0) if named else 0 for s, k in zip(strides, reach, strict=True)]
    else:
        longer = _each(output_padding, count)
    whole = [n * s for n, s in zip(x.shape[2:], strides, strict=True)]
    pads = [
        (k - 1 - lo, k - 1 - hi + more)
        for k, (lo, hi), more in zip(
            reach, _pairs(padding, whole, size, strides, dilations), longer, strict=True
        )
    ]
    turned = ops.flip(filters, axis=tuple(range(2, filters.ndim)))
    inputs, outputs = turned.shape[:2]
    turned = ops.reshape(turned, (groups, inputs // groups, outputs, *size))
    turned = ops.reshape(ops.moveaxis(turned, 1, 2), (groups * outputs, inputs // groups, *size))
    out = ops.conv_general(
        x,
        turned,
        strides=(1,) * count,
        padding=pads,
        lhs_dilation=strides,
        rhs_dilation=dilations,
        feature_group_count=groups,
    )
    return _back(_with_bias(out, bias), last)


@composite(dtype=rules.promote)
def depthwise_conv(
    x: Array,
    filters: Array,
    /,
    *,
    strides: int | Sequence[int] = 1,
    padding: str | int | Sequence = "VALID",
    dilations: int | Sequence[int] = 1,
    data_format: str = "channels_last",
) -> Array:
    """Each channel of `x` correlated with filters of its own, of shape (*size, channels, several).

    >>> import ivy, numpy as np
    >>> ivy.depthwise_conv(np.ones((1, 4, 2)), np.ones((2, 2, 1))).shape
    (1, 3, 2)
    """
    channels, several = filters.shape[-2:]
    last = _is_last(data_format)
    filters = ops.reshape(filters, (*filters.shape[:-2], 1, channels * several))
    filters = filters if last else _filters_first(filters, True)
    return conv(
        x,
        filters,
        strides=strides,
        padding=padding,
        dilations=dilations,
        groups=channels,
        data_format=data_format,
    )


# -- pooling


def _grown(n, size, stride, dilation, pair, ceil_mode):
    """The padding of one axis, longer at the end if a window that starts inside shall be whole."""
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
    x, count = _first(x, last), x.ndim - 2
    size, dilations = _each(size, count), _each(dilations, count)
    strides = size if strides is None else _each(strides, count)
    pairs = _pairs(padding, x.shape[2:], size, strides, dilations)
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
    """The largest element of each window; windows are `size` apart if there are no `strides`.

    >>> import ivy, numpy as np
    >>> ivy.max_pool(np.asarray([1, 5, 2, 3]).reshape(1, 4, 1), 2).ravel().tolist()
    [5, 3]
    """
    last = _is_last(data_format)
    x, axes, pairs = _prepared(x, size, strides, padding, dilations, ceil_mode, last)
    x = _padded(x, pairs, _lowest(ops.dtype(x)))
    for axis, k, s, d in axes:
        x = ops.windows(x, k, axis=axis, stride=s, dilation=d)
        x = ops.max(x, axis=axis + 1)
    return _back(x, last)


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
    """The mean of each window; what is padded counts only with `count_include_pad`.

    >>> import ivy, numpy as np
    >>> ivy.avg_pool(np.arange(4.0).reshape(1, 4, 1), 2).tolist()
    [[[0.5], [2.5]]]
    """
    last = _is_last(data_format)
    x, axes, pairs = _prepared(x, size, strides, padding, 1, ceil_mode, last)
    given = _pairs(
        padding, x.shape[2:], [a[1] for a in axes], [a[2] for a in axes], (1,) * len(axes)
    )
    total = _sums(_padded(x, pairs, 0), axes)
    if divisor_override is not None:
        return _back(ops.divide(total, divisor_override), last)
    counted = ops.ones((1, 1, *x.shape[2:]), dtype=ops.dtype(x))
    if count_include_pad:
        counted = _padded(counted, given, 1)
        pairs = [(0, hi - h) for (_, hi), (_, h) in zip(pairs, given, strict=True)]
    return _back(ops.divide(total, _sums(_padded(counted, pairs, 0), axes)), last)


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
    last = _is_last(data_format)
    x, axes, pairs = _prepared(x, size, strides, padding, 1, False, last)
    powers = ops.pow(ops.abs(x), float(p))
    return _back(ops.pow(_sums(_padded(powers, pairs, 0), axes), 1.0 / p), last)


def _bins(n, count):
    """Where the parts of an axis begin and end, which overlap if it does not divide."""
    return [(k * n // count, -(-(k + 1) * n // count)) for k in range(count)]


@composite(dtype=rules.same)
def adaptive_avg_pool(
    x: Array, size: int | Sequence[int], /, *, data_format: str = "channels_last"
) -> Array:
    """The mean of each of `size` parts of the spatial axes, which overlap if they must.

    >>> import ivy, numpy as np
    >>> ivy.adaptive_avg_pool(np.arange(4.0).reshape(1, 4, 1), 2).ravel().tolist()
    [0.5, 2.5]
    """
    return _adaptive(x, size, ops.mean, _is_last(data_format))


@composite(dtype=rules.same)
def adaptive_max_pool(
    x: Array, size: int | Sequence[int], /, *, data_format: str = "channels_last"
) -> Array:
    """The largest element of each of `size` parts of the spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.adaptive_max_pool(np.arange(4.0).reshape(1, 4, 1), 2).tolist()
    [[[1.0], [3.0]]]
    """
    return _adaptive(x, size, ops.max, _is_last(data_format))


def _adaptive(x, size, reduction, last):
    x = _first(x, last)
    for axis, count in zip(range(2, x.ndim), _each(size, x.ndim - 2), strict=True):
        lead = (slice(None),) * axis
        parts = [
            reduction(ops.slice_(x, (*lead, slice(start, end))), axis=axis)
            for start, end in _bins(x.shape[axis], count)
        ]
        x = ops.stack(parts, axis=axis)
    return _back(x, last)


# -- windows of one axis, as `window_sum`


def _over_windows(x, size, axis, stride, dilation, reduction):
    return reduction(
        ops.windows(x, size, axis=axis, stride=stride, dilation=dilation), axis=axis + 1
    )


@composite(shape=window_sum_shape, dtype=rules.same)
def window_max(x: Array, size: int, /, *, axis: int, stride: int = 1, dilation: int = 1) -> Array:
    """The largest element of each window that `windows` would make.

    >>> import ivy, numpy as np
    >>> ivy.window_max(np.asarray([3.0, 1.0, 2.0]), 2, axis=0).tolist()
    [3.0, 2.0]
    """
    return _over_windows(x, size, axis, stride, dilation, ops.max)


@composite(shape=window_sum_shape, dtype=rules.same)
def window_mean(x: Array, size: int, /, *, axis: int, stride: int = 1, dilation: int = 1) -> Array:
    """The mean of each window that `windows` would make.

    >>> import ivy, numpy as np
    >>> ivy.window_mean(np.asarray([3.0, 1.0, 2.0]), 2, axis=0).tolist()
    [2.0, 1.5]
    """
    total = ops.window_sum(x, size, axis=axis, stride=stride, dilation=dilation)
    return ops.divide(total, size)


@composite(shape=window_sum_shape, dtype=rules.same)
def window_min(x: Array, size: int, /, *, axis: int, stride: int = 1, dilation: int = 1) -> Array:
    """The smallest element of each window that `windows` would make.

    >>> import ivy, numpy as np
    >>> ivy.window_min(np.asarray([3.0, 1.0, 2.0]), 2, axis=0).tolist()
    [1.0, 1.0]
    """
    return _over_windows(x, size, axis, stride, dilation, ops.min)


@composite(shape=window_sum_shape, dtype=rules.same)
def window_prod(x: Array, size: int, /, *, axis: int, stride: int = 1, dilation: int = 1) -> Array:
    """The product of each window that `windows` would make.

    >>> import ivy, numpy as np
    >>> ivy.window_prod(np.arange(1, 5), 2, axis=0).tolist()
    [2, 6, 12]
    """
    return _over_windows(x, size, axis, stride, dilation, ops.prod)
