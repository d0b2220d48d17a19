"""Activations and their gradients, losses, biases, normalisation."""

import math

import numpy as np

from ivy import functional as ivy
from ivy.frontends._checks import raise_if
from ivy.frontends.tensorflow import _schema
from ivy.frontends.tensorflow._raw import _pointwise as pointwise
from ivy.frontends.tensorflow._raw._indexing import wide
from ivy.frontends.tensorflow._schema import Host
from ivy.frontends.tensorflow.errors import invalid, require

_SCALE, _SCALE_ALPHA = 1.0507009873554805, 1.7580993408473768


def Relu(features):
    return ivy.maximum(features, ivy.zeros((), dtype=ivy.dtype(features)))


def Relu6(features):
    return ivy.clip(features, 0, 6)


def LeakyRelu(features, alpha):
    return ivy.where(ivy.greater(features, 0), features, ivy.multiply(features, float(alpha)))


def Elu(features):
    return ivy.where(ivy.less(features, 0), ivy.expm1(features), features)


def Selu(features):
    below = ivy.multiply(ivy.expm1(features), _SCALE_ALPHA)
    return ivy.where(ivy.less(features, 0), below, ivy.multiply(features, _SCALE))


def Softplus(features):
    tail = ivy.log1p(ivy.exp(ivy.negative(ivy.abs(features))))
    return ivy.add(ivy.maximum(features, ivy.zeros((), dtype=ivy.dtype(features))), tail)


def Softsign(features):
    return ivy.divide(features, ivy.add(ivy.abs(features), 1))


def _gradient(formula):
    """`f(gradients, features)` of one shape."""

    def function(gradients, features):
        same = tuple(gradients.shape) == tuple(features.shape)
        require(same, "inputs must have the same number of elements")
        return formula(gradients, features)

    return function


EluGrad = _gradient(lambda g, outputs: ivy.where(ivy.less(outputs, 0), (outputs + 1) * g, g))
Relu6Grad = _gradient(
    lambda g, x: ivy.where(ivy.logical_and(ivy.greater(x, 0), ivy.less(x, 6)), g, 0)
)
ReluGrad = _gradient(lambda g, x: ivy.where(ivy.greater(x, 0), g, 0))
SeluGrad = _gradient(
    lambda g, outputs: ivy.where(
        ivy.less(outputs, 0),
        ivy.multiply(g, ivy.add(outputs, _SCALE_ALPHA)),
        ivy.multiply(g, _SCALE),
    )
)
SoftplusGrad = _gradient(lambda g, x: ivy.multiply(g, ivy.sigmoid(x)))
SoftsignGrad = _gradient(lambda g, x: ivy.divide(g, ivy.square(ivy.add(ivy.abs(x), 1))))


def LeakyReluGrad(gradients, features, alpha):
    same = tuple(gradients.shape) == tuple(features.shape)
    require(same, "inputs must have the same number of elements")
    return ivy.where(ivy.greater(features, 0), gradients, ivy.multiply(gradients, float(alpha)))


def Softmax(logits):
    require(logits.ndim >= 1, "logits must have >= 1 dimension")
    return ivy.softmax(logits, axis=-1)


def LogSoftmax(logits):
    require(logits.ndim >= 1, "logits must have >= 1 dimension")
    return ivy.log_softmax(logits, axis=-1)


def SoftmaxCrossEntropyWithLogits(features, labels):
    require(pointwise.fits(features, labels), "logits and labels must be broadcastable")
    features, labels = ivy.broadcast_arrays(features, labels)
    require(features.ndim == 2, "logits and labels must be either 2-dimensional")
    log = ivy.log_softmax(features, axis=-1)
    loss = ivy.negative(ivy.sum(pointwise.product_or_zero(labels, log), axis=-1))
    return loss, ivy.subtract(ivy.exp(log), labels)


def SparseSoftmaxCrossEntropyWithLogits(features, labels):
    require(features.ndim == 2, "logits must be 2-D")
    rows, classes = features.shape
    require(tuple(labels.shape) == (rows,), "logits and labels must have the same first dimension")
    outside = ivy.logical_or(ivy.less(labels, 0), ivy.greater_equal(labels, classes))
    message = f"Received a label value outside the valid range of [0, {classes})"
    raise_if(outside, invalid(message))
    log = ivy.log_softmax(features, axis=-1)
    places = ivy.expand_dims(wide(labels), axis=1)
    chosen = ivy.take_along_axis(log, places, axis=1, bounds="clip")
    hot = ivy.astype(ivy.equal(ivy.constant(np.arange(classes)), places), ivy.dtype(log))
    return ivy.negative(ivy.squeeze(chosen, axis=1)), ivy.subtract(ivy.exp(log), hot)


def L2Loss(t):
    return ivy.divide(ivy.sum(ivy.square(t)), 2)


def BiasAdd(value, bias, data_format):
    require(value.ndim >= 2, "Input tensor must be at least 2D")
    require(bias.ndim == 1, "Biases must be 1D")
    axis = 1 if data_format == "NCHW" else value.ndim - 1
    fits = bias.shape[0] == value.shape[axis]
    require(fits, "Must provide as many biases as the channel dimension of the input tensor")
    return ivy.add(value, ivy.reshape(bias, (-1,) + (1,) * (value.ndim - 1 - axis)))


def BiasAddV1(value, bias):
    return _schema.kernel(BiasAdd)(value, bias, "NHWC")


def BiasAddGrad(out_backprop, data_format):
    require(out_backprop.ndim >= 2, "Input tensor must be at least 2D")
    axis = 1 if data_format == "NCHW" else out_backprop.ndim - 1
    return ivy.sum(out_backprop, axis=tuple(i for i in range(out_backprop.ndim) if i != axis))


