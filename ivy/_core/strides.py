"""Strides of windows on flat arrays."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np


def upward(shape: Any, strides: Any, offset: Any) -> tuple[tuple[int, ...], Any, tuple[int, ...]]:
    """The strides without signs, the offset of the lowest element, and the axes to flip."""
    axes = tuple(i for i, s in enumerate(strides) if s < 0)
    lowest = sum((shape[i] - 1) * strides[i] for i in axes)
    return tuple(map(abs, strides)), offset + lowest, axes


def overlaps(shape: Any, strides: Any) -> bool:
    """Whether elements of a window may share memory; one that only looks like it counts too."""
    extent = 1
    for step, n in sorted((abs(s), n) for n, s in zip(shape, strides, strict=True) if n > 1):
        if step < extent:
            return True
        extent += (n - 1) * step
    return False


@functools.lru_cache(64)
def last_writes(shape: Any, strides: Any) -> tuple[np.ndarray, np.ndarray]:
    """Positions that a window shows, each once, and the last element in row-major order of each."""
    at = np.zeros(shape, np.int64)
    for n, step, i in zip(shape, strides, range(len(shape)), strict=True):
        at += (np.arange(n) * step).reshape((-1,) + (1,) * (len(shape) - i - 1))
    found, first = np.unique(at.reshape(-1)[::-1], return_index=True)
    return found, at.size - 1 - first
