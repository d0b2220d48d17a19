"""Histograms of any number of dimensions: bin edges, and counts between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends.torch import _dtypes as to


def edges(points: Any, bins: Sequence[int], limits: Sequence[float] | None) -> list[Any]:
    """Per column of `points` the edges of equal bins, over `limits` or all values."""
    dtype = ivy.dtype(points)
    if len(bins) != points.shape[-1]:
        raise RuntimeError("histogramdd: as many numbers of bins as the points have coordinates")
    if limits is not None:
        ends = [to.cast(x, dtype) for x in limits]
        pairs = list(zip(ends[::2], ends[1::2], strict=True))
    elif points.shape[0]:
        low, high = ivy.min(points, axis=0), ivy.max(points, axis=0)
        pairs = [(low[i], high[i]) for i in range(len(bins))]
        for i, pair in enumerate(pairs):
            require_finite(f"torch.histogramdd(): dimension {i}'s ", *pair)
    else:
        pairs = [(to.cast(0, dtype), to.cast(1, dtype))] * len(bins)
    return [_spread(*pair, n) for pair, n in zip(pairs, bins, strict=True)]


def require_finite(where: str, low: Any, high: Any) -> None:
    """Raises what PyTorch raises where values give no range for bins."""
    if not ivy.item(ivy.isfinite(high - low)):
        raise RuntimeError(f"{where}range of [{ivy.item(low)}, {ivy.item(high)}] is not finite")


def _spread(low: Any, high: Any, bins: int) -> Any:
    """`bins + 1` numbers from `low` to `high`, which are half apart at least on both sides."""
    dtype = ivy.dtype(low)
    margin = ivy.where(ivy.equal(low, high), to.cast(0.5, dtype), to.cast(0.0, dtype))
    low, high = low - margin, high + margin
    step = (high - low) / bins
    up = ivy.arange(0, bins + 1, dtype=dtype)
    down = ivy.arange(bins, -1, -1, dtype=dtype)
    # PyTorch counts from the nearer end, so that both ends are exact
    half = ivy.arange(0, bins + 1, dtype=dtypes.int64) < (bins + 1) // 2
    return ivy.where(half, low + up * step, high - down * step)


def counted(points: Any, bounds: Sequence[Any], weight: Any, density: bool) -> Any:
    """How many rows of `points` fall between the edges `bounds`, one array of them per column."""
    dtype = ivy.dtype(points)
    shape = tuple(b.shape[0] - 1 for b in bounds)
    inside, place, room = None, 0, 1
    for axis, bound in enumerate(bounds):
        column = points[:, axis]
        at = ivy.searchsorted(bound, column, side="right") - 1
        at = ivy.clip(at, 0, shape[axis] - 1)  # the last bin has its upper edge
        within = ivy.logical_and(
            ivy.greater_equal(column, bound[0]), ivy.less_equal(column, bound[-1])
        )
        inside = within if inside is None else ivy.logical_and(inside, within)
        place, room = place * shape[axis] + at, room * shape[axis]
    if weight is None:
        weight = ivy.ones((points.shape[0],), dtype=dtype)
    place = ivy.where(inside, place, room)
    counts = ivy.zeros((room,), dtype=dtype)
    counts = ivy.set_index(counts, [place], weight, reduction="add", bounds="drop")
    counts = ivy.reshape(counts, shape)
    return _density(counts, bounds) if density else counts


def _density(counts: Any, bounds: Sequence[Any]) -> Any:
    counts = counts / ivy.sum(counts)
    for axis, bound in enumerate(bounds):
        width = ivy.reshape(bound[1:] - bound[:-1], (-1,) + (1,) * (counts.ndim - axis - 1))
        counts = counts / width
    return counts
