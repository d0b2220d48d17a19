"""Strides of windows on flat arrays."""

from __future__ import annotations

from typing import Any


def upward(shape: Any, strides: Any, offset: Any) -> tuple[tuple[int, ...], Any, tuple[int, ...]]:
    """The strides without signs, the offset of the lowest element, and the axes to flip."""
    axes = tuple(i for i, s in enumerate(strides) if s < 0)
    lowest = sum((shape[i] - 1) * strides[i] for i in axes)
    return tuple(map(abs, strides)), offset + lowest, axes
