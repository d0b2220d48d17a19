"""Layers without state: linear maps, normalisation, attention."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ivy._core import dtypes, ops, rules
from ivy._core.op import Array, Key, composite
from ivy.functional._precision import narrowed, widened


@composite(dtype=rules.promote)
def linear(x: Array, weight: Array, bias: Array | None = None, /) -> Array:
    """`x` times the transpose of `weight` (outputs, inputs), plus `bias`.

    >>> import ivy, numpy as np
    >>> ivy.linear(np.asarray([1.0, 2.0]), np.asarray([[1.0, 1.0]]), np.asarray([10.0])).tolist()
    [13.0]
    """
    out = ops.matmul(x, ops.matrix_transpose(weight))
    return out if bias is None else ops.add(out, bias)


@composite(dtype=rules.promote)
def bilinear(x1: Array, x2: Array, weight: Array, bias: Array | None = None, /) -> Array:
    """`x1`^T W_k `x2` for each k, of `weight` (outputs, inputs of x1, inputs of x2).

    >>> import ivy, numpy as np
    >>> ivy.bilinear(np.ones((4, 2)), np.ones((4, 3)), np.ones((5, 2, 3))).shape
    (4, 5)
    """
    out = ops.einsum("...i,kij,...j->...k", [x1, weight, x2])
    return out if bias is None else ops.add(out, bias)


@composite()
def embedding(weight: Array, indices: Array, /, *, max_norm: float | None = None) -> Array:
    """The rows of `weight` at `indices`, scaled down to the norm `max_norm` if given.

    >>> import ivy, numpy as np
    >>> ivy.embedding(np.eye(3), np.asarray([2, 0])).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    rows = ops.take(weight, indices, axis=0)
    if max_norm is None:
        return rows
    length = ops.vector_norm(rows, axis=rows.ndim - 1, keepdims=True)
    one = ops.ones((), dtype=ops.dtype(rows))
    return ops.multiply(
        rows, ops.where(ops.greater(length, max_norm), ops.divide(max_norm, length), one)
    )


def _affine(x, weight, bias):
    x = x if weight is None else ops.multiply(x, weight)
    return x if bias is None else ops.add(x, bias)


def _standard(x, axes, epsilon):
    """`x` with mean 0 and variance 1 over `axes`."""
    wide = widened(x)
    centred = ops.subtract(wide, ops.mean(wide, axis=axes, keepdims=True))
    variance = ops.mean(ops.square(centred), axis=axes, keepdims=True)
    return narrowed(ops.multiply(centred, ops.rsqrt(ops.add(variance, epsilon))), x)


def _per_channel(values, ndim, axis):
    """An array of one number per channel, reshaped to broadcast along the channel axis."""
    if values is None:
        return None
    shape = [1] * ndim
    shape[axis] = -1
    return ops.reshape(values, tuple(shape))


@composite(shape=rules.same, dtype=rules.same)
def layer_norm(
    x: Array,
    /,
    *,
    axis: int | Sequence[int] = -1,
    weight: Array | None = None,
    bias: Array | None = None,
    epsilon: float = 1e-5,
) -> Array:
    """`x` with mean 0 and variance 1 over `axis`, then times `weight` plus `bias`.

    >>> import ivy, numpy as np
    >>> ivy.layer_norm(np.asarray([[1.0, 3.0]])).round(3).tolist()
    [[-1.0, 1.0]]
    """
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    return _affine(_standard(x, axes, epsilon), weight, bias)


@composite(shape=rules.same, dtype=rules.same)
def rms_norm(
    x: Array,
    /,
    *,
    axis: int | Sequence[int] = -1,
    weight: Array | None = None,
    epsilon: float | None = None,
) -> Array:
    """`x` over the root of its mean square over `axis`, then times `weight`.

    `epsilon` (the dtype's own, if None) is added to the mean square.

    >>> import ivy, numpy as np
    >>> ivy.rms_norm(np.asarray([3.0, 4.0])).round(4).tolist()
    [0.8485, 1.1314]
    """
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    epsilon = dtypes.epsilon(ops.dtype(x)) if epsilon is None else epsilon
    wide = widened(x)
    square = ops.mean(ops.square(wide), axis=axes, keepdims=True)
    out = narrowed(ops.multiply(wide, ops.rsqrt(ops.add(square, epsilon))), x)
    return _affine(out, weight, None)


