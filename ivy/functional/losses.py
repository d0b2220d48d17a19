"""Losses. `reduction` is 'mean', 'sum' or 'none' (one number per sample or element).

Names that end in `_loss` have the meaning and the order of arguments of `torch.nn.functional`, those
with `_with_logits` of TensorFlow; `cross_entropy`, `binary_cross_entropy` and `sparse_cross_entropy`
take probabilities, as Ivy always had them.
"""

from __future__ import annotations

import math

from ivy._core import dtypes, rules
from ivy._core.op import Array, composite
from ivy.functional import activations as a
from ivy.functional import creation as c
from ivy.functional import elementwise as e
from ivy.functional import indexing as x_
from ivy.functional import inspection as i
from ivy.functional import linalg as la
from ivy.functional import manipulation as m
from ivy.functional import reductions as r
from ivy.functional import special as sp
from ivy.functional.nn import log_softmax as _log_softmax


def _reduced(loss, reduction):
    if reduction == "none":
        return loss
    if reduction not in ("mean", "sum"):
        raise ValueError(f"reduction={reduction!r}: it is 'mean', 'sum' or 'none'.")
    return r.mean(loss) if reduction == "mean" else r.sum(loss)


def _zero(x):
    return c.zeros((), dtype=i.dtype(x))


def _limited(probabilities, epsilon):
    return e.clip(probabilities, epsilon, 1 - epsilon)


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
    hit = e.multiply(true, e.log(pred))
    miss = e.multiply(e.subtract(1, true), e.log1p(e.negative(pred)))
    return _reduced(e.negative(e.add(hit, miss)), reduction)


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
    rest = e.multiply(e.subtract(1, labels), logits)
    loss = e.negative(a.log_sigmoid(logits))
    if pos_weight is not None:
        loss = e.multiply(loss, e.add(e.multiply(e.subtract(pos_weight, 1), labels), 1))
    return _reduced(e.add(rest, loss), reduction)


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
    loss = r.sum(e.multiply(true, e.log(_limited(pred, epsilon))), axis=axis)
    return _reduced(e.negative(loss), reduction)


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
    chosen = _chosen(e.log(_limited(pred, epsilon)), true, axis)
    return _reduced(e.negative(chosen), reduction)


def _chosen(x, classes, axis, bounds="error"):
    """The element of each row of `x` along `axis` that an array without that axis names."""
    at = m.expand_dims(i.astype(classes, dtypes.int64), axis=axis)
    axis %= x.ndim
    return m.squeeze(x_.take_along_axis(x, at, axis=axis, bounds=bounds), axis=axis)


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
    loss = r.sum(e.multiply(labels, _log_softmax(logits, axis=axis)), axis=axis)
    return _reduced(e.negative(loss), reduction)


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
    chosen = _chosen(_log_softmax(logits, axis=axis), labels, axis)
    return _reduced(e.negative(chosen), reduction)


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
    logs = _log_softmax(logits, axis=axis)
    along = None
    if weight is not None:
        shape = [1] * logits.ndim
        shape[axis] = size
        along = m.reshape(weight, tuple(shape))
    weighted = logs if along is None else e.multiply(logs, along)
    if i.dtype(target).kind not in "iub":
        smooth = label_smoothing / size
        target = e.add(e.multiply(target, 1 - label_smoothing), smooth)
        loss = e.negative(r.sum(e.multiply(weighted, target), axis=axis))
        count = math.prod(loss.shape)
        return e.divide(r.sum(loss), count) if reduction == "mean" else _reduced(loss, reduction)
    hard = nll_loss(logs, target, weight=weight, ignore_index=ignore_index, reduction="none")
    counted = e.not_equal(target, ignore_index)
    if label_smoothing:
        even = e.negative(r.sum(weighted, axis=axis))
        even = e.where(counted, even, _zero(even))
        parts = e.multiply(hard, 1 - label_smoothing), e.multiply(even, label_smoothing / size)
        hard = e.add(*parts)
    return _weighted_mean(hard, target, counted, weight, reduction)


def _weighted_mean(loss, target, counted, weight, reduction):
    if reduction != "mean":
        return _reduced(loss, reduction)
    if weight is None:
        total = r.sum(i.astype(counted, i.dtype(loss)))
    else:
        safe = e.where(counted, i.astype(target, dtypes.int64), c.zeros((), dtype=dtypes.int64))
        taken = m.reshape(x_.take(weight, m.reshape(safe, (-1,)), axis=0), tuple(safe.shape))
        total = r.sum(e.where(counted, taken, _zero(taken)))
    return e.divide(r.sum(loss), total)


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
    counted = e.not_equal(target, ignore_index)
    safe = e.where(counted, i.astype(target, dtypes.int64), c.zeros((), dtype=dtypes.int64))
    loss = e.negative(_chosen(logs, safe, axis))
    if weight is not None:
        flat = x_.take(weight, m.reshape(safe, (-1,)), axis=0)
        loss = e.multiply(loss, m.reshape(flat, tuple(safe.shape)))
    loss = e.where(counted, loss, _zero(loss))
    return _weighted_mean(loss, target, counted, weight, reduction)


@composite(dtype=rules.floating)
def l1_loss(x: Array, target: Array, /, *, reduction: str = "mean") -> Array:
    """|x - target|.

    >>> import ivy, numpy as np
    >>> ivy.l1_loss(np.asarray([0.5, 2.0]), np.asarray([1.0, 0.0])).tolist()
    1.25
    """
    return _reduced(e.abs(e.subtract(x, target)), reduction)


