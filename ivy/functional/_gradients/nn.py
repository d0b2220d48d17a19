"""Gradients of ops of neural networks."""

from __future__ import annotations

import math

from ivy._core import ops


def _gelu(g, out, x, *, approximate=False):
    if not approximate:
        density = ops.multiply(
            ops.exp(ops.multiply(ops.square(x), -0.5)), 1 / math.sqrt(2 * math.pi)
        )
        return ops.multiply(g, ops.add(ops.ndtr(x), ops.multiply(x, density)))
    root = math.sqrt(2 / math.pi)
    cube = ops.multiply(ops.multiply(x, ops.square(x)), 0.044715)
    t = ops.tanh(ops.multiply(ops.add(x, cube), root))
    slope = ops.multiply(ops.add(ops.multiply(ops.square(x), 3 * 0.044715), 1), root)
    inner = ops.multiply(ops.multiply(ops.subtract(1, ops.square(t)), slope), x)
    return ops.multiply(g, ops.multiply(ops.add(ops.add(t, 1), inner), 0.5))


def _softmax(g, out, x, *, axis):
    weighted = ops.multiply(g, out)
    return ops.subtract(weighted, ops.multiply(out, ops.sum(weighted, axis=axis, keepdims=True)))


def _log_softmax(g, out, x, *, axis):
    return ops.subtract(g, ops.multiply(ops.exp(out), ops.sum(g, axis=axis, keepdims=True)))


RULES = {
    "gelu": _gelu,
    "log_softmax": _log_softmax,
    "softmax": _softmax,
    "stop_gradient": (),
}
