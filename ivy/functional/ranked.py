"""Convolutions and pooling under their names with a number of spatial axes.

They check the number of axes of their arrays; the options are those of the general op.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ivy._core import ops, rules
from ivy._core.op import Array, composite


def _checked(x, rank, name):
    if x.ndim != rank + 2:
        raise ValueError(f"{name} takes {rank + 2} axes (batch and channels too), not {x.ndim}.")
    return x


@composite(dtype=rules.same)
def adaptive_avg_pool1d(x: Array, size: int | Sequence[int], /, **options: Any) -> Array:
    """`adaptive_avg_pool` over one spatial axis.

    >>> import ivy, numpy as np
    >>> ivy.adaptive_avg_pool1d(np.ones((1, 4, 2)), 2).shape
    (1, 2, 2)
    """
    return ops.adaptive_avg_pool(_checked(x, 1, "adaptive_avg_pool1d"), size, **options)


@composite(dtype=rules.same)
def adaptive_max_pool1d(x: Array, size: int | Sequence[int], /, **options: Any) -> Array:
    """`adaptive_max_pool` over one spatial axis.

    >>> import ivy, numpy as np
    >>> ivy.adaptive_max_pool1d(np.ones((1, 4, 2)), 2).shape
    (1, 2, 2)
    """
    return ops.adaptive_max_pool(_checked(x, 1, "adaptive_max_pool1d"), size, **options)


@composite(dtype=rules.same)
def avg_pool1d(x: Array, size: int | Sequence[int], /, **options: Any) -> Array:
    """`avg_pool` over one spatial axis.

    >>> import ivy, numpy as np
    >>> ivy.avg_pool1d(np.ones((1, 4, 2)), 2).shape
    (1, 2, 2)
    """
    return ops.avg_pool(_checked(x, 1, "avg_pool1d"), size, **options)


@composite(dtype=rules.same)
def max_pool1d(x: Array, size: int | Sequence[int], /, **options: Any) -> Array:
    """`max_pool` over one spatial axis.

    >>> import ivy, numpy as np
    >>> ivy.max_pool1d(np.ones((1, 4, 2)), 2).shape
    (1, 2, 2)
    """
    return ops.max_pool(_checked(x, 1, "max_pool1d"), size, **options)


@composite(dtype=rules.promote)
def conv1d(x: Array, filters: Array, /, **options: Any) -> Array:
    """`conv` over one spatial axis.

    >>> import ivy, numpy as np
    >>> ivy.conv1d(np.ones((1, 4, 2)), np.ones((2, 2, 3))).shape
    (1, 3, 3)
    """
    return ops.conv(_checked(x, 1, "conv1d"), filters, **options)


@composite(dtype=rules.promote)
def conv1d_transpose(x: Array, filters: Array, /, **options: Any) -> Array:
    """`conv_transpose` over one spatial axis.

    >>> import ivy, numpy as np
    >>> ivy.conv1d_transpose(np.ones((1, 4, 2)), np.ones((2, 3, 2))).shape
    (1, 5, 3)
    """
    return ops.conv_transpose(_checked(x, 1, "conv1d_transpose"), filters, **options)


@composite(dtype=rules.promote)
def depthwise_conv1d(x: Array, filters: Array, /, **options: Any) -> Array:
    """`depthwise_conv` over one spatial axis.

    >>> import ivy, numpy as np
    >>> ivy.depthwise_conv1d(np.ones((1, 4, 2)), np.ones((2, 2, 1))).shape
    (1, 3, 2)
    """
    return ops.depthwise_conv(_checked(x, 1, "depthwise_conv1d"), filters, **options)


@composite(dtype=rules.same)
def adaptive_avg_pool2d(x: Array, size: int | Sequence[int], /, **options: Any) -> Array:
    """`adaptive_avg_pool` over two spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.adaptive_avg_pool2d(np.ones((1, 4, 4, 2)), 2).shape
    (1, 2, 2, 2)
    """
    return ops.adaptive_avg_pool(_checked(x, 2, "adaptive_avg_pool2d"), size, **options)


@composite(dtype=rules.same)
def adaptive_max_pool2d(x: Array, size: int | Sequence[int], /, **options: Any) -> Array:
    """`adaptive_max_pool` over two spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.adaptive_max_pool2d(np.ones((1, 4, 4, 2)), 2).shape
    (1, 2, 2, 2)
    """
    return ops.adaptive_max_pool(_checked(x, 2, "adaptive_max_pool2d"), size, **options)


@composite(dtype=rules.same)
def avg_pool2d(x: Array, size: int | Sequence[int], /, **options: Any) -> Array:
    """`avg_pool` over two spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.avg_pool2d(np.ones((1, 4, 4, 2)), 2).shape
    (1, 2, 2, 2)
    """
    return ops.avg_pool(_checked(x, 2, "avg_pool2d"), size, **options)


@composite(dtype=rules.same)
def max_pool2d(x: Array, size: int | Sequence[int], /, **options: Any) -> Array:
    """`max_pool` over two spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.max_pool2d(np.ones((1, 4, 4, 2)), 2).shape
    (1, 2, 2, 2)
    """
    return ops.max_pool(_checked(x, 2, "max_pool2d"), size, **options)


@composite(dtype=rules.promote)
def conv2d(x: Array, filters: Array, /, **options: Any) -> Array:
    """`conv` over two spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.conv2d(np.ones((1, 4, 4, 2)), np.ones((2, 2, 2, 3))).shape
    (1, 3, 3, 3)
    """
    return ops.conv(_checked(x, 2, "conv2d"), filters, **options)


@composite(dtype=rules.promote)
def conv2d_transpose(x: Array, filters: Array, /, **options: Any) -> Array:
    """`conv_transpose` over two spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.conv2d_transpose(np.ones((1, 4, 4, 2)), np.ones((2, 2, 3, 2))).shape
    (1, 5, 5, 3)
    """
    return ops.conv_transpose(_checked(x, 2, "conv2d_transpose"), filters, **options)


@composite(dtype=rules.promote)
def depthwise_conv2d(x: Array, filters: Array, /, **options: Any) -> Array:
    """`depthwise_conv` over two spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.depthwise_conv2d(np.ones((1, 4, 4, 2)), np.ones((2, 2, 2, 1))).shape
    (1, 3, 3, 2)
    """
    return ops.depthwise_conv(_checked(x, 2, "depthwise_conv2d"), filters, **options)


@composite(dtype=rules.same)
def adaptive_avg_pool3d(x: Array, size: int | Sequence[int], /, **options: Any) -> Array:
    """`adaptive_avg_pool` over three spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.adaptive_avg_pool3d(np.ones((1, 4, 4, 4, 2)), 2).shape
    (1, 2, 2, 2, 2)
    """
    return ops.adaptive_avg_pool(_checked(x, 3, "adaptive_avg_pool3d"), size, **options)


@composite(dtype=rules.same)
def adaptive_max_pool3d(x: Array, size: int | Sequence[int], /, **options: Any) -> Array:
    """`adaptive_max_pool` over three spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.adaptive_max_pool3d(np.ones((1, 4, 4, 4, 2)), 2).shape
    (1, 2, 2, 2, 2)
    """
    return ops.adaptive_max_pool(_checked(x, 3, "adaptive_max_pool3d"), size, **options)


@composite(dtype=rules.same)
def avg_pool3d(x: Array, size: int | Sequence[int], /, **options: Any) -> Array:
    """`avg_pool` over three spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.avg_pool3d(np.ones((1, 4, 4, 4, 2)), 2).shape
    (1, 2, 2, 2, 2)
    """
    return ops.avg_pool(_checked(x, 3, "avg_pool3d"), size, **options)


@composite(dtype=rules.same)
def max_pool3d(x: Array, size: int | Sequence[int], /, **options: Any) -> Array:
    """`max_pool` over three spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.max_pool3d(np.ones((1, 4, 4, 4, 2)), 2).shape
    (1, 2, 2, 2, 2)
    """
    return ops.max_pool(_checked(x, 3, "max_pool3d"), size, **options)


@composite(dtype=rules.promote)
def conv3d(x: Array, filters: Array, /, **options: Any) -> Array:
    """`conv` over three spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.conv3d(np.ones((1, 4, 4, 4, 2)), np.ones((2, 2, 2, 2, 3))).shape
    (1, 3, 3, 3, 3)
    """
    return ops.conv(_checked(x, 3, "conv3d"), filters, **options)


@composite(dtype=rules.promote)
def conv3d_transpose(x: Array, filters: Array, /, **options: Any) -> Array:
    """`conv_transpose` over three spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.conv3d_transpose(np.ones((1, 4, 4, 4, 2)), np.ones((2, 2, 2, 3, 2))).shape
    (1, 5, 5, 5, 3)
    """
    return ops.conv_transpose(_checked(x, 3, "conv3d_transpose"), filters, **options)


@composite(dtype=rules.promote)
def depthwise_conv3d(x: Array, filters: Array, /, **options: Any) -> Array:
    """`depthwise_conv` over three spatial axes.

    >>> import ivy, numpy as np
    >>> ivy.depthwise_conv3d(np.ones((1, 4, 4, 4, 2)), np.ones((2, 2, 2, 2, 1))).shape
    (1, 3, 3, 3, 2)
    """
    return ops.depthwise_conv(_checked(x, 3, "depthwise_conv3d"), filters, **options)
