"""Ops that reduce or accumulate along axes."""

import builtins
import functools

import jax.numpy as jnp
from jax import lax
from numpy.lib.array_utils import normalize_axis_index

from ivy._core.specialization import specializes
from ivy.backends.jax import _adapters as like

_HALF = (jnp.dtype("float16"), jnp.dtype("bfloat16"))


def _wide(function):
    """Accumulates 16-bit floating numbers in float32; XLA would round, and overflow, at each step."""

    @specializes(lambda x, /, **o: None if x.dtype in _HALF else (function, (x,), o))
    @functools.wraps(function)
    def run(x, /, **options):
        if x.dtype in _HALF:
            return function(x.astype("float32"), **options).astype(x.dtype)
        return function(x, **options)

    return run


all = like.reduction(jnp.all)
any = like.reduction(jnp.any)
argmax = jnp.argmax
argmin = jnp.argmin
max = like.reduction(jnp.max)
mean = _wide(like.reduction(jnp.mean))
min = like.reduction(jnp.min)
prod = _wide(like.exact(jnp.prod))
sum = _wide(like.exact(jnp.sum))


@like.reduction
def bitwise_xor_reduce(x, axis, keepdims):
    axes = tuple(range(x.ndim)) if axis is None else (axis,) if isinstance(axis, int) else axis
    axes = tuple(normalize_axis_index(a, x.ndim) for a in axes)
    out = lax.reduce_xor(x, axes)
    return jnp.expand_dims(out, axes) if keepdims else out


def _running(scan):
    """`f(x, axis=)` of a scan of lax, to which bool is no number."""

    def run(x, /, *, axis):
        axis = normalize_axis_index(axis, x.ndim)
        return scan(x.astype("int8"), axis).astype(bool) if x.dtype == bool else scan(x, axis)

    return run


def _directed(scan, first):
    """As `_running`; without the element itself it begins with `first`."""
    plain = _running(scan)

    def run(x, /, *, axis, exclusive=False, reverse=False):
        if not (exclusive or reverse):
            return plain(x, axis=axis)
        axis = normalize_axis_index(axis, x.ndim)
        out = _running(functools.partial(scan, reverse=reverse))(x, axis=axis)
        if not exclusive:
            return out
        start = jnp.full_like(
            lax.slice_in_dim(out, 0, builtins.min(1, x.shape[axis]), axis=axis), first
        )
        size = builtins.max(x.shape[axis] - 1, 0)
        kept = lax.slice_in_dim(
            out, x.shape[axis] - size if reverse else 0, None if reverse else size, axis=axis
        )
        return jnp.concatenate([kept, start] if reverse else [start, kept], axis)

    return run


def _cumlogsumexp(x, axis):
    if x.dtype.kind != "c":
        return lax.cumlogsumexp(x, axis)

    def step(total, term):
        # one at a time: the phase must go on where the one before ends, not jump by 2 pi
        swap = term.real >= total.real
        low, high = jnp.where(swap, total, term), jnp.where(swap, term, total)
        total = jnp.where(jnp.isneginf(high.real), low, jnp.log1p(jnp.exp(low - high)) + high)
        return total, total

    terms = jnp.moveaxis(x, axis, 0)
    nothing = jnp.full(terms.shape[1:], -jnp.inf, x.dtype)
    return jnp.moveaxis(lax.scan(step, nothing, terms)[1], 0, axis)


cumlogsumexp = _wide(_running(_cumlogsumexp))
cummax = _running(lax.cummax)
cummin = _running(lax.cummin)
cumprod = _wide(_directed(lax.cumprod, 1))
cumsum = _wide(_directed(lax.cumsum, 0))
