"""Convolution, and sliding windows for pooling and short-time transforms.

Backends implement `conv_general`; layers use `conv` and its variants, where `data_format` gives the
position of the channels: 'channels_last' (default; filters are (*size, channels in, channels out))
or 'channels_first' (filters are (out, in, *size), as in PyTorch). `padding` is 'VALID' (none),
'SAME' (as many results as strides fit in), a number, or a pair per spatial axis.
"""

from __future__ import annotations

from collections.abc import Sequence

from ivy._core import ops, rules
from ivy._core.op import Array, composite, primitive
from ivy.functional._spatial import (
    channels_are_last,
    channels_back,
    channels_first,
    pairs_of,
    per_axis,
)


def _conv_shape(
    x, filters, *, strides, padding, lhs_dilation, rhs_dilation, batch_group_count=1, **_
):
    spatial = tuple(
        ((n - 1) * ld + 1 + lo + hi - (k - 1) * rd - 1) // s + 1
        for n, k, s, (lo, hi), ld, rd in zip(
            x.shape[2:],
            filters.shape[2:],
            strides,
            padding,
            lhs_dilation,
            rhs_dilation,
            strict=True,
        )
    )
    return (x.shape[0] // batch_group_count, filters.shape[0], *spatial)


def _count(length, size, stride, dilation):
    return max((length - (size - 1) * dilation - 1) // stride + 1, 0)


def _windows_shape(x, size, *, axis, stride=1, dilation=1):
    count = _count(x.shape[axis], size, stride, dilation)
    return (*x.shape[:axis], count, size, *x.shape[axis + 1 :])


def _window_sum_shape(x, size, *, axis, stride=1, dilation=1):
    count = _count(x.shape[axis], size, stride, dilation)
    return (*x.shape[:axis], count, *x.shape[axis + 1 :])


def _overlap_add_shape(x, length, *, axis, **_):
    return (*x.shape[:axis], length, *x.shape[axis + 2 :])


@primitive(shape=_conv_shape, dtype=rules.promote)
def conv_general(
    x: Array,
    filters: Array,
    /,
    *,
    strides: Sequence[int],
    padding: Sequence[tuple[int, int]],
    lhs_dilation: Sequence[int],
    rhs_dilation: Sequence[int],
    feature_group_count: int = 1,
    batch_group_count: int = 1,
) -> Array:
    """Correlation of `x` (batch, channels, *spatial) with `filters` (features, channels, *spatial).

    `lhs_dilation` puts zeros between the elements of `x`, before `padding` (negative widths crop).
    With groups, part i of the channels (or of the batch) contributes to part i of the features
    only.

    >>> import ivy, numpy as np
    >>> x, filters = np.arange(4.0).reshape(1, 1, 4), np.asarray([[[1.0, 2.0]]])
    >>> one = dict(strides=[1], padding=[(0, 0)], lhs_dilation=[1], rhs_dilation=[1])
    >>> ivy.conv_general(x, filters, **one).tolist()
    [[[2.0, 5.0, 8.0]]]
    """
    ...


@primitive(shape=_overlap_add_shape, dtype=rules.same)
def overlap_add(
    x: Array, length: int, /, *, axis: int, stride: int = 1, dilation: int = 1
) -> Array:
    """The adjoint of `windows`: axes (`axis`, `axis + 1`) of windows and their elements, summed
    where windows overlap, become one axis of `length` elements.

    >>> import ivy, numpy as np
    >>> ivy.overlap_add(np.ones((3, 2)), 4, axis=0).tolist()
    [1.0, 2.0, 2.0, 1.0]
    """
    ...


@primitive(shape=_window_sum_shape, dtype=rules.same)
def window_sum(x: Array, size: int, /, *, axis: int, stride: int = 1, dilation: int = 1) -> Array:
    """The sum of each window of `windows`.

    >>> import ivy, numpy as np
    >>> ivy.window_sum(np.arange(4), 2, axis=0).tolist()
    [1, 3, 5]
    """
    ...


@primitive(shape=_windows_shape, dtype=rules.same)
def windows(x: Array, size: int, /, *, axis: int, stride: int = 1, dilation: int = 1) -> Array:
    """`axis` (not negative) split into windows: it becomes two axes, windows and their elements.

    >>> import ivy, numpy as np
    >>> ivy.windows(np.arange(5), 2, axis=0, stride=2).tolist()
    [[0, 1], [2, 3]]
    """
    ...


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

    With `groups`, part i of the channels contributes to part i of the results only.

    >>> import ivy, numpy as np
    >>> x = np.arange(4.0).reshape(1, 4, 1)
    >>> ivy.conv(x, np.ones((2, 1, 1))).ravel().tolist()
    [1.0, 3.0, 5.0]
    """
    last, count = channels_are_last(data_format), x.ndim - 2
    x, filters = channels_first(x, last), _filters_first(filters, last)
    strides, dilations = per_axis(strides, count), per_axis(dilations, count)
    size = tuple(filters.shape[2:])
    out = ops.conv_general(
        x,
        filters,
        strides=strides,
        padding=pairs_of(padding, x.shape[2:], size, strides, dilations),
        lhs_dilation=(1,) * count,
        rhs_dilation=dilations,
        feature_group_count=groups,
    )
    return channels_back(_with_bias(out, bias), last)


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

    `filters` are (*size, channels out, channels in) for channels last, as in TensorFlow, and (in,
    out / groups, *size) for channels first, as in PyTorch. `padding` is that of the `conv`, which
    crops here. `output_padding` extends the result at its end, where several lengths are possible.

    >>> import ivy, numpy as np
    >>> x = np.asarray([1.0, 2.0]).reshape(1, 2, 1)
    >>> ivy.conv_transpose(x, np.ones((2, 1, 1)), strides=2).ravel().tolist()
    [1.0, 1.0, 2.0, 2.0]
    """
    last, count = channels_are_last(data_format), x.ndim - 2
    x, filters = channels_first(x, last), _filters_first(filters, last)
    strides, dilations = per_axis(strides, count), per_axis(dilations, count)
    size = tuple(filters.shape[2:])
    reach = [(k - 1) * d + 1 for k, d in zip(size, dilations, strict=True)]
    if output_padding is None:
        named = isinstance(padding, str)
        longer = [max(s - k, 0) if named else 0 for s, k in zip(strides, reach, strict=True)]
    else:
        longer = per_axis(output_padding, count)
    whole = [n * s for n, s in zip(x.shape[2:], strides, strict=True)]
    pads = [
        (k - 1 - lo, k - 1 - hi + more)
        for k, (lo, hi), more in zip(
            reach, pairs_of(padding, whole, size, strides, dilations), longer, strict=True
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
    return channels_back(_with_bias(out, bias), last)


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
    last = channels_are_last(data_format)
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


def _over_windows(x, size, axis, stride, dilation, reduction):
    return reduction(
        ops.windows(x, size, axis=axis, stride=stride, dilation=dilation), axis=axis + 1
    )


@composite(shape=_window_sum_shape, dtype=rules.same)
def window_max(x: Array, size: int, /, *, axis: int, stride: int = 1, dilation: int = 1) -> Array:
    """The largest element of each window of `windows`.

    >>> import ivy, numpy as np
    >>> ivy.window_max(np.asarray([3.0, 1.0, 2.0]), 2, axis=0).tolist()
    [3.0, 2.0]
    """
    return _over_windows(x, size, axis, stride, dilation, ops.max)


@composite(shape=_window_sum_shape, dtype=rules.same)
def window_mean(x: Array, size: int, /, *, axis: int, stride: int = 1, dilation: int = 1) -> Array:
    """The mean of each window of `windows`.

    >>> import ivy, numpy as np
    >>> ivy.window_mean(np.asarray([3.0, 1.0, 2.0]), 2, axis=0).tolist()
    [2.0, 1.5]
    """
    total = ops.window_sum(x, size, axis=axis, stride=stride, dilation=dilation)
    return ops.divide(total, size)


@composite(shape=_window_sum_shape, dtype=rules.same)
def window_min(x: Array, size: int, /, *, axis: int, stride: int = 1, dilation: int = 1) -> Array:
    """The smallest element of each window of `windows`.

    >>> import ivy, numpy as np
    >>> ivy.window_min(np.asarray([3.0, 1.0, 2.0]), 2, axis=0).tolist()
    [1.0, 1.0]
    """
    return _over_windows(x, size, axis, stride, dilation, ops.min)


@composite(shape=_window_sum_shape, dtype=rules.same)
def window_prod(x: Array, size: int, /, *, axis: int, stride: int = 1, dilation: int = 1) -> Array:
    """The product of each window of `windows`.

    >>> import ivy, numpy as np
    >>> ivy.window_prod(np.arange(1, 5), 2, axis=0).tolist()
    [2, 6, 12]
    """
    return _over_windows(x, size, axis, stride, dilation, ops.prod)
