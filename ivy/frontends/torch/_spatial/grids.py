"""Sampling an image, or a volume, at the points of a grid, and the gradients.

Along each axis a point reads a few taps; the taps of all axes are combined. A tap has a position,
says whether that is inside, and has a weight and the slope of the weight by the grid's coordinate.
"""

import itertools
import math
from typing import Any, NamedTuple

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _opmath as opmath
from ivy.frontends.torch._spatial import taps

_LINEAR, _NEAREST, _CUBIC = range(3)
_ZEROS, _BORDER, _REFLECTION = range(3)


class _Tap(NamedTuple):
    position: Any
    inside: Any
    weight: Any
    slope: Any


def _scaled(points, length, align):
    """Coordinates in [-1, 1] as positions, and the factor between the two."""
    if align:
        return (points + 1) / 2 * (length - 1), (length - 1) / 2
    return ((points + 1) * length - 1) / 2, length / 2


def _clipped(x, length):
    """Positions moved to the nearest end, and their slope."""
    inside = ivy.logical_and(x > 0, x < length - 1)
    return ivy.clip(x, 0.0, float(length - 1)), ivy.astype(inside, ivy.dtype(x))


def _reflected(x, low, high):
    """Positions reflected at `low` and `high`, and their slope."""
    if low == high:
        return x * 0, x * 0
    span = high - low
    distance = ivy.abs(x - low)
    extra = ivy.fmod(distance, ivy.full((), span, dtype=ivy.dtype(x)))
    even = ivy.equal(
        ivy.remainder(ivy.floor(distance / span), ivy.full((), 2, dtype=ivy.dtype(x))), 0
    )
    slope = ivy.where(ivy.equal(even, x >= low), ivy.ones((), dtype=ivy.dtype(x)), -1.0)
    return ivy.where(even, extra + low, span - extra + low), slope


def _padded(x, length, padding, align):
    """Positions where `padding` puts them, and their slope (None: 1)."""
    if padding == _ZEROS:
        return x, None
    if padding == _BORDER:
        return _clipped(x, length)
    ends = (0.0, length - 1.0) if align else (-0.5, length - 0.5)
    x, turned = _reflected(x, *ends)
    x, slope = _clipped(x, length)
    return x, slope * turned


def _tap(position, length, weight, slope):
    inside = ivy.logical_and(position >= 0, position <= length - 1)
    safe = ivy.where(inside, position, ivy.zeros((), dtype=ivy.dtype(position)))
    return _Tap(ivy.astype(safe, dtypes.int64), inside, weight, slope)


def _taps(points, length, mode, padding, align):
    """The taps of all points along an axis of `length` elements."""
    x, factor = _scaled(points, length, align)
    if mode == _CUBIC:
        low = ivy.floor(x)
        share = x - low
        weights, slopes = taps.cubic_weights(share), taps.cubic_slopes(share)
        return [
            _tap(_padded(low + (k - 1), length, padding, align)[0], length, w, s * factor)
            for k, (w, s) in enumerate(zip(weights, slopes, strict=True))
        ]
    x, slope = _padded(x, length, padding, align)
    if mode == _NEAREST:
        return [_tap(ivy.round(x), length, None, None)]
    slope = ivy.full((), factor, dtype=ivy.dtype(x)) if slope is None else slope * factor
    low = ivy.floor(x)
    share = x - low
    return [_tap(low, length, 1 - share, -slope), _tap(low + 1, length, share, slope)]


def _corners(input, grid, mode, padding, align):
    """The combinations of taps, one per axis, with flat positions and whether they are inside."""
    lengths = input.shape[2:]
    rank = len(lengths)
    batch, count = grid.shape[0], math.prod(grid.shape[1:-1])
    points = ivy.reshape(opmath.widen(grid), (batch, count, rank))
    along = [
        _taps(points[..., rank - 1 - i], n, mode, padding, align) for i, n in enumerate(lengths)
    ]
    for chosen in itertools.product(*along):
        flat, inside = 0, None
        for tap, length in zip(chosen, lengths, strict=True):
            flat = flat * length + tap.position
            inside = tap.inside if inside is None else ivy.logical_and(inside, tap.inside)
        yield chosen, ivy.expand_dims(flat, axis=1), ivy.expand_dims(inside, axis=1)


def _product(factors):
    """The product of weights (None: 1), with an axis for channels; None if there are none."""
    factors = [f for f in factors if f is not None]
    return ivy.expand_dims(math.prod(factors[1:], start=factors[0]), axis=1) if factors else None


def _flattened(x):
    """The spatial axes of `x` made one, in the dtype of the computation."""
    return ivy.reshape(opmath.widen(x), (*x.shape[:2], math.prod(x.shape[2:])))


def _read(flat, position, inside):
    shape = (*flat.shape[:2], position.shape[2])
    values = ivy.take_along_axis(flat, ivy.broadcast_to(position, shape), axis=2)
    return ivy.where(inside, values, ivy.zeros((), dtype=ivy.dtype(flat)))


def sample(input, grid, interpolation_mode, padding_mode, align_corners):
    flat = _flattened(input)
    total = None
    options = (interpolation_mode, padding_mode, align_corners)
    for chosen, position, inside in _corners(input, grid, *options):
        value, weight = _read(flat, position, inside), _product([t.weight for t in chosen])
        value = value if weight is None else value * weight
        total = value if total is None else total + value
    shape = (*input.shape[:2], *grid.shape[1:-1])
    return to.cast(ivy.reshape(total, shape), ivy.dtype(input))


def sample_backward(
    grad_output, input, grid, interpolation_mode, padding_mode, align_corners, output_mask
):
    flat, grad = _flattened(input), _flattened(grad_output)
    rank = grid.shape[-1]
    grad_input = ivy.zeros(tuple(flat.shape), dtype=ivy.dtype(flat)) if output_mask[0] else None
    slopes = [ivy.zeros((grid.shape[0], grad.shape[2]), dtype=ivy.dtype(flat))] * rank
    options = (interpolation_mode, padding_mode, align_corners)
    for chosen, position, inside in _corners(input, grid, *options):
        if grad_input is not None:
            weight = _product([t.weight for t in chosen])
            share = grad if weight is None else grad * weight
            share = ivy.where(inside, share, ivy.zeros((), dtype=ivy.dtype(grad)))
            at = ivy.broadcast_to(position, share.shape)
            grad_input = ivy.put_along_axis(grad_input, at, share, axis=2, reduction="add")
        if output_mask[1] and interpolation_mode != _NEAREST:
            pull = ivy.sum(_read(flat, position, inside) * grad, axis=1)
            for i in range(rank):
                factors = [t.slope if j == i else t.weight for j, t in enumerate(chosen)]
                slopes[i] = slopes[i] + pull * math.prod(factors[1:], start=factors[0])
    grad_grid = None
    if output_mask[1]:
        grad_grid = ivy.reshape(ivy.stack(slopes[::-1], axis=-1), tuple(grid.shape))
        grad_grid = to.cast(grad_grid, ivy.dtype(grid))
    if grad_input is not None:
        grad_input = to.cast(ivy.reshape(grad_input, tuple(input.shape)), ivy.dtype(input))
    return grad_input, grad_grid
