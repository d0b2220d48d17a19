"""Reductions and prefix sums by any associative function of arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ivy import functional as ivy

Arrays = Sequence[Any]


def rows(x: Any, start: int | None, stop: int | None = None, step: int | None = None) -> Any:
    """A slice of the rows of an array."""
    return ivy.slice_(x, (slice(start, stop, step),))


def fold(combine: Callable[[Arrays, Arrays], Arrays], arrays: Arrays) -> Arrays:
    """All rows of each array folded into one; there is at least one."""
    while (n := arrays[0].shape[0]) > 1:
        half = n // 2
        first = [rows(x, 0, half) for x in arrays]
        second = [rows(x, half, 2 * half) for x in arrays]
        together = combine(first, second)
        if n % 2:
            rest = [rows(x, n - 1) for x in arrays]
            together = [ivy.concat(pair, axis=0) for pair in zip(together, rest, strict=True)]
        arrays = together
    return [ivy.squeeze(x, axis=0) for x in arrays]


def prefixes(combine: Callable[[Arrays, Arrays], Arrays], arrays: Arrays) -> Arrays:
    """Inclusive scan of the rows, in the same tree of calls as `lax.associative_scan`."""
    n = arrays[0].shape[0]
    if n < 2:
        return list(arrays)
    pairs = combine([rows(x, 0, n - 1, 2) for x in arrays], [rows(x, 1, None, 2) for x in arrays])
    odd = prefixes(combine, pairs)
    before = [rows(x, 0, x.shape[0] - 1) for x in odd] if n % 2 == 0 else odd
    even = combine(before, [rows(x, 2, None, 2) for x in arrays])
    even = [ivy.concat([rows(x, 0, 1), e], axis=0) for x, e in zip(arrays, even, strict=True)]
    return [_interleaved(e, o) for e, o in zip(even, odd, strict=True)]


def _interleaved(even: Any, odd: Any) -> Any:
    count = odd.shape[0]
    both = ivy.stack([rows(even, 0, count), odd], axis=1)
    both = ivy.reshape(both, (2 * count, *odd.shape[1:]))
    return both if even.shape[0] == count else ivy.concat([both, rows(even, count)], axis=0)


def leading(x: Any, axes: Sequence[int]) -> Any:
    """`x` with `axes` merged into its first one."""
    others = [d for d in range(x.ndim) if d not in axes]
    x = ivy.permute_dims(x, [*axes, *others])
    count = 1
    for d in range(len(axes)):
        count *= x.shape[d]
    return ivy.reshape(x, (count, *x.shape[len(axes) :]))
