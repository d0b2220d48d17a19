"""Losses. `reduction` is 'mean', 'sum' or 'none' (one number per sample or element).

Names that end in `_loss` have the meaning and the order of arguments of `torch.nn.functional`, those
with `_with_logits` of TensorFlow; `cross_entropy`, `binary_cross_entropy` and `sparse_cross_entropy`
take probabilities, as Ivy always had them.
"""

from __future__ import annotations

import math

from ivy import functional as ops
from ivy._core import dtypes, rules
from ivy._core.op import Array, composite


def _reduced(loss, reduction):
    if reduction == "none":
        return loss
    if reduction not in ("mean", "sum"):
        raise ValueError(f"reduction={reduction!r}: it is 'mean', 'sum' or 'none'.")
    return ops.mean(loss) if reduction == "mean" else ops.sum(loss)


def _zero(x):
    return ops.zeros((), dtype=ops.dtype(x))


def _limited(probabilities, epsilon):
    return ops.clip(probabilities, epsilon, 1 - epsilon)


@composite(dtype=rules.floating)
def binary_cross_entropy(
    true: Array, pred: Array, /, *, epsilon: float = 1e-7, reduction: str = "mean"
) -> Array:
    """-true log(pred) - (1 - true) log(1 - pred), `pred` kept `epsilon` away from 0 and 1.

    >>> import ivy, numpy as np
    >>> round(float(ivy.binary_cross_entropy(np.asarray([0.0, 1.0]), np.asarray([0.5, 0.5]))), 4)
    0.6931
    """
    pred = _limited(pred, epsilon)
    hit = ops.multiply(true, ops.log(pred))
    miss = ops.multiply(ops.subtract(1, true), ops.log1p(ops.negative(pred)))
    return _reduced(ops.negative(ops.add(hit, miss)), reduction)


@composite(dtype=rules.floating)
def sigmoid_cross_entropy_with_logits(
    logits: Array, labels: Array, /, *, pos_weight: Array | None = None, reduction: str = "none"
) -> Array:
    """`binary_cross_entropy` of sigmoid(logits), without overflow.

    >>> import ivy, numpy as np
    >>> logits, labels = np.asarray([0.5, 2.0]), np.asarray([1.0, 0.0])
    >>> ivy.sigmoid_cross_entropy_with_logits(logits, labels).round(4).tolist()
    [0.4741, 2.1269]
    """
    rest = ops.multiply(ops.subtract(1, labels), logits)
    loss = ops.negative(ops.log_sigmoid(logits))
    if pos_weight is not None:
        loss = ops.multiply(loss, ops.add(ops.multiply(ops.subtract(pos_weight, 1), labels), 1))
    return _reduced(ops.add(rest, loss), reduction)


@composite(dtype=rules.floating)
def cross_entropy(
    true: Array, pred: Array, /, *, axis: int = -1, epsilon: float = 1e-7, reduction: str = "mean"
) -> Array:
    """-sum(true log(pred)) along `axis`, for probabilities.

    >>> import ivy, numpy as np
    >>> true, pred = np.asarray([[0.0, 1.0]]), np.asarray([[0.75, 0.25]])
    >>> round(float(ivy.cross_entropy(true, pred)), 4)
    1.3863
    """
    loss = ops.sum(ops.multiply(true, ops.log(_limited(pred, epsilon))), axis=axis)
    return _reduced(ops.negative(loss), reduction)


@composite(dtype=lambda true, pred, **_: pred)
def sparse_cross_entropy(
    true: Array, pred: Array, /, *, axis: int = -1, epsilon: float = 1e-7, reduction: str = "mean"
) -> Array:
    """-log(pred) of the classes `true` (integers), which stand along `axis`.

    >>> import ivy, numpy as np
    >>> true, pred = np.asarray([1, 0]), np.asarray([[0.25, 0.75], [0.5, 0.5]])
    >>> ivy.sparse_cross_entropy(true, pred).round(4).tolist()
    0.4904
    """
    chosen = _chosen(ops.log(_limited(pred, epsilon)), true, axis)
    return _reduced(ops.negative(chosen), reduction)


def _chosen(x, classes, axis, bounds="error"):
    """The element of each row of `x` along `axis` that an array without that axis names."""
    at = ops.expand_dims(ops.astype(classes, dtypes.int64), axis=axis)
    axis %= x.ndim
    return ops.squeeze(ops.take_along_axis(x, at, axis=axis, bounds=bounds), axis=axis)


