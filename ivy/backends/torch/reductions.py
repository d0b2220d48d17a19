"""Ops that reduce or accumulate along axes."""

import builtins
import functools

import torch

from ivy._core.specialization import specializes
from ivy.backends.torch import _adapters as like

max = like.reduction(torch.amax, of_uint64="order")
mean = like.reduction(torch.mean)
min = like.reduction(torch.amin, of_uint64="order")
sum = like.reduction(like.exact(torch.sum))

_cummax = like.unsigned(lambda x, axis: torch.cummax(x, axis).values, of_uint64="order")
_cummin = like.unsigned(lambda x, axis: torch.cummin(x, axis).values, of_uint64="order")
_prod_of_axis = like.exact(torch.prod)


def _of_truth(function):
    """The reduction of bool; torch gives uint8 for uint8."""

    def call(x, /, **options):
        return (function, (x,), options) if x.dtype is torch.bool else None

    @specializes(call)
    def run(x, /, *, axis=None, keepdims=False):
        return function(x if x.dtype is torch.bool else x != 0, axis=axis, keepdims=keepdims)

    return run


all = _of_truth(like.reduction(torch.all))
any = _of_truth(like.reduction(torch.any))


def _plain(find):
    def call(x, /, *, axis=None, keepdims=False):
        plain = x.dtype is not torch.bool and not like.has_unsigned([x])
        return (find, (x, axis, *[True] * keepdims), {}) if plain else None

    return specializes(call)


@_plain(torch.argmax)
def argmax(x, /, *, axis=None, keepdims=False):
    return torch.argmax(like.comparable(x), axis, keepdims)


@_plain(torch.argmin)
def argmin(x, /, *, axis=None, keepdims=False):
    return torch.argmin(like.comparable(x), axis, keepdims)


def _backwards(dims, ndim):
    """Axes from the last to the first, so that one that goes moves none that comes."""
    return sorted((d % ndim for d in like.axes(dims, ndim)), reverse=True)


def _xor(x, dims=None, keepdims=False):
    for axis in _backwards(dims, x.ndim):
        rows = torch.unbind(x, axis)
        none = x.new_zeros((*x.shape[:axis], *x.shape[axis + 1 :]))
        x = functools.reduce(torch.bitwise_xor, rows, none)
        x = x.unsqueeze(axis) if keepdims else x
    return x


bitwise_xor_reduce = like.reduction(_xor)


def cumlogsumexp(x, /, *, axis):
    return torch.logcumsumexp(x, axis)


def cummax(x, /, *, axis):
    return _cummax(x, axis)


def cummin(x, /, *, axis):
    return _cummin(x, axis)


def _running(accumulate, first):
    """`f(x, axis=)`; without the element itself it begins with `first`."""
    plain = like.unsigned(like.exact(accumulate))

    def directed(x, axis, exclusive, reverse):
        out = accumulate(x.flip(axis) if reverse else x, axis, dtype=x.dtype)
        if exclusive:
            start = torch.full_like(out.narrow(axis, 0, builtins.min(1, out.shape[axis])), first)
            out = torch.cat([start, out.narrow(axis, 0, _but_last(out, axis))], axis)
        return out.flip(axis) if reverse else out

    other = like.unsigned(directed)

    def call(x, /, *, axis, exclusive=False, reverse=False):
        return None if exclusive or reverse else (plain, (x, axis), {})

    @specializes(call)
    def run(x, /, *, axis, exclusive=False, reverse=False):
        return other(x, axis, exclusive, reverse) if exclusive or reverse else plain(x, axis)

    return run


def _but_last(x, axis):
    return builtins.max(x.shape[axis] - 1, 0)


cumprod = _running(torch.cumprod, 1)
cumsum = _running(torch.cumsum, 0)


def _prod(x, dims=None, keepdims=False):
    for axis in _backwards(dims, x.ndim):
        x = _prod_of_axis(x, axis, keepdims)
    return x


prod = like.reduction(_prod)
