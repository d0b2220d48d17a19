"""Losses: errors, distances, margins and distributions. `reduction` is 'mean', 'sum' or 'none'.

Names and argument order are those of `torch.nn.functional`.
"""

from __future__ import annotations

import math

from ivy._core import ops, rules
from ivy._core.op import Array, composite
from ivy.functional._reduction import reduced, zero_of


@composite(dtype=rules.floating)
def l1_loss(x: Array, target: Array, /, *, reduction: str = "mean") -> Array:
    """|x - target|.

    >>> import ivy, numpy as np
    >>> ivy.l1_loss(np.asarray([0.5, 2.0]), np.asarray([1.0, 0.0])).tolist()
    1.25
    """
    return reduced(ops.abs(ops.subtract(x, target)), reduction)


@composite(dtype=rules.floating)
def mse_loss(x: Array, target: Array, /, *, reduction: str = "mean") -> Array:
    """(x - target)**2.

    >>> import ivy, numpy as np
    >>> float(ivy.mse_loss(np.asarray([1.0, 3.0]), np.asarray([1.0, 1.0])))
    2.0
    """
    return reduced(ops.square(ops.subtract(x, target)), reduction)


@composite(dtype=rules.floating)
def huber_loss(x: Array, target: Array, /, *, delta: float = 1.0, reduction: str = "mean") -> Array:
    """Half the squared error up to `delta`, linear beyond.

    >>> import ivy, numpy as np
    >>> ivy.huber_loss(np.asarray([0.5, 2.0]), np.asarray([1.0, 0.0])).tolist()
    0.8125
    """
    size = ops.abs(ops.subtract(x, target))
    small = ops.multiply(ops.square(size), 0.5)
    large = ops.multiply(ops.subtract(size, 0.5 * delta), delta)
    return reduced(ops.where(ops.less_equal(size, delta), small, large), reduction)


@composite(dtype=rules.floating)
def smooth_l1_loss(
    x: Array, target: Array, /, *, beta: float = 1.0, reduction: str = "mean"
) -> Array:
    """`huber_loss` divided by its limit.

    >>> import ivy, numpy as np
    >>> ivy.smooth_l1_loss(np.asarray([0.5, 2.0]), np.asarray([1.0, 0.0])).tolist()
    0.8125
    """
    if beta == 0:
        return l1_loss(x, target, reduction=reduction)
    size = ops.abs(ops.subtract(x, target))
    small = ops.divide(ops.multiply(ops.square(size), 0.5), beta)
    return reduced(
        ops.where(ops.less(size, beta), small, ops.subtract(size, 0.5 * beta)), reduction
    )


@composite(dtype=rules.floating)
def kl_div_loss(
    logs: Array, target: Array, /, *, log_target: bool = False, reduction: str = "mean"
) -> Array:
    """target (log(target) - logs); 'batchmean' is the sum over the number of rows.

    >>> import ivy, numpy as np
    >>> ivy.kl_div_loss(np.log([0.25, 0.75]), np.asarray([0.5, 0.5]), reduction='sum').round(4).tolist()
    0.1438
    """
    if log_target:
        loss = ops.multiply(ops.exp(target), ops.subtract(target, logs))
    else:
        loss = ops.subtract(ops.xlogy(target, target), ops.multiply(target, logs))
    if reduction == "batchmean":
        return ops.divide(ops.sum(loss), logs.shape[0])
    return reduced(loss, reduction)


@composite(dtype=rules.floating)
def poisson_nll_loss(
    x: Array,
    target: Array,
    /,
    *,
    log_input: bool = True,
    full: bool = False,
    epsilon: float = 1e-8,
    reduction: str = "mean",
) -> Array:
    """The negative logarithm of the Poisson distribution of `target`, whose mean is exp(x) (or x).

    >>> import ivy, numpy as np
    >>> ivy.poisson_nll_loss(np.asarray([0.5, 2.0]), np.asarray([1.0, 0.0])).round(4).tolist()
    4.2689
    """
    if log_input:
        loss = ops.subtract(ops.exp(x), ops.multiply(target, x))
    else:
        loss = ops.subtract(x, ops.multiply(target, ops.log(ops.add(x, epsilon))))
    if full:
        # Stirling's approximation
        safe = ops.where(ops.greater(target, 1), target, ops.add(zero_of(target), 1))
        rest = ops.subtract(ops.multiply(safe, ops.log(safe)), safe)
        rest = ops.add(rest, ops.multiply(ops.log(ops.multiply(safe, 2 * math.pi)), 0.5))
        loss = ops.add(loss, ops.where(ops.greater(target, 1), rest, zero_of(rest)))
    return reduced(loss, reduction)


@composite(dtype=rules.floating)
def gaussian_nll_loss(
    x: Array,
    target: Array,
    variance: Array,
    /,
    *,
    full: bool = False,
    epsilon: float = 1e-6,
    reduction: str = "mean",
) -> Array:
    """The negative logarithm of the normal distribution of `target` around `x`.

    >>> import ivy, numpy as np
    >>> x, target, variance = np.asarray([0.5, 2.0]), np.asarray([1.0, 0.0]), np.ones(2)
    >>> ivy.gaussian_nll_loss(x, target, variance).tolist()
    1.0625
    """
    safe = ops.where(
        ops.less(variance, epsilon), ops.full((), epsilon, dtype=ops.dtype(x)), variance
    )
    distance = ops.divide(ops.square(ops.subtract(x, target)), safe)
    loss = ops.multiply(ops.add(ops.log(safe), distance), 0.5)
    if full:
        loss = ops.add(loss, 0.5 * math.log(2 * math.pi))
    return reduced(loss, reduction)


