"""`tensorflow.nn`: activations, losses, normalisation."""

import math

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.tensorflow import _convert as to
from ivy.frontends.tensorflow import _math as pointwise
from ivy.frontends.tensorflow import _public
from ivy.frontends.tensorflow import _reductions as reductions
from ivy.frontends.tensorflow._public import like, public
from ivy.frontends.tensorflow._raw import _activations as raw
from ivy.frontends.tensorflow._raw import _blocks as blocks
from ivy.frontends.tensorflow._raw._reductions import axis_of

elu = public(raw.Elu)
l2_loss = public(raw.L2Loss)
local_response_normalization = public(raw.LRN)
relu = public(raw.Relu)
selu = public(raw.Selu)


def relu6(features, name=None):
    return raw.Relu6(features=to.tensor(features))


def leaky_relu(features, alpha=0.2, name=None):
    x = to.tensor(features)
    if dtypes.is_integral(ivy.dtype(x)):
        x = ivy.astype(x, dtypes.float32)
    return raw.LeakyRelu(features=x, alpha=alpha)


def silu(features, beta=1.0):
    x = to.tensor(features)
    beta = ivy.astype(to.tensor(beta), ivy.dtype(x))
    return pointwise.multiply(x, pointwise.sigmoid(pointwise.multiply(beta, x)))


def crelu(features, axis=-1, name=None):
    x = to.tensor(features)
    axis = axis_of(np.asarray(axis), x.ndim)
    return relu(ivy.concat([x, pointwise.negative(x)], axis=axis))


def gelu(features, approximate=False, name=None):
    x = to.tensor(features)
    if not dtypes.is_floating(ivy.dtype(x)):
        raise ValueError("`features.dtype` must be a floating point tensor.")
    dtype = ivy.dtype(x)
    if approximate:
        cubes = ivy.multiply(ivy.pow(x, like(x, 3)), _single(0.044715))
        inner = ivy.multiply(ivy.add(x, cubes), 0.7978845608028654)
        factor = ivy.add(ivy.tanh(inner), 1)
    else:
        factor = ivy.erfc(ivy.multiply(ivy.negative(x), _single(0.7071067811865476)))
    return ivy.astype(ivy.multiply(ivy.multiply(x, 0.5), factor), dtype)


def _single(number):
    """A number as TensorFlow casts it from Python: by way of float32."""
    return float(np.float32(number))


def _along(op):
    """`f(logits, axis=None)` over one axis."""

    def function(logits, axis=None, name=None):
        x = to.tensor(logits)
        axis = axis_of(np.asarray(-1 if axis is None else axis), x.ndim)
        if axis == x.ndim - 1:
            return op(logits=x)
        moved = op(logits=ivy.moveaxis(x, axis, -1))
        return ivy.moveaxis(moved, -1, axis)

    return function


softmax = _along(raw.Softmax)
log_softmax = _along(raw.LogSoftmax)


def bias_add(value, bias, data_format=None, name=None):
    if data_format is not None:
        ends = data_format.startswith("N") and data_format.endswith("C")
        if not (data_format.startswith("NC") or ends):
            raise ValueError("`data_format` must be of the form `N...C` or `NC...`.")
    first = data_format is not None and data_format.startswith("NC")
    return raw.BiasAdd(value=value, bias=bias, data_format="NCHW" if first else "NHWC")


def _one_shape(logits, labels):
    if tuple(logits.shape) != tuple(labels.shape):
        raise ValueError(
            f"`logits` and `labels` must have the same shape, received ({tuple(logits.shape)} "
            f"vs {tuple(labels.shape)})."
        )


def _tail(logits):
    """log(1 + exp(-|x|))."""
    return ivy.log1p(ivy.exp(ivy.negative(ivy.abs(logits))))


def sigmoid_cross_entropy_with_logits(labels=None, logits=None, name=None):
    if labels is None or logits is None:
        raise ValueError("Only call `sigmoid_cross_entropy_with_logits` with named arguments")
    logits, labels = to.tensor(logits), to.tensor(labels)
    _one_shape(logits, labels)
    positive = ivy.where(ivy.greater_equal(logits, like(logits, 0)), logits, 0)
    difference = pointwise.subtract(positive, pointwise.multiply(logits, labels))
    return pointwise.add(difference, _tail(logits))


def weighted_cross_entropy_with_logits(labels, logits, pos_weight, name=None):
    logits, labels = to.tensor(logits), to.tensor(labels)
    _one_shape(logits, labels)
    weight = to.tensor(pos_weight, ivy.dtype(labels))
    weight = pointwise.add(pointwise.multiply(pointwise.subtract(weight, 1), labels), 1)
    softened = pointwise.add(_tail(logits), relu(pointwise.negative(logits)))
    rest = pointwise.multiply(pointwise.subtract(1, labels), logits)
    return pointwise.add(rest, pointwise.multiply(weight, softened))


def log_poisson_loss(targets, log_input, compute_full_loss=False, name=None):
    log_input, targets = to.tensor(log_input), to.tensor(targets)
    _one_shape(log_input, targets)
    result = pointwise.subtract(pointwise.exp(log_input), pointwise.multiply(log_input, targets))
    if not compute_full_loss:
        return result
    half = ivy.multiply(ivy.log(ivy.multiply(targets, 2 * math.pi)), 0.5)
    stirling = ivy.add(ivy.subtract(ivy.multiply(targets, ivy.log(targets)), targets), half)
    small = ivy.logical_and(ivy.greater_equal(targets, 0), ivy.less_equal(targets, 1))
    return ivy.add(result, ivy.where(small, 0, stirling))


