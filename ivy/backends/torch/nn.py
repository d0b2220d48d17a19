"""Ops of neural networks, and the loop that recurrent ones need."""

import torch
import torch.nn.functional as F

from ivy._core.specialization import specializes


def gelu(x, /, *, approximate=False):
    return F.gelu(x, approximate="tanh" if approximate else "none")


@specializes(lambda x, /, *, axis: (torch.log_softmax, (x, axis), {}))
def log_softmax(x, /, *, axis):
    return torch.log_softmax(x, axis)


def scan(function, carry, xs, /, *, reverse=False):
    steps = range(len(xs[0]))
    rows = []
    for i in reversed(steps) if reverse else steps:
        carry, row = function(carry, tuple(x[i] for x in xs))
        rows.append(row)
    if reverse:
        rows.reverse()
    return carry, tuple(torch.stack(column) for column in zip(*rows, strict=True))


@specializes(lambda x, /, *, axis: (torch.softmax, (x, axis), {}))
def softmax(x, /, *, axis):
    return torch.softmax(x, axis)
