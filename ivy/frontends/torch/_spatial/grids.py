"""Sampling an image, or a volume, at the points of a grid, and the gradients.

Along each axis a point reads a few taps; the taps of all axes are combined by broadcasting. Each
has a weight and the derivative of the weight by the grid coordinate. Positions are in the image
padded with zeros, as many as there are taps: points outside read these, so no mask is needed.
Arrays of all axes are (axis, batch, taps, points), the last axis first, as few calls as possible.
"""

import functools
import math
from typing import Any, NamedTuple

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _opmath as opmath
from ivy.frontends.torch._spatial import taps

_LINEAR, _NEAREST, _CUBIC = range(3)
_ZEROS, _BORDER, _REFLECTION = range(3)


class _Taps(NamedTuple):
    first: Any  # the position of the first tap, from which the others count on; or of each of them
    weight: Any
    slope: Any  # None where nobody asks for it


def _scaled(points, lengths, align):
    """Coordinates in [-1, 1] as positions, and the factor between the two."""
    if align:
        return (points + 1) / 2 * (lengths - 1), (lengths - 1) / 2
    return ((points + 1) * lengths - 1) / 2, lengths / 2


def _clipped(x, lengths):
    """Positions moved to the nearest end, and their slope."""
    inside = ivy.logical_and(x > 0, x < lengths - 1)
    return ivy.minimum(ivy.maximum(x, x * 0), lengths - 1), ivy.astype(inside, ivy.dtype(x))


def _reflected(x, lengths, align):
    """Positions reflected at the ends, and their slope; 0 where both ends are one."""
    low, span = (0.0, lengths - 1) if align else (-0.5, lengths)
    single = ivy.broadcast_to(ivy.equal(span, 0), x.shape)
    span = ivy.where(ivy.equal(span, 0), span + 1, span)
    distance = ivy.abs(x - low)
    extra = ivy.fmod(distance, ivy.broadcast_to(span, x.shape))
    turns = ivy.floor(distance / span)
    even = ivy.equal(turns, 2 * ivy.floor(turns / 2))
    one = ivy.ones((), dtype=ivy.dtype(x))
    slope = ivy.where(ivy.equal(even, x >= low), one, -one)
    turned = ivy.where(even, extra + low, span - extra + low)
    return ivy.where(single, 0 * one, turned), ivy.where(single, 0 * one, slope)


def _padded(x, lengths, padding, align):
    """Positions where `padding` puts them, and their slope (None: 1)."""
    if padding == _ZEROS:
        return x, None
    if padding == _BORDER:
        return _clipped(x, lengths)
    x, turned = _reflected(x, lengths, align)
    x, slope = _clipped(x, lengths)
    return x, slope * turned


@functools.lru_cache(256)
def _table(kind, dtype):
    """A host array of this dtype: a coefficient of `taps` for each of four neighbours, or a side."""
    return _TABLES[kind].astype(dtype)[..., None]


_TABLES = {
    "weights": taps.CUBIC,
    "slopes": taps.CUBIC_SLOPES,
    "distance": np.array([1, 0, 1, 2]),
    "direction": np.array([1, 1, -1, -1]),
    "step": np.arange(4),
}
_COUNTS = {_NEAREST: 1, _LINEAR: 2, _CUBIC: 4}


def _cubic(share, kind):
    """A polynomial for each of the four neighbours, of shares (axis, batch, 1, points)."""
    table, start, sign = (
        ivy.constant(_table(k, ivy.dtype(share))) for k in (kind, "distance", "direction")
    )
    return taps.polynomial(table, share * sign + start)


def _taps(points, lengths, mode, padding, align, sloped):
    """The taps of points (axis, batch, 1, points) along axes of these lengths."""
    x, factor = _scaled(points, lengths, align)
    dtype = ivy.dtype(x)
    if mode == _CUBIC:
        low = ivy.floor(x)
        share = x - low
        first = low - 1
        if padding != _ZEROS:  # moves each tap by itself
            steps = ivy.constant(_table("step", dtype))
            first = _padded(first + steps, lengths, padding, align)[0]
        slope = _cubic(share, "slopes") * factor if sloped else None
        return _Taps(first, _cubic(share, "weights"), slope)
    x, slope = _padded(x, lengths, padding, align)
    if mode == _NEAREST:
        zeros = ivy.zeros(x.shape, dtype=dtype) if sloped else None
        return _Taps(ivy.round(x), ivy.ones(x.shape, dtype=dtype), zeros)
    low = ivy.floor(x)
    share = x - low
    weights = ivy.concat([1 - share, share], axis=2)
    if not sloped:
        return _Taps(low, weights, None)
    slope = ivy.broadcast_to(factor, x.shape) if slope is None else slope * factor
    return _Taps(low, weights, ivy.concat([-slope, slope], axis=2))


@functools.lru_cache(256)
def _ends(lengths, frame, dtype):
    """Host arrays: the lengths of all axes, the last axis first, and the frame."""
    sizes = np.reshape(lengths[::-1], (len(lengths), 1, 1, 1))
    return sizes.astype(dtype), np.asarray(-frame, dtype)


