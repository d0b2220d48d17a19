"""Pooling of any rank.

The spatial axes are the last ones, so that a batch axis may be missing. Windows are taken one axis
at a time; a maximum carries the flat index of its element along.
"""

import math

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _opmath as opmath

# Beyond this many elements in a window a scatter is cheaper than a comparison with each of them.
_COMPARED = 64


def along_axis(values, axis, ndim):
    """Numbers known beforehand, lying along one axis."""
    return ivy.reshape(ivy.constant(values, dtype=dtypes.int64), (-1,) + (1,) * (ndim - axis - 1))


def unpadded(x, rank):
    return [(0, 0)] * (x.ndim - rank)


def _better(value, best):
    """Where a later candidate wins: if it is larger, or NaN."""
    larger = ivy.greater(value, best)
    if not dtypes.is_floating(ivy.dtype(value)):
        return larger
    return ivy.logical_or(larger, ivy.isnan(value))


def _largest(candidates):
    """The best of pairs (value, index), first come first served."""
    best, at = candidates[0]
    at = ivy.broadcast_to(at, best.shape)
    for value, index in candidates[1:]:
        better = _better(value, best)
        best, at = ivy.where(better, value, best), ivy.where(better, index, at)
    return best, at


def maxima(x, lengths, see, positions):
    """The maxima of windows of the last axes, and their indices among elements of `lengths`.

    `see(array, axis)` lists what each place of a window sees, `positions(axis)` the coordinates.
    """
    index, inner = None, 1
    for axis in reversed(range(x.ndim - len(lengths), x.ndim)):
        at = [p * inner for p in positions(axis)]
        if index is not None:
            at = [p + i for p, i in zip(at, see(index, axis), strict=True)]
        x, index = _largest(list(zip(see(x, axis), at, strict=True)))
        inner *= lengths[axis - x.ndim]
    return x, index


def max_pool(x, along):
    lead, lengths = x.ndim - len(along), x.shape[x.ndim - len(along) :]
    dtype = ivy.dtype(x)
    lowest = -math.inf if dtypes.is_floating(dtype) else dtypes.limits(dtype)[0]
    x = ivy.pad(x, unpadded(x, len(along)) + [w.widths for w in along], lowest)

    def see(array, axis):
        window = along[axis - lead]
        span = (window.count - 1) * window.stride + 1
        starts = [place * window.dilation for place in range(window.size)]
        return [array[_on(axis, slice(i, i + span, window.stride))] for i in starts]

    def positions(axis):
        window = along[axis - lead]
        return [along_axis(window.positions(place), axis, x.ndim) for place in range(window.size)]

    return maxima(x, lengths, see, positions)


def _on(axis, index):
    return (slice(None),) * axis + (index,)


def max_pool_backward(grad, x, along, indices):
    if math.prod(w.size for w in along) > _COMPARED:
        return scattered(grad, x.shape, indices, len(along))
    rank = len(along)
    lead = x.ndim - rank
    paired = (*grad.shape[:lead], *(n for w in along for n in (w.count, 1)))
    seen, inner = 0, 1
    for i in reversed(range(rank)):
        window = along[i]
        rows = [[s + k * window.dilation for k in range(window.size)] for s in window.starts]
        after = (1,) * (2 * (rank - i - 1))
        at = ivy.constant(rows, dtype=dtypes.int64)
        at = ivy.reshape(at, (window.count, window.size, *after))
        seen, inner = at * inner + seen, inner * x.shape[lead + i]
    chosen = ivy.equal(ivy.reshape(indices, paired), seen)
    shares = ivy.where(chosen, ivy.reshape(grad, paired), ivy.zeros((), dtype=ivy.dtype(grad)))
    return overlapped(shares, along, lead)


def overlapped(shares, along, lead):
    """Windows (..., count, size, count, size) put back where they were cut, overlaps summed."""
    for i in reversed(range(len(along))):
        window = along[i]
        shares = ivy.overlap_add(
            shares,
            window.padded,
            axis=lead + 2 * i,
            stride=window.stride,
            dilation=window.dilation,
        )
    return ivy.pad(shares, [(0, 0)] * lead + [(-lo, -hi) for lo, hi in (w.widths for w in along)])


def scattered(grad, shape, indices, rank):
    """`grad` added at flat `indices` into zeros, whose last `rank` axes they count."""
    lead = tuple(shape[: len(shape) - rank])
    zeros = ivy.zeros((*lead, math.prod(shape[len(shape) - rank :])), dtype=ivy.dtype(grad))
    seen = math.prod(grad.shape[len(lead) :])
    flat = [ivy.reshape(a, (*lead, seen)) for a in (indices, grad)]
    return ivy.reshape(ivy.put_along_axis(zeros, *flat, axis=-1, reduction="add"), tuple(shape))


def _divided(total, along, count_padding, divisor):
    """A sum over windows divided by the number of elements, or by `divisor`."""
    if divisor is None:
        sizes = [w.sizes(count_padding) for w in along]
        if all(len(set(s)) == 1 for s in sizes):
            divisor = math.prod(s[0] for s in sizes)
    if divisor is None:
        divisor = 1
        for i, size in enumerate(sizes):
            divisor = along_axis(size, total.ndim - len(along) + i, total.ndim) * divisor
        divisor = ivy.astype(divisor, ivy.dtype(total))
    if dtypes.is_integral(ivy.dtype(total)):
        negative = type(divisor) is int and divisor < 0
        quotient = ivy.floor_divide(ivy.abs(total), -divisor if negative else divisor)
        return quotient * ivy.sign(-total if negative else total)
    return total / divisor


def avg_pool(x, along, count_padding, divisor):
    dtype, lead = ivy.dtype(x), x.ndim - len(along)
    x = ivy.pad(opmath.widen(x), unpadded(x, len(along)) + [w.widths for w in along])
    for i, w in enumerate(along):
        x = ivy.window_sum(x, w.size, axis=lead + i, stride=w.stride)
    return to.cast(_divided(x, along, count_padding, divisor), dtype)


def avg_pool_backward(grad, along, count_padding, divisor):
    dtype, lead = ivy.dtype(grad), grad.ndim - len(along)
    share = _divided(opmath.widen(grad), along, count_padding, divisor)
    paired = (*grad.shape[:lead], *(n for w in along for n in (w.count, 1)))
    whole = (*grad.shape[:lead], *(n for w in along for n in (w.count, w.size)))
    shares = ivy.broadcast_to(ivy.reshape(share, paired), whole)
    return to.cast(overlapped(shares, along, lead), dtype)
