"""Activation functions of floating arrays, elementwise except for those with an `axis`.

Where a function has a kink, its gradient there is that of the left side, as in PyTorch.
"""

from __future__ import annotations

from ivy._core import ops, rules
from ivy._core.op import Array, composite

_SELU_ALPHA, _SELU_SCALE = 1.6732632423543772, 1.0507009873554805


def _zero(x):
    return ops.zeros((), dtype=ops.dtype(x))


def _like(x, value):
    return ops.full((), value, dtype=ops.dtype(x))


def _positive(x):
    """Whether `x` is above 0 or NaN."""
    return ops.logical_not(ops.less_equal(x, 0))


@composite(shape=rules.same, dtype=rules.floating)
def celu(x: Array, /, *, alpha: float = 1.0) -> Array:
    """`x` above 0, alpha (exp(x / alpha) - 1) below.

    >>> import ivy, numpy as np
    >>> ivy.celu(np.asarray([-1.5, 2.5])).round(4).tolist()
    [-0.7769, 2.5]
    """
    below = ops.where(_positive(x), _zero(x), x)
    return ops.where(_positive(x), x, ops.multiply(ops.expm1(ops.divide(below, alpha)), alpha))


@composite(shape=rules.same, dtype=rules.floating)
def elu(x: Array, /, *, alpha: float = 1.0) -> Array:
    """`x` above 0, alpha (exp(x) - 1) below.

    >>> import ivy, numpy as np
    >>> ivy.elu(np.asarray([-1.0, 0.0, 2.0])).round(4).tolist()
    [-0.6321, 0.0, 2.0]
    """
    below = ops.where(_positive(x), _zero(x), x)
    return ops.where(_positive(x), x, ops.multiply(ops.expm1(below), alpha))


@composite()
def glu(x: Array, /, *, axis: int = -1) -> Array:
    """The first half of `x` along `axis`, times the sigmoid of the second half.

    >>> import ivy, numpy as np
    >>> ivy.glu(np.asarray([4.0, 0.0])).tolist()
    [2.0]
    """
    axis %= x.ndim
    if x.shape[axis] % 2:
        raise ValueError(f"glu needs an even number of elements along axis {axis}: {x.shape}")
    half, lead = x.shape[axis] // 2, (slice(None),) * axis
    first = ops.slice_(x, (*lead, slice(None, half)))
    return ops.multiply(first, ops.sigmoid(ops.slice_(x, (*lead, slice(half, None)))))


@composite(shape=rules.same, dtype=rules.floating)
def hard_shrink(x: Array, /, *, limit: float = 0.5) -> Array:
    """`x` where it is farther than `limit` from 0, else 0.

    >>> import ivy, numpy as np
    >>> ivy.hard_shrink(np.asarray([-1.5, 2.5])).tolist()
    [-1.5, 2.5]
    """
    return ops.where(ops.less_equal(ops.abs(x), limit), _zero(x), x)


@composite(shape=rules.same, dtype=rules.floating)
def hard_sigmoid(x: Array, /) -> Array:
    """(x + 3) / 6, limited to [0, 1].

    >>> import ivy, numpy as np
    >>> ivy.hard_sigmoid(np.asarray([-1.5, 2.5])).round(4).tolist()
    [0.25, 0.9167]
    """
    return ops.divide(relu6(ops.add(x, 3)), 6)


@composite(shape=rules.same, dtype=rules.floating)
def hard_swish(x: Array, /) -> Array:
    """`x` times `hard_sigmoid(x)`.

    >>> import ivy, numpy as np
    >>> ivy.hard_swish(np.asarray([-1.5, 2.5])).round(4).tolist()
    [-0.375, 2.2917]
    """
    return ops.multiply(x, hard_sigmoid(x))


@composite(shape=rules.same, dtype=rules.floating)
def hard_tanh(x: Array, /, *, min: float = -1.0, max: float = 1.0) -> Array:
    """`x` limited to [min, max].

    >>> import ivy, numpy as np
    >>> ivy.hard_tanh(np.asarray([-1.5, 2.5])).tolist()
    [-1.0, 1.0]
    """
    below, above = ops.less_equal(x, min), ops.greater_equal(x, max)
    return ops.where(below, _like(x, min), ops.where(above, _like(x, max), x))