@composite(dtype=rules.floating)
def mse_loss(x: Array, target: Array, /, *, reduction: str = "mean") -> Array:
    """(x - target)**2.

    >>> import ivy, numpy as np
    >>> float(ivy.mse_loss(np.asarray([1.0, 3.0]), np.asarray([1.0, 1.0])))
    2.0
    """
    return _reduced(e.square(e.subtract(x, target)), reduction)


@composite(dtype=rules.floating)
def huber_loss(x: Array, target: Array, /, *, delta: float = 1.0, reduction: str = "mean") -> Array:
    """Half the square of small errors, beyond `delta` their absolute value times it, continuous.

    >>> import ivy, numpy as np
    >>> ivy.huber_loss(np.asarray([0.5, 2.0]), np.asarray([1.0, 0.0])).tolist()
    0.8125
    """
    size = e.abs(e.subtract(x, target))
    small = e.multiply(e.square(size), 0.5)
    large = e.multiply(e.subtract(size, 0.5 * delta), delta)
    return _reduced(e.where(e.less_equal(size, delta), small, large), reduction)


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
    size = e.abs(e.subtract(x, target))
    small = e.divide(e.multiply(e.square(size), 0.5), beta)
    return _reduced(e.where(e.less(size, beta), small, e.subtract(size, 0.5 * beta)), reduction)


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
        loss = e.multiply(e.exp(target), e.subtract(target, logs))
    else:
        loss = e.subtract(sp.xlogy(target, target), e.multiply(target, logs))
    if reduction == "batchmean":
        return e.divide(r.sum(loss), logs.shape[0])
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
        loss = e.subtract(e.exp(x), e.multiply(target, x))
    else:
        loss = e.subtract(x, e.multiply(target, e.log(e.add(x, epsilon))))
    if full:
        # Stirling's approximation
        safe = e.where(e.greater(target, 1), target, e.add(_zero(target), 1))
        rest = e.subtract(e.multiply(safe, e.log(safe)), safe)
        rest = e.add(rest, e.multiply(e.log(e.multiply(safe, 2 * math.pi)), 0.5))
        loss = e.add(loss, e.where(e.greater(target, 1), rest, _zero(rest)))
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
    safe = e.where(e.less(variance, epsilon), c.full((), epsilon, dtype=i.dtype(x)), variance)
    distance = e.divide(e.square(e.subtract(x, target)), safe)
    loss = e.multiply(e.add(e.log(safe), distance), 0.5)
    if full:
        loss = e.add(loss, 0.5 * math.log(2 * math.pi))
    return _reduced(loss, reduction)


@composite(dtype=rules.floating)
def soft_margin_loss(x: Array, target: Array, /, *, reduction: str = "mean") -> Array:
    """log(1 + exp(-target x)) for targets 1 and -1.

    >>> import ivy, numpy as np
    >>> ivy.soft_margin_loss(np.asarray([0.5, 2.0]), np.asarray([1.0, -1.0])).round(4).tolist()
    1.3005
    """
    return _reduced(a.softplus(e.negative(e.multiply(target, x))), reduction)


@composite(dtype=rules.floating)
def hinge_embedding_loss(
    x: Array, target: Array, /, *, margin: float = 1.0, reduction: str = "mean"
) -> Array:
    """`x` for target 1, max(0, margin - x) for target -1.

    >>> import ivy, numpy as np
    >>> ivy.hinge_embedding_loss(np.asarray([0.5, 2.0]), np.asarray([1.0, -1.0])).tolist()
    0.25
    """
    rest = a.relu(e.subtract(margin, x))
    zero = _zero(x)
    near = e.where(e.not_equal(target, -1), x, zero)
    return _reduced(e.add(near, e.where(e.not_equal(target, 1), rest, zero)), reduction)


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
    difference = e.multiply(e.negative(target), e.subtract(x1, x2))
    return _reduced(a.relu(e.add(difference, margin)), reduction)


@composite(dtype=rules.floating)
def cosine_similarity(x1: Array, x2: Array, /, *, axis: int = 1, epsilon: float = 1e-8) -> Array:
    """The cosine of the angle between the vectors along `axis`.

    >>> import ivy, numpy as np
    >>> ivy.cosine_similarity(np.asarray([[3.0, 4.0]]), np.asarray([[0.0, 2.0]])).tolist()
    [0.8]
    """
    lengths = [e.clip(la.vector_norm(x, axis=axis, keepdims=True), epsilon) for x in (x1, x2)]
    return r.sum(e.multiply(e.divide(x1, lengths[0]), e.divide(x2, lengths[1])), axis=axis)


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
    square = [e.add(r.sum(e.square(x), axis=axis), tiny) for x in (x1, x2)]
    product = r.sum(e.multiply(x1, x2), axis=axis)
    cosine = e.divide(product, e.sqrt(e.multiply(*square)))
    zero = _zero(cosine)
    near = e.where(e.equal(target, 1), e.subtract(1, cosine), zero)
    far = e.where(e.equal(target, -1), a.relu(e.subtract(cosine, margin)), zero)
    return _reduced(e.add(near, far), reduction)


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
    difference = e.add(e.subtract(x1, x2), epsilon)
    return la.vector_norm(difference, axis=difference.ndim - 1, ord=p, keepdims=keepdims)


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
        far = e.minimum(far, pairwise_distance(positive, negative, p=p, epsilon=epsilon))
    return _reduced(a.relu(e.add(e.subtract(near, far), margin)), reduction)
