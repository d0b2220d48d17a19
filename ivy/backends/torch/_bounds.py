"""Indices made safe: what `bounds` promises."""

import torch

from ivy._core import errors


def resolve(indices, size, bounds):
    """`(safe indices, mask of the ones inside)`; the mask is None where all count."""
    indices = indices.to(torch.int64)  # torch reads uint8 as a mask
    if bounds == "wrap":
        return indices % max(size, 1), None
    if bounds == "clip":
        return indices.clamp(0, max(size - 1, 0)), None
    inside = (indices >= 0) & (indices < size)
    if bounds == "error":
        if not inside.all():
            bad = indices[~inside].reshape(-1)[0].item()
            raise errors.IndexOutOfRangeError(
                f"index {bad} is out of range for an axis of size {size}"
            )
        return indices, None
    return torch.where(inside, indices, 0), inside
