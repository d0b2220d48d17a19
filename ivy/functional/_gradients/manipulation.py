"""Gradients of ops that move, combine or convert elements.

Ops that only move or repeat elements are linear: their rule is the adjoint.
"""

from __future__ import annotations

import math

from ivy._core import dtypes, ops
from ivy.functional._gradients._forms import summed_to, zeros_like


def added_at(x, positions, g):
    """Zeros like `x`, with `g` added at flat positions."""
    flat = ops.zeros((math.prod(x.shape),), dtype=ops.dtype(g))
    positions, g = ops.reshape(positions, (-1,)), ops.reshape(g, (-1,))
    return ops.reshape(ops.set_index(flat, [positions], g, reduction="add"), tuple(x.shape))


def flat_positions(x):
    """The position of each element of `x` in row-major order."""
    count = ops.arange(0, math.prod(x.shape), dtype=dtypes.int64)
    return ops.reshape(count, tuple(x.shape))


def _as_strided(g, out, x, shape, strides, offset=0):
    return added_at(x, ops.as_strided(flat_positions(x), shape, strides, offset), g)


def _as_strided_scatter_x(g, out, x, values, shape, strides, offset=0):
    return ops.as_strided_scatter(g, zeros_like(values), shape, strides, offset)


def _as_strided_scatter_values(g, out, x, values, shape, strides, offset=0):
    return summed_to(ops.as_strided(g, shape, strides, offset), values.shape)


def _concat(g, out, arrays, *, axis=0):
    axis %= g.ndim
    parts, start = [], 0
    for x in arrays:
        index = (slice(None),) * axis + (slice(start, start + x.shape[axis]),)
        parts.append(ops.slice_(g, index))
        start += x.shape[axis]
    return parts


def _stack(g, out, arrays, *, axis=0):
    axis %= g.ndim
    return [ops.slice_(g, (slice(None),) * axis + (k,)) for k in range(len(arrays))]


def _to_shape_of_x(g, out, x, *_, **__):
    return ops.reshape(g, tuple(x.shape))


def _moveaxis(g, out, x, source, destination):
    return ops.moveaxis(g, destination, source)


def _pad(g, out, x, widths, value=0):
    return ops.pad(g, [(-lo, -hi) for lo, hi in widths])


def _permute_dims(g, out, x, axes):
    axes = [a % g.ndim for a in axes]
    return ops.permute_dims(g, tuple(axes.index(a) for a in range(g.ndim)))


def _repeat(g, out, x, repeats, *, axis):
    if not isinstance(repeats, int):
        places = ops.repeat(ops.arange(0, x.shape[axis], dtype=dtypes.int64), repeats, axis=0)
        index = [None] * (axis % x.ndim) + [places]
        return ops.set_index(zeros_like(x), index, g, reduction="add")
    axis %= x.ndim
    shape = (*x.shape[: axis + 1], repeats, *x.shape[axis + 1 :])
    return ops.sum(ops.reshape(g, shape), axis=axis + 1)


def _roll(g, out, x, shift, *, axis):
    back = -shift if isinstance(shift, int) else tuple(-s for s in shift)
    return ops.roll(g, back, axis=axis)


def _expanded(index, ndim):
    """The entry of an index for each axis of the array, without new axes."""
    index = index if isinstance(index, tuple) else (index,)
    used = sum(k is not None and k is not Ellipsis for k in index)
    full = (slice(None),) * (ndim - used)
    if not any(k is Ellipsis for k in index):
        index = (*index, Ellipsis)
    at = next(n for n, k in enumerate(index) if k is Ellipsis)
    return [k for k in (*index[:at], *full, *index[at + 1 :]) if k is not None]


def _slice(g, out, x, index):
    entries = _expanded(index, x.ndim)
    widths, kept = [], []
    for entry, size in zip(entries, x.shape, strict=True):
        if isinstance(entry, slice):
            places = range(*entry.indices(size))
            if places.step != 1 and len(places) > 1:
                return added_at(x, ops.slice_(flat_positions(x), index), g)
            first = places.start if places else 0
            kept.append(len(places))
        else:
            first = int(entry) % size
            kept.append(1)
        widths.append((first, size - first - kept[-1]))
    return ops.pad(ops.reshape(g, tuple(kept)), widths)


def _tile(g, out, x, repetitions):
    repetitions = (repetitions,) if isinstance(repetitions, int) else tuple(repetitions)
    ndim = max(len(repetitions), x.ndim)
    shape = (1,) * (ndim - x.ndim) + tuple(x.shape)
    repetitions = (1,) * (ndim - len(repetitions)) + repetitions
    pairs = [n for pair in zip(repetitions, shape, strict=True) for n in pair]
    total = ops.sum(ops.reshape(g, tuple(pairs)), axis=tuple(range(0, 2 * ndim, 2)))
    return ops.reshape(total, tuple(x.shape))


def _astype(g, out, x, dtype):
    return ops.astype(g, ops.dtype(x))


def _asarray(g, out, x, *, dtype):
    return ops.astype(g, ops.dtype(x))


def _full(g, out, shape, value, *, dtype):
    return ops.astype(ops.sum(g), ops.dtype(value))


def _linear_space(weight):
    def rule(g, out, start, stop, num, *, dtype):
        share = ops.linspace(0.0, 1.0, num, dtype=ops.dtype(g))
        return ops.sum(ops.multiply(g, share if weight else ops.subtract(1, share)))

    return rule


RULES = {
    "as_strided": _as_strided,
    "as_strided_scatter": (_as_strided_scatter_x, _as_strided_scatter_values),
    "asarray": _asarray,
    "astype": _astype,
    "broadcast_to": lambda g, out, x, shape: summed_to(g, x.shape),
    "concat": _concat,
    "expand_dims": _to_shape_of_x,
    "flip": lambda g, out, x, *, axis=None: ops.flip(g, axis=axis),
    "full": (None, _full),
    "linspace": (_linear_space(False), _linear_space(True)),
    "moveaxis": _moveaxis,
    "pad": _pad,
    "permute_dims": _permute_dims,
    "repeat": _repeat,
    "require": (lambda g, out, x, holds, **_: g, None),
    "reshape": _to_shape_of_x,
    "roll": _roll,
    "slice_": _slice,
    "squeeze": _to_shape_of_x,
    "stack": _stack,
    "tile": _tile,
    "tril": lambda g, out, x, *, k=0: ops.tril(g, k=k),
    "triu": lambda g, out, x, *, k=0: ops.triu(g, k=k),
}
