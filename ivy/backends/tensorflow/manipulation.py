"""Ops that move, join, split and repeat elements."""

import operator

import tensorflow as tf

from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow import _strides
from ivy.backends.tensorflow._compat import shape_of
from ivy.backends.tensorflow._raw import along, ints, raw, scalar

as_strided = _strides.as_strided
as_strided_scatter = _strides.as_strided_scatter


def _shape(shape):
    return (shape,) if isinstance(shape, int) else tuple(map(operator.index, shape))


def _count(n):
    return raw.Range(start=ints(0), limit=ints(n), delta=ints(1))


def _flat(x):
    return raw.Reshape(tensor=x, shape=ints((-1,)))


def broadcast_to(x, shape, /):
    shape = _shape(shape)
    if len(shape) < x.ndim:
        raise ValueError(f"an array of shape {tuple(x.shape)} does not broadcast to {shape}")
    return raw.BroadcastTo(input=x, shape=ints(shape))


def concat(arrays, /, *, axis=0):
    arrays = list(arrays)
    if len(arrays) == 1:
        like.one_axis(axis, arrays[0].ndim)
        return arrays[0]
    return raw.ConcatV2(values=arrays, axis=ints(axis))


def expand_dims(x, /, *, axis):
    if isinstance(axis, int):
        return raw.ExpandDims(input=x, axis=ints(like.one_axis(axis, x.ndim + 1)))
    ndim = x.ndim + len(axis)
    added = [like.one_axis(a, ndim) for a in axis]
    if len(set(added)) != len(added):
        raise ValueError(f"repeated axis in {tuple(axis)}")
    lengths = iter(x.shape)
    shape = tuple(1 if a in added else next(lengths) for a in range(ndim))
    return raw.Reshape(tensor=x, shape=ints(shape))


def flip(x, /, *, axis=None):
    axes = tuple(like.one_axis(a, x.ndim) for a in like.axes(axis, x.ndim))
    if x.ndim <= 8:
        return raw.ReverseV2(tensor=x, axis=ints(axes))
    for a in axes:
        x = along(x, a, lambda rows: raw.ReverseV2(tensor=rows, axis=ints((1,))))
    return x


def moveaxis(x, source, destination, /):
    source = [like.one_axis(a, x.ndim) for a in like.axes(source, x.ndim)]
    destination = [like.one_axis(a, x.ndim) for a in like.axes(destination, x.ndim)]
    if len(source) != len(destination):
        raise ValueError("as many sources as destinations are needed")
    order = [a for a in range(x.ndim) if a not in source]
    for to, axis in sorted(zip(destination, source, strict=True)):
        order.insert(to, axis)
    return permute_dims(x, order)


def pad(x, widths, value=0, /):
    if any(width < 0 for pair in widths for width in pair):
        crop = [
            slice(max(-lo, 0), n - max(-hi, 0)) for n, (lo, hi) in zip(x.shape, widths, strict=True)
        ]
        x = slice_(x, tuple(crop))
        widths = [(max(lo, 0), max(hi, 0)) for lo, hi in widths]
    if not isinstance(value, tf.Tensor):
        value = scalar(value, x.dtype)
    if x.ndim <= 6:
        return _padded(x, widths, value)
    for axis, pair in enumerate(widths):
        if any(pair):
            x = along(x, axis, lambda rows, pair=pair: _padded(rows, [(0, 0), pair, (0, 0)], value))
    return x


def _padded(x, widths, value):
    flat = tuple(width for pair in widths for width in pair)
    paddings = raw.Reshape(tensor=ints(flat), shape=ints((x.ndim, 2)))
    return raw.PadV2(input=x, paddings=paddings, constant_values=value)


def permute_dims(x, axes, /):
    ndim = x.ndim
    return like.transposed(x, tuple([like.one_axis(a, ndim) for a in axes]))


def repeat(x, repeats, /, *, axis):
    if not isinstance(repeats, int):
        return tf.repeat(x, repeats, axis=axis)
    axis = like.one_axis(axis, x.ndim)
    at = raw.FloorDiv(x=_count(x.shape[axis] * repeats), y=ints(max(repeats, 1)))
    return raw.GatherV2(params=x, indices=at, axis=ints(axis))


def reshape(x, shape, /):
    return raw.Reshape(tensor=x, shape=ints(_shape(shape)))


