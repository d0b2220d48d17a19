"""Ops that reduce or accumulate along axes."""

import numpy as np

from ivy.backends.numpy import _adapters as like

all = like.reduction(np.all)
any = like.reduction(np.any)
argmax = np.argmax
argmin = np.argmin
cumprod = like.exact(np.cumprod)
cumsum = like.exact(np.cumsum)
max = like.reduction(np.max)
mean = like.wide(like.reduction(np.mean))
min = like.reduction(np.min)


def _sum(x, /, *, axis=None, keepdims=False):
    return np.sum(x, axis=like.axes(axis), keepdims=keepdims, dtype=x.dtype)


sum = like.wide(_sum)


def _prod(x, /, *, axis=None, keepdims=False):
    return np.prod(x, axis=like.axes(axis), keepdims=keepdims, dtype=x.dtype)


prod = like.wide(_prod)