@composite(dtype=rules.floating)
def softmax_cross_entropy_with_logits(
    logits: Array, labels: Array, /, *, axis: int = -1, reduction: str = "none"
) -> Array:
    """`cross_entropy` of softmax(logits), for labels that are probabilities.

    >>> import ivy, numpy as np
    >>> logits, labels = np.asarray([[1.0, 2.0], [3.0, 1.0]]), np.asarray([[0.0, 1.0], [1.0, 0.0]])
    >>> ivy.softmax_cross_entropy_with_logits(logits, labels).round(4).tolist()
    [0.3133, 0.1269]
    """
    loss = ops.sum(ops.multiply(labels, ops.log_softmax(logits, axis=axis)), axis=axis)
    return _reduced(ops.negative(loss), reduction)


@composite(dtype=lambda logits, labels, **_: logits)
def sparse_softmax_cross_entropy_with_logits(
    logits: Array, labels: Array, /, *, axis: int = -1, reduction: str = "none"
) -> Array:
    """-log_softmax(logits) of the classes `labels` (integers).

    >>> import ivy, numpy as np
    >>> logits, labels = np.asarray([[1.0, 2.0], [3.0, 1.0]]), np.asarray([1, 0])
    >>> ivy.sparse_softmax_cross_entropy_with_logits(logits, labels).round(4).tolist()
    [0.3133, 0.1269]
    """
    chosen = _chosen(ops.log_softmax(logits, axis=axis), labels, axis)
    return _reduced(ops.negative(chosen), reduction)


@composite()
def cross_entropy_loss(
    logits: Array,
    target: Array,
    /,
    *,
    weight: Array | None = None,
    ignore_index: int = -100,
    label_smoothing: float = 0.0,
    reduction: str = "mean",
) -> Array:
    """-log_softmax(logits) of the target; classes stand along axis 1 (0 for one sample).

    `target` has classes (integers) or, of the shape of `logits`, probabilities. The mean is taken
    over samples by `weight`; classes equal to `ignore_index` count nothing.

    >>> import ivy, numpy as np
    >>> round(float(ivy.cross_entropy_loss(np.zeros((2, 4)), np.asarray([0, 3]))), 4)
    1.3863
    """
    axis = 0 if logits.ndim == 1 else 1
    size = logits.shape[axis]
    logs = ops.log_softmax(logits, axis=axis)
    along = None
    if weight is not None:
        shape = [1] * logits.ndim
        shape[axis] = size
        along = ops.reshape(weight, tuple(shape))
    weighted = logs if along is None else ops.multiply(logs, along)
    if ops.dtype(target).kind not in "iub":
        smooth = label_smoothing / size
        target = ops.add(ops.multiply(target, 1 - label_smoothing), smooth)
        loss = ops.negative(ops.sum(ops.multiply(weighted, target), axis=axis))
        count = math.prod(loss.shape)
        return (
            ops.divide(ops.sum(loss), count) if reduction == "mean" else _reduced(loss, reduction)
        )
    hard = nll_loss(logs, target, weight=weight, ignore_index=ignore_index, reduction="none")
    counted = ops.not_equal(target, ignore_index)
    if label_smoothing:
        even = ops.negative(ops.sum(weighted, axis=axis))
        even = ops.where(counted, even, _zero(even))
        parts = ops.multiply(hard, 1 - label_smoothing), ops.multiply(even, label_smoothing / size)
        hard = ops.add(*parts)
    return _weighted_mean(hard, target, counted, weight, reduction)


def _weighted_mean(loss, target, counted, weight, reduction):
    if reduction != "mean":
        return _reduced(loss, reduction)
    if weight is None:
        total = ops.sum(ops.astype(counted, ops.dtype(loss)))
    else:
        safe = ops.where(
            counted, ops.astype(target, dtypes.int64), ops.zeros((), dtype=dtypes.int64)
        )
        taken = ops.reshape(ops.take(weight, ops.reshape(safe, (-1,)), axis=0), tuple(safe.shape))
        total = ops.sum(ops.where(counted, taken, _zero(taken)))
    return ops.divide(ops.sum(loss), total)


