"""Functions of complex numbers at zeros, infinities and NaN, as C and the Array API standard have them.

XLA (jaxlib 0.10) gives NaN for most of these. Each function is one program, so that an eager call costs
one dispatch.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

_NAN, _INF = float("nan"), float("inf")


def _edges(function: Callable) -> Callable:
    """`rule(x, re, im, out)` gives (where, real, imag) of values that are to be replaced."""

    def decorate(rule: Callable) -> Callable:
        @jax.jit
        @functools.wraps(rule)
        def run(x: Any) -> Any:
            out = function(x)
            real, imag = out.real, out.imag
            for place, re, im in rule(x.real, x.imag, out):
                real, imag = jnp.where(place, re, real), jnp.where(place, im, imag)
            return lax.complex(real, imag)

        return lambda x, /: run(x)

    return decorate


@_edges(jnp.arccos)
def acos(re, im, out):
    yield (re == 0) & jnp.isnan(im), jnp.pi / 2, _NAN


@_edges(jnp.arccosh)
def acosh(re, im, out):
    yield (re == 0) & jnp.isnan(im), _NAN, jnp.pi / 2


@_edges(jnp.arcsinh)
def asinh(re, im, out):
    yield jnp.isnan(re) & (im == 0), _NAN, im


@_edges(jnp.arctanh)
def atanh(re, im, out):
    known = (re == 0) | jnp.isinf(re)
    yield jnp.isnan(im), jnp.where(known, jnp.copysign(0, re), _NAN), _NAN
    yield jnp.isnan(re) & jnp.isfinite(im), _NAN, _NAN


@_edges(jnp.cosh)
def cosh(re, im, out):
    turning = ~jnp.isfinite(im)
    yield turning & (re == 0), _NAN, 0
    yield turning & jnp.isinf(re), _INF, _NAN


@_edges(jnp.exp)
def exp(re, im, out):
    turning = ~jnp.isfinite(im)
    yield turning & (re == _INF), _INF, _NAN
    yield turning & (re == -_INF), 0, 0


@_edges(jnp.expm1)
def expm1(re, im, out):
    turning = ~jnp.isfinite(im)
    yield turning & (re == _INF), _INF, _NAN
    yield turning & (re == -_INF), -1, 0


@_edges(jnp.log)
def log(re, im, out):
    yield jnp.isinf(re) | jnp.isinf(im), _INF, out.imag


@_edges(jnp.log1p)
def log1p(re, im, out):
    yield jnp.isinf(re) | jnp.isinf(im), _INF, out.imag


@_edges(jnp.sign)
def sign(re, im, out):
    yield (re == 0) & (im == 0), 0, 0


@_edges(jnp.sinh)
def sinh(re, im, out):
    turning = ~jnp.isfinite(im)
    yield turning & (re == 0), re, _NAN
    yield turning & jnp.isinf(re), re, _NAN


@_edges(jnp.sqrt)
def sqrt(re, im, out):
    yield (re == _INF) & jnp.isnan(im), _INF, _NAN
    yield (re == -_INF) & jnp.isnan(im), _NAN, _INF


@_edges(jnp.tanh)
def tanh(re, im, out):
    yield ~jnp.isfinite(im) & (re == 0), re, _NAN
