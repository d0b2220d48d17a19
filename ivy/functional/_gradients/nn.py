"""Gradients of ops of neural networks."""

from __future__ import annotations

import math

from ivy.functional import elementwise as e
from ivy.functional import reductions as r
from ivy.functional import special as s


def _gelu(g, out, x, *, approximate=False):
    if not approximate:
        density = e.multiply(e.exp(e.multiply(e.square(x), -0.5)), 1 / math.sqrt(2 * math.pi))
        return e.multiply(g, e.add(s.ndtr(x), e.multiply(x, density)))
    root = math.sqrt(2 / math.pi)
    cube = e.multiply(e.multiply(x, e.square(x)), 0.044715)
    t = e.tanh(e.multiply(e.add(x, cube), root))
    slope = e.multiply(e.add(e.multiply(e.square(x), 3 * 0.044715), 1), root)
    inner = e.multiply(e.multiply(e.subtract(1, e.square(t)), slope), x)
    return e.multiply(g, e.multiply(e.add(e.add(t, 1), inner), 0.5))


def _softmax(g, out, x, *, axis):
    weighted = e.multiply(g, out)
    return e.subtract(weighted, e.multiply(out, r.sum(weighted, axis=axis, keepdims=True)))


def _log_softmax(g, out, x, *, axis):
    return e.subtract(g, e.multiply(e.exp(out), r.sum(g, axis=axis, keepdims=True)))


RULES = {
    "gelu": _gelu,
    "log_softmax": _log_softmax,
    "softmax": _softmax,
    "stop_gradient": (),
}
