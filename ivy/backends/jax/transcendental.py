"""Roots, exponentials, logarithms and angles."""

import jax
import jax.numpy as jnp
from jax import lax

from ivy.backends.jax import _adapters as like
from ivy.backends.jax import _complex

acos = like.by_kind(jnp.arccos, _complex.acos)
acosh = like.by_kind(jnp.arccosh, _complex.acosh)
asin = jnp.arcsin
asinh = like.by_kind(jnp.arcsinh, _complex.asinh)
atan = jnp.arctan
atan2 = jnp.arctan2
atanh = like.by_kind(jnp.arctanh, _complex.atanh)
cos = jnp.cos
cosh = like.by_kind(jnp.cosh, _complex.cosh)
exp = like.by_kind(jnp.exp, _complex.exp)
exp2 = like.wide(jnp.exp2)
expm1 = like.by_kind(jnp.expm1, _complex.expm1)
hypot = jnp.hypot
log = like.by_kind(jnp.log, _complex.log)
log10 = jnp.log10
log1p = like.by_kind(jnp.log1p, _complex.log1p)
log2 = jnp.log2
logaddexp = jnp.logaddexp
logaddexp2 = jnp.logaddexp2
rsqrt = lax.rsqrt
sigmoid = jax.nn.sigmoid
sin = jnp.sin
sinh = like.by_kind(jnp.sinh, _complex.sinh)
sqrt = like.by_kind(jnp.sqrt, _complex.sqrt)
tan = jnp.tan
tanh = like.by_kind(jnp.tanh, _complex.tanh)
