"""Activation functions whose ATen and public signatures agree."""

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch.nn import _adapters as like
from ivy.frontends.torch.nn import _formulas as formula


@like.in_float32
def celu(input, alpha=1.0):
    if alpha == 0:
        raise RuntimeError("ZeroDivisionError: alpha cannot be 0 for CELU")
    return ivy.where(input > 0, input, ivy.expm1(input / alpha) * alpha)


@like.in_float32
def gelu(input, *, approximate="none"):
    return ivy.gelu(input, approximate=approximate == "tanh")


@like.in_float32
def glu(input, dim=-1):
    value, gate = formula.halves(input, dim)
    return ivy.multiply(value, ivy.sigmoid(gate))


def hardshrink(input, lambd=0.5):
    small = ivy.logical_and(input >= -lambd, input <= lambd)
    return ivy.where(small, ivy.zeros((), dtype=ivy.dtype(input)), input)


@like.in_float32
def hardsigmoid(input):
    return ivy.clip(input + 3, 0.0, 6.0) / 6


@like.in_float32
def hardswish(input):
    return ivy.multiply(input, ivy.clip(input + 3, 0.0, 6.0)) / 6


def hardtanh(input, min_val=-1.0, max_val=1.0):
    dtype = ivy.dtype(input)
    if (min_val, max_val) == (0, 6):
        return ivy.relu6(input)
    low, high = to.cast(min_val, dtype), to.cast(max_val, dtype)
    inside = ivy.where(ivy.less_equal(input, low), low, input)  # no gradient at the bounds
    return ivy.where(ivy.greater_equal(input, high), high, inside)


@like.in_float32
def leaky_relu(input, negative_slope=0.01):
    return ivy.where(input > 0, input, input * negative_slope)


@like.in_float32
def mish(input):
    return ivy.multiply(input, ivy.tanh(formula.log1p_exp(input)))


def relu(input):
    return ivy.relu(input)


@like.in_float32
def silu(input):
    return ivy.multiply(input, ivy.sigmoid(input))


@like.in_float32
def softplus(input, beta=1, threshold=20):
    scaled = input * beta
    return ivy.where(scaled > threshold, input, formula.log1p_exp(scaled) / beta)


@like.in_float32
def softshrink(input, lambd=0.5):
    shrunk = ivy.where(input > lambd, input - lambd, input + lambd)
    inside = ivy.logical_and(input >= -lambd, input <= lambd)
    return ivy.where(inside, input * 0, shrunk)


def threshold(input, threshold, value):
    dtype = ivy.dtype(input)
    return ivy.where(input <= to.exactly(threshold, dtype), to.exactly(value, dtype), input)


_publish.publish(__name__, native="torch.nn.functional")
