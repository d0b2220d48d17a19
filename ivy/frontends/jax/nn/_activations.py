"""Activation functions of `jax.nn`."""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax.nn import _adapters as like


def _zero(x):
    return to.like(0, x)


def _softplus(x):
    return ivy.logaddexp(x, _zero(x))


def _elu(x, alpha):
    above = ivy.greater(x, 0)
    return ivy.where(above, x, alpha * ivy.expm1(ivy.where(above, _zero(x), x)))


def _celu(x, alpha):
    zero = _zero(x)
    return ivy.maximum(x, zero) + alpha * ivy.expm1(ivy.minimum(x, zero) / alpha)


def _relu6(x):
    return ivy.minimum(ivy.maximum(x, _zero(x)), to.like(6, x))


def _hard_sigmoid(x):
    return _relu6(x + 3.0) / 6.0


def _sparse_plus(x):
    middle = ivy.square(x + 1.0) / 4
    return ivy.where(ivy.less_equal(x, -1), _zero(x), ivy.where(ivy.greater_equal(x, 1), x, middle))


def _log1mexp(x):
    near = ivy.log(ivy.negative(ivy.expm1(ivy.negative(x))))
    far = ivy.log1p(ivy.negative(ivy.exp(ivy.negative(x))))
    return ivy.where(ivy.less(x, math.log(2)), near, far)


celu = like.sloped(_celu)
elu = like.sloped(_elu)
hard_sigmoid = like.floating(_hard_sigmoid)
hard_silu = like.floating(lambda x: x * _hard_sigmoid(x))
hard_swish = _publish.alias(hard_silu)
log1mexp = like.floating(_log1mexp)
log_sigmoid = like.floating(lambda x: ivy.negative(_softplus(ivy.negative(x))))
mish = like.floating(lambda x: x * ivy.tanh(_softplus(x)))
relu6 = like.floating(ivy.relu6)
selu = like.floating(lambda x: 1.0507009873554805 * _elu(x, to.like(1.6732632423543772, x)))
sigmoid = like.given_floating(ivy.sigmoid)
silu = like.given_floating(lambda x: x * ivy.sigmoid(x))
soft_sign = like.floating(lambda x: x / (ivy.abs(x) + 1))
softplus = like.floating(_softplus)
sparse_plus = like.floating(_sparse_plus)
sparse_sigmoid = like.floating(lambda x: 0.5 * ivy.clip(x + 1.0, 0.0, 2.0))
swish = _publish.alias(silu)
tanh = like.floating(ivy.tanh)


def identity(x):
    return to.array(x)


def relu(x):
    x = to.array(x)
    return ivy.relu(ivy.astype(x, to.default_int()) if ivy.dtype(x) == dtypes.bool_ else x)


def hard_tanh(x):
    x = to.array(x)
    x = ivy.astype(x, to.default_int()) if ivy.dtype(x) == dtypes.bool_ else x
    top, bottom = to.like(1, x), ivy.negative(to.like(1, x))
    inner = ivy.where(ivy.less(x, bottom), bottom, x)  # -1 is the largest unsigned number
    return ivy.where(ivy.greater(x, top), top, inner)


def leaky_relu(x, negative_slope=0.01):
    x, slope = to.promote_inexact(x, negative_slope)
    return ivy.where(ivy.greater_equal(x, 0), x, slope * x)


def squareplus(x, b=4):
    return like.widely(
        lambda x, b: (x + ivy.sqrt(ivy.square(x) + b)) / 2, *to.promote_inexact(x, b)
    )


def gelu(x, approximate=True):
    (x,) = to.promote_inexact(x)
    return like.widely(lambda x: ivy.gelu(x, approximate=bool(approximate)), x)


def glu(x, axis=-1):
    x = to.array(x)
    if dtypes.category(ivy.dtype(x)) < 2:
        raise TypeError(f"glu does not accept dtype {ivy.dtype(x).name}.")
    size = x.shape[axis]
    assert size % 2 == 0, "axis size must be divisible by 2"
    before = (slice(None),) * (axis % x.ndim)
    first, second = (
        ivy.slice_(x, (*before, part)) for part in (slice(0, size // 2), slice(size // 2, size))
    )
    return like.widely(lambda a, b: a * ivy.sigmoid(b), first, second)


_publish.publish(__name__, native="jax.nn")
