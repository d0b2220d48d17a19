"""Ops of neural networks, and the loop that recurrent ones need."""

import torch
import torch.nn.functional as F

from ivy._core.backend import by_declaration
from ivy._core.specialization import specializes


def batch_norm(
    x,
    mean,
    variance,
    /,
    *,
    weight=None,
    bias=None,
    training=False,
    momentum=0.1,
    epsilon=1e-5,
    axis=1,
):
    usual = _floats(x, mean, variance, weight, bias) and 0 not in x.shape
    if training or axis % x.ndim != 1 or not usual:
        options = {"weight": weight, "bias": bias, "epsilon": epsilon, "axis": axis}
        more = {"training": training, "momentum": momentum}
        return by_declaration("torch", "batch_norm", x, mean, variance, **options, **more)
    return F.batch_norm(x, mean, variance, weight, bias, eps=epsilon), mean, variance


def gelu(x, /, *, approximate=False):
    return F.gelu(x, approximate="tanh" if approximate else "none")


def _floats(*arrays):
    """Whether arrays (None does not count) are of one floating dtype, as torch's layers want them."""
    given = [a for a in arrays if a is not None]
    return given[0].is_floating_point() and all(a.dtype is given[0].dtype for a in given)


def layer_norm(x, /, *, axis=-1, weight=None, bias=None, epsilon=1e-5):
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    last = x.ndim - len(axes)
    shape = tuple(x.shape[last:])
    fits = all(a is None or tuple(a.shape) == shape for a in (weight, bias))
    if (
        not _floats(x, weight, bias)
        or not fits
        or tuple(a % x.ndim for a in axes) != tuple(range(last, x.ndim))
    ):
        return by_declaration(
            "torch", "layer_norm", x, axis=axis, weight=weight, bias=bias, epsilon=epsilon
        )
    return F.layer_norm(x, shape, weight, bias, epsilon)


def linear(x, weight, bias=None, /):
    if not _floats(x, weight, bias) or weight.ndim != 2 or (bias is not None and bias.ndim != 1):
        return by_declaration("torch", "linear", x, weight, bias)
    return F.linear(x, weight, bias)


@specializes(lambda x, /, *, axis: (torch.log_softmax, (x, axis), {}))
def log_softmax(x, /, *, axis):
    return torch.log_softmax(x, axis)


def relu(x, /):
    return torch.relu(x) if x.is_floating_point() else by_declaration("torch", "relu", x)


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


def scaled_dot_product_attention(
    query,
    key,
    value,
    /,
    *,
    mask=None,
    is_causal=False,
    scale=None,
    dropout=0.0,
    random_key=None,
):
    both = mask is not None and is_causal
    if not _floats(query, key, value) or dropout or both or query.shape[-2] != key.shape[-2]:
        return by_declaration(
            "torch",
            "scaled_dot_product_attention",
            query,
            key,
            value,
            mask=mask,
            is_causal=is_causal,
            scale=scale,
            dropout=dropout,
            random_key=random_key,
        )
    return F.scaled_dot_product_attention(query, key, value, mask, is_causal=is_causal, scale=scale)
