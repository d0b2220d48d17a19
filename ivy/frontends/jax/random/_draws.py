"""Functions of `jax.random` that draw bits, integers, orders and choices."""

import math

import ml_dtypes

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.jax import _promotion as to
from ivy.frontends.jax.lax import _sorting
from ivy.frontends.jax.random import _stream


def bits(key, shape=(), dtype=None, *, out_sharding=None):
    words = _stream.data("bits", key)
    dtype = to.canonical("uint64" if dtype is None else dtype)
    if dtype.kind != "u":
        raise ValueError(f"dtype argument to `bits` must be an unsigned int dtype, got {dtype}")
    return ivy.astype(_stream.bits(words, _stream.sizes(shape), 8 * dtype.itemsize), dtype)


def uniform(key, shape=(), dtype=None, minval=0.0, maxval=1.0, *, out_sharding=None):
    words, dtype = _stream.data("uniform", key), _stream.floating("uniform", dtype)
    shape = _stream.sizes(shape)
    low, high = (b if type(b) is float else to.array(b) for b in (minval, maxval))
    for bound in (low, high):
        if type(bound) is not float and len(bound.shape) > len(shape):
            raise ValueError(f"cannot broadcast rank {bound.ndim} to smaller rank {len(shape)}")
    return _stream.uniform(words, shape, dtype, low, high)


def randint(key, shape, minval, maxval, dtype=None, *, out_sharding=None):
    words, dtype = _stream.data("randint", key), _stream.integral("randint", dtype)
    shape, low, high = _stream.sizes(shape), to.array(minval), to.array(maxval)
    _stream.broadcast("randint", shape, low, high)
    width = max(32, 8 * dtype.itemsize)
    bounds = dtypes.limits(dtype)
    low, high = (ivy.astype(b, dtypes.int64) for b in (low, high))
    # `maxval` itself is never drawn, so it may be one more than fits
    low = ivy.clip(low, *bounds) if width == 32 else low
    top = ivy.clip(high, bounds[0], bounds[1] + 1) if width == 32 else high
    span = ivy.where(ivy.greater(top, low), top - low, to.like(1, low))
    first, second = _stream.parts(words)
    out = _offset(first, second, shape, width, span)
    return ivy.astype(ivy.add(out, low), dtype)


def _offset(first, second, shape, width, span):
    """Two draws of `width` bits, modulo `span`, with the upper ones made to count."""
    if width == 64:
        return _wide_offset(first, second, shape, span)
    high, low = (_stream.bits(k, shape, width) for k in (first, second))
    factor = ivy.remainder(to.like(2**16, span), span)
    factor = ivy.remainder(ivy.multiply(factor, factor) & 0xFFFFFFFF, span)
    sum_ = ivy.multiply(ivy.remainder(high, span), factor) + ivy.remainder(low, span)
    return ivy.remainder(sum_ & 0xFFFFFFFF, span)


def _wide_offset(first, second, shape, span):
    if bool(ivy.item(ivy.any(ivy.greater(span, 2**31)))):
        raise NotImplementedError("randint of 64 bits with a range of more than 2**31 numbers")
    halves = [_remainder(k, shape, span) for k in (first, second)]
    factor = ivy.remainder(to.like(2**32, span), span)
    factor = ivy.remainder(ivy.multiply(factor, factor), span)
    return ivy.remainder(ivy.multiply(halves[0], factor) + halves[1], span)


def _remainder(words, shape, span):
    """64 random bits modulo `span`, of two words."""
    from ivy.functional import _threefry

    high, low = _threefry.pairs(words, shape)
    factor = ivy.remainder(to.like(2**32, span), span)
    high = ivy.multiply(ivy.remainder(high, span), factor)
    return ivy.remainder(ivy.remainder(high, span) + ivy.remainder(low, span), span)


def permutation(key, x, axis=0, independent=False, *, out_sharding=None):
    words = _stream.data("permutation", key)
    number = ivy.python_kind(x) is int
    x = ivy.arange(0, x, dtype=to.default_int()) if number else to.array(x)
    if not x.ndim:
        if not dtypes.is_integral(ivy.dtype(x)):
            raise TypeError("x must be an integer or at least 1-dimensional")
        x = ivy.arange(0, int(ivy.item(x)), dtype=to.default_int())
    if not -x.ndim <= axis < x.ndim:
        raise ValueError(f"axis {axis} is out of bounds for array of dimension {x.ndim}")
    return ivy.random_permutation(x, axis=axis, independent=independent, key=words)


def choice(key, a, shape=(), replace=True, p=None, axis=0, mode=None):
    words = _stream.data("choice", key)
    if not isinstance(shape, (tuple, list)):
        raise TypeError(f"shape argument of jax.random.choice must be a sequence, got {shape}")
    a, shape = to.array(a), _stream.sizes(shape)
    axis = _axis(axis, a.ndim) if a.ndim else 0
    count = a.shape[axis] if a.ndim else int(ivy.item(a))
    draws = math.prod(shape)
    if not draws:
        return ivy.zeros(shape, dtype=ivy.dtype(a))
    if count <= 0:
        raise ValueError("a must be greater than 0 unless no samples are taken")
    if not replace and draws > count:
        raise ValueError(
            f"Cannot take a larger sample (size {draws}) than population (size {count}) when "
            "'replace=False'"
        )
    if p is None and not replace:
        source = a if a.ndim else ivy.arange(0, count, dtype=to.default_int())
        order = ivy.random_permutation(source, axis=axis, key=words)
        taken = ivy.slice_(order, (slice(None),) * axis + (slice(0, draws),))
    else:
        at = _places(words, count, shape, replace, p, mode)
        at = ivy.reshape(at, (draws,))
        taken = ivy.take(a, at, axis=axis, bounds="clip") if a.ndim else at
    return ivy.reshape(taken, (*a.shape[:axis], *shape, *a.shape[axis + 1 :]))


