"""Sorting, ranking and searching."""

import torch

from ivy.backends.torch import _adapters as like

_gather = like.unsigned(torch.gather)


def argsort(x, /, *, axis=-1, descending=False, stable=True):
    order = torch.sort(like.comparable(x), dim=axis, descending=descending, stable=True)
    return order.indices


def lexsort(keys, /):
    order = argsort(keys[0], axis=0)
    for key in keys[1:]:
        order = order[argsort(key[order], axis=0)]
    return order


def searchsorted(x1, x2, /, *, side="left"):
    x1, x2 = like.comparable(x1).contiguous(), like.comparable(x2).contiguous()
    if not x1.is_floating_point():
        return torch.searchsorted(x1, x2, side=side)
    # torch compares with NaN, which sends it past the end: search among the numbers
    numbers = (~x1.isnan()).sum(-1, keepdim=x1.ndim > 1)
    found = torch.searchsorted(x1.nan_to_num(torch.inf, torch.inf, -torch.inf), x2, side=side)
    beyond = numbers if side == "left" else x1.shape[-1]
    return torch.where(x2.isnan(), beyond, torch.minimum(found, numbers))


def sort(x, /, *, axis=-1, descending=False, stable=True):
    return sort_with_indices(x, axis=axis, descending=descending)[0]


def sort_with_indices(x, /, *, axis=-1, descending=False):
    order = argsort(x, axis=axis, descending=descending)
    return _gather(x, axis, order), order


def top_k(x, k, /, *, axis=-1, largest=True):
    # torch.topk does not say which of equal elements it takes
    order = argsort(x, axis=axis, descending=largest).narrow(axis, 0, k)
    return _gather(x, axis, order), order