@composite(shape=rules.same, dtype=rules.floating)
def leaky_relu(x: Array, /, *, slope: float = 0.01) -> Array:
    """`x` above 0, slope times `x` below.

    >>> import ivy, numpy as np
    >>> ivy.leaky_relu(np.asarray([-1.5, 2.5])).tolist()
    [-0.015, 2.5]
    """
    return ops.where(_positive(x), x, ops.multiply(x, slope))


@composite(shape=rules.same, dtype=rules.floating)
def log_sigmoid(x: Array, /) -> Array:
    """log(sigmoid(x)), without overflow.

    >>> import ivy, numpy as np
    >>> ivy.log_sigmoid(np.asarray([-1.5, 2.5])).round(4).tolist()
    [-1.7014, -0.0789]
    """
    return ops.subtract(ops.minimum(x, _zero(x)), ops.log1p(ops.exp(ops.negative(ops.abs(x)))))


@composite(shape=rules.same, dtype=rules.floating)
def mish(x: Array, /) -> Array:
    """x tanh(softplus(x)).

    >>> import ivy, numpy as np
    >>> ivy.mish(np.asarray([-1.5, 2.5])).round(4).tolist()
    [-0.2981, 2.4714]
    """
    return ops.multiply(x, ops.tanh(softplus(x)))


@composite(shape=rules.broadcast, dtype=rules.floating)
def prelu(x: Array, slope: Array, /) -> Array:
    """`x` above 0, slope times `x` below, for an array of slopes.

    >>> import ivy, numpy as np
    >>> ivy.prelu(np.asarray([-1.5, 2.5]), np.asarray(0.1)).round(4).tolist()
    [-0.15, 2.5]
    """
    return ops.where(_positive(x), x, ops.multiply(slope, x))


@composite(shape=rules.same, dtype=rules.promote)
def relu(x: Array, /) -> Array:
    """`x` above 0, 0 below.

    >>> import ivy, numpy as np
    >>> ivy.relu(np.asarray([-1.0, 2.0])).tolist()
    [0.0, 2.0]
    """
    return ops.where(ops.less_equal(x, 0), _zero(x), x)


@composite(shape=rules.same, dtype=rules.promote)
def relu6(x: Array, /) -> Array:
    """`x` limited to [0, 6].

    >>> import ivy, numpy as np
    >>> ivy.relu6(np.asarray([-1.5, 2.5])).tolist()
    [0.0, 2.5]
    """
    return ops.where(
        ops.less_equal(x, 0), _zero(x), ops.where(ops.greater_equal(x, 6), _like(x, 6), x)
    )


@composite(shape=rules.same, dtype=rules.floating)
def selu(x: Array, /) -> Array:
    """Scaled `elu`, with the constants that preserve the mean and variance of layers.

    >>> import ivy, numpy as np
    >>> ivy.selu(np.asarray([-1.5, 2.5])).round(4).tolist()
    [-1.3658, 2.6268]
    """
    return ops.multiply(elu(x, alpha=_SELU_ALPHA), _SELU_SCALE)


@composite(shape=rules.same, dtype=rules.floating)
def silu(x: Array, /) -> Array:
    """`x` times its sigmoid (also called swish).

    >>> import ivy, numpy as np
    >>> ivy.silu(np.asarray([0.0, 1.0])).round(4).tolist()
    [0.0, 0.7311]
    """
    return ops.multiply(x, ops.sigmoid(x))


@composite(shape=rules.same, dtype=rules.floating)
def soft_shrink(x: Array, /, *, limit: float = 0.5) -> Array:
    """`x` shifted by `limit` towards 0; 0 within `limit` of it.

    >>> import ivy, numpy as np
    >>> ivy.soft_shrink(np.asarray([-1.5, 2.5])).tolist()
    [-1.0, 2.0]
    """
    moved = ops.subtract(x, ops.multiply(ops.sign(x), limit))
    return ops.where(ops.less_equal(ops.abs(x), limit), _zero(x), moved)


@composite(shape=rules.same, dtype=rules.floating)
def softplus(x: Array, /, *, beta: float = 1.0) -> Array:
    """log(1 + exp(beta x)) / beta, without overflow.

    >>> import ivy, numpy as np
    >>> ivy.softplus(np.asarray([-1.5, 2.5])).round(4).tolist()
    [0.2014, 2.5789]
    """
    scaled = x if beta == 1 else ops.multiply(x, beta)
    out = ops.logaddexp(scaled, _zero(x))
    return out if beta == 1 else ops.divide(out, beta)