@composite()
def batch_norm(
    x: Array,
    mean: Array,
    variance: Array,
    /,
    *,
    weight: Array | None = None,
    bias: Array | None = None,
    training: bool = False,
    momentum: float = 0.1,
    epsilon: float = 1e-5,
    axis: int = 1,
) -> tuple[Array, Array, Array]:
    """`x` normalised per channel (`axis`), and the running mean and variance after the call.

    In training, by the statistics of the batch, which update the running ones with `momentum`;
    otherwise by the given ones, which do not change.

    >>> import ivy, numpy as np
    >>> x = np.asarray([[1.0], [3.0]])
    >>> out, mean, var = ivy.batch_norm(x, np.zeros(1), np.ones(1), training=True)
    >>> out.round(3).tolist(), mean.tolist(), var.tolist()
    ([[-1.0], [1.0]], [0.2], [1.1])
    """
    axis %= x.ndim
    wide = widened(x)
    if training:
        axes = tuple(a for a in range(x.ndim) if a != axis)
        own_mean = ops.mean(wide, axis=axes)
        centred = ops.subtract(wide, _per_channel(own_mean, x.ndim, axis))
        own_variance = ops.mean(ops.square(centred), axis=axes)
        count = math.prod(x.shape) // max(x.shape[axis], 1)
        unbiased = ops.multiply(own_variance, count / max(count - 1, 1))
        mean = _moved(mean, narrowed(own_mean, mean), momentum)
        variance = _moved(variance, narrowed(unbiased, variance), momentum)
    else:
        own_variance = widened(variance)
        centred = ops.subtract(wide, _per_channel(widened(mean), x.ndim, axis))
    scale = ops.rsqrt(ops.add(own_variance, epsilon))
    out = narrowed(ops.multiply(centred, _per_channel(scale, x.ndim, axis)), x)
    out = _affine(out, _per_channel(weight, x.ndim, axis), _per_channel(bias, x.ndim, axis))
    return out, mean, variance


def _moved(running, new, momentum):
    return ops.add(ops.multiply(running, 1 - momentum), ops.multiply(new, momentum))


@composite(shape=rules.same, dtype=rules.same)
def instance_norm(
    x: Array,
    /,
    *,
    weight: Array | None = None,
    bias: Array | None = None,
    epsilon: float = 1e-5,
    axis: int = 1,
) -> Array:
    """`x` normalised per sample (axis 0) and channel (`axis`).

    >>> import ivy, numpy as np
    >>> ivy.instance_norm(np.asarray([[[1.0, 3.0]]])).round(4).tolist()
    [[[-1.0, 1.0]]]
    """
    axis %= x.ndim
    axes = tuple(a for a in range(1, x.ndim) if a != axis)
    out = _standard(x, axes, epsilon)
    return _affine(out, _per_channel(weight, x.ndim, axis), _per_channel(bias, x.ndim, axis))


