"""Convolutions and their gradients."""

import math

from ivy import functional as ivy
from ivy.frontends.tensorflow import _schema
from ivy.frontends.tensorflow._raw._windows import Geometry
from ivy.frontends.tensorflow._schema import Host
from ivy.frontends.tensorflow.errors import require


def _channels_first(x):
    return ivy.moveaxis(x, -1, 1)


def _turned(filter):
    """A filter (*spatial, in, out) as (out, in, *spatial)."""
    n = filter.ndim - 2
    return ivy.permute_dims(filter, (n + 1, n, *range(n)))


def _conv(x, filters, g, groups):
    """The convolution of channels-last `x` with (*spatial, in, out) `filters`, channels last."""
    result = ivy.conv_general(
        _channels_first(x),
        _turned(filters),
        strides=g.strides,
        padding=g.pads,
        lhs_dilation=[1] * len(g.strides),
        rhs_dilation=g.dilations,
        feature_group_count=groups,
    )
    return ivy.moveaxis(result, 1, -1)


def _convolution(input, filter, strides, padding, explicit, data_format, dilations):
    require(filter.ndim == len(data_format), f"filter must be {len(data_format)}-dimensional")
    spatial = filter.shape[:-2]
    g = Geometry(input.shape, spatial, strides, padding, data_format, dilations, explicit)
    x = g.last(input)
    fits = filter.shape[-2] > 0 and x.shape[-1] % filter.shape[-2] == 0
    require(fits, f"input depth must be evenly divisible by filter depth: {x.shape[-1]}")
    groups = x.shape[-1] // filter.shape[-2]
    require(filter.shape[-1] % groups == 0, "output depth must be divisible by groups")
    return g.back(_conv(x, filter, g, groups))


def Conv2D(
    input, filter, strides, padding, use_cudnn_on_gpu, explicit_paddings, data_format, dilations
):  # fmt: skip
    return _convolution(input, filter, strides, padding, explicit_paddings, data_format, dilations)


def Conv3D(input, filter, strides, padding, data_format, dilations):
    return _convolution(input, filter, strides, padding, (), data_format, dilations)


def DepthwiseConv2dNative(
    input, filter, strides, padding, explicit_paddings, data_format, dilations
):  # fmt: skip
    require(filter.ndim == 4, "filter must be 4-dimensional")
    rows, columns, depth, multiplier = filter.shape
    g = Geometry(
        input.shape, (rows, columns), strides, padding, data_format, dilations, explicit_paddings
    )
    x = g.last(input)
    require(x.shape[-1] == depth, f"input and filter must have the same depth: {depth}")
    flat = ivy.reshape(filter, (rows, columns, 1, depth * multiplier))
    return g.back(_conv(x, flat, g, depth))


def _reversed(filter):
    """A filter for the gradient of its convolution: turned about, in and out exchanged."""
    n = filter.ndim - 2
    flipped = ivy.flip(filter, axis=tuple(range(n)))
    return ivy.permute_dims(flipped, (*range(n), n + 1, n))


def _input_gradient(g, filter, grad):
    """What reaches the (channels-last) input of a convolution without groups."""
    padding = []
    for n, count, k, s, d, (low, _) in zip(
        g.shape, g.counts, g.sizes, g.strides, g.dilations, g.pads, strict=True
    ):
        reach = (k - 1) * d
        padding.append((reach - low, n - 1 + low - (count - 1) * s))
    result = ivy.conv_general(
        _channels_first(grad),
        _turned(_reversed(filter)),
        strides=[1] * len(g.sizes),
        padding=padding,
        lhs_dilation=g.strides,
        rhs_dilation=g.dilations,
    )
    return ivy.moveaxis(result, 1, -1)


def _backprop_input(sizes, filter, grad, strides, padding, explicit, data_format, dilations):
    shape = tuple(int(n) for n in sizes)
    g = Geometry(shape, filter.shape[:-2], strides, padding, data_format, dilations, explicit)
    grad = g.last(grad)
    wanted = (shape[0], *g.counts, filter.shape[-1])
    require(tuple(grad.shape) == wanted, f"out_backprop must be of shape {list(wanted)}")
    channels = shape[1] if g.first else shape[-1]
    require(channels == filter.shape[-2], "input and filter must have the same depth")
    return g.back(_input_gradient(g, filter, grad))


def Conv2DBackpropInput(
    input_sizes: Host, filter, out_backprop, strides, padding,
    use_cudnn_on_gpu, explicit_paddings, data_format, dilations,
):  # fmt: skip
    return _backprop_input(
        input_sizes,
        filter,
        out_backprop,
        strides,
        padding,
        explicit_paddings,
        data_format,
        dilations,
    )


def Conv3DBackpropInputV2(
    input_sizes: Host, filter, out_backprop, strides, padding, data_format, dilations
):  # fmt: skip
    return _backprop_input(
        input_sizes, filter, out_backprop, strides, padding, (), data_format, dilations
    )


def _backprop_filter(input, sizes, grad, strides, padding, explicit, data_format, dilations):
    shape = tuple(int(n) for n in sizes)
    g = Geometry(input.shape, shape[:-2], strides, padding, data_format, dilations, explicit)
    grad, x = g.last(grad), g.last(input)
    wanted = (x.shape[0], *g.counts, shape[-1])
    require(tuple(grad.shape) == wanted, f"out_backprop must be of shape {list(wanted)}")
    require(x.shape[-1] == shape[-2], "input and filter must have the same depth")
    n, rows = len(g.sizes), x.shape[0] * math.prod(g.counts)
    patches = g.windows(g.padded(x))
    order = (0, *range(1, n + 1), *range(n + 2, 2 * n + 2), n + 1)
    patches = ivy.reshape(ivy.permute_dims(patches, order), (rows, math.prod(shape[:-1])))
    flat = ivy.reshape(grad, (rows, shape[-1]))
    return ivy.reshape(ivy.matmul(ivy.matrix_transpose(patches), flat), shape)


def Conv2DBackpropFilter(
    input, filter_sizes: Host, out_backprop, strides, padding,
    use_cudnn_on_gpu, explicit_paddings, data_format, dilations,
):  # fmt: skip
    return _backprop_filter(
        input,
        filter_sizes,
        out_backprop,
        strides,
        padding,
        explicit_paddings,
        data_format,
        dilations,
    )


def Conv3DBackpropFilterV2(
    input, filter_sizes: Host, out_backprop, strides, padding, data_format, dilations
):  # fmt: skip
    return _backprop_filter(
        input, filter_sizes, out_backprop, strides, padding, (), data_format, dilations
    )


_schema.publish(__name__)
