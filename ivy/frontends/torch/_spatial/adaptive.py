"""Pooling whose windows are made to fit: adaptive and fractional pools.

Window i of `count` over `length` elements reaches from floor(i length / count) to
ceil((i + 1) length / count). Read the other way round this says which windows see an element, so the
gradient of an average is a sum over windows with the two numbers exchanged.
"""

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _opmath as opmath
from ivy.frontends.torch._spatial import pools, windows


def _edges(length, count):
    """`(start, end)` of each window."""
    return [(i * length // count, -(-(i + 1) * length // count)) for i in range(count)]


def _places(edges):
    """The positions that windows see at each place; shorter windows see their last one again."""
    longest = max((end - start for start, end in edges), default=0)
    return [[min(start + k, end - 1) for start, end in edges] for k in range(longest)]


def _even(shape, sizes):
    """The windows as those of an ordinary pooling, if they divide every axis, else None."""
    lengths = shape[len(shape) - len(sizes) :]
    if not all(m and n and n % m == 0 for n, m in zip(lengths, sizes, strict=True)):
        return None
    return [
        windows.Windows(n, n // m, n // m, 0, 1, m) for n, m in zip(lengths, sizes, strict=True)
    ]


def _sum_over(x, axis, count):
    """The sums of the windows along one axis."""
    edges = _edges(x.shape[axis], count)
    shape = (-1,) + (1,) * (x.ndim - axis - 1)
    total = None
    for k, place in enumerate(_places(edges)):
        part = ivy.take(x, ivy.constant(place, dtype=dtypes.int64), axis=axis)
        inside = [start + k < end for start, end in edges]
        if not all(inside):
            keep = ivy.reshape(ivy.constant(inside, dtype=dtypes.bool_), shape)
            part = ivy.where(keep, part, ivy.zeros((), dtype=ivy.dtype(x)))
        total = part if total is None else total + part
    return total


def _by_size(x, axis, edges):
    """`x` divided by the sizes of the windows that lie along `axis`."""
    sizes = ivy.constant([end - start for start, end in edges], dtype=ivy.dtype(x))
    return x / ivy.reshape(sizes, (-1,) + (1,) * (x.ndim - axis - 1))


def avg_pool(x, sizes):
    even = _even(x.shape, sizes)
    if even is not None:
        return pools.avg_pool(x, even, True, None)
    dtype, x = ivy.dtype(x), opmath.widen(x)
    lead = x.ndim - len(sizes)
    if 0 in x.shape:
        return ivy.zeros((*x.shape[:lead], *sizes), dtype=dtype)
    for i, count in enumerate(sizes):
        edges = _edges(x.shape[lead + i], count)
        x = _by_size(_sum_over(x, lead + i, count), lead + i, edges)
    return to.cast(x, dtype)


def avg_pool_backward(grad, x, rank):
    lead, sizes = x.ndim - rank, grad.shape[grad.ndim - rank :]
    even = _even(x.shape, sizes)
    if even is not None:
        return pools.avg_pool_backward(grad, even, True, None)
    if 0 in x.shape:
        return ivy.zeros(tuple(x.shape), dtype=ivy.dtype(x))
    grad = opmath.widen(grad)
    for axis in range(lead, x.ndim):
        edges = _edges(x.shape[axis], grad.shape[axis])
        grad = _sum_over(_by_size(grad, axis, edges), axis, x.shape[axis])
    return to.cast(grad, ivy.dtype(x))


def max_pool(x, sizes):
    even = _even(x.shape, sizes)
    if even is not None:
        return pools.max_pool(x, even)
    lead, lengths = x.ndim - len(sizes), x.shape[x.ndim - len(sizes) :]
    if 0 in x.shape or 0 in sizes:
        shape = (*x.shape[:lead], *sizes)
        return ivy.zeros(shape, dtype=ivy.dtype(x)), ivy.zeros(shape, dtype=dtypes.int64)

    def places(axis):
        return _places(_edges(lengths[axis - lead], sizes[axis - lead]))

    def see(array, axis):
        seen = [ivy.constant(place, dtype=dtypes.int64) for place in places(axis)]
        return [ivy.take(array, place, axis=axis) for place in seen]

    def positions(axis):
        return [pools.along_axis(place, axis, x.ndim) for place in places(axis)]

    return pools.maxima(x, lengths, see, positions)


def max_pool_backward(grad, x, indices, rank):
    even = _even(x.shape, grad.shape[grad.ndim - rank :])
    if even is not None:
        return pools.max_pool_backward(grad, x, even, indices)
    return pools.scattered(grad, x.shape, indices, rank)


def _random_starts(samples, length, count, size):
    """Where windows begin: steps of two lengths, mixed by one random number per plane."""
    last = ivy.full((*samples.shape, 1), length - size, dtype=dtypes.int64)
    if count == 1:
        return last
    alpha = (length - size) / (count - 1)
    sample = ivy.expand_dims(samples, axis=-1)
    steps = ivy.arange(0, count - 1, 1, dtype=ivy.dtype(samples))
    starts = [ivy.astype(v * alpha, dtypes.int64) for v in (sample + steps, sample)]
    return ivy.concat([starts[0] - starts[1], last], axis=-1)


def fractional(x, sizes, counts, samples, order):
    rank = len(sizes)
    lead, lengths = x.ndim - rank, x.shape[x.ndim - rank :]
    if lead == 1:
        samples = samples[0]
    starts = [
        _random_starts(samples[..., order[i]], lengths[i], counts[i], sizes[i]) for i in range(rank)
    ]

    def positions(axis):
        start = starts[axis - lead]
        shape = (*start.shape[:-1], *(1,) * (axis - lead), counts[axis - lead])
        start = ivy.reshape(start, shape + (1,) * (x.ndim - axis - 1))
        return [start + k for k in range(sizes[axis - lead])]

    def see(array, axis):
        whole = (*array.shape[:axis], counts[axis - lead], *array.shape[axis + 1 :])
        return [
            ivy.take_along_axis(array, ivy.broadcast_to(place, whole), axis=axis)
            for place in positions(axis)
        ]

    return pools.maxima(x, lengths, see, positions)