def _places(words, count, shape, replace, p, mode):
    if p is None:
        return randint(words, shape, 0, count)
    (p,) = to.promote_inexact(p)
    if tuple(p.shape) != (count,):
        raise ValueError(
            "p must be None or a 1D vector with the same size as a.shape[axis]. p has shape "
            f"{tuple(p.shape)} and a.shape[axis] is {count}."
        )
    dtype = ivy.dtype(p)
    if replace:
        heights = ivy.cumsum(p, axis=0)
        top = ivy.slice_(heights, (-1,))
        at = ivy.searchsorted(heights, top * (1 - _stream.uniform(words, shape, dtype)))
    else:
        noise = gumbel(words, (count,), dtype, mode) + ivy.log(p)
        _, at = _sorting.top_k(noise, math.prod(shape))
    return ivy.astype(at, to.default_int())


def _axis(axis, ndim):
    if not -ndim <= axis < ndim:
        raise ValueError(f"axis {axis} is out of bounds for array of dimension {ndim}")
    return axis % ndim


def bernoulli(key, p=0.5, shape=None, mode="low", *, out_sharding=None):
    if mode not in ("high", "low"):
        raise ValueError(f"got mode={mode!r}, expected 'high' or 'low'")
    words, p = _stream.data("bernoulli", key), to.array(p)
    dtype = ivy.dtype(p)
    if not dtypes.is_floating(dtype):
        raise TypeError(f"bernoulli probability `p` must have a floating dtype, got {dtype.name}.")
    shape = _stream.broadcast("bernoulli", shape, p)
    if mode == "low":
        return ivy.less(_stream.uniform(words, shape, dtype), p)
    both = _stream.uniform(words, (2, *shape), dtype)
    first, second = ivy.slice_(both, (0,)), ivy.slice_(both, (1,))
    second = second * 2.0 ** -ml_dtypes.finfo(dtype).nmant
    return ivy.less(second, p - first)


def gumbel(key, shape=(), dtype=None, mode=None, *, out_sharding=None):
    words, dtype = _stream.data("gumbel", key), _stream.floating("gumbel", dtype)
    shape, info = _stream.sizes(shape), ml_dtypes.finfo(dtype)
    if mode not in (None, "highest", "high", "low"):
        raise ValueError(f"Must provide valid mode for gumbel got: {mode}")
    if mode in (None, "low"):
        u = _stream.uniform(words, shape, dtype, float(info.tiny), 1.0)
        return ivy.negative(ivy.log(ivy.negative(ivy.log(u))))
    if mode == "highest" and dtype == dtypes.float32:
        raise NotImplementedError("gumbel with mode='highest' of float32")
    both = _stream.uniform(words, (2, *shape), dtype)
    high, low = ivy.slice_(both, (0,)), ivy.slice_(both, (1,))
    fine = high + low * 2.0**-info.nmant + to.like(float(info.tiny), low)
    x = ivy.where(ivy.greater_equal(high, 0.5), high, fine)
    return ivy.negative(ivy.log(ivy.negative(ivy.log1p(ivy.negative(x)))))


def categorical(key, logits, axis=-1, shape=None, replace=True, mode=None, *, out_sharding=None):
    words, logits = _stream.data("categorical", key), to.array(logits)
    if not -logits.ndim <= axis < logits.ndim:
        raise IndexError(f"index {axis} is out of bounds for an array of {logits.ndim} axes")
    axis %= logits.ndim
    batch = (*logits.shape[:axis], *logits.shape[axis + 1 :])
    shape = _stream.broadcast("categorical", shape, _Shaped(batch))
    front, rest = shape[: len(shape) - len(batch)], list(shape[len(shape) - len(batch) :])
    dtype, count = ivy.dtype(logits), logits.shape[axis]
    if replace:
        rest.insert(axis, count)
        noise = gumbel(words, (*front, *rest), dtype, mode)
        position = ivy.argmax(ivy.add(noise, logits), axis=axis + len(front))
        return ivy.astype(position, to.default_int())
    draws = math.prod(front)
    if draws > count:
        raise ValueError(
            f"Number of samples without replacement ({draws}) cannot exceed number of "
            f"categories ({count})."
        )
    noise = ivy.add(logits, gumbel(words, tuple(logits.shape), dtype, mode))
    _, at = _sorting.top_k(ivy.moveaxis(noise, axis, -1), draws)
    return ivy.reshape(ivy.moveaxis(at, -1, 0), shape)


class _Shaped:
    def __init__(self, shape):
        self.shape = shape


def rademacher(key, shape=(), dtype=None, *, out_sharding=None):
    dtype = to.canonical(int if dtype is None else dtype)
    heads = ivy.astype(bernoulli(key, 0.5, _stream.sizes(shape)), dtypes.int32)
    return ivy.astype(2 * heads - 1, dtype)


_publish.publish(__name__, native="jax.random")
