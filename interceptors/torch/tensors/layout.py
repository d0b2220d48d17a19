"""The memory layout that PyTorch gives to the result of an elementwise operator.

PyTorch's shape logic for tensors without data leaves the strides of axes of length 1 different from
what its own kernels give, so this is the rule of its `TensorIterator` again: axes are sorted by how the
arguments step through memory, the result is packed in that order.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from interceptors.shared.storage import contiguous

Layout = tuple[tuple[int, ...], tuple[int, ...]]  # shape, strides
Geometry = tuple[tuple[int, ...], tuple[int, ...], int]  # shape, strides, offset


def geometry_of(tensor: torch.Tensor) -> Geometry:
    """Shape, strides and offset of a tensor."""
    return tuple(tensor.shape), tensor.stride(), int(tensor.storage_offset())


def elementwise(shape: tuple[int, ...], inputs: Sequence[Layout]) -> tuple[int, ...]:
    """The strides of a result of `shape`, from the shapes and strides of the arguments."""
    if all(size == shape for size, _ in inputs):
        strides = inputs[-1][1]
        for packed in (contiguous(shape), *_channels_last(shape)):
            if all(_steps(size, own) == _steps(shape, packed) for size, own in inputs):
                return packed
        if all(own == strides for _, own in inputs) and is_packed(shape, strides):
            return strides
    order = order_of_axes(shape, inputs)
    if order == list(reversed(range(len(shape)))):
        return contiguous(shape)
    strides, step = [0] * len(shape), 1
    for axis in order:
        strides[axis] = step
        step *= shape[axis]
    return tuple(strides)


def order_of_axes(shape: tuple[int, ...], inputs: Sequence[Layout]) -> list[int]:
    """The axes of an iteration over `shape`, the innermost one first."""
    return _order(shape, [_broadcast(shape, *geometry) for geometry in inputs])


def _channels_last(shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    if len(shape) != 4:
        return []
    n, channel, height, width = contiguous((shape[0], *shape[2:], shape[1]))
    return [(n, width, channel, height)]


def _steps(size: tuple[int, ...], strides: tuple[int, ...]) -> list[int]:
    """Strides that matter."""
    return [] if 0 in size else [s for n, s in zip(size, strides, strict=True) if n != 1]


def is_channels_last(size: tuple[int, ...], strides: tuple[int, ...]) -> bool:
    """Whether PyTorch takes the strides of an image, or a volume, for those of channels last."""
    if len(size) not in (4, 5) or strides[1] == 0 or 0 in size:
        return False
    least = 0
    for axis in (1, *reversed(range(2, len(size))), 0):
        if strides[axis] < least or (axis == 0 and least == strides[1]):
            return False
        least = strides[axis] * max(size[axis], 1)
    return True


def channels_last(size: tuple[int, ...]) -> tuple[int, ...]:
    """The strides of an image, or a volume, whose channels lie innermost."""
    n, channels, *rest = contiguous((size[0], *size[2:], size[1]))
    *rest, channels = channels, *rest
    return (n, channels, *rest)


def is_packed(size: tuple[int, ...], strides: tuple[int, ...]) -> bool:
    """Whether elements lie without gaps, in whatever order."""
    step = 1
    for s, n in sorted((s, n) for n, s in zip(size, strides, strict=True) if n != 1):
        if s != step:
            return False
        step *= n
    return True


def _broadcast(
    shape: tuple[int, ...], size: tuple[int, ...], strides: tuple[int, ...]
) -> list[int]:
    lead = len(shape) - len(size)
    own = [
        0 if n == 1 and shape[lead + i] != 1 else s
        for i, (n, s) in enumerate(zip(size, strides, strict=True))
    ]
    return [0] * lead + own


def _order(shape: tuple[int, ...], strides: list[list[int]]) -> list[int]:
    """Axes from the one with the smallest steps to the one with the largest."""
    order = list(reversed(range(len(shape))))
    for i in range(1, len(shape)):
        at = i
        for other in reversed(range(i)):
            compared = _compare(shape, strides, order[other], order[at])
            if compared < 0:
                break
            if compared > 0:
                order[other], order[at] = order[at], order[other]
                at = other
    return order


def _compare(shape: tuple[int, ...], strides: list[list[int]], a: int, b: int) -> int:
    """1 if axis `a` steps further than `b`, -1 if less far, 0 if no argument tells."""
    for own in strides:
        if own[a] == 0 or own[b] == 0:
            continue
        if own[a] != own[b]:
            return 1 if own[a] > own[b] else -1
        if shape[a] > shape[b]:
            return 1
    return 0
