"""Indices made safe: what `bounds` promises, on host arrays."""

import numpy as np

from ivy._core import errors


def check(indices, size):
    """Raises unless every index lies in [0, size)."""
    if indices.size and (indices.min() < 0 or indices.max() >= size):
        bad = indices[(indices < 0) | (indices >= size)].reshape(-1)[0]
        raise errors.IndexOutOfRangeError(f"index {bad} is out of range for an axis of size {size}")


def resolve(indices, size, bounds):
    """`(safe indices, mask of the ones inside)`; the mask is None where all count."""
    if bounds == "error":
        check(indices, size)
        return indices, None
    if bounds == "clip":
        return np.clip(indices, 0, max(size - 1, 0)), None
    if bounds == "wrap":
        return indices % max(size, 1), None
    inside = (indices >= 0) & (indices < size)
    return np.where(inside, indices, 0), inside
