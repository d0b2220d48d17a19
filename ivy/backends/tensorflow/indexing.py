"""Reading and writing at positions that are arrays themselves.

All goes by positions in flattened axes: TensorFlow gathers and scatters along one axis fastest, and
without a limit to the number of axes.
"""

import math

import tensorflow as tf

from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow import _bounds
from ivy.backends.tensorflow._raw import ints, raw, scalar


def nonzero(x, /):
    if x.ndim == 0:
        raise ValueError("nonzero of an array without axes")
    x = like.truth(x)
    if x.ndim <= 8:
        return tuple(raw.Unpack(value=raw.Where(condition=x), num=x.ndim, axis=1))
    at = _reshaped(raw.Where(condition=_reshaped(x, (-1,))), (-1,))
    return tuple(raw.Unpack(value=raw.UnravelIndex(indices=at, dims=ints(x.shape)), num=x.ndim))


def _masked(inside, values):
    if inside is None:
        return values
    return raw.SelectV2(condition=inside, t=values, e=scalar(0, values.dtype))


def _reshaped(x, shape):
    return raw.Reshape(tensor=x, shape=ints(shape))


def _broadcast(*arrays):
    shape = tf.broadcast_static_shape
    common = arrays[0].shape
    for a in arrays[1:]:
        common = shape(common, a.shape)
    return [raw.BroadcastTo(input=a, shape=ints(common)) for a in arrays]


class _Places:
    """Where `x[indices]` lies, as positions among the indexed axes, moved to the front and joined."""

    def __init__(self, x, indices, bounds):
        chosen = [a for a, index in enumerate(indices) if index is not None]
        rest = [a for a in range(x.ndim) if a not in chosen]
        self.order = (*chosen, *rest)
        self.shape = tuple(x.shape[a] for a in self.order)
        self.rest = self.shape[len(chosen) :]
        self.inside, places = None, []
        for axis in chosen:
            index, mask = _bounds.resolve(indices[axis], x.shape[axis], bounds)
            places.append(index)
            if mask is not None:
                both = self.inside is not None
                self.inside = raw.LogicalAnd(x=self.inside, y=mask) if both else mask
        places = _broadcast(*places)
        self.at = places[0]
        for axis, place in zip(chosen[1:], places[1:], strict=True):
            self.at = raw.AddV2(x=raw.Mul(x=self.at, y=ints(x.shape[axis])), y=place)
        self.rows = math.prod(x.shape[a] for a in chosen)
        # NumPy puts the axes of the indices where the indexed ones were, if these are neighbours
        adjacent = chosen == list(range(chosen[0], chosen[-1] + 1))
        self.first = chosen[0] if adjacent else 0

    def front(self, x):
        """`x` with the indexed axes joined, in front."""
        x = like.transposed(x, self.order)
        return _reshaped(x, (self.rows, *self.rest))

    def back(self, x):
        """The inverse of `front`."""
        inverse = tuple(self.order.index(a) for a in range(len(self.order)))
        return like.transposed(_reshaped(x, self.shape), inverse)

    def result_order(self):
        """The axes of what was gathered, index axes in front, in the order of the result."""
        ndim, before = self.at.ndim, range(self.first)
        moved = [ndim + a for a in before]
        return (*moved, *range(ndim), *range(ndim + self.first, ndim + len(self.rest)))


def get_index(x, indices, /, *, bounds="error"):
    if all(index is None for index in indices):
        return x
    places = _Places(x, indices, bounds)
    found = raw.GatherV2(params=places.front(x), indices=places.at, axis=ints(0))
    if places.inside is not None:
        lead = raw.BroadcastTo(input=places.inside, shape=ints(places.at.shape))
        found = _masked(_reshaped(lead, (*lead.shape, *(1,) * len(places.rest))), found)
    return like.transposed(found, places.result_order())


def set_index(x, indices, values, /, *, reduction="set", bounds="error"):
    if all(index is None for index in indices):
        indices = [raw.Range(start=ints(0), limit=ints(x.shape[0]), delta=ints(1)), *indices[1:]]
    places = _Places(x, indices, bounds)
    order = places.result_order()
    lead = (*places.at.shape, *places.rest)
    values = raw.BroadcastTo(input=values, shape=ints(lead[a] for a in order))
    back = tuple(order.index(a) for a in range(len(order)))
    values = like.transposed(values, back)
    at, values = (
        _reshaped(places.at, (-1,)),
        _reshaped(values, (places.at.shape.num_elements(), *places.rest)),
    )
    if places.inside is not None:
        inside = raw.BroadcastTo(input=places.inside, shape=ints(places.at.shape))
        at, values = _kept(_reshaped(inside, (-1,)), at, values)
    return places.back(_write(places.front(x), at, values, reduction))


