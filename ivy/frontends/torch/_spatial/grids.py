"""Sampling an image, or a volume, at the points of a grid, and the gradients.

Along each axis a point reads a few taps; the taps of all axes are combined by broadcasting. A tap
has a position, says whether that is inside, and has a weight and the slope of the weight by the
coordinate of the grid. Arrays of all axes are (axis, batch, taps, points), as few calls as possible.
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
    position: Any
    inside: Any
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


def _at(position, lengths, weight, slope):
    inside = ivy.logical_and(position >= 0, position <= lengths - 1)
    safe = ivy.where(inside, position, ivy.zeros((), dtype=ivy.dtype(position)))
    return _Taps(ivy.astype(safe, dtypes.int64), inside, weight, slope)


def _cubic(share, table):
    """A polynomial of `taps` for each of the four neighbours, of shares (axis, batch, 1, points)."""
    distances = ivy.concat([share + 1, share, 1 - share, 2 - share], axis=2)
    return taps.polynomial(ivy.constant(table[..., None], dtype=ivy.dtype(share)), distances)


def _taps(points, lengths, mode, padding, align, sloped):
    """The taps of points (axis, batch, 1, points) along axes of these lengths."""
    x, factor = _scaled(points, lengths, align)
    dtype = ivy.dtype(x)
    if mode == _CUBIC:
        low = ivy.floor(x)
        share = x - low
        near = low + ivy.constant([[-1], [0], [1], [2]], dtype=dtype)
        near = _padded(near, lengths, padding, align)[0]
        slope = _cubic(share, taps.CUBIC_SLOPES) * factor if sloped else None
        return _at(near, lengths, _cubic(share, taps.CUBIC), slope)
    x, slope = _padded(x, lengths, padding, align)
    if mode == _NEAREST:
        zeros = ivy.zeros(x.shape, dtype=dtype) if sloped else None
        return _at(ivy.round(x), lengths, ivy.ones(x.shape, dtype=dtype), zeros)
    low = ivy.floor(x)
    share = x - low
    near, weights = ivy.concat([low, low + 1], axis=2), ivy.concat([1 - share, share], axis=2)
    if not sloped:
        return _at(near, lengths, weights, None)
    slope = ivy.broadcast_to(factor, x.shape) if slope is None else slope * factor
    return _at(near, lengths, weights, ivy.concat([-slope, slope], axis=2))


def _along(grid, lengths, mode, padding, align, sloped=False):
    """The taps along each axis, as arrays (batch, taps of axis 0, taps of axis 1, ..., points)."""
    rank = len(lengths)
    batch, count = grid.shape[0], math.prod(grid.shape[1:-1])
    points = ivy.reshape(opmath.widen(grid), (batch, 1, count, rank))[..., ::-1]
    points = ivy.permute_dims(points, (3, 0, 1, 2))
    sizes = ivy.constant(np.reshape(lengths, (rank, 1, 1, 1)), dtype=ivy.dtype(points))
    read = _taps(points, sizes, mode, padding, align, sloped)
    size = read.position.shape[2]
    shapes = [(batch, *(size if j == i else 1 for j in range(rank)), count) for i in range(rank)]
    return [
        _Taps(*(None if a is None else ivy.reshape(a[i], shape) for a in read))
        for i, shape in enumerate(shapes)
    ]


def _places(along, lengths):
    """Flat positions of all combinations of taps, and whether they are inside."""
    flat = along[0].position
    for read, length in zip(along[1:], lengths[1:], strict=True):
        flat = flat * length + read.position
    return flat, functools.reduce(ivy.logical_and, [read.inside for read in along])


def _flattened(x):
    """The spatial axes of `x` made one, in the dtype of the computation."""
    return ivy.reshape(opmath.widen(x), (*x.shape[:2], math.prod(x.shape[2:])))


def _rows(x, channels):
    """Arrays of combinations as one row per channel: (batch, channels, combinations * points)."""
    row = ivy.reshape(x, (x.shape[0], 1, math.prod(x.shape[1:])))
    return ivy.broadcast_to(row, (x.shape[0], channels, row.shape[2]))


def _read(flat, position, inside):
    """The values of all combinations: (batch, *combinations, points, channels)."""
    batch, channels, count = flat.shape
    rows = ivy.reshape(ivy.permute_dims(flat, (0, 2, 1)), (batch * count, channels))
    if batch > 1:
        first = ivy.constant([count * i for i in range(batch)], dtype=dtypes.int64)
        position = position + ivy.reshape(first, (batch, *(1,) * (position.ndim - 1)))
    values = ivy.take(rows, position, axis=0, bounds="clip")  # they are inside
    return ivy.where(ivy.expand_dims(inside, axis=-1), values, ivy.zeros((), dtype=ivy.dtype(flat)))


def sample(input, grid, interpolation_mode, padding_mode, align_corners):
    to.require_one(input, grid)
    lengths = input.shape[2:]
    along = _along(grid, lengths, interpolation_mode, padding_mode, align_corners)
    values = _read(_flattened(input), *_places(along, lengths))
    weight = ivy.expand_dims(functools.reduce(ivy.multiply, [r.weight for r in along]), axis=-1)
    total = ivy.sum(values * weight, axis=tuple(range(1, 1 + len(lengths))))
    shape = (*input.shape[:2], *grid.shape[1:-1])
    total = ivy.permute_dims(total, (0, 2, 1))
    return to.cast(ivy.reshape(total, shape), ivy.dtype(input))


def sample_backward(
    grad_output, input, grid, interpolation_mode, padding_mode, align_corners, output_mask
):
    lengths = input.shape[2:]
    along = _along(grid, lengths, interpolation_mode, padding_mode, align_corners, output_mask[1])
    position, inside = _places(along, lengths)
    grad, flat = _flattened(grad_output), _flattened(input)
    grad = ivy.reshape(grad, (*grad.shape[:2], *(1,) * len(lengths), grad.shape[2]))
    grad_input = grad_grid = None
    if output_mask[0]:
        grad_input = _spread(grad, along, position, inside, tuple(flat.shape))
        grad_input = to.cast(ivy.reshape(grad_input, tuple(input.shape)), ivy.dtype(input))
    if output_mask[1]:
        by_point = ivy.moveaxis(grad, 1, -1)
        pull = ivy.sum(_read(flat, position, inside) * by_point, axis=-1)
        slopes = [_slope(pull, along, i) for i in reversed(range(len(lengths)))]
        grad_grid = ivy.reshape(ivy.stack(slopes, axis=-1), tuple(grid.shape))
        grad_grid = to.cast(grad_grid, ivy.dtype(grid))
    return grad_input, grad_grid


def _spread(grad, along, position, inside, shape):
    """The gradient of the flattened input."""
    weight = functools.reduce(ivy.multiply, [read.weight for read in along])
    zero = ivy.zeros((), dtype=ivy.dtype(grad))
    share = ivy.where(ivy.expand_dims(inside, axis=1), grad * ivy.expand_dims(weight, axis=1), zero)
    at = _rows(position, shape[1])
    share = ivy.reshape(share, tuple(at.shape))
    zeros = ivy.zeros(shape, dtype=ivy.dtype(grad))
    return ivy.put_along_axis(zeros, at, share, axis=2, reduction="add", bounds="clip")


def _slope(pull, along, axis):
    """The gradient of the coordinate along one axis."""
    factors = [read.slope if i == axis else read.weight for i, read in enumerate(along)]
    weighted = pull * functools.reduce(ivy.multiply, factors)
    return ivy.sum(weighted, axis=tuple(range(1, 1 + len(along))))
