"""Rows of arrays and of tuples of arrays, for loops over them."""

from __future__ import annotations

from typing import Any

from ivy._core import ops


def row(x: Any, k: int) -> Any:
    """Row `k` of an array, or of each in a tuple."""
    if isinstance(x, (tuple, list)):
        return type(x)(row(part, k) for part in x)
    return ops.slice_(x, (k,))


def stacked(rows: list) -> Any:
    """Rows (arrays or tuples of arrays) stacked along a new first axis."""
    if isinstance(rows[0], (tuple, list)):
        return type(rows[0])(stacked(list(column)) for column in zip(*rows, strict=True))
    return ops.stack(rows, axis=0)
