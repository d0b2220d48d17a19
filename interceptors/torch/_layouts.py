"""How kernels of PyTorch 2.13 lay out their results in memory, where its shape logic does not tell.

A layout is a function of the shapes of the results, and of the arguments of the call; it gives the
strides of each result. Belongs to `_compat`, which says which operator has which.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch

from interceptors.shared.storage import contiguous
from interceptors.torch.tensors.layout import channels_last, is_channels_last, is_packed

Shape = tuple[int, ...]
Layout = Callable[..., list[Shape]]


def _packed(shape: Shape, order: Sequence[int]) -> Shape:
    """The strides of elements without gaps; `order` names the axes from the outermost one on."""
    steps = dict(zip(order, contiguous(tuple(shape[i] for i in order)), strict=True))
    return tuple(steps[i] for i in range(len(shape)))


def _columns(shape: Shape) -> Shape:
    """The strides of matrices whose columns lie one after the other."""
    axes = range(len(shape))
    return _packed(shape, [*axes[:-2], *reversed(axes[-2:])])


def matrices(*positions: int) -> Layout:
    """LAPACK's layout of the results at these positions."""

    def layout(shapes: list[Shape], *args: Any, **kwargs: Any) -> list[Shape]:
        return [_columns(s) if i in positions else contiguous(s) for i, s in enumerate(shapes)]

    return layout


def rows(shapes: list[Shape], *args: Any, **kwargs: Any) -> list[Shape]:
    """Row-major results."""
    return [contiguous(s) for s in shapes]


def _alike(self: torch.Tensor) -> Shape:
    """As `self` lies, also along axes of length 1."""
    if is_packed(tuple(self.shape), self.stride()):
        return self.stride()
    return torch.empty_like(self, device="meta").stride()


def flipped(shapes: list[Shape], self: torch.Tensor, dims: Any) -> list[Shape]:
    """As the argument lies."""
    return [_alike(self)]


def turned(shapes: list[Shape], self: torch.Tensor, k: int = 1, dims: Any = (0, 1)) -> list[Shape]:
    """As the argument lies, or its transpose."""
    if k % 4 == 0:
        return [contiguous(shapes[0])]
    strides = list(_alike(self))
    if k % 2:
        a, b = dims
        strides[a], strides[b] = strides[b], strides[a]
    return [tuple(strides)]


def solutions(shapes: list[Shape], A: torch.Tensor, *args: Any, **kwargs: Any) -> list[Shape]:
    """Least squares: the first rows of what LAPACK needs for the right-hand sides and the residuals."""
    *batch, _, columns = shapes[0]
    whole = _columns((*batch, max(A.shape[-2:]), columns))
    return [whole, *rows(shapes[1:])]


def along(position: int) -> Layout:
    """Rows that were gathered along the axis that the argument at `position` names."""

    def layout(shapes: list[Shape], *args: Any, **kwargs: Any) -> list[Shape]:
        dim = kwargs.get("dim", args[position] if len(args) > position else None)
        rest = rows(shapes[1:])
        if dim is None:
            return [contiguous(shapes[0]), *rest]
        axes = list(range(len(shapes[0])))
        dim = axes.pop(dim)
        return [_packed(shapes[0], [dim, *axes]), *rest]

    return layout


def as_image(shapes: list[Shape], self: torch.Tensor, *args: Any, **kwargs: Any) -> list[Shape]:
    """The first result has channels last if the argument has."""
    last = is_channels_last(tuple(self.shape), self.stride())
    return [channels_last(shapes[0]) if last else contiguous(shapes[0]), *rows(shapes[1:])]


def convolved(
    shapes: list[Shape], self: torch.Tensor, weight: torch.Tensor, *args: Any, **kwargs: Any
) -> list[Shape]:
    """Channels last if the image or the kernel has; rows are images of height 1."""
    if self.dtype is torch.float64:
        return rows(shapes)
    both, out = [(tuple(x.shape), x.stride()) for x in (self, weight)], shapes[0]
    if self.ndim == 3:
        both = [((n, c, 1, w), (a, b, w * s, s)) for (n, c, w), (a, b, s) in both]
        out = (*out[:2], 1, *out[2:])
    if not any(is_channels_last(*each) for each in both):
        return rows(shapes)
    strides = channels_last(out)
    return [strides if self.ndim > 3 else (*strides[:2], strides[3])]


def _transformed(self: Shape, shape: Shape, dims: Sequence[int]) -> Shape:
    """Of MKL: the other axes as they step through the input, then those that are transformed."""
    rest = sorted(set(range(len(shape))) - set(dims), key=lambda i: -self[i])
    return _packed(shape, [*rest, *dims])


def _sorted(self: Shape, dims: Sequence[int]) -> list[int]:
    return sorted(dims, key=lambda i: -self[i])


def to_complex(
    shapes: list[Shape], self: torch.Tensor, dim: Sequence[int], *args: Any
) -> list[Shape]:
    """A transform of complex numbers."""
    strides = self.stride()
    return [_transformed(strides, shapes[0], _sorted(strides, dim))]


def from_real(
    shapes: list[Shape], self: torch.Tensor, dim: Sequence[int], *args: Any
) -> list[Shape]:
    """A transform of real numbers."""
    order = [*_sorted(self.stride(), dim[:-1]), dim[-1]]
    return [_transformed(self.stride(), shapes[0], order)]


def to_real(shapes: list[Shape], self: torch.Tensor, dim: Sequence[int], *args: Any) -> list[Shape]:
    """A transform to real numbers: of complex ones along all axes but the last one first."""
    strides = self.stride()
    if len(dim) > 1:
        strides = _transformed(strides, tuple(self.shape), _sorted(strides, dim[:-1]))
    return [_transformed(strides, shapes[0], dim[-1:])]
