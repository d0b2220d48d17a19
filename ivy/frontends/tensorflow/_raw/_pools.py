"""Pools, dilations and patches."""

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.tensorflow import _schema
from ivy.frontends.tensorflow._raw._windows import Geometry, elements, pool_sizes
from ivy.frontends.tensorflow._schema import Host
from ivy.frontends.tensorflow.errors import require


def _lowest(x):
    return -math.inf if dtypes.is_floating(ivy.dtype(x)) else dtypes.limits(ivy.dtype(x))[0]


def _max_pool(value, ksize, strides, padding, explicit, data_format):
    sizes = pool_sizes(ksize, data_format)
    g = Geometry(value.shape, sizes, strides, padding, data_format, explicit=explicit)
    x = g.windows(g.padded(g.last(value), _lowest(value)))
    return g.back(ivy.max(x, axis=elements(g)))


def _avg_pool(value, ksize, strides, padding, data_format):
    g = Geometry(value.shape, pool_sizes(ksize, data_format), strides, padding, data_format)
    total = ivy.sum(g.windows(g.padded(g.last(value))), axis=elements(g))
    count = ivy.astype(ivy.constant(g.filled()), ivy.dtype(value))
    return g.back(ivy.divide(total, count))


def AvgPool(value, ksize, strides, padding, data_format):
    return _avg_pool(value, ksize, strides, padding, data_format)


def AvgPool3D(input, ksize, strides, padding, data_format):
    return _avg_pool(input, ksize, strides, padding, data_format)


def MaxPool(input, ksize, strides, padding, explicit_paddings, data_format):
    return _max_pool(input, ksize, strides, padding, explicit_paddings, data_format)


def MaxPoolV2(input, ksize: Host, strides: Host, padding, data_format):
    return _max_pool(input, ksize.tolist(), strides.tolist(), padding, (), data_format)


def MaxPool3D(input, ksize, strides, padding, data_format):
    return _max_pool(input, ksize, strides, padding, (), data_format)


def _avg_pool_grad(shape, grad, ksize, strides, padding, data_format):
    sizes = tuple(int(n) for n in shape)
    g = Geometry(sizes, pool_sizes(ksize, data_format), strides, padding, data_format)
    grad = g.last(grad)
    wanted = (grad.shape[0], *g.counts)
    require(tuple(grad.shape[:-1]) == wanted, "out_backprop must have the shape of the output")
    share = ivy.divide(grad, ivy.astype(ivy.constant(g.filled()), ivy.dtype(grad)))
    share = ivy.reshape(share, (*share.shape, *[1] * len(g.sizes)))
    return g.back(g.overlapped(ivy.broadcast_to(share, (*grad.shape, *g.sizes))))


def AvgPoolGrad(orig_input_shape: Host, grad, ksize, strides, padding, data_format):
    return _avg_pool_grad(orig_input_shape, grad, ksize, strides, padding, data_format)


AvgPool3DGrad = AvgPoolGrad


def _flat_windows(g, x):
    """Windows with their elements as one last axis."""
    x = g.windows(g.padded(g.last(x), _lowest(x)))
    return ivy.reshape(x, (*x.shape[: 2 + len(g.sizes)], math.prod(g.sizes)))


def _max_pool_grad(orig_input, grad, ksize, strides, padding, explicit, data_format):
    sizes = pool_sizes(ksize, data_format)
    g = Geometry(orig_input.shape, sizes, strides, padding, data_format, explicit=explicit)
    best = ivy.argmax(_flat_windows(g, orig_input), axis=-1, keepdims=True)
    chosen = ivy.equal(best, ivy.constant(np.arange(math.prod(g.sizes))))
    share = ivy.where(chosen, ivy.expand_dims(g.last(grad), axis=-1), 0)
    return g.back(g.overlapped(ivy.reshape(share, (*share.shape[:-1], *g.sizes))))


def MaxPoolGrad(
    orig_input, orig_output, grad, ksize, strides, padding, explicit_paddings, data_format
):  # fmt: skip
    same = tuple(grad.shape) == tuple(orig_output.shape)
    require(same, "grad must be of the shape of orig_output")
    return _max_pool_grad(orig_input, grad, ksize, strides, padding, explicit_paddings, data_format)


def MaxPool3DGrad(orig_input, orig_output, grad, ksize, strides, padding, data_format):
    same = tuple(grad.shape) == tuple(orig_output.shape)
    require(same, "grad must be of the shape of orig_output")
    return _max_pool_grad(orig_input, grad, ksize, strides, padding, (), data_format)


def MaxPoolWithArgmax(input, ksize, strides, padding, Targmax, include_batch_in_index):
    g = Geometry(input.shape, pool_sizes(ksize, "NHWC"), strides, padding, "NHWC")
    flat = _flat_windows(g, input)
    best = ivy.argmax(flat, axis=-1)
    (rows, columns), (_, width), channels = g.places(), g.shape, input.shape[-1]
    places = rows[:, None, :, None] * width + columns[None, :, None, :]
    places = places.reshape(1, len(rows), len(columns), 1, -1) * channels
    places = places + np.arange(channels).reshape(1, 1, 1, -1, 1)
    if include_batch_in_index:
        batch = np.arange(input.shape[0]).reshape(-1, 1, 1, 1, 1)
        places = places + batch * math.prod(input.shape[1:])
    places = ivy.broadcast_to(ivy.constant(places), tuple(flat.shape))
    found = ivy.take_along_axis(places, ivy.expand_dims(best, axis=-1), axis=4)
    return ivy.max(flat, axis=-1), ivy.astype(ivy.squeeze(found, axis=4), Targmax)


def Dilation2D(input, filter, strides, rates, padding):
    require(input.ndim == 4, "input must be 4-dimensional")
    require(filter.ndim == 3, "filter must be 3-dimensional")
    require(input.shape[-1] == filter.shape[-1], "input and filter must have the same depth")
    g = Geometry(input.shape, filter.shape[:2], strides, padding, "NHWC", rates)
    x = g.windows(g.padded(input, dtypes.limits(ivy.dtype(input))[0]))
    inside = np.ones((), bool)
    for line in g.places():
        inside = inside[..., None, None] & (line >= 0)
    inside = inside.transpose(0, 2, 1, 3)[None, :, :, None]
    moved = ivy.add(x, ivy.permute_dims(filter, (2, 0, 1)))
    return ivy.max(ivy.where(ivy.constant(inside), moved, _lowest(input)), axis=elements(g))


def ExtractImagePatches(images, ksizes, strides, rates, padding):
    g = Geometry(images.shape, pool_sizes(ksizes, "NHWC"), strides, padding, "NHWC", rates)
    return _patches(g, images)


def ExtractVolumePatches(input, ksizes, strides, padding):
    g = Geometry(input.shape, pool_sizes(ksizes, "NDHWC"), strides, padding, "NDHWC")
    return _patches(g, input)


def _patches(g, x):
    n = len(g.sizes)
    x = g.windows(g.padded(x))
    order = (0, *range(1, n + 1), *range(n + 2, 2 * n + 2), n + 1)
    x = ivy.permute_dims(x, order)
    return ivy.reshape(x, (*x.shape[: n + 1], math.prod(x.shape[n + 1 :])))


_schema.publish(__name__)