def _kept(inside, at, values):
    """The positions and values that are inside."""
    which = _reshaped(raw.Where(condition=inside), (-1,))
    return [raw.GatherV2(params=a, indices=which, axis=ints(0)) for a in (at, values)]


def _write(rows, at, values, reduction):
    """A copy of `rows` with `values` at the rows `at`."""
    if 0 in rows.shape or 0 in values.shape:
        return rows
    if rows.dtype is tf.bool and reduction != "set":
        wide = _WRITES[reduction](
            *like.cast((rows, values), tf.bool, tf.int32), _reshaped(at, (-1, 1))
        )
        return like.truth(wide)
    return _WRITES[reduction](rows, values, _reshaped(at, (-1, 1)))


def _multiplied(rows, values, at):
    factors = raw.UnsortedSegmentProd(
        data=values, segment_ids=_reshaped(at, (-1,)), num_segments=ints(rows.shape[0])
    )
    return raw.Mul(x=rows, y=factors)


def _extreme(kernel):
    """As the kernel does it, but for NaN, which it may lose."""

    def run(rows, values, at):
        out = kernel(tensor=rows, indices=at, updates=values)
        if not rows.dtype.is_floating:
            return out
        lost = raw.TensorScatterMax(
            tensor=raw.Cast(x=raw.IsNan(x=rows), DstT=tf.int8),
            indices=at,
            updates=raw.Cast(x=raw.IsNan(x=values), DstT=tf.int8),
        )
        return raw.SelectV2(condition=like.truth(lost), t=scalar(math.nan, rows.dtype), e=out)

    return run


_WRITES = {
    "set": lambda rows, values, at: raw.TensorScatterUpdate(
        tensor=rows, indices=at, updates=values
    ),
    "add": lambda rows, values, at: raw.TensorScatterAdd(tensor=rows, indices=at, updates=values),
    "multiply": _multiplied,
    "minimum": _extreme(raw.TensorScatterMin),
    "maximum": _extreme(raw.TensorScatterMax),
}


def take(x, indices, /, *, axis, bounds="error"):
    axis = like.one_axis(axis, x.ndim)
    if bounds == "error" and indices.dtype in (tf.int32, tf.int64):
        return raw.GatherV2(params=x, indices=indices, axis=ints(axis))  # it looks by itself
    index, inside = _bounds.resolve(indices, x.shape[axis], bounds)
    if inside is not None and x.shape[axis] == 0:
        shape = (*x.shape[:axis], *index.shape, *x.shape[axis + 1 :])
        return raw.Fill(dims=ints(shape), value=scalar(0, x.dtype))
    out = raw.GatherV2(params=x, indices=index, axis=ints(axis))
    if inside is None:
        return out
    return _masked(_reshaped(inside, (*inside.shape, *(1,) * (x.ndim - axis - 1))), out)


def _flat_positions(shape, indices, axis):
    """Where in a flattened array of `shape` the elements at `indices` along `axis` are."""
    at = None
    for a, length in enumerate(shape):
        if a == axis:
            here = indices
        else:
            here = raw.Range(start=ints(0), limit=ints(indices.shape[a]), delta=ints(1))
            here = _reshaped(here, (-1,) + (1,) * (len(shape) - a - 1))
        at = here if at is None else raw.AddV2(x=raw.Mul(x=at, y=ints(length)), y=here)
    return raw.BroadcastTo(input=at, shape=ints(indices.shape))


def take_along_axis(x, indices, /, *, axis, bounds="error"):
    axis = like.one_axis(axis, x.ndim)
    index, inside = _bounds.resolve(indices, x.shape[axis], bounds)
    if 0 in index.shape:
        return raw.Fill(dims=ints(index.shape), value=scalar(0, x.dtype))
    if 0 in x.shape:  # only `drop` comes so far
        return raw.Fill(dims=ints(index.shape), value=scalar(0, x.dtype))
    at = _flat_positions(x.shape, index, axis)
    return _masked(inside, raw.GatherV2(params=_reshaped(x, (-1,)), indices=at, axis=ints(0)))


def put_along_axis(x, indices, values, /, *, axis, reduction="set", bounds="error"):
    axis = like.one_axis(axis, x.ndim)
    index, inside = _bounds.resolve(indices, x.shape[axis], bounds)
    values = raw.BroadcastTo(input=values, shape=ints(indices.shape))
    at, values = _reshaped(_flat_positions(x.shape, index, axis), (-1,)), _reshaped(values, (-1,))
    if inside is not None:
        at, values = _kept(_reshaped(inside, (-1,)), at, values)
    return _reshaped(_write(_reshaped(x, (-1,)), at, values, reduction), x.shape)
