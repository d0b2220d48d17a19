"""Functions of `jax.nn` that look along axes, and attention."""

import math
import operator

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax.lax import _adapters as lax_like
from ivy.frontends.jax.nn import _adapters as like


def _axes(axis, ndim):
    """`axis` (a number, several, None for all) as a tuple counted from the front."""
    if axis is None:
        return tuple(range(ndim))
    given = (axis,) if isinstance(axis, int) else tuple(axis)
    found = tuple(lax_like.at(operator.index(a), ndim) for a in given)
    if len(set(found)) != len(found):
        raise ValueError(f"duplicate value in 'axis': {given}")
    return found


def _masked(x, where, value):
    if where is None:
        return x
    x, where = ivy.broadcast_arrays(x, to.cast(to.array(where), dtypes.bool_))
    return ivy.where(where, x, to.like(value, x))


def _largest(x, axes, where=None):
    """The maximum along axes, kept; -inf of nothing."""
    x = _masked(x, where, -math.inf)
    if 0 in (x.shape[a] for a in axes):
        shape = tuple(1 if d in axes else n for d, n in enumerate(x.shape))
        return ivy.full(shape, -math.inf, dtype=ivy.dtype(x))
    return ivy.max(x, axis=axes, keepdims=True)


def _softmax(x, axes, where):
    shifted = ivy.exp(_masked(x, where, -math.inf) - _largest(x, axes, where))
    out = shifted / ivy.sum(_masked(shifted, where, 0), axis=axes, keepdims=True)
    return _masked(out, where, 0)


def _log_softmax(x, axes, where):
    shifted = _masked(x, where, -math.inf) - _largest(x, axes, where)
    total = ivy.sum(_masked(ivy.exp(shifted), where, 0), axis=axes, keepdims=True)
    return _masked(shifted - ivy.log(total), where, -math.inf)


def softmax(x, axis=-1, where=None):
    (x,) = to.promote_inexact(x)
    axes = _axes(axis, x.ndim)
    return like.widely(lambda x: _softmax(x, axes, where), x)


def log_softmax(x, axis=-1, where=None):
    (x,) = to.promote_inexact(x)
    axes = _axes(axis, x.ndim)
    return like.widely(lambda x: _log_softmax(x, axes, where), x)


def logsumexp(a, axis=None, b=None, keepdims=False, return_sign=False, where=None):
    x, *weights = to.promote_inexact(a) if b is None else to.promote_inexact(a, b)
    x = _masked(x, where, 0)
    if weights:
        x, factor = ivy.broadcast_arrays(x, weights[0])
        x = ivy.where(ivy.not_equal(factor, 0), x, to.like(-math.inf, x))
    axes = _axes(axis, x.ndim)
    top = _largest(ivy.real(x) if ivy.dtype(x).kind == "c" else x, axes, where)
    top = ivy.where(ivy.isfinite(top), top, to.like(0, top))
    terms = ivy.exp(x - to.cast(top, ivy.dtype(x)))
    terms = _masked(terms * factor if weights else terms, where, 0)
    total = lax_like.wide_along(lambda t, axis: ivy.sum(t, axis=axis, keepdims=True))(
        terms, axis=axes
    )
    sign = ivy.sign(total)
    real = ivy.dtype(x).kind != "c"
    total = ivy.abs(total) if return_sign or real else total
    out = ivy.log(total) + to.cast(top, ivy.dtype(total))
    if weights and real and not return_sign:
        out = ivy.where(ivy.less(sign, 0), to.like(math.nan, out), out)
    if not keepdims:
        out, sign = ivy.squeeze(out, axis=axes), ivy.squeeze(sign, axis=axes)
    return (out, sign) if return_sign else out


def logmeanexp(x, axis=None, where=None, keepdims=False):
    out = logsumexp(x, axis=axis, where=where, keepdims=keepdims)
    (x,) = to.promote_inexact(x)
    axes = _axes(axis, x.ndim)
    if where is None:
        return out - math.log(math.prod(x.shape[a] for a in axes))
    where = ivy.broadcast_to(to.cast(to.array(where), dtypes.bool_), tuple(x.shape))
    count = ivy.sum(ivy.astype(where, ivy.dtype(out)), axis=axes, keepdims=keepdims)
    return out - ivy.log(count)