def LRN(input, depth_radius, bias, alpha, beta):
    require(input.ndim == 4, "in must be 4-dimensional")
    r, axis = depth_radius, 3
    squares = ivy.pad(ivy.square(input), [(0, 0)] * 3 + [(r, r)])
    total = ivy.window_sum(squares, 2 * r + 1, axis=axis)
    scale = ivy.add(ivy.multiply(total, float(alpha)), float(bias))
    return ivy.divide(input, ivy.pow(scale, float(beta)))


def _normalised(x, mean, variance, scale, offset, epsilon):
    factor = ivy.multiply(ivy.rsqrt(ivy.add(variance, float(epsilon))), scale)
    return ivy.add(ivy.multiply(ivy.subtract(x, mean), factor), offset)


def _batch_norm(
    x, scale, offset, mean, variance, epsilon, exponential_avg_factor, data_format, is_training
):  # fmt: skip
    """`(y, running mean, running variance, mean, variance of this batch)`."""
    require(x.ndim in (4, 5), "input must be 4 or 5-dimensional")
    axis = 1 if data_format.startswith("NC") else x.ndim - 1
    for v in (scale, offset):
        require(tuple(v.shape) == (x.shape[axis],), "scale and offset must be as long as channels")
    axes = tuple(i for i in range(x.ndim) if i != axis)
    shape = tuple(x.shape[axis] if i == axis else 1 for i in range(x.ndim))
    dtype, wide_x = ivy.dtype(x), ivy.astype(x, ivy.dtype(scale))
    if is_training:
        count = math.prod(x.shape[i] for i in axes)
        here = ivy.mean(wide_x, axis=axes)
        spread = ivy.var(wide_x, axis=axes)
        whole = ivy.multiply(spread, count / max(count - 1, 1))
        f = float(exponential_avg_factor)
        running = [
            new if f == 1 else ivy.add(ivy.multiply(old, 1 - f), ivy.multiply(new, f))
            for old, new in ((mean, here), (variance, whole))
        ]
    else:
        given = all(tuple(v.shape) == (x.shape[axis],) for v in (mean, variance))
        require(given, "When is_training=false, mean and variance must be as long as channels")
        here, spread, running = mean, variance, (mean, variance)
    parts = [ivy.reshape(v, shape) for v in (here, spread, scale, offset)]
    return ivy.astype(_normalised(wide_x, *parts, epsilon), dtype), *running, here, spread


def FusedBatchNorm(*arguments):
    return _batch_norm(*arguments)


FusedBatchNormV2 = FusedBatchNorm


def FusedBatchNormV3(*arguments):
    results = _batch_norm(*arguments)
    return *results, ivy.zeros((0,), dtype=ivy.dtype(results[1]))


def DataFormatDimMap(x, src_format, dst_format):
    places = np.asarray([dst_format.index(c) for c in src_format])
    size = len(src_format)
    inside = ivy.item(ivy.all(ivy.logical_and(ivy.less(x, size), ivy.greater_equal(x, -size))))
    require(inside, f"x must be in [-{size}, {size})")
    found = ivy.take(ivy.constant(places), wide(ivy.where(ivy.less(x, 0), x + size, x)), axis=0)
    return ivy.astype(found, ivy.dtype(x))


def DataFormatVecPermute(x, src_format, dst_format):
    require(x.ndim in (1, 2), "input must be a vector or 2D tensor")
    if x.shape[0] != len(src_format):
        require(x.shape[0] == len(src_format) - 2, "1D input must be of size 2, 3, 4 or 5")
        src_format, dst_format = ([c for c in f if c not in "NC"] for f in (src_format, dst_format))
    places = np.asarray([src_format.index(c) for c in dst_format])
    return ivy.take(x, ivy.constant(places), axis=0)


def _nudged(low, high, num_bits, narrow_range):
    """The range moved so that 0 is one of its steps: lowest, highest, size of a step (float32)."""
    f = np.float32
    bottom, top = f(narrow_range), f(2**num_bits - 1)
    step = (high - low) / (top - bottom)
    zero = bottom - low / step
    nudged = np.clip(np.floor(zero + f(0.5)), bottom, top)
    return (bottom - nudged) * step, (top - nudged) * step, step


def _fake_quantised(inputs, low, high, num_bits, narrow_range):
    require(2 <= num_bits <= 16, "num_bits must be between 2 and 16, inclusive")
    low, high = (np.asarray(v, np.float32) for v in (low, high))
    if low.size == 1 and low == 0 == high:
        return ivy.zeros(tuple(inputs.shape), dtype=ivy.dtype(inputs))
    require((low < high).all(), f"min has to be smaller than max, was: {low} >= {high}")
    low, high, step = map(ivy.constant, _nudged(low, high, num_bits, narrow_range))
    steps = ivy.divide(ivy.subtract(ivy.clip(inputs, low, high), low), step)
    return ivy.add(ivy.multiply(ivy.floor(ivy.add(steps, 0.5)), step), low)


def FakeQuantWithMinMaxArgs(inputs, min, max, num_bits, narrow_range):
    return _fake_quantised(inputs, min, max, num_bits, narrow_range)


def FakeQuantWithMinMaxVars(inputs, min: Host, max: Host, num_bits, narrow_range):
    require(min.ndim == max.ndim == 0, "min and max must be scalars")
    return _fake_quantised(inputs, min, max, num_bits, narrow_range)


def FakeQuantWithMinMaxVarsPerChannel(inputs, min: Host, max: Host, num_bits, narrow_range):
    wanted = (inputs.shape[-1],)
    require(min.shape == max.shape == wanted, "min and max must be as long as the last dimension")
    return _fake_quantised(inputs, min, max, num_bits, narrow_range)


_schema.publish(__name__)
