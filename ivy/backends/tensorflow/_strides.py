"""Reading and writing with strides: which kernels a geometry takes, worked out once for each.

A geometry is most often a *block*: seen as a row-major array of other lengths, the elements are a box
of it, in another order of axes. `x[1:3].T` of 4 x 6 elements, of strides (1, 6) from the 6th element
on, is the box [1:3, 0:6] of 4 x 6 with both axes exchanged. A block is sliced and transposed; other
geometries (windows that overlap) gather elements, or scatter them, at positions.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import tensorflow as tf

from ivy.backends.tensorflow import _adapters as like
from ivy.backends.tensorflow._compat import shape_of
from ivy.backends.tensorflow._raw import int_array, ints, raw, scalar

_FEW = 1024  # elements whose positions are kept
Shape = tuple[int, ...]
Step = Callable[[tf.Tensor], tf.Tensor]


class Block(NamedTuple):
    """The box `begin` to `begin + counts` of an array of `lengths`.

    `order` are its axes in the order of the geometry's axes that move, `moving`.
    """

    lengths: Shape
    begin: Shape
    counts: Shape
    order: Shape
    moving: Shape


def _block(size: int, shape: Shape, strides: Shape, offset: int) -> Block | None:
    """A geometry of `size` elements as a block; None if it is none."""
    moving = [a for a, (n, s) in enumerate(zip(shape, strides, strict=True)) if n > 1 and s]
    falling = sorted(moving, key=lambda a: -strides[a])
    lengths, begin, counts, above = [], [], [], size
    for stride, count in [*((strides[a], shape[a]) for a in falling), (1, 1)]:
        length, rest = divmod(above, stride)
        place, offset = divmod(offset, stride)
        if rest or place + count > length:
            return None
        lengths.append(length)
        begin.append(place)
        counts.append(count)
        above = stride
    if lengths[-1] == 1 and moving:  # elements of the last axis are neighbours
        lengths, begin, counts = lengths[:-1], begin[:-1], counts[:-1]
    order = tuple(falling.index(a) for a in moving)
    return Block(tuple(lengths), tuple(begin), tuple(counts), order, tuple(moving))


def _check(size: int, shape: Shape, strides: Shape, offset: int) -> None:
    last = offset + sum((n - 1) * s for n, s in zip(shape, strides, strict=True))
    if last >= size:
        raise ValueError(f"strides {strides} of shape {shape} leave an array of {size} elements")


def _positions(shape: Shape, strides: Shape, offset: int) -> np.ndarray:
    """Where in the flattened array the elements are."""
    at = np.full((1,) * len(shape), offset)
    for axis, (n, stride) in enumerate(zip(shape, strides, strict=True)):
        along = np.arange(n) * stride
        at = at + along.reshape((-1,) + (1,) * (len(shape) - axis - 1))
    return at


def reshape(shape: Shape) -> Step:
    """A step that gives an array another shape."""
    lengths = ints(shape)
    return lambda x: raw.Reshape(tensor=x, shape=lengths)


def _sliced(block: Block) -> Step:
    begin, counts = ints(block.begin), ints(block.counts)
    return lambda x: raw.Slice(input=x, begin=begin, size=counts)


def _in_order(order: Shape) -> Step:
    return lambda x: like.transposed(x, order)


def _gathered(positions: tf.Tensor) -> Step:
    axis = ints(0)
    return lambda x: raw.GatherV2(params=x, indices=positions, axis=axis)


def _of_block(block: Block, lengths: Shape, shape: Shape) -> Iterator[Step]:
    now = lengths
    if block.counts != block.lengths:
        if now != block.lengths:
            yield reshape(block.lengths)
        yield _sliced(block)
        now = block.counts
    if block.order != tuple(range(len(block.order))):
        moved = block.counts[: len(block.order)]
        if now != moved:
            yield reshape(moved)
        yield _in_order(block.order)
        now = tuple(moved[a] for a in block.order)
    kept = tuple(n if a in block.moving else 1 for a, n in enumerate(shape))
    grows = kept != shape
    if now != kept and not (grows and kept == (1,) * (len(kept) - len(now)) + now):
        yield reshape(kept)
    if grows:
        wanted = ints(shape)
        yield lambda x: raw.BroadcastTo(input=x, shape=wanted)


@functools.lru_cache(2048)
def _reading(lengths: Shape, shape: Shape, strides: Shape, offset: int) -> tuple[Step, ...] | None:
    """The steps from an array to its elements at a geometry; None if positions are too many to keep."""
    size = math.prod(lengths)
    _check(size, shape, strides, offset)
    block = _block(size, shape, strides, offset)
    steps = () if block is None else tuple(_of_block(block, lengths, shape))
    if block is not None and len(steps) <= 2:
        return steps
    if math.prod(shape) <= _FEW:
        gathered = _gathered(int_array(_positions(shape, strides, offset)))
        return (gathered,) if len(lengths) == 1 else (reshape((-1,)), gathered)
    return None if block is None else steps


def as_strided(x: tf.Tensor, shape: Any, strides: Any, offset: Any = 0, /) -> tf.Tensor:
    shape, strides = tuple(shape), tuple(strides)
    if 0 in shape:
        return raw.Fill(dims=ints(shape), value=scalar(0, x.dtype))
    steps = _reading(shape_of(x), shape, strides, offset) if isinstance(offset, int) else None
    if steps is None:
        flat = raw.Reshape(tensor=x, shape=ints((-1,)))
        return raw.GatherV2(params=flat, indices=_at(shape, strides, offset), axis=ints(0))
    for step in steps:
        x = step(x)
    return x


def _at(shape: Shape, strides: Shape, offset: Any) -> tf.Tensor:
    if isinstance(offset, int):
        return int_array(_positions(shape, strides, offset))
    places = int_array(_positions(shape, strides, 0))
    return raw.AddV2(x=places, y=raw.Cast(x=offset, DstT=tf.int64))


class _Writing(NamedTuple):
    """How values get into an array: first as `steps` have it, then at `begin`, or at `positions`."""

    steps: tuple[Step, ...]
    block: Block | None
    positions: tf.Tensor | None


def _into_block(block: Block, shape: Shape) -> Iterator[Step]:
    now = tuple(shape[a] for a in block.moving)
    if now != shape:
        yield reshape(now)
    order = block.order
    if order != tuple(range(len(order))):
        back = tuple(order.index(a) for a in range(len(order)))
        now = tuple(now[a] for a in back)
        yield _in_order(back)
    if now != block.counts:
        yield reshape(block.counts)


@functools.lru_cache(2048)
def _writing(size: int, shape: Shape, strides: Shape, offset: int) -> _Writing:
    _check(size, shape, strides, offset)
    block = _block(size, shape, strides, offset)
    if block is not None:
        return _Writing(tuple(_into_block(block, shape)), block, None)
    few = math.prod(shape) <= _FEW
    at = int_array(_positions(shape, strides, offset).reshape(-1, 1)) if few else None
    return _Writing((reshape((-1,)),), None, at)


def _last_of_expanded(values: tf.Tensor, shape: Shape, strides: Shape) -> tuple[tf.Tensor, Shape]:
    """The values that remain where an expanded axis (stride 0) is written: those of its last place."""
    last = [n > 1 and s == 0 for n, s in zip(shape, strides, strict=True)]
    if not any(last):
        return values, shape
    begin = tuple(n - 1 if a else 0 for a, n in zip(last, shape, strict=True))
    kept = tuple(1 if a else n for a, n in zip(last, shape, strict=True))
    return raw.Slice(input=values, begin=ints(begin), size=ints(kept)), kept


def as_strided_scatter(
    x: tf.Tensor, values: tf.Tensor, shape: Any, strides: Any, offset: Any = 0, /
) -> tf.Tensor:
    shape, strides, whole = tuple(shape), tuple(strides), shape_of(x)
    if 0 in shape:
        return x
    if shape_of(values) != shape:
        values = raw.BroadcastTo(input=values, shape=ints(shape))
    values, shape = _last_of_expanded(values, shape, strides)
    if not isinstance(offset, int):
        at = raw.Reshape(tensor=_at(shape, strides, offset), shape=ints((-1, 1)))
        writing = _Writing((reshape((-1,)),), None, at)
    else:
        writing = _writing(math.prod(whole), shape, strides, offset)
    for step in writing.steps:
        values = step(values)
    block, at = writing.block, writing.positions
    if block is None:
        if at is None:
            at = int_array(_positions(shape, strides, offset).reshape(-1, 1))
        flat = x if len(whole) == 1 else raw.Reshape(tensor=x, shape=ints((-1,)))
        x = raw.TensorScatterUpdate(tensor=flat, indices=at, updates=values)
        return x if len(whole) == 1 else raw.Reshape(tensor=x, shape=ints(whole))
    if block.counts == block.lengths:
        return values if whole == block.counts else raw.Reshape(tensor=values, shape=ints(whole))
    if whole != block.lengths:
        x = raw.Reshape(tensor=x, shape=ints(block.lengths))
    ones = (1,) * len(block.lengths)
    end = tuple(map(sum, zip(block.begin, block.counts, strict=True)))
    x = raw.TensorStridedSliceUpdate(
        input=x, begin=ints(block.begin), end=ints(end), strides=ints(ones), value=values
    )
    return x if whole == block.lengths else raw.Reshape(tensor=x, shape=ints(whole))
