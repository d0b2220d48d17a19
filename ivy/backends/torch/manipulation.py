"""Ops that move, join, split and repeat elements."""

import torch
import torch.nn.functional as F

from ivy._core.specialization import specializes
from ivy._core.strides import last_writes, overlaps, upward
from ivy.backends.torch import _adapters as like

broadcast_to = torch.broadcast_to
moveaxis = torch.moveaxis
permute_dims = torch.permute
tile = torch.tile
_index_put = like.unsigned(torch.index_put)


def as_strided(x, shape, strides, offset=0, /):
    if 0 in shape:
        return x.new_empty(shape)
    if strides and min(strides) < 0:
        strides, offset, axes = upward(shape, strides, offset)
        return flip(as_strided(x, shape, strides, offset), axis=axes)
    if offset + sum((n - 1) * s for n, s in zip(shape, strides, strict=True)) >= x.numel():
        raise ValueError(
            f"strides {strides} of shape {shape} leave an array of {x.numel()} elements"
        )
    x = x.contiguous()
    return x.as_strided(shape, strides, x.storage_offset() + offset)


def as_strided_scatter(x, values, shape, strides, offset=0, /):
    if strides and 0 not in shape and min(strides) < 0:
        strides, offset, axes = upward(shape, strides, offset)
        values = flip(values.broadcast_to(shape), axis=axes)
    result = x.clone(memory_format=torch.contiguous_format)
    if 0 in shape:
        return result
    if not overlaps(shape, strides):
        as_strided(result, shape, strides, offset).copy_(values)
        return result
    where, last = map(torch.from_numpy, last_writes(tuple(shape), tuple(strides)))
    written = values.broadcast_to(shape).reshape(-1)[last].to(x.dtype)
    return _index_put(result.view(-1), (where + offset,), written).reshape(x.shape)


@specializes(lambda arrays, /, **o: (torch.cat, (arrays, *o.values()), {}))
def concat(arrays, /, *, axis=0):
    return torch.cat(tuple(arrays), axis)


def expand_dims(x, /, *, axis):
    added = (axis,) if isinstance(axis, int) else tuple(axis)
    for a in sorted(a % (x.ndim + len(added)) for a in added):
        x = x.unsqueeze(a)
    return x


_flip = like.unsigned(torch.flip)


def flip(x, /, *, axis=None):
    return _flip(x, like.axes(axis, x.ndim))


def pad(x, widths, value=0, /):
    if isinstance(value, complex):  # torch fills with real numbers only
        return torch.complex(pad(x.real, widths, value.real), pad(x.imag, widths, value.imag))
    # torch counts from the last axis
    return F.pad(x, [n for pair in reversed(widths) for n in pair], value=value) if x.ndim else x


def repeat(x, repeats, /, *, axis):
    return torch.repeat_interleave(x, repeats, axis)


@specializes(lambda x, shape, /: (torch.reshape, (x, shape), {}))
def reshape(x, shape, /):
    return x.reshape(shape)


def roll(x, shift, /, *, axis):
    return torch.roll(x, shift, axis)


def slice_(x, index, /):
    try:
        return x[index]
    except ValueError:  # a negative step, if it is not wrong
        return _backwards(x, index if isinstance(index, tuple) else (index,))


def _backwards(x, index):
    """`x[index]` with negative steps, which torch does not take: forwards, then flipped."""
    used = sum(i is not None and i is not Ellipsis for i in index)
    if Ellipsis not in index:
        index = (*index, Ellipsis)
    at = index.index(Ellipsis)
    index = (*index[:at], *(slice(None),) * (x.ndim - used), *index[at + 1 :])
    forwards, flipped, source, result = [], [], 0, 0
    for i in index:
        if isinstance(i, slice) and (i.step or 1) < 0:
            places = range(*i.indices(x.shape[source]))
            i = slice(places[-1], places[0] + 1, -places.step) if places else slice(0, 0)
            flipped.append(result)
        forwards.append(i)
        source += i is not None
        result += not isinstance(i, int)
    return _flip(x[tuple(forwards)], flipped)


def squeeze(x, /, *, axis):
    return torch.squeeze(x, axis if isinstance(axis, int) else tuple(axis))


@specializes(lambda arrays, /, **o: (torch.stack, (arrays, *o.values()), {}))
def stack(arrays, /, *, axis=0):
    return torch.stack(tuple(arrays), axis)


_tril = like.unsigned(torch.tril)
_triu = like.unsigned(torch.triu)


def tril(x, /, *, k=0):
    return _tril(x, k)


def triu(x, /, *, k=0):
    return _triu(x, k)
