"""The `reduction` of losses: none, mean or sum."""

from __future__ import annotations

from ivy._core import ops


def reduced(loss, reduction):
    """`loss` itself, its mean or its sum."""
    if reduction == "none":
        return loss
    if reduction not in ("mean", "sum"):
        raise ValueError(f"reduction={reduction!r}: it is 'mean', 'sum' or 'none'.")
    return ops.mean(loss) if reduction == "mean" else ops.sum(loss)


def zero_of(x):
    """A zero of the dtype of `x`."""
    return ops.zeros((), dtype=ops.dtype(x))
