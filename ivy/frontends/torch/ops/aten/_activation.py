"""Gradients of activation functions, and forward forms that only ATen has."""

import math

from ivy import functional as ivy
from ivy._core import errors
from ivy.frontends import _publish
from ivy.frontends.torch.nn import _activation as activation
from ivy.frontends.torch.nn import _adapters as like
from ivy.frontends.torch.nn import _formulas as formula


@like.in_float32
def _prelu_kernel(self, weight):
    return ivy.where(self > 0, self, ivy.multiply(weight, self))


@like.in_float32
def _prelu_kernel_backward(grad_output, self, weight):
    below = ivy.where(
        self > 0, ivy.zeros((), dtype=ivy.dtype(self)), ivy.multiply(self, grad_output)
    )
    return ivy.where(self > 0, grad_output, ivy.multiply(weight, grad_output)), below


@like.in_float32
def elu(self, alpha=1, scale=1, input_scale=1):
    negative = ivy.expm1(ivy.minimum(self, 0.0) * input_scale) * (alpha * scale)
    return ivy.where(self > 0, self * scale, negative)


@like.in_float32
def elu_backward(grad_output, alpha, scale, input_scale, is_result, self_or_result):
    if is_result:
        slope = (self_or_result + alpha * scale) * input_scale
    else:
        slope = ivy.exp(self_or_result * input_scale) * (input_scale * alpha * scale)
    return ivy.where(self_or_result > 0, grad_output * scale, ivy.multiply(grad_output, slope))


@like.in_float32
def gelu_backward(grad_output, self, *, approximate="none"):
    if approximate == "tanh":
        return ivy.multiply(grad_output, formula.gelu_slope_tanh(self))
    below = (ivy.erf(self * math.sqrt(0.5)) + 1) * 0.5
    density = ivy.exp(ivy.square(self) * -0.5) * (1 / math.sqrt(2 * math.pi))
    return ivy.multiply(grad_output, ivy.add(below, ivy.multiply(self, density)))


@like.in_float32
def glu_backward(grad_output, self, dim):
    value, gate = formula.halves(self, dim)
    opened = ivy.sigmoid(gate)
    for_value = ivy.multiply(opened, grad_output)
    for_gate = ivy.multiply(ivy.multiply(for_value, 1 - opened), value)
    return ivy.concat([for_value, for_gate], axis=dim)


def hardshrink_backward(grad_out, self, lambd):
    return formula.zero_where(ivy.logical_and(self >= -lambd, self <= lambd), grad_out)


@like.in_float32
def hardsigmoid_backward(grad_output, self):
    return formula.zero_where(ivy.logical_or(self <= -3, self >= 3), grad_output / 6)


@like.in_float32
def hardswish_backward(grad_output, self):
    inside = ivy.multiply(grad_output, self / 3 + 0.5)
    return formula.zero_where(self <= -3, ivy.where(self < 3, inside, grad_output))


def hardtanh_backward(grad_output, self, min_val, max_val):
    return formula.zero_where(ivy.logical_or(self <= min_val, self >= max_val), grad_output)


@like.in_float32
def leaky_relu_backward(grad_output, self, negative_slope, self_is_result):
    return ivy.where(self > 0, grad_output, grad_output * negative_slope)


@like.in_float32
def log_sigmoid_backward(grad_output, self, buffer):
    return ivy.multiply(grad_output, ivy.sigmoid(-self))


@like.in_float32
def log_sigmoid_forward(self):
    return -formula.log1p_exp(-self), ivy.zeros((0,), dtype=ivy.dtype(self))


@like.in_float32
def mish_backward(grad_output, self):
    squashed = ivy.tanh(formula.log1p_exp(self))
    slope = ivy.multiply(ivy.multiply(self, ivy.sigmoid(self)), 1 - ivy.square(squashed))
    return ivy.multiply(grad_output, ivy.add(squashed, slope))


@like.in_float32
def rrelu_with_noise_backward(grad_output, self, noise, lower, upper, training, self_is_result):
    if training and upper - lower > 1e-6:
        return ivy.multiply(grad_output, noise)
    return ivy.where(self > 0, grad_output, grad_output * ((lower + upper) / 2))


def rrelu_with_noise_functional(
    self, noise, lower=0.125, upper=1 / 3, training=False, generator=None
):
    if training:
        raise errors.DrawsNumbersError("a slope for each negative element")
    return activation.leaky_relu(self, (lower + upper) / 2), noise


@like.in_float32
def sigmoid_backward(grad_output, output):
    return ivy.multiply(grad_output, ivy.multiply(1 - ivy.conj(output), ivy.conj(output)))


@like.in_float32
def silu_backward(grad_output, self):
    opened = ivy.sigmoid(self)
    slope = ivy.multiply(opened, ivy.multiply(self, 1 - opened) + 1)
    return ivy.multiply(grad_output, slope)


@like.in_float32
def softplus_backward(grad_output, self, beta, threshold):
    scaled = self * beta
    slope = ivy.multiply(grad_output, ivy.sigmoid(scaled))
    return ivy.where(scaled > threshold, grad_output, slope)


def softshrink_backward(grad_output, self, lambd):
    return formula.zero_where(ivy.logical_and(self >= -lambd, self <= lambd), grad_output)


@like.in_float32
def tanh_backward(grad_output, output):
    return ivy.multiply(grad_output, ivy.conj(1 - ivy.square(output)))


def threshold_backward(grad_output, self, threshold):
    return formula.zero_where(self <= threshold, grad_output)


_publish.publish(__name__, native="torch.ops.aten")