def roll(x, shift, /, *, axis):
    if axis is None:
        out = roll(_flat(x), shift, axis=0)
        return raw.Reshape(tensor=out, shape=ints(x.shape))
    axes = tuple(like.one_axis(a, x.ndim) for a in like.axes(axis, x.ndim))
    shifts = (shift,) * len(axes) if isinstance(shift, int) else tuple(shift)
    return raw.Roll(input=x, shift=ints(shifts), axis=ints(axes))


def slice_(x, index, /):
    index = index if isinstance(index, tuple) else (index,)
    used = sum(i is not None and i is not Ellipsis for i in index)
    if used > x.ndim:
        raise IndexError(f"too many indices for an array of {x.ndim} dimensions: {used}")
    if not any(i is Ellipsis for i in index):
        index = (*index, Ellipsis)
    if x.ndim > 8:
        return _sliced_by_axis(x, index, used)
    begin, end, step, masks, axis = [], [], [], {"end": 0, "new": 0, "shrink": 0, "rest": 0}, 0
    for place, i in enumerate(index):
        first, last, by = 0, 0, 1
        if i is None:
            masks["new"] |= 1 << place
        elif i is Ellipsis:
            masks["rest"] |= 1 << place
            axis += x.ndim - used
        elif isinstance(i, slice):
            first, last, by = i.indices(x.shape[axis])
            masks["end"] |= (last < 0) << place
            axis += 1
        else:
            first, last = _place(i, x.shape[axis])
            masks["shrink"] |= 1 << place
            axis += 1
        begin.append(first)
        end.append(last)
        step.append(by)
    return raw.StridedSlice(
        input=x,
        begin=ints(begin),
        end=ints(end),
        strides=ints(step),
        begin_mask=0,
        end_mask=masks["end"],
        ellipsis_mask=masks["rest"],
        new_axis_mask=masks["new"],
        shrink_axis_mask=masks["shrink"],
    )


def _sliced_by_axis(x, index, used):
    """`x[index]`, axis by axis; `used` is how many axes the index names."""
    shape, axis = [], 0
    for i in index:
        if i is None:
            shape.append(1)
        elif i is Ellipsis:
            shape += shape_of(x)[axis : axis + x.ndim - used]
            axis += x.ndim - used
        else:
            kept = i if isinstance(i, slice) else slice(*_place(i, shape_of(x)[axis]))
            if kept.indices(shape_of(x)[axis]) != (0, shape_of(x)[axis], 1):
                x = along(x, axis, lambda rows, kept=kept: slice_(rows, (slice(None), kept)))
            shape += [shape_of(x)[axis]] if isinstance(i, slice) else []
            axis += 1
    return raw.Reshape(tensor=x, shape=ints(shape))


def _place(i, length):
    place = operator.index(i)
    if not -length <= place < length:
        raise IndexError(f"index {place} is out of bounds for an axis of size {length}")
    return place % length, place % length + 1


def squeeze(x, /, *, axis):
    axes = [like.one_axis(a, x.ndim) for a in like.axes(axis, x.ndim)]
    if not axes:
        return x  # to the kernel no axes are all axes
    return raw.Squeeze(input=x, axis=axes)


def stack(arrays, /, *, axis=0):
    arrays = list(arrays)
    return raw.Pack(values=arrays, axis=like.one_axis(axis, arrays[0].ndim + 1))


_tile = like.through({tf.uint16: tf.int32}, lambda x, times: raw.Tile(input=x, multiples=times))


def tile(x, repetitions, /):
    repetitions = _shape(repetitions)
    ndim = max(x.ndim, len(repetitions))
    if ndim > x.ndim:
        x = raw.Reshape(tensor=x, shape=ints((1,) * (ndim - x.ndim) + tuple(x.shape)))
    return _tile(x, ints((1,) * (ndim - len(repetitions)) + repetitions))


def _band(x, lower, upper):
    return raw.MatrixBandPart(input=x, num_lower=ints(lower), num_upper=ints(upper))


def tril(x, /, *, k=0):
    if k >= 0:
        return _band(x, -1, min(k, x.shape[-1]))
    # the kernel keeps the diagonal: what is above the one below k goes
    return _without(x, min(-k - 1, x.shape[-2]), -1)


def triu(x, /, *, k=0):
    if k <= 0:
        return _band(x, min(-k, x.shape[-2]), -1)
    return _without(x, -1, min(k - 1, x.shape[-1]))


def _without(x, lower, upper):
    everything = raw.Fill(dims=ints(x.shape[-2:]), value=scalar(True, tf.bool))
    away = _band(everything, lower, upper)
    return raw.SelectV2(condition=away, t=scalar(0, x.dtype), e=x)