def _along(grid, lengths, mode, padding, align, sloped=False):
    """The taps along each axis, as arrays (batch, taps of axis 0, taps of axis 1, ..., points)."""
    rank = len(lengths)
    batch, count = grid.shape[0], math.prod(grid.shape[1:-1])
    points = ivy.reshape(opmath.widen(grid), (batch, 1, count, rank))
    points = ivy.permute_dims(points, (3, 0, 1, 2))
    sizes, start = map(ivy.constant, _ends(tuple(lengths), _COUNTS[mode], ivy.dtype(points)))
    first, weight, slope = _taps(points, sizes, mode, padding, align, sloped)
    # a frame away nothing is seen any more; NaN is there too
    first = ivy.astype(ivy.fmin(ivy.fmax(first, start), sizes), dtypes.int64)

    def by_axis(a):
        if a is None:
            return [None] * rank
        shapes = [
            [batch, *(1,) * i, a.shape[2], *(1,) * (rank - 1 - i), count] for i in range(rank)
        ]
        return [ivy.reshape(a[rank - 1 - i], tuple(shape)) for i, shape in enumerate(shapes)]

    return [*map(_Taps, by_axis(first), by_axis(weight), by_axis(slope))]


def _places(along, lengths, frame):
    """Positions of all combinations of taps in the flat batch of framed images."""
    start, strides = _starts(along[0].first.shape[0], tuple(lengths), frame, _counts(along))
    rows = [r.first if s == 1 else r.first * s for r, s in zip(along, strides, strict=True)]
    return functools.reduce(ivy.add, rows) + ivy.constant(start, dtype=dtypes.int64)


def _counts(along):
    """How many positions are given along each axis: one, or one per tap."""
    return tuple(read.first.shape[1 + i] for i, read in enumerate(along))


@functools.lru_cache(256)
def _starts(batch, lengths, frame, counts):
    """What is added to given positions, and the strides of the axes of a framed image."""
    *strides, image = np.cumprod([1, *(n + 2 * frame for n in lengths[::-1])]).tolist()
    start = np.arange(batch).reshape(-1, *(1,) * (len(lengths) + 1)) * image
    for i, (stride, count) in enumerate(zip(reversed(strides), counts, strict=True)):
        steps = np.arange(frame if count == 1 else 1) + frame
        start = start + (steps * stride).reshape(-1, *(1,) * (len(lengths) - i))
    return start, strides[::-1]


def _swapped(x):
    """`x` with its first two axes exchanged, of which one is the batch and one the channels."""
    return ivy.permute_dims(x, (1, 0, *range(2, x.ndim)))


def _read(input, position, frame):
    """The values of all combinations: (channels, batch, *combinations, points)."""
    widths = [(0, 0), (0, 0), *((frame, frame) for _ in input.shape[2:])]
    framed = ivy.pad(_swapped(opmath.widen(input)), widths)
    rows = ivy.reshape(framed, (framed.shape[0], math.prod(framed.shape[1:])))
    return ivy.take(rows, position, axis=1, bounds="clip")  # they are inside


def sample(input, grid, interpolation_mode, padding_mode, align_corners):
    to.require_one(input, grid)
    lengths, frame = input.shape[2:], _COUNTS[interpolation_mode]
    along = _along(grid, lengths, interpolation_mode, padding_mode, align_corners)
    values = _read(input, _places(along, lengths, frame), frame)
    weight = functools.reduce(ivy.multiply, [r.weight for r in along])
    total = ivy.sum(values * weight, axis=tuple(range(2, 2 + len(lengths))))
    shape = (*input.shape[:2], *grid.shape[1:-1])
    return to.cast(ivy.reshape(_swapped(total), shape), ivy.dtype(input))


def sample_backward(
    grad_output, input, grid, interpolation_mode, padding_mode, align_corners, output_mask
):
    lengths, frame = input.shape[2:], _COUNTS[interpolation_mode]
    along = _along(grid, lengths, interpolation_mode, padding_mode, align_corners, output_mask[1])
    position = _places(along, lengths, frame)
    batch, channels = input.shape[:2]
    grad = ivy.reshape(opmath.widen(grad_output), (batch, channels, position.shape[-1]))
    grad = ivy.reshape(_swapped(grad), (channels, batch, *(1,) * len(lengths), grad.shape[2]))
    grad_input = grad_grid = None
    if output_mask[0]:
        share = grad * functools.reduce(ivy.multiply, [read.weight for read in along])
        grad_input = to.cast(_spread(share, position, lengths, frame), ivy.dtype(input))
    if output_mask[1]:
        pull = ivy.sum(_read(input, position, frame) * grad, axis=0)
        slopes = [_slope(pull, along, i) for i in reversed(range(len(lengths)))]
        grad_grid = ivy.reshape(ivy.stack(slopes, axis=-1), tuple(grid.shape))
        grad_grid = to.cast(grad_grid, ivy.dtype(grid))
    return grad_input, grad_grid


def _spread(share, position, lengths, frame):
    """The gradient of the image: the shares of all combinations, added up where they were read."""
    channels, batch = share.shape[:2]
    framed = [n + 2 * frame for n in lengths]
    zeros = ivy.zeros((channels, batch * math.prod(framed)), dtype=ivy.dtype(share))
    share = ivy.reshape(share, (channels, math.prod(share.shape[1:])))
    at = ivy.broadcast_to(ivy.reshape(position, (1, share.shape[1])), share.shape)
    total = ivy.put_along_axis(zeros, at, share, axis=1, reduction="add", bounds="clip")
    total = _swapped(ivy.reshape(total, (channels, batch, *framed)))
    return total[(..., *(slice(frame, frame + n) for n in lengths))]


def _slope(pull, along, axis):
    """The gradient of the coordinate along one axis."""
    factors = [read.slope if i == axis else read.weight for i, read in enumerate(along)]
    weighted = pull * functools.reduce(ivy.multiply, factors)
    return ivy.sum(weighted, axis=tuple(range(1, 1 + len(along))))
