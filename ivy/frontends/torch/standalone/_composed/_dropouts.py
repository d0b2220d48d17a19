"""`torch.nn.functional`: what draws random numbers in training (from PyTorch's generator)."""

import math

import ivy.frontends.torch as torch
from ivy.frontends import _publish
from ivy.frontends._publish import COMPOSED
from ivy.frontends.torch.standalone import _generator as generators
from ivy.frontends.torch.standalone._composed._activation import given as _given

_ALPHA = 1.7580993408473766  # of SELU, times its scale


def _whole(input):
    return input.shape


def _of_channels(input):
    return (*input.shape[:2], *[1] * (input.ndim - 2))


def _scaled(input, kept, p):
    return input * (kept / (1 - p))


def _affine(input, kept, p):
    # keeps mean and variance (https://arxiv.org/abs/1706.02515, section 3)
    scale = 1 / math.sqrt((_ALPHA**2 * p + 1) * (1 - p))
    return input * (kept * scale) + ((kept - 1) * (_ALPHA * scale) + _ALPHA * scale * p)


def _dropped(usually, shape, apply):
    def function(input, p=0.5, training=usually, inplace=False):
        if p < 0.0 or p > 1.0:
            raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
        if not training or p == 0:
            return input
        if p == 1:
            return _given(input * 0.0, input, inplace)
        kept = torch.empty(shape(input), dtype=input.dtype).bernoulli_(1 - p)
        return _given(apply(input, kept, p), input, inplace)

    return function


alpha_dropout = _dropped(False, _whole, _affine)
dropout = _dropped(True, _whole, _scaled)
dropout1d = _dropped(True, _of_channels, _scaled)
dropout2d = _dropped(True, _of_channels, _scaled)
dropout3d = _dropped(True, _of_channels, _scaled)
feature_alpha_dropout = _dropped(False, _of_channels, _affine)


def rrelu(input, lower=1.0 / 8, upper=1.0 / 3, training=False, inplace=False):
    if lower > upper:
        raise RuntimeError("Lower bound should be less than or equal to the upper bound")
    if not training:
        return _given(torch.nn.functional.leaky_relu(input, (lower + upper) / 2), input, inplace)
    low = input <= 0  # a number is drawn for each of these, and for no others
    count = int(low.sum())
    numbers = generators.DEFAULT.uniform(count, torch.float64) * (upper - lower) + lower
    slope = torch.ones_like(input).masked_scatter(low, torch.tensor(numbers).to(input.dtype))
    return _given(input * slope, input, inplace)


_publish.publish(__name__, native="torch.nn.functional", registry=COMPOSED)
