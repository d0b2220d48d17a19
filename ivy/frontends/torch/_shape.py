"""Joining, repeating and moving elements."""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends.torch import _dtypes as to


def cat(tensors, dim=0):
    arrays = [x for x in tensors if x.shape != (0,)] or tensors[:1]
    return ivy.concat(to.promote(*arrays), axis=dim)


def flip(input, dims):
    if len(input.shape) == 0:  # PyTorch accepts axes 0 and -1
        return input
    return ivy.flip(input, axis=(dims,) if isinstance(dims, int) else tuple(dims))


def repeat_interleave(input, repeats=None, dim=None, *, output_size=None):
    if repeats is None:
        return _repeated_positions(input, output_size)
    if dim is None:
        input, dim = ivy.reshape(input, (-1,)), 0
    if type(repeats) is int:
        return ivy.repeat(input, repeats, axis=dim)
    if repeats.ndim == 0 or repeats.shape[0] == 1:
        repeats = ivy.broadcast_to(repeats, (input.shape[dim],))
    if repeats.shape[0] != input.shape[dim]:
        raise RuntimeError("repeats must have the same size as input along dim")
    return ivy.take(input, _repeated_positions(repeats, output_size), axis=dim % input.ndim)


def _repeated_positions(repeats, size):
    """Each position as many times as `repeats` says: the running count of what has ended."""
    ends = ivy.cumsum(ivy.astype(repeats, dtypes.int64), axis=0)
    if size is None:
        size = ivy.item(ends[-1]) if ends.shape[0] else 0
    marks = ivy.zeros((size,), dtype=dtypes.int64)
    ones = ivy.ones(ends.shape, dtype=dtypes.int64)
    marks = ivy.set_index(marks, [ends], ones, reduction="add", bounds="drop")
    return ivy.astype(ivy.cumsum(marks, axis=0), ivy.dtype(repeats))


def roll(input, shifts, dims=()):
    shifts = (shifts,) if isinstance(shifts, int) else tuple(shifts)
    dims = (dims,) if isinstance(dims, int) else tuple(dims)
    if not dims:
        return ivy.roll(input, shifts[0], axis=None)
    return ivy.roll(input, shifts, axis=dims)


def stack(tensors, dim=0):
    return ivy.stack(to.promote(*tensors), axis=dim)


def tril(input, diagonal=0):
    return ivy.tril(input, k=diagonal)


def triu(input, diagonal=0):
    return ivy.triu(input, k=diagonal)


_publish.publish(__name__, native="torch")
