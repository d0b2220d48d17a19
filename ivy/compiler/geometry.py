"""Windows on memory as the ops that a person writes: slices, permutations, reshapes.

Sources describe views by strides, which says nothing to a reader. `x[1:3].T` of 4 x 6 elements, of
strides (1, 6) from the 6th element on, is a slice and a permutation.
"""

from __future__ import annotations

import functools
import math
from typing import Any, NamedTuple

from ivy._core.strides import upward

Shape = tuple[int, ...]
Step = tuple[str, tuple[Any, ...], dict[str, Any]]


class _Box(NamedTuple):
    """A box of an array: `index` selects it, `axes` are those of the window that its axes show."""

    index: tuple[Any, ...]
    axes: tuple[int, ...]


@functools.lru_cache(2048)
def steps(whole: Shape, shape: Shape, strides: Shape, offset: int) -> tuple[Step, ...] | None:
    """The ops `(name, arguments after the array, options)` from an array to a window on its memory.

    None if there are none: elements overlap, or rows are cut.
    """
    if 0 in shape:
        return None
    strides, offset, flipped = upward(shape, strides, offset)
    found: list[Step] = []
    if offset == 0 and math.prod(shape) == math.prod(whole) and _is_dense(shape, strides):
        found.append(("reshape", (shape,), {}))
    else:
        box = _box(whole, shape, strides, offset)
        if box is None:
            whole = _lengths(math.prod(whole), shape, strides)
            box = _box(whole, shape, strides, offset) if whole else None
            found.append(("reshape", (whole,), {}))
        if box is None:
            return None
        found += _of_box(box, whole, shape, strides)
    if flipped:
        found.append(("flip", (), {"axis": flipped}))
    return tuple(found)


def _moving(shape: Shape, strides: Shape) -> list[int]:
    """The axes along which the elements differ, from the largest stride to the smallest."""
    axes = [a for a, (n, s) in enumerate(zip(shape, strides, strict=True)) if n > 1 and s]
    return sorted(axes, key=lambda a: -strides[a])


def _is_dense(shape: Shape, strides: Shape) -> bool:
    expected = 1
    for n, s in zip(reversed(shape), reversed(strides), strict=True):
        if n > 1 and s != expected:
            return False
        expected *= n
    return True


def _lengths(size: int, shape: Shape, strides: Shape) -> Shape:
    """The shape of an array of which the window is a box; empty if there is none."""
    lengths, above = [], size
    for stride in [strides[a] for a in _moving(shape, strides)]:
        if above % stride:
            return ()
        lengths.append(above // stride)
        above = stride
    return (*lengths, above) if above > 1 else tuple(lengths)


def _box(whole: Shape, shape: Shape, strides: Shape, offset: int) -> _Box | None:
    """The window as a box of an array of shape `whole`."""
    index: list[Any] = []
    axes: list[int] = []
    rest, below = _moving(shape, strides), math.prod(whole)
    for length in whole:
        below //= length
        begin, offset = divmod(offset, below)
        step, odd = divmod(strides[rest[0]], below) if rest else (length, 0)
        if step >= length or not step:
            index.append(begin)
            continue
        axis = rest.pop(0)
        end = begin + (shape[axis] - 1) * step + 1
        if odd or end > length:
            return None
        axes.append(axis)
        index.append(slice(begin, end, step))
    return None if rest else _Box(tuple(index), tuple(axes))


def _of_box(box: _Box, whole: Shape, shape: Shape, strides: Shape) -> list[Step]:
    found: list[Step] = []
    new = [a for a in range(len(shape)) if a not in box.axes]
    in_order = list(box.axes) == sorted(box.axes)
    index = _with_new_axes(box.index, box.axes, new) if in_order else box.index
    if any(i is None or _is_part(i, n) for i, n in _pairs(index, whole)):
        found.append(("slice_", (_short(index, whole),), {}))
    if not in_order:
        kept = sorted(box.axes)
        found.append(("permute_dims", (tuple(box.axes.index(a) for a in kept),), {}))
        if new:
            found.append(("expand_dims", (), {"axis": tuple(new)}))
    if any(shape[a] > 1 for a in new):
        found.append(("broadcast_to", (shape,), {}))
    return found


def _with_new_axes(index: tuple, axes: tuple[int, ...], new: list[int]) -> tuple[Any, ...]:
    """An index with None where the window has an axis that the array has not."""
    made: list[Any] = []
    waiting, shown = list(new), list(axes)
    for item in index:
        if isinstance(item, slice):
            axis = shown.pop(0)
            while waiting and waiting[0] < axis:
                waiting.pop(0)
                made.append(None)
        made.append(item)
    return (*made, *([None] * len(waiting)))


def _pairs(index: tuple[Any, ...], whole: Shape) -> list[tuple[Any, int]]:
    lengths = iter(whole)
    return [(i, 0 if i is None else next(lengths)) for i in index]


def _is_part(item: Any, length: int) -> bool:
    return not isinstance(item, slice) or (item.start, item.stop, item.step) != (0, length, 1)


def _short(index: tuple[Any, ...], whole: Shape) -> tuple[Any, ...]:
    """An index without what selects all."""
    short = [
        i if i is None or _is_part(i, n) else slice(None, None, None)
        for i, n in _pairs(index, whole)
    ]
    while short and short[-1] == slice(None, None, None):
        short.pop()
    return tuple(short)