@composite(shape=rules.same, dtype=rules.floating)
def softsign(x: Array, /) -> Array:
    """x / (1 + |x|).

    >>> import ivy, numpy as np
    >>> ivy.softsign(np.asarray([-1.5, 2.5])).round(4).tolist()
    [-0.6, 0.7143]
    """
    return ops.divide(x, ops.add(ops.abs(x), 1))


@composite(shape=rules.same, dtype=rules.floating)
def squareplus(x: Array, /, *, b: float = 4.0) -> Array:
    """(x + sqrt(x**2 + b)) / 2.

    >>> import ivy, numpy as np
    >>> ivy.squareplus(np.asarray([-1.5, 2.5])).round(4).tolist()
    [0.5, 2.8508]
    """
    return ops.multiply(ops.add(x, ops.sqrt(ops.add(ops.square(x), b))), 0.5)


@composite(shape=rules.same, dtype=rules.floating)
def standardize(x: Array, /, *, axis: int = -1, epsilon: float = 1e-5) -> Array:
    """`x` minus its mean along `axis`, over its standard deviation.

    >>> import ivy, numpy as np
    >>> ivy.standardize(np.asarray([1.0, 2.0, 3.0])).round(4).tolist()
    [-1.2247, 0.0, 1.2247]
    """
    mean = ops.mean(x, axis=axis, keepdims=True)
    centred = ops.subtract(x, mean)
    variance = ops.mean(ops.square(centred), axis=axis, keepdims=True)
    return ops.multiply(centred, ops.rsqrt(ops.add(variance, epsilon)))


@composite(shape=rules.same, dtype=rules.floating)
def swish(x: Array, /, *, beta: float = 1.0) -> Array:
    """x sigmoid(beta x).

    >>> import ivy, numpy as np
    >>> ivy.swish(np.asarray([-1.5, 2.5])).round(4).tolist()
    [-0.2736, 2.3104]
    """
    return ops.multiply(x, ops.sigmoid(ops.multiply(x, beta)))


@composite(shape=rules.same, dtype=rules.floating)
def tanh_shrink(x: Array, /) -> Array:
    """x - tanh(x).

    >>> import ivy, numpy as np
    >>> ivy.tanh_shrink(np.asarray([-1.5, 2.5])).round(4).tolist()
    [-0.5949, 1.5134]
    """
    return ops.subtract(x, ops.tanh(x))


@composite(shape=rules.same, dtype=rules.promote)
def threshold(x: Array, limit: float, value: float, /) -> Array:
    """`x` where it is above `limit`, else `value`.

    >>> import ivy, numpy as np
    >>> ivy.threshold(np.asarray([-1.5, 2.5]), 0.0, -9.0).tolist()
    [-9.0, 2.5]
    """
    return ops.where(ops.less_equal(x, limit), _like(x, value), x)


@composite(shape=rules.same, dtype=rules.floating)
def softmin(x: Array, /, *, axis: int = -1) -> Array:
    """softmax(-x).

    >>> import ivy, numpy as np
    >>> ivy.softmin(np.asarray([0.0, 1.0])).round(4).tolist()
    [0.7311, 0.2689]
    """
    return ops.softmax(ops.negative(x), axis=axis)


@composite(dtype=rules.floating)
def geglu(x: Array, /, *, axis: int = -1) -> Array:
    """The first half of `x` along `axis`, times the gelu of the second half.

    >>> import ivy, numpy as np
    >>> ivy.geglu(np.asarray([1.0, 2.0, 0.5, 1.5])).round(4).tolist()
    [0.3457, 2.7996]
    """
    axis %= x.ndim
    half, lead = x.shape[axis] // 2, (slice(None),) * axis
    gate = ops.gelu(ops.slice_(x, (*lead, slice(half, None))))
    return ops.multiply(ops.slice_(x, (*lead, slice(None, half))), gate)


@composite(shape=rules.same, dtype=rules.floating)
def expit(x: Array, /) -> Array:
    """`sigmoid`, under its name in SciPy.

    >>> import ivy, numpy as np
    >>> ivy.expit(np.asarray([-1.5, 2.5])).round(4).tolist()
    [0.1824, 0.9241]
    """
    return ops.sigmoid(x)


@composite(shape=rules.same, dtype=rules.floating)
def log_expit(x: Array, /) -> Array:
    """`log_sigmoid`, under its name in SciPy.

    >>> import ivy, numpy as np
    >>> ivy.log_expit(np.asarray([-1.5, 2.5])).round(4).tolist()
    [-1.7014, -0.0789]
    """
    return log_sigmoid(x)
