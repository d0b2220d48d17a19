"""Convolution, and the sliding windows that pooling and short-time transforms are made of."""

from __future__ import annotations

from collections.abc import Sequence

from ivy._core import rules
from ivy._core.op import Array, primitive


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
    return (length - (size - 1) * dilation - 1) // stride + 1


def _windows_shape(x, size, *, axis, stride=1, dilation=1):
    count = _count(x.shape[axis], size, stride, dilation)
    return (*x.shape[:axis], count, size, *x.shape[axis + 1 :])


def window_sum_shape(x, size, *, axis, stride=1, dilation=1):
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
    With groups, part i of the channels (or of the batch) meets part i of the features only.

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


@primitive(shape=window_sum_shape, dtype=rules.same)
def window_sum(x: Array, size: int, /, *, axis: int, stride: int = 1, dilation: int = 1) -> Array:
    """The sum of each window that `windows` would make.

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