@composite()
def nll_loss(
    logs: Array,
    target: Array,
    /,
    *,
    weight: Array | None = None,
    ignore_index: int = -100,
    reduction: str = "mean",
) -> Array:
    """-logs of the classes `target` (integers), which stand along axis 1 (0 for one sample).

    >>> import ivy, numpy as np
    >>> ivy.nll_loss(np.log([[0.25, 0.75], [0.5, 0.5]]), np.asarray([1, 0])).round(4).tolist()
    0.4904
    """
    axis = 0 if logs.ndim == 1 else 1
    counted = ops.not_equal(target, ignore_index)
    safe = ops.where(counted, ops.astype(target, dtypes.int64), ops.zeros((), dtype=dtypes.int64))
    loss = ops.negative(_chosen(logs, safe, axis))
    if weight is not None:
        flat = ops.take(weight, ops.reshape(safe, (-1,)), axis=0)
        loss = ops.multiply(loss, ops.reshape(flat, tuple(safe.shape)))
    loss = ops.where(counted, loss, _zero(loss))
    return _weighted_mean(loss, target, counted, weight, reduction)


@composite(dtype=rules.floating)
def l1_loss(x: Array, target: Array, /, *, reduction: str = "mean") -> Array:
    """|x - target|.

    >>> import ivy, numpy as np
    >>> ivy.l1_loss(np.asarray([0.5, 2.0]), np.asarray([1.0, 0.0])).tolist()
    1.25
    """
    return _reduced(ops.abs(ops.subtract(x, target)), reduction)


@composite(dtype=rules.floating)
def mse_loss(x: Array, target: Array, /, *, reduction: str = "mean") -> Array:
    """(x - target)**2.

    >>> import ivy, numpy as np
    >>> float(ivy.mse_loss(np.asarray([1.0, 3.0]), np.asarray([1.0, 1.0])))
    2.0
    """
    return _reduced(ops.square(ops.subtract(x, target)), reduction)


@composite(dtype=rules.floating)
def huber_loss(x: Array, target: Array, /, *, delta: float = 1.0, reduction: str = "mean") -> Array:
    """Half the square of small errors, beyond `delta` their absolute value times it, continuous.

    >>> import ivy, numpy as np
    >>> ivy.huber_loss(np.asarray([0.5, 2.0]), np.asarray([1.0, 0.0])).tolist()
    0.8125
    """
    size = ops.abs(ops.subtract(x, target))
    small = ops.multiply(ops.square(size), 0.5)
    large = ops.multiply(ops.subtract(size, 0.5 * delta), delta)
    return _reduced(ops.where(ops.less_equal(size, delta), small, large), reduction)


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
    return _reduced(
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
    return _reduced(loss, reduction)


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
        safe = ops.where(ops.greater(target, 1), target, ops.add(_zero(target), 1))
        rest = ops.subtract(ops.multiply(safe, ops.log(safe)), safe)
        rest = ops.add(rest, ops.multiply(ops.log(ops.multiply(safe, 2 * math.pi)), 0.5))
        loss = ops.add(loss, ops.where(ops.greater(target, 1), rest, _zero(rest)))
    return _reduced(loss, reduction)


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
    return _reduced(loss, reduction)


@composite(dtype=rules.floating)
def soft_margin_loss(x: Array, target: Array, /, *, reduction: str = "mean") -> Array:
    """log(1 + exp(-target x)) for targets 1 and -1.

    >>> import ivy, numpy as np
    >>> ivy.soft_margin_loss(np.asarray([0.5, 2.0]), np.asarray([1.0, -1.0])).round(4).tolist()
    1.3005
    """
    return _reduced(ops.softplus(ops.negative(ops.multiply(target, x))), reduction)


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
    zero = _zero(x)
    near = ops.where(ops.not_equal(target, -1), x, zero)
    return _reduced(ops.add(near, ops.where(ops.not_equal(target, 1), rest, zero)), reduction)


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
    return _reduced(ops.relu(ops.add(difference, margin)), reduction)


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
    zero = _zero(cosine)
    near = ops.where(ops.equal(target, 1), ops.subtract(1, cosine), zero)
    far = ops.where(ops.equal(target, -1), ops.relu(ops.subtract(cosine, margin)), zero)
    return _reduced(ops.add(near, far), reduction)


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
    return _reduced(ops.relu(ops.add(ops.subtract(near, far), margin)), reduction)