def _mean(x, axes, where):
    total = ivy.sum(_masked(x, where, 0), axis=axes, keepdims=True)
    if where is None:
        return total / math.prod(x.shape[a] for a in axes)
    where = ivy.broadcast_to(to.cast(to.array(where), dtypes.bool_), tuple(x.shape))
    return total / ivy.sum(ivy.astype(where, ivy.dtype(x)), axis=axes, keepdims=True)


def standardize(
    x, axis=-1, mean=None, variance=None, epsilon=1e-5, where=None, *, algorithm="fast"
):
    given = [v for v in (mean, variance) if v is not None]
    x, *given = to.promote_inexact(x, *given)
    try:
        axes = _axes(axis, x.ndim)
    except ValueError as error:  # the source counts elements along an axis before it checks it
        raise IndexError(str(error)) from None
    if algorithm not in ("fast", "stable"):
        raise ValueError(f"Unknown algorithm '{algorithm}'. Expected 'fast' or 'stable'.")
    epsilon = to.cast(epsilon, dtypes.float32 if ivy.dtype(x).itemsize < 4 else ivy.dtype(x))

    def compute(x, *given):
        given = list(given)
        centre = given.pop(0) if mean is not None else _mean(x, axes, where)
        if variance is not None:
            spread = given.pop(0)
        elif algorithm == "stable":
            spread = _mean(ivy.square(x - centre), axes, where)
        else:
            spread = _mean(ivy.square(x), axes, where) - ivy.square(centre)
            spread = ivy.maximum(spread, to.like(0, spread))
        return (x - centre) * ivy.rsqrt(spread + epsilon)

    return like.widely(compute, x, *given)


def one_hot(x, num_classes, *, dtype=None, axis=-1):
    x, count = to.array(x), operator.index(num_classes)
    dtype = to.default_float() if dtype is None else to.canonical(dtype)
    axis = lax_like.at(operator.index(axis), x.ndim + 1)
    shape = tuple(-1 if d == axis else 1 for d in range(x.ndim + 1))
    number = dtypes.int64 if dtypes.category(ivy.dtype(x)) < 2 else ivy.dtype(x)
    classes = ivy.reshape(ivy.arange(0, count, dtype=number), shape)
    return ivy.astype(ivy.equal(ivy.expand_dims(to.cast(x, number), axis=axis), classes), dtype)


# -- attention


def _four_axes(x):
    x = to.array(x)
    return ivy.reshape(x, (1,) * (4 - x.ndim) + tuple(x.shape)) if x.ndim < 4 else x


def _check(name, x, shape, dtype):
    if x is None:
        return
    if x.ndim != len(shape):
        raise ValueError(f"{name} ndim should be {len(shape)}, but got {x.ndim}")
    if dtype is not None and ivy.dtype(x) != dtype:
        raise ValueError(f"{name} dtype should be {dtype}, but got {ivy.dtype(x)}")
    if any(want not in (-1, n) for want, n in zip(shape, x.shape, strict=True)):
        raise ValueError(f"{name} shape should be {shape}: but got {tuple(x.shape)}")


