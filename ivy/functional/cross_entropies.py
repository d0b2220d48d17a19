"""Losses for probabilities and for their logarithms. `reduction` is 'mean', 'sum' or 'none'.

`cross_entropy`, `binary_cross_entropy` and `sparse_cross_entropy` take probabilities, as always in
Ivy; functions named `..._with_logits` have the meaning and argument order of TensorFlow, those
named `..._loss` of `torch.nn.functional`.
"""

from __future__ import annotations

import math

from ivy._core import dtypes, ops, rules
from ivy._core.op import Array, composite
from ivy.functional._reduction import reduced, zero_of


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
    return reduced(ops.negative(ops.add(hit, miss)), reduction)


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
    return reduced(ops.add(rest, loss), reduction)


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
    return reduced(ops.negative(loss), reduction)


@composite(dtype=lambda true, pred, **_: pred)
def sparse_cross_entropy(
    true: Array, pred: Array, /, *, axis: int = -1, epsilon: float = 1e-7, reduction: str = "mean"
) -> Array:
    """-log(pred) of the classes `true` (integers); `axis` is the axis of classes.

    >>> import ivy, numpy as np
    >>> true, pred = np.asarray([1, 0]), np.asarray([[0.25, 0.75], [0.5, 0.5]])
    >>> ivy.sparse_cross_entropy(true, pred).round(4).tolist()
    0.4904
    """
    chosen = _chosen(ops.log(_limited(pred, epsilon)), true, axis)
    return reduced(ops.negative(chosen), reduction)


def _chosen(x, classes, axis, bounds="error"):
    """The element of each row of `x` along `axis` selected by an array without that axis."""
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
    return reduced(ops.negative(loss), reduction)


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
    return reduced(ops.negative(chosen), reduction)


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
    """-log_softmax(logits) of the target; axis 1 (0 for one sample) is the axis of classes.

    `target` has classes (integers) or, of the shape of `logits`, probabilities. The mean is taken
    over samples by `weight`; classes equal to `ignore_index` do not count.

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
        return ops.divide(ops.sum(loss), count) if reduction == "mean" else reduced(loss, reduction)
    hard = nll_loss(logs, target, weight=weight, ignore_index=ignore_index, reduction="none")
    counted = ops.not_equal(target, ignore_index)
    if label_smoothing:
        even = ops.negative(ops.sum(weighted, axis=axis))
        even = ops.where(counted, even, zero_of(even))
        parts = ops.multiply(hard, 1 - label_smoothing), ops.multiply(even, label_smoothing / size)
        hard = ops.add(*parts)
    return _weighted_mean(hard, target, counted, weight, reduction)


def _weighted_mean(loss, target, counted, weight, reduction):
    if reduction != "mean":
        return reduced(loss, reduction)
    if weight is None:
        total = ops.sum(ops.astype(counted, ops.dtype(loss)))
    else:
        safe = ops.where(
            counted, ops.astype(target, dtypes.int64), ops.zeros((), dtype=dtypes.int64)
        )
        taken = ops.reshape(ops.take(weight, ops.reshape(safe, (-1,)), axis=0), tuple(safe.shape))
        total = ops.sum(ops.where(counted, taken, zero_of(taken)))
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
    """-logs of the classes `target` (integers) along axis 1 (0 for one sample).

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
    loss = ops.where(counted, loss, zero_of(loss))
    return _weighted_mean(loss, target, counted, weight, reduction)
