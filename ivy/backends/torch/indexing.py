"""Reading and writing at positions that are arrays themselves."""

import torch

from ivy._core import rules
from ivy.backends.torch import _adapters as like
from ivy.backends.torch import _bounds

_REDUCTIONS = {"multiply": "prod", "minimum": "amin", "maximum": "amax"}


def nonzero(x, /):
    return torch.nonzero(x != 0, as_tuple=True)


def _indices(x, indices, bounds):
    safe, inside = [], None
    rank = max([i.ndim for i in indices if i is not None], default=0)
    for axis, index in enumerate(indices):
        if index is None:
            safe.append(slice(None))
            continue
        if not index.ndim:  # torch takes it for a number, which is no index array among others
            index = index.reshape((1,) * rank)
        index, mask = _bounds.resolve(index, x.shape[axis], bounds)
        safe.append(index)
        if mask is not None:
            inside = mask if inside is None else inside & mask
    return tuple(safe), inside


def _masked(inside, values):
    return values if inside is None else torch.where(inside, values, torch.zeros_like(values))


def _along(inside, indices, x):
    """The mask of positions, in line with the elements of `x[indices]`."""
    if inside is None:
        return None
    return inside.reshape((*inside.shape, *(1,) * rules.axes_behind(indices, x.ndim)))


def get_index(x, indices, /, *, bounds="error"):
    index, inside = _indices(x, indices, bounds)
    return _masked(_along(inside, indices, x), x[index])


def set_index(x, indices, values, /, *, reduction="set", bounds="error"):
    if bounds == "drop" and not x.numel():
        return x.clone()
    index, inside = _indices(x, indices, bounds)
    positions = torch.arange(x.numel()).reshape(x.shape)[index]
    return _write(x, positions, _along(inside, indices, x), values, reduction)


def _write(x, positions, inside, values, reduction):
    """A copy of `x` with values at positions of its flat elements, those outside left out."""
    values = values.expand(positions.shape)
    if inside is None:
        at, values = positions.reshape(-1), values.reshape(-1)
    else:
        keep = inside.expand(positions.shape)
        at, values = positions[keep], values[keep]
    return _put(x.reshape(-1), at, values, reduction).reshape(x.shape)


def _put_signed(flat, at, values, reduction):
    if reduction in ("set", "add"):
        return flat.index_put((at,), values, accumulate=reduction == "add")
    return flat.scatter_reduce(0, at, values, _REDUCTIONS[reduction])


def _put(flat, at, values, reduction):
    of_uint64 = "order" if reduction in ("minimum", "maximum") else "bits"
    if flat.dtype is torch.bool:  # no kernel for bool, and 0 and 1 do as well
        flat, values = flat.to(torch.int32), values.to(torch.int32)
        return _put_signed(flat, at, values, reduction) != 0
    return like.unsigned(_put_signed, of_uint64=of_uint64)(flat, at, values, reduction)


def take(x, indices, /, *, axis, bounds="error"):
    axis %= x.ndim
    index, inside = _bounds.resolve(indices, x.shape[axis], bounds)
    out = x[(slice(None),) * axis + (index,)]
    if inside is None:
        return out
    return _masked(inside.reshape((*inside.shape, *(1,) * (x.ndim - axis - 1))), out)


def _grid(indices, axis):
    return tuple(
        indices if i == axis else torch.arange(n).reshape((-1,) + (1,) * (indices.ndim - i - 1))
        for i, n in enumerate(indices.shape)
    )


def take_along_axis(x, indices, /, *, axis, bounds="error"):
    axis %= x.ndim
    index, inside = _bounds.resolve(indices, x.shape[axis], bounds)
    return _masked(inside, x[_grid(index, axis)])


def put_along_axis(x, indices, values, /, *, axis, reduction="set", bounds="error"):
    axis %= x.ndim
    index, inside = _bounds.resolve(indices, x.shape[axis], bounds)
    positions = torch.arange(x.numel()).reshape(x.shape)[_grid(index, axis)]
    return _write(x, positions, inside, values, reduction)