def _rows(x):
    return ivy.reshape(x, (math.prod(x.shape[:-1]), x.shape[-1]))


def softmax_cross_entropy_with_logits(labels, logits, axis=-1, name=None):
    logits, labels = to.tensor(logits), to.tensor(labels)
    dtype = ivy.dtype(logits)
    wide = ivy.astype(logits, dtypes.float32) if dtype.itemsize == 2 else logits
    labels = ivy.astype(labels, ivy.dtype(wide))
    axis = axis_of(np.asarray(axis), logits.ndim)
    wide, labels = (ivy.moveaxis(v, axis, -1) for v in (wide, labels))
    loss, _ = raw.SoftmaxCrossEntropyWithLogits(features=_rows(wide), labels=_rows(labels))
    return ivy.astype(ivy.reshape(loss, tuple(wide.shape[:-1])), dtype)


def sparse_softmax_cross_entropy_with_logits(labels, logits, name=None):
    logits, labels = to.tensor(logits), to.tensor(labels)
    if not logits.ndim or labels.ndim != logits.ndim - 1:
        raise ValueError("`labels.shape.rank` must equal `logits.shape.rank - 1`.")
    dtype = ivy.dtype(logits)
    wide = ivy.astype(logits, dtypes.float32) if dtype.itemsize == 2 else logits
    flat = ivy.reshape(labels, (-1,))
    if tuple(labels.shape) != tuple(logits.shape[:-1]):
        raise ValueError("`labels.shape` must equal `logits.shape` except for the last dimension.")
    loss, _ = raw.SparseSoftmaxCrossEntropyWithLogits(features=_rows(wide), labels=flat)
    return ivy.astype(ivy.reshape(loss, tuple(labels.shape)), dtype)


def moments(x, axes, shift=None, keepdims=False, name=None):
    x = to.tensor(x)
    dtype = ivy.dtype(x)
    y = ivy.astype(x, dtypes.float32) if dtype == dtypes.float16 else x
    mean = reductions.reduce_mean(y, axes, True)
    variance = reductions.reduce_mean(pointwise.squared_difference(y, mean), axes, True)
    found = (mean, variance) if keepdims else tuple(_squeezed(v, axes) for v in (mean, variance))
    return tuple(ivy.astype(v, dtype) for v in found)


def _squeezed(x, axes):
    axes = tuple(np.reshape(axes, -1).tolist())
    return ivy.squeeze(x, axis=axes) if axes else x


def weighted_moments(x, axes, frequency_weights, keepdims=False, name=None):
    x = to.tensor(x)
    dtype = ivy.dtype(x)
    x = ivy.astype(x, dtypes.float32) if dtype == dtypes.float16 else x
    weights = ivy.astype(to.tensor(frequency_weights), ivy.dtype(x))
    spread = pointwise.add(weights, ivy.zeros(tuple(x.shape), dtype=ivy.dtype(x)))
    total = reductions.reduce_sum(spread, axes, True)
    summed = reductions.reduce_sum(pointwise.multiply(weights, x), axes, True)
    mean = pointwise.divide_no_nan(summed, total)
    squares = pointwise.multiply(weights, pointwise.squared_difference(x, mean))
    variance = pointwise.divide_no_nan(reductions.reduce_sum(squares, axes, True), total)
    found = (mean, variance) if keepdims else tuple(_squeezed(v, axes) for v in (mean, variance))
    return tuple(ivy.astype(v, dtype) for v in found)


def sufficient_statistics(x, axes, shift=None, keepdims=False, name=None):
    x = to.tensor(x)
    axes = list(set(axes))
    counts = like(x, math.prod(x.shape[a] for a in axes))
    moved, squares = x, pointwise.square(x)
    if shift is not None:
        shift = to.tensor(shift)
        moved, squares = pointwise.subtract(x, shift), pointwise.squared_difference(x, shift)
    sums = (reductions.reduce_sum(v, axes, keepdims) for v in (moved, squares))
    return (counts, *sums, shift)


def normalize_moments(counts, mean_ss, variance_ss, shift, name=None):
    divisor = pointwise.reciprocal(counts)
    shifted = pointwise.multiply(mean_ss, divisor)
    mean = shifted if shift is None else pointwise.add(shifted, shift)
    variance = pointwise.subtract(
        pointwise.multiply(variance_ss, divisor), pointwise.square(shifted)
    )
    return mean, variance


def batch_normalization(x, mean, variance, offset, scale, variance_epsilon, name=None):
    x, mean, variance = map(to.tensor, (x, mean, variance))
    factor = pointwise.rsqrt(pointwise.add(variance, variance_epsilon))
    if scale is not None:
        factor = pointwise.multiply(factor, scale)
    moved = pointwise.negative(pointwise.multiply(mean, factor))
    if offset is not None:
        moved = pointwise.add(offset, moved)
    dtype = ivy.dtype(x)
    factor, moved = ivy.astype(factor, dtype), ivy.astype(moved, dtype)
    return pointwise.add(pointwise.multiply(x, factor), moved)


def scale_regularization_loss(regularization_loss):
    return to.tensor(regularization_loss)


def space_to_depth(input, block_size, data_format="NHWC", name=None):
    return blocks.SpaceToDepth(input=input, block_size=block_size, data_format=data_format)


def depth_to_space(input, block_size, data_format="NHWC", name=None):
    return blocks.DepthToSpace(input=input, block_size=block_size, data_format=data_format)


_public.publish(__name__, native="tensorflow.nn", helpers=(axis_of, like))