@composite(dtype=rules.floating)
def soft_margin_loss(x: Array, target: Array, /, *, reduction: str = "mean") -> Array:
    """log(1 + exp(-target x)) for targets 1 and -1.

    >>> import ivy, numpy as np
    >>> ivy.soft_margin_loss(np.asarray([0.5, 2.0]), np.asarray([1.0, -1.0])).round(4).tolist()
    1.3005
    """
    return reduced(ops.softplus(ops.negative(ops.multiply(target, x))), reduction)


@composite(dtype=rules.floating)
def hinge_embedding_loss(
    x: Array, target: Array, /, *, margin: float = 1.0, reduction: str = "mean"
) -> Array:
    """`x` for target 1, max(0, margin - x) for target -1.

    >>> import ivy, numpy as np
    >>> ivy.hinge_embedding_loss(np.asarray([0.5, 2.0]), np.asarray([1.0, -1.0])).tolist()
    0.25
    """
    rest = ops.relu(ops.subtract(margin, x))
    zero = zero_of(x)
    near = ops.where(ops.not_equal(target, -1), x, zero)
    return reduced(ops.add(near, ops.where(ops.not_equal(target, 1), rest, zero)), reduction)


@composite(dtype=rules.floating)
def margin_ranking_loss(
    x1: Array, x2: Array, target: Array, /, *, margin: float = 0.0, reduction: str = "mean"
) -> Array:
    """max(0, -target (x1 - x2) + margin).

    >>> import ivy, numpy as np
    >>> x1, x2 = np.asarray([0.5, 2.0]), np.asarray([1.0, 0.0])
    >>> ivy.margin_ranking_loss(x1, x2, np.asarray([1.0, -1.0])).tolist()
    1.25
    """
    difference = ops.multiply(ops.negative(target), ops.subtract(x1, x2))
    return reduced(ops.relu(ops.add(difference, margin)), reduction)


@composite(dtype=rules.floating)
def cosine_similarity(x1: Array, x2: Array, /, *, axis: int = 1, epsilon: float = 1e-8) -> Array:
    """The cosine of the angle between the vectors along `axis`.

    >>> import ivy, numpy as np
    >>> ivy.cosine_similarity(np.asarray([[3.0, 4.0]]), np.asarray([[0.0, 2.0]])).tolist()
    [0.8]
    """
    lengths = [ops.clip(ops.vector_norm(x, axis=axis, keepdims=True), epsilon) for x in (x1, x2)]
    return ops.sum(ops.multiply(ops.divide(x1, lengths[0]), ops.divide(x2, lengths[1])), axis=axis)


@composite(dtype=rules.floating)
def cosine_embedding_loss(
    x1: Array, x2: Array, target: Array, /, *, margin: float = 0.0, reduction: str = "mean"
) -> Array:
    """1 - cosine for target 1, max(0, cosine - margin) for target -1.

    >>> import ivy, numpy as np
    >>> x1, x2 = np.asarray([[1.0, 2.0], [3.0, 1.0]]), np.asarray([[0.5, 2.0], [1.0, 1.0]])
    >>> ivy.cosine_embedding_loss(x1, x2, np.asarray([1.0, -1.0])).round(4).tolist()
    0.4591
    """
    axis, tiny = x1.ndim - 1, 1e-12
    square = [ops.add(ops.sum(ops.square(x), axis=axis), tiny) for x in (x1, x2)]
    product = ops.sum(ops.multiply(x1, x2), axis=axis)
    cosine = ops.divide(product, ops.sqrt(ops.multiply(*square)))
    zero = zero_of(cosine)
    near = ops.where(ops.equal(target, 1), ops.subtract(1, cosine), zero)
    far = ops.where(ops.equal(target, -1), ops.relu(ops.subtract(cosine, margin)), zero)
    return reduced(ops.add(near, far), reduction)


@composite(dtype=rules.floating)
def pairwise_distance(
    x1: Array, x2: Array, /, *, p: float = 2.0, epsilon: float = 1e-6, keepdims: bool = False
) -> Array:
    """The `p`-norm of x1 - x2 + epsilon along the last axis.

    >>> import ivy, numpy as np
    >>> x1, x2 = np.asarray([[1.0, 2.0], [3.0, 1.0]]), np.asarray([[0.5, 2.0], [1.0, 1.0]])
    >>> ivy.pairwise_distance(x1, x2).round(4).tolist()
    [0.5, 2.0]
    """
    difference = ops.add(ops.subtract(x1, x2), epsilon)
    return ops.vector_norm(difference, axis=difference.ndim - 1, ord=p, keepdims=keepdims)


@composite(dtype=rules.floating)
def triplet_margin_loss(
    anchor: Array,
    positive: Array,
    negative: Array,
    /,
    *,
    margin: float = 1.0,
    p: float = 2.0,
    epsilon: float = 1e-6,
    swap: bool = False,
    reduction: str = "mean",
) -> Array:
    """max(0, distance to the positive - distance to the negative + margin).

    >>> import ivy, numpy as np
    >>> anchor, positive = np.asarray([[1.0, 2.0], [3.0, 1.0]]), np.asarray([[0.5, 2.0], [1.0, 1.0]])
    >>> ivy.triplet_margin_loss(anchor, positive, np.ones((2, 2))).round(4).tolist()
    0.75
    """
    near = pairwise_distance(anchor, positive, p=p, epsilon=epsilon)
    far = pairwise_distance(anchor, negative, p=p, epsilon=epsilon)
    if swap:
        far = ops.minimum(far, pairwise_distance(positive, negative, p=p, epsilon=epsilon))
    return reduced(ops.relu(ops.add(ops.subtract(near, far), margin)), reduction)