def dot_product_attention(
    query,
    key,
    value,
    bias=None,
    mask=None,
    *,
    scale=None,
    is_causal=False,
    query_seq_lengths=None,
    key_value_seq_lengths=None,
    local_window_size=None,
    implementation=None,
    return_residual=False,
):
    shape = tuple(to.array(query).shape)
    query, key, value = map(_four_axes, (query, key, value))
    bias, mask = (None if x is None else _four_axes(x) for x in (bias, mask))
    lengths = [
        None if x is None else to.array(x) for x in (query_seq_lengths, key_value_seq_lengths)
    ]
    batch, count, heads, width = key.shape
    _check("value", value, [batch, count, heads, width], ivy.dtype(key))
    _check("query", query, [batch, -1, -1, width], ivy.dtype(key))
    _check("mask", mask, [-1] * 4, dtypes.bool_)
    _check("bias", bias, [-1] * 4, None)
    _check("query_seq_lengths", lengths[0], [batch], dtypes.int32)
    _check("key_value_seq_lengths", lengths[1], [batch], dtypes.int32)
    if query.shape[-2] % heads:
        raise ValueError("The number of query heads must be a multiple of key/value heads")
    if implementation not in (None, "xla"):
        raise ValueError(f"Unsupported implementation option: {implementation}")
    scale = 1 / math.sqrt(width) if scale is None else scale
    seen = _seen(query, key, mask, is_causal, lengths, local_window_size)
    out, residual = _attention(query, key, value, bias, seen, scale, lengths[0])
    out = ivy.reshape(out, shape)
    return (out, ivy.reshape(residual, shape[:-1])) if return_residual else out


def _seen(query, key, mask, is_causal, lengths, window):
    """Which keys each query may look at: an array that broadcasts, or None for all."""
    steps, count = query.shape[1], key.shape[1]
    at = ivy.reshape(ivy.arange(0, steps, dtype=dtypes.int64), (1, 1, steps, 1))
    to_ = ivy.reshape(ivy.arange(0, count, dtype=dtypes.int64), (1, 1, 1, count))
    found = [] if mask is None else [mask]
    if is_causal:
        found.append(ivy.less_equal(to_, at))
    if window is not None:
        left, right = (window, window) if isinstance(window, int) else window
        found.append(
            ivy.logical_and(ivy.less_equal(at, to_ + left), ivy.greater_equal(at, to_ - right))
        )
    for places, length in zip((at, to_), lengths, strict=True):
        if length is not None:
            length = ivy.reshape(ivy.astype(length, dtypes.int64), (-1, 1, 1, 1))
            found.append(ivy.less(places, length))
    together = None
    for one in found:
        together = one if together is None else ivy.logical_and(together, one)
    return together


def _attention(query, key, value, bias, seen, scale, query_lengths):
    dtype, groups = ivy.dtype(key), query.shape[2] // key.shape[2]
    wide = to.promote_types(dtype, dtypes.float32)
    q, k, v = (ivy.permute_dims(x, (0, 2, 1, 3)) for x in (query, key, value))
    if groups > 1:  # each head of keys serves several of queries
        k, v = (ivy.repeat(x, groups, axis=1) for x in (k, v))
    logits = ivy.matmul(to.cast(q, wide), ivy.matrix_transpose(to.cast(k, wide))) * scale
    if bias is not None:
        logits = ivy.add(logits, to.cast(bias, wide))
    if seen is not None:
        low = -0.7 * min(dtypes.limits(wide)[1], dtypes.limits(dtypes.float32)[1])
        logits, seen = ivy.broadcast_arrays(logits, seen)
        logits = ivy.where(seen, logits, to.like(low, logits))
    logits = to.cast(logits, dtypes.float32)
    probabilities = to.cast(ivy.softmax(logits, axis=-1), dtype)
    single = dtypes.float32 if dtype.itemsize < 4 else dtype
    out = ivy.matmul(to.cast(probabilities, single), to.cast(v, single))
    out = to.cast(ivy.permute_dims(out, (0, 2, 1, 3)), dtype)
    if query_lengths is not None:
        at = ivy.reshape(ivy.arange(0, query.shape[1], dtype=dtypes.int64), (1, -1, 1, 1))
        inside = ivy.less(at, ivy.reshape(ivy.astype(query_lengths, dtypes.int64), (-1, 1, 1, 1)))
        out = ivy.multiply(out, ivy.astype(inside, dtype))
    residual = to.cast(ivy.logsumexp(logits, axis=-1), dtype)
    return out, ivy.permute_dims(residual, (0, 2, 1))


_publish.publish(__name__, native="jax.nn")
