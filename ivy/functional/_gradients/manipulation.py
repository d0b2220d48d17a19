"""Gradients of ops that move elements, make arrays from others or change their dtype.

What only moves or repeats elements is linear: its rule is the adjoint.
"""

from __future__ import annotations

import math

from ivy._core import dtypes
from ivy.functional import creation as c
from ivy.functional import elementwise as e
from ivy.functional import indexing as x_
from ivy.functional import inspection as i
from ivy.functional import manipulation as m
from ivy.functional import reductions as r
from ivy.functional._gradients._forms import summed_to, zeros_like


def added_at(x, positions, g):
    """Zeros like `x`, `g` added at positions of the flat elements."""
    flat = c.zeros((math.prod(x.shape),), dtype=i.dtype(g))
    positions, g = m.reshape(positions, (-1,)), m.reshape(g, (-1,))
    return m.reshape(x_.set_index(flat, [positions], g, reduction="add"), tuple(x.shape))


def flat_positions(x):
    """The position of each element of `x` in row-major order."""
    count = c.arange(0, math.prod(x.shape), dtype=dtypes.int64)
    return m.reshape(count, tuple(x.shape))


def _as_strided(g, out, x, shape, strides, offset=0):
    return added_at(x, m.as_strided(flat_positions(x), shape, strides, offset), g)


def _as_strided_scatter_x(g, out, x, values, shape, strides, offset=0):
    return m.as_strided_scatter(g, zeros_like(values), shape, strides, offset)


def _as_strided_scatter_values(g, out, x, values, shape, strides, offset=0):
    return summed_to(m.as_strided(g, shape, strides, offset), values.shape)


def _concat(g, out, arrays, *, axis=0):
    axis %= g.ndim
    parts, start = [], 0
    for x in arrays:
        index = (slice(None),) * axis + (slice(start, start + x.shape[axis]),)
        parts.append(m.slice_(g, index))
        start += x.shape[axis]
    return parts


def _stack(g, out, arrays, *, axis=0):
    axis %= g.ndim
    return [m.slice_(g, (slice(None),) * axis + (k,)) for k in range(len(arrays))]


def _to_shape_of_x(g, out, x, *_, **__):
    return m.reshape(g, tuple(x.shape))


def _moveaxis(g, out, x, source, destination):
    return m.moveaxis(g, destination, source)


def _pad(g, out, x, widths, value=0):
    return m.pad(g, [(-lo, -hi) for lo, hi in widths])


def _permute_dims(g, out, x, axes):
    axes = [a % g.ndim for a in axes]
    return m.permute_dims(g, tuple(axes.index(a) for a in range(g.ndim)))


def _repeat(g, out, x, repeats, *, axis):
    if not isinstance(repeats, int):
        places = m.repeat(c.arange(0, x.shape[axis], dtype=dtypes.int64), repeats, axis=0)
        index = [None] * (axis % x.ndim) + [places]
        return x_.set_index(zeros_like(x), index, g, reduction="add")
    axis %= x.ndim
    shape = (*x.shape[: axis + 1], repeats, *x.shape[axis + 1 :])
    return r.sum(m.reshape(g, shape), axis=axis + 1)


def _roll(g, out, x, shift, *, axis):
    back = -shift if isinstance(shift, int) else tuple(-s for s in shift)
    return m.roll(g, back, axis=axis)


def _expanded(index, ndim):
    """One entry per axis of the array, and the axes of the result that the index made new."""
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
                return added_at(x, m.slice_(flat_positions(x), index), g)
            first = places.start if places else 0
            kept.append(len(places))
        else:
            first = int(entry) % size
            kept.append(1)
        widths.append((first, size - first - kept[-1]))
    return m.pad(m.reshape(g, tuple(kept)), widths)


def _tile(g, out, x, repetitions):
    repetitions = (repetitions,) if isinstance(repetitions, int) else tuple(repetitions)
    ndim = max(len(repetitions), x.ndim)
    shape = (1,) * (ndim - x.ndim) + tuple(x.shape)
    repetitions = (1,) * (ndim - len(repetitions)) + repetitions
    pairs = [n for pair in zip(repetitions, shape, strict=True) for n in pair]
    total = r.sum(m.reshape(g, tuple(pairs)), axis=tuple(range(0, 2 * ndim, 2)))
    return m.reshape(total, tuple(x.shape))


def _astype(g, out, x, dtype):
    return i.astype(g, i.dtype(x))


def _asarray(g, out, x, *, dtype):
    return i.astype(g, i.dtype(x))


def _full(g, out, shape, value, *, dtype):
    return i.astype(r.sum(g), i.dtype(value))


def _linear_space(weight):
    def rule(g, out, start, stop, num, *, dtype):
        share = c.linspace(0.0, 1.0, num, dtype=i.dtype(g))
        return r.sum(e.multiply(g, share if weight else e.subtract(1, share)))

    return rule


RULES = {
    "as_strided": _as_strided,
    "as_strided_scatter": (_as_strided_scatter_x, _as_strided_scatter_values),
    "asarray": _asarray,
    "astype": _astype,
    "broadcast_to": lambda g, out, x, shape: summed_to(g, x.shape),
    "concat": _concat,
    "expand_dims": _to_shape_of_x,
    "flip": lambda g, out, x, *, axis=None: m.flip(g, axis=axis),
    "full": (None, _full),
    "linspace": (_linear_space(False), _linear_space(True)),
    "moveaxis": _moveaxis,
    "pad": _pad,
    "permute_dims": _permute_dims,
    "repeat": _repeat,
    "reshape": _to_shape_of_x,
    "roll": _roll,
    "slice_": _slice,
    "squeeze": _to_shape_of_x,
    "stack": _stack,
    "tile": _tile,
    "tril": lambda g, out, x, *, k=0: m.tril(g, k=k),
    "triu": lambda g, out, x, *, k=0: m.triu(g, k=k),
}
