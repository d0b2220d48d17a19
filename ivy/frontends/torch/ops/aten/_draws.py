"""Random functions that transform what they draw; the source's generator draws the numbers.

`distribution(*args)` returns what to draw: a random method of tensors, its arguments, a shape and a
dtype; LIKE_INPUT instead of a shape stands for that and the strides of the first argument.
`transform(numbers, *args)` returns the result. Where `distribution` raises, the source runs the whole
function: calls that it refuses, and sums that it rounds in an order of its own.
"""

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes, errors
from ivy.frontends._publish import LIKE_INPUT, SAMPLERS
from ivy.frontends.torch import _dtypes as to


def _demand_no_negatives(std):
    if 0 not in std.shape and not ivy.item(ivy.all(ivy.greater_equal(std, 0))):
        raise errors.DrawsNumbersError("the source raises its own error")


def _normal_around(mean, std=1.0):
    return "normal_", (0.0, std), tuple(mean.shape), ivy.dtype(mean)


def _normal_of_width(mean, std):
    _demand_no_negatives(std)
    return "normal_", (), tuple(std.shape), ivy.dtype(std)


def _normal(mean, std):
    _demand_no_negatives(std)
    shape = tuple(ivy.broadcast_arrays(mean, std)[0].shape)
    return "normal_", (), shape, ivy.dtype(mean)


def _moved(numbers, mean, std=1.0):
    return to.cast(ivy.add(*to.promote(numbers, mean)), ivy.dtype(numbers))


def _scaled(numbers, mean, std):
    wide = to.cast(ivy.multiply(*to.promote(numbers, std)), ivy.dtype(numbers))
    return _moved(wide, mean)


def _is_distribution(weights, count):
    if not dtypes.is_floating(ivy.dtype(weights)) or not 1 <= weights.ndim <= 2:
        return False
    if 0 in weights.shape or not 1 <= count <= weights.shape[-1]:
        return False
    values = ivy.to_numpy(weights)
    # a NaN is neither; no weight is negative, so that a sum of 0 is one of zeros
    return bool(np.all(values >= 0) and np.all(values < np.inf) and np.all(values.max(-1) > 0))


def _clocks(input, num_samples, replacement=False):
    if (replacement and num_samples != 1) or not _is_distribution(input, num_samples):
        raise errors.DrawsNumbersError("multinomial")
    return "exponential_", (), LIKE_INPUT, ivy.dtype(input)


def _first_to_ring(numbers, input, num_samples, replacement=False):
    race = ivy.divide(input, numbers)
    if num_samples == 1:
        return ivy.argmax(race, axis=-1, keepdims=True)
    return ivy.top_k(race, num_samples, axis=-1, largest=True)[1]


SAMPLERS.update(
    {
        "torch.multinomial": (_clocks, _first_to_ring),
        "torch.ops.aten.normal.Tensor_Tensor": (_normal, _scaled),
        "torch.ops.aten.normal.Tensor_float": (_normal_around, _moved),
        "torch.ops.aten.normal.float_Tensor": (_normal_of_width, _scaled),
    }
)
