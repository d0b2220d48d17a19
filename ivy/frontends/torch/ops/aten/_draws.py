"""Random functions that transform what they draw; the source's generator draws the numbers.

`distribution(*args)` returns what to draw: a random method of tensors, its arguments, a shape and a
dtype. `transform(numbers, *args)` returns the result. Where `distribution` raises, the source runs the
whole function.
"""

from ivy import functional as ivy
from ivy._core import errors
from ivy.frontends._publish import SAMPLERS
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


SAMPLERS.update(
    {
        "torch.ops.aten.normal.Tensor_Tensor": (_normal, _scaled),
        "torch.ops.aten.normal.Tensor_float": (_normal_around, _moved),
        "torch.ops.aten.normal.float_Tensor": (_normal_of_width, _scaled),
    }
)
