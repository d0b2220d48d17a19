"""Interpolation along one axis as tables: which elements each output reads, and how much of each.

Positions and weights depend on sizes only, so they are made on the host, once per size, in the
precision in which PyTorch makes them. Source: aten/src/ATen/native/UpSample.h and UpSampleKernel.cpp.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Taps:
    """Output i reads `positions[:, i]` with `weights[:, i]`; places that count nothing weigh 0."""

    positions: np.ndarray
    weights: np.ndarray

    def reversed(self, length: int) -> Taps:
        """The adjoint: which outputs each of `length` inputs went to."""
        order = np.argsort(self.positions, axis=None, kind="stable")
        order = order[self.weights.reshape(-1)[order] != 0]
        read = self.positions.reshape(-1)[order]
        counts = np.bincount(read, minlength=length)
        place = np.arange(len(read)) - np.repeat(np.cumsum(counts) - counts, counts)
        shape = (max(counts.max(initial=0), 1), length)
        positions, weights = np.zeros(shape, np.int64), np.zeros(shape, self.weights.dtype)
        positions[place, read] = order % self.positions.shape[1]
        weights[place, read] = self.weights.reshape(-1)[order]
        return Taps(positions, weights)

    def fixed_point(self) -> tuple[np.ndarray, int]:
        """The weights as 16-bit numbers, and how many of their bits are behind the point."""
        largest = float(self.weights.max())
        bits = next(b for b in range(22) if int(0.5 + largest * (1 << (b + 1))) >= 1 << 15)
        scaled = self.weights * (1 << bits)
        return np.trunc(scaled + np.where(scaled < 0, -0.5, 0.5)).astype(np.int32), bits


def _scale(
    length: int, count: int, align: bool, factor: float | None, dtype: np.dtype
) -> np.generic:
    """The distance between outputs, in elements of the input."""
    if align:
        return dtype.type(length - 1) / dtype.type(count - 1) if count > 1 else dtype.type(0)
    if factor is not None and factor > 0:
        return dtype.type(1.0 / factor)
    return dtype.type(length) / dtype.type(count)


def _sources(scale: np.generic, count: int, align: bool, dtype: np.dtype) -> np.ndarray:
    outputs = np.arange(count, dtype=dtype)
    half = dtype.type(0.5)
    return scale * outputs if align else scale * (outputs + half) - half


@functools.lru_cache(256)
def nearest(length: int, count: int, factor: float | None, exact: bool, dtype: np.dtype) -> Taps:
    """The element below each output (`exact`: the one whose middle is nearest)."""
    scale = _scale(length, count, False, factor, dtype)
    outputs = np.arange(count, dtype=dtype) + dtype.type(0.5 if exact else 0)
    positions = np.minimum(np.floor(outputs * scale), length - 1).astype(np.int64)[None]
    return Taps(positions, np.ones(positions.shape, dtype))


@functools.lru_cache(256)
def linear(length: int, count: int, align: bool, factor: float | None, dtype: np.dtype) -> Taps:
    """The two neighbours of each output."""
    source = _sources(_scale(length, count, align, factor, dtype), count, align, dtype)
    source = np.maximum(source, dtype.type(0))
    low = np.minimum(np.floor(source).astype(np.int64), length - 1)
    share = np.clip(source - low.astype(dtype), dtype.type(0), dtype.type(1))
    positions = np.stack([low, np.minimum(low + 1, length - 1)])
    return Taps(positions, np.stack([dtype.type(1) - share, share]))


# Weights of four neighbours at a distance of t after the second one, and their slopes by t, as cubic
# polynomials, highest power first (A = -0.75). Each is one of its own argument: t + 1, t, 1 - t, 2 - t.
_A = -0.75
_OUTER, _INNER = (_A, -5 * _A, 8 * _A, -4 * _A), (_A + 2, -(_A + 3), 0.0, 1.0)
CUBIC = np.array([_OUTER, _INNER, _INNER, _OUTER]).T
_OUTER_SLOPE = np.array([3 * _A, -10 * _A, 8 * _A])
_INNER_SLOPE = np.array([3 * (_A + 2), -2 * (_A + 3), 0.0])
CUBIC_SLOPES = np.array([_OUTER_SLOPE, _INNER_SLOPE, -_INNER_SLOPE, -_OUTER_SLOPE]).T


def polynomial(coefficients, x):
    """Its value by Horner's rule; highest power first."""
    total = coefficients[0] * x
    for i in range(1, len(coefficients) - 1):
        total = (total + coefficients[i]) * x
    return total + coefficients[-1]


@functools.lru_cache(256)
def cubic(length: int, count: int, align: bool, factor: float | None, dtype: np.dtype) -> Taps:
    """The four neighbours of each output."""
    source = _sources(_scale(length, count, align, factor, dtype), count, align, dtype)
    low = np.minimum(np.floor(source).astype(np.int64), length - 1)
    share = np.clip(source - low.astype(dtype), dtype.type(0), dtype.type(1))
    positions = np.clip(np.stack([low + k for k in (-1, 0, 1, 2)]), 0, length - 1)
    distances = np.stack([share + 1, share, 1 - share, 2 - share])
    coefficients = CUBIC.astype(dtype)[:, :, None]
    return Taps(positions, polynomial(coefficients, distances))


def _triangle(x: np.ndarray) -> np.ndarray:
    return np.maximum(1 - np.abs(x), 0)


def _keys(x: np.ndarray) -> np.ndarray:
    x, a = np.abs(x), -0.5
    inner = ((a + 2) * x - (a + 3)) * x * x + 1
    outer = (((x - 5) * x + 8) * x - 4) * a
    return np.where(x < 1, inner, np.where(x < 2, outer, 0))


def _lanczos(x: np.ndarray) -> np.ndarray:
    return np.where(np.abs(x) < 3, np.sinc(x) * np.sinc(x / 3), 0)


_FILTERS: dict[str, tuple[Callable, int]] = {
    "linear": (_triangle, 2),
    "cubic": (_keys, 4),
    "lanczos": (_lanczos, 6),
}


@functools.lru_cache(256)
def antialiased(
    kind: str, length: int, count: int, align: bool, factor: float | None, dtype: np.dtype
) -> Taps:
    """All elements under a filter that is as wide as an output."""
    function, width = _FILTERS[kind]
    scale = _scale(length, count, align, factor, dtype)
    stretch = np.maximum(scale, dtype.type(1))
    support, half = dtype.type(width / 2) * stretch, dtype.type(0.5)
    centre = scale * (np.arange(count, dtype=dtype) + half)
    first = np.maximum(np.trunc(centre - support + half), 0).astype(np.int64)
    last = np.minimum(np.trunc(centre + support + half), length).astype(np.int64)
    places = np.arange(math.ceil(support) * 2 + 1)[:, None]
    positions = first + places
    inside = positions < last
    weights = function((positions.astype(dtype) - centre + half) / stretch) * inside
    total = weights.sum(0)
    weights = weights / np.where(total == 0, 1, total)
    return Taps(np.where(inside, positions, np.minimum(first, length - 1)), weights.astype(dtype))
