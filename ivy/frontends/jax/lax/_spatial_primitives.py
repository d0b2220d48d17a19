"""JAX's primitives for convolution and sliding windows, whose arguments JAX has checked."""

import builtins
import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax.lax import _convolution, _shape


def conv_general_dilated(
    lhs,
    rhs,
    *,
    window_strides,
    padding,
    lhs_dilation,
    rhs_dilation,
    dimension_numbers,
    feature_group_count,
    batch_group_count,
    precision=None,
    preferred_element_type=None,
    out_sharding=None,
):
    x_axes, filter_axes, out_axes = dimension_numbers
    out = _convolution.accumulated(
        ivy.permute_dims(lhs, tuple(x_axes)),
        ivy.permute_dims(rhs, tuple(filter_axes)),
        preferred_element_type or ivy.dtype(lhs),
        {
            "strides": tuple(window_strides),
            "padding": tuple(padding),
            "lhs_dilation": tuple(lhs_dilation),
            "rhs_dilation": tuple(rhs_dilation),
            "feature_group_count": feature_group_count,
            "batch_group_count": batch_group_count,
        },
    )
    return ivy.permute_dims(out, builtins.sorted(range(lhs.ndim), key=lambda d: out_axes[d]))


def _lowest(dtype):
    return -math.inf if dtypes.is_floating(dtype) else dtypes.limits(dtype)[0]


def _highest(dtype):
    return math.inf if dtypes.is_floating(dtype) else dtypes.limits(dtype)[1]


def _windowed(op, start):
    """A reduction of windows: along one axis after the other."""

    def primitive(
        operand, *, window_dimensions, window_strides, padding, base_dilation, window_dilation
    ):
        config = [(*pair, d - 1) for pair, d in zip(padding, base_dilation, strict=True)]
        dtype = ivy.dtype(operand)
        x = _shape.padded(operand, ivy.full((), start(dtype), dtype=dtype), config)
        for axis, size in enumerate(window_dimensions):
            step, apart = window_strides[axis], window_dilation[axis]
            if size > 1 or step > 1:
                x = op(x, size, axis=axis, stride=step, dilation=apart)
        return x

    return primitive


reduce_window_max = _windowed(ivy.window_max, _lowest)
reduce_window_min = _windowed(ivy.window_min, _highest)
reduce_window_sum = _windowed(ivy.window_sum, lambda dtype: 0)

_publish.publish(__name__, native="jax.primitive")
