"""Random functions that do more than draw: the source's generator gives numbers, these do the rest.

`law(*args)` says which numbers: the method of a tensor that draws them, its arguments, a shape and a
dtype. `finish(numbers, *args)` makes the result. Where `law` raises, the source does all of it.
"""

from ivy import functional as ivy
from ivy._core import dtypes, errors
from ivy.frontends._publish import DRAWN
from ivy.frontends.torch import _dtypes as to


def _demand_no_negatives(std):
    if 0 not in std.shape and not ivy.item(ivy.all(ivy.greater_equal(std, 0))):
        raise errors.DrawsNumbersError("the source says what is wrong")


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


def _waiting_times(weights, num_samples, replacement=False):
    shape = tuple(weights.shape)
    if replacement and num_samples != 1:
        raise errors.DrawsNumbersError("one number after the other")
    if len(shape) not in (1, 2) or not dtypes.is_floating(ivy.dtype(weights)):
        raise errors.DrawsNumbersError("the source says what is wrong")
    if 0 in shape or not 0 < num_samples <= shape[-1] or not _are_weights(weights):
        raise errors.DrawsNumbersError("the source says what is wrong")
    return "exponential_", (), shape, ivy.dtype(weights)


def _are_weights(weights):
    valid = ivy.all(ivy.logical_and(ivy.isfinite(weights), ivy.greater_equal(weights, 0)))
    some = ivy.all(ivy.greater(ivy.sum(weights, axis=-1), 0))
    return ivy.item(ivy.logical_and(valid, some))


def _fastest(numbers, weights, num_samples, replacement=False):
    """Weights over exponential numbers: the largest ones are a sample without replacement."""
    speed = ivy.divide(weights, numbers)
    if num_samples == 1:
        return ivy.argmax(speed, axis=-1, keepdims=True)
    return ivy.top_k(speed, num_samples, axis=-1)[1]


DRAWN.update(
    {
        "torch.ops.aten.multinomial.default": (_waiting_times, _fastest),
        "torch.ops.aten.normal.Tensor_Tensor": (_normal, _scaled),
        "torch.ops.aten.normal.Tensor_float": (_normal_around, _moved),
        "torch.ops.aten.normal.float_Tensor": (_normal_of_width, _scaled),
    }
)
