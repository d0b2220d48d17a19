"""Ops of neural networks, and the loop that recurrent ones need."""

import numpy as np
from scipy import special

from ivy.backends.numpy import _adapters as like


@like.wide
def gelu(x, /, *, approximate=False):
    if approximate:
        return 0.5 * x * (1 + np.tanh((2 / np.pi) ** 0.5 * (x + 0.044715 * x * x * x)))
    return x * special.ndtr(x)


@like.wide
def log_softmax(x, /, *, axis):
    shifted = x - np.max(x, axis=axis, keepdims=True, initial=-np.inf)
    return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))


def relu(x, /):
    zero = x.dtype.type(0)
    return np.maximum(x, zero) + zero  # which makes one of -0.0


def scan(function, carry, xs, /, *, reverse=False):
    steps = range(len(xs[0]))
    rows = []
    for i in reversed(steps) if reverse else steps:
        carry, row = function(carry, tuple(x[i] for x in xs))
        rows.append(row)
    if reverse:
        rows.reverse()
    return carry, tuple(np.stack(column) for column in zip(*rows, strict=True))


@like.wide
def softmax(x, /, *, axis):
    powers = np.exp(x - np.max(x, axis=axis, keepdims=True, initial=-np.inf))
    return powers / np.sum(powers, axis=axis, keepdims=True)