@composite(shape=rules.same, dtype=rules.same)
def group_norm(
    x: Array,
    groups: int,
    /,
    *,
    weight: Array | None = None,
    bias: Array | None = None,
    epsilon: float = 1e-5,
    axis: int = 1,
) -> Array:
    """`x` normalised per sample and group of channels (`axis`).

    Raises
    ------
    ValueError
        The number of channels is not divisible by the number of groups.

    >>> import ivy, numpy as np
    >>> ivy.group_norm(np.ones((1, 4, 2)), 2).shape
    (1, 4, 2)
    """
    axis %= x.ndim
    if x.shape[axis] % groups:
        raise ValueError(f"{x.shape[axis]} channels do not divide into {groups} groups.")
    shape = tuple(x.shape)
    parts = ops.reshape(x, (*shape[:axis], groups, shape[axis] // groups, *shape[axis + 1 :]))
    axes = tuple(a for a in range(1, parts.ndim) if a != axis)
    out = ops.reshape(_standard(parts, axes, epsilon), shape)
    return _affine(out, _per_channel(weight, x.ndim, axis), _per_channel(bias, x.ndim, axis))


@composite(shape=rules.same, dtype=rules.same)
def lp_normalize(x: Array, /, *, p: float = 2.0, axis: int = 1, epsilon: float = 1e-12) -> Array:
    """`x` over the maximum of its `p`-norm along `axis` and `epsilon`.

    >>> import ivy, numpy as np
    >>> ivy.lp_normalize(np.asarray([[3.0, 4.0]])).tolist()
    [[0.6, 0.8]]
    """
    length = ops.vector_norm(x, axis=axis, ord=p, keepdims=True)
    return ops.divide(x, ops.astype(ops.clip(length, epsilon), ops.dtype(x)))


@composite(shape=rules.same, dtype=rules.same)
def local_response_norm(
    x: Array, size: int, /, *, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0
) -> Array:
    """`x` over (k + alpha times the mean square of `size` neighbouring channels, axis 1)**beta.

    >>> import ivy, numpy as np
    >>> ivy.local_response_norm(np.ones((1, 2, 1)), 2).round(4).tolist()
    [[[1.0], [0.9999]]]
    """
    widths = [(0, 0)] * x.ndim
    widths[1] = (size // 2, (size - 1) // 2)
    total = ops.window_sum(ops.pad(ops.square(x), widths), size, axis=1)
    return ops.divide(x, ops.pow(ops.add(ops.multiply(total, alpha / size), k), beta))


@composite()
def scaled_dot_product_attention(
    query: Array,
    key: Array,
    value: Array,
    /,
    *,
    mask: Array | None = None,
    is_causal: bool = False,
    scale: float | None = None,
    dropout: float = 0.0,
    random_key: Key = None,
) -> Array:
    """softmax(query key^T scale + mask) value, over the last two axes (positions, features).

    Parameters
    ----------
    mask
        A boolean mask (False: not attended to) or numbers to add.
    is_causal
        Positions do not attend to later ones.
    scale
        1 / sqrt(features) if None.
    dropout
        The probability of dropping a weight, drawn with `random_key`.

    >>> import ivy, numpy as np
    >>> q = k = np.zeros((2, 1))
    >>> v = np.asarray([[1.0], [3.0]])
    >>> ivy.scaled_dot_product_attention(q, k, v).tolist()
    [[2.0], [2.0]]
    >>> ivy.scaled_dot_product_attention(q, k, v, is_causal=True).tolist()
    [[1.0], [2.0]]
    """
    scale = 1 / math.sqrt(query.shape[-1]) if scale is None else scale
    scores = ops.multiply(ops.matmul(query, ops.matrix_transpose(key)), scale)
    if is_causal:
        ones = ops.ones(tuple(scores.shape[-2:]), dtype=ops.dtype(scores))
        scores = _seen(scores, ops.not_equal(ops.tril(ones), 0))
    if mask is not None:
        is_mask = ops.dtype(mask) == dtypes.bool_
        scores = _seen(scores, mask) if is_mask else ops.add(scores, mask)
    weights = ops.softmax(scores, axis=scores.ndim - 1)
    if dropout:
        weights = ops.dropout(weights, dropout, key=random_key)
    return ops.matmul(weights, value)


def _seen(scores, mask):
    return ops.where(mask, scores, ops.full((), -math.inf, dtype=ops.dtype(scores)))


@composite()
def multi_head_attention(
    query: Array,
    key: Array | None = None,
    value: Array | None = None,
    /,
    *,
    num_heads: int,
    in_weight: Array | None = None,
    in_bias: Array | None = None,
    out_weight: Array | None = None,
    out_bias: Array | None = None,
    mask: Array | None = None,
    is_causal: bool = False,
    scale: float | None = None,
    dropout: float = 0.0,
    random_key: Key = None,
) -> Array:
    """Attention of `num_heads` heads, over arrays (batch, positions, features).

    Parameters
    ----------
    key, value
        If None, those of `query` (self-attention).
    in_weight, in_bias
        The projections to queries, keys and values, stacked: (3 features, features).
    out_weight, out_bias
        The projection of the concatenated heads.

    Raises
    ------
    ValueError
        The number of features is not divisible by the number of heads.

    >>> import ivy, numpy as np
    >>> ivy.multi_head_attention(np.ones((1, 2, 4)), num_heads=2).tolist()
    [[[1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0]]]
    """
    key = query if key is None else key
    parts = [query, key, key if value is None else value]
    if in_weight is not None:
        size = in_weight.shape[0] // 3
        rows = [slice(k * size, (k + 1) * size) for k in range(3)]
        biases = [None if in_bias is None else ops.slice_(in_bias, (at,)) for at in rows]
        parts = [
            linear(x, ops.slice_(in_weight, (at,)), bias)
            for x, at, bias in zip(parts, rows, biases, strict=True)
        ]
    heads = [_heads(x, num_heads) for x in parts]
    if mask is not None and mask.ndim == 3:
        mask = ops.expand_dims(mask, axis=1)
    out = scaled_dot_product_attention(
        *heads, mask=mask, is_causal=is_causal, scale=scale, dropout=dropout, random_key=random_key
    )
    out = ops.moveaxis(out, -3, -2)
    out = ops.reshape(out, (*out.shape[:-2], out.shape[-2] * out.shape[-1]))
    return out if out_weight is None else linear(out, out_weight, out_bias)


def _heads(x, num_heads):
    if x.shape[-1] % num_heads:
        raise ValueError(f"{x.shape[-1]} features do not divide into {num_heads} heads.")
    x = ops.reshape(x, (*x.shape[:-1], num_heads, x.shape[-1] // num_heads))
    return ops.moveaxis(x, -2, -3)
