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
    """Whether elements of a window may share memory; the strides have no signs."""
    extent = 1
    for step, n in sorted((s, n) for n, s in zip(shape, strides, strict=True) if n > 1):
        if step < extent:
            return True
        extent += (n - 1) * step
    return False


@functools.lru_cache(64)
def last_writes(shape: tuple[int, ...], strides: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Positions that a window shows, each once, and the last element in row-major order of each."""
    axes = [np.arange(n) * step for n, step in zip(shape, strides, strict=True)]
    places = np.zeros((), np.int64)
    for axis in axes:
        places = places[..., None] + axis
    places = places.reshape(-1)
    last = np.full(int(places.max()) + 1, -1)
    last[places] = np.arange(places.size)  # NumPy keeps the last of several
    found = np.flatnonzero(last >= 0)
    return found, last[found]
