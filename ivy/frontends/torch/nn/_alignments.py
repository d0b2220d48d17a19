"""Sums over all alignments of a target with a sequence, in logarithms, for `ctc_loss`.

A target of S labels is aligned as 2 S + 1 symbols, a blank around each label. Arrays are called by
their axes: `time, batch, symbol`.
"""

from __future__ import annotations

import itertools
from typing import Any, NamedTuple

from ivy import functional as ivy
from ivy._core import dtypes

NEVER = -float("inf")


class Problem(NamedTuple):
    """What forward and backward sums go by; lengths are of shape `(batch, 1)`."""

    symbols: Any
    scores: Any
    may_skip: Any
    times: Any
    ends: Any


def problem(log_probs: Any, targets: Any, times: Any, labels: Any, blank: int) -> Problem:
    """The symbols of each target, and their log probabilities over time."""
    targets = ivy.astype(targets, dtypes.int64)
    if targets.ndim == 1:
        targets = _padded(targets, _numbers(labels))
    batch, longest = targets.shape
    blanks = ivy.full((batch, longest + 1, 1), blank, dtype=dtypes.int64)
    pairs = ivy.concat([targets[:, :, None], blanks[:, 1:]], axis=2)
    symbols = ivy.concat([blanks[:, 0], ivy.reshape(pairs, (batch, 2 * longest))], axis=1)
    ends = _column(labels) * 2
    within = ivy.arange(0, 2 * longest + 1, dtype=dtypes.int64) <= ends
    symbols = ivy.where(within, symbols, blank)
    row = ivy.arange(0, batch, dtype=dtypes.int64)[:, None]
    scores = ivy.get_index(log_probs, [None, row, symbols])
    may_skip = ivy.not_equal(symbols[:, 2:], symbols[:, :-2])
    return Problem(symbols, ivy.where(within, scores, NEVER), may_skip, _column(times), ends)


def _padded(targets: Any, labels: list[int]) -> Any:
    """Targets that follow each other as rows of one length."""
    longest = max(labels, default=0)
    starts = itertools.accumulate([0, *labels[:-1]])
    rows = zip(starts, labels, strict=True)
    at = [[s + min(i, max(n - 1, 0)) for i in range(longest)] for s, n in rows]
    index = ivy.reshape(ivy.constant(at, dtype=dtypes.int64), (len(labels), longest))
    return ivy.take(targets, index, axis=0, bounds="clip") if longest else index


def _column(lengths: Any) -> Any:
    if isinstance(lengths, (list, tuple)):
        lengths = ivy.constant(lengths, dtype=dtypes.int64)
    return ivy.reshape(ivy.astype(lengths, dtypes.int64), (-1, 1))


def _numbers(lengths: Any) -> list[int]:
    if isinstance(lengths, (list, tuple)):
        return [int(n) for n in lengths]
    return [int(n) for n in ivy.to_numpy(lengths).reshape(-1)]


def forward(p: Problem) -> Any:
    """The sum over beginnings of alignments that have reached a symbol at a time."""
    batch, width = p.symbols.shape
    dtype = ivy.dtype(p.scores)
    skip = ivy.pad(p.may_skip, [(0, 0), (2, 0)], False) if width > 1 else None
    edge = ivy.full((batch, 2), NEVER, dtype=dtype)  # nothing comes from before the first symbol

    def step(carry, x):
        (before,) = carry
        reached = _sum(before[:, 2:], before[:, 1:-1], before[:, :-2], skip)
        reached = ivy.add(reached, x[0])
        return (ivy.concat([edge, reached], axis=1),), (reached,)

    start = ivy.pad(ivy.zeros((batch, 1), dtype=dtype), [(0, 0), (2, width - 1)], NEVER)
    return ivy.scan(step, (start,), (p.scores,))[1][0]


def backward(p: Problem) -> Any:
    """The sum over endings of alignments that are at a symbol at a time."""
    length, batch, width = p.scores.shape
    dtype = ivy.dtype(p.scores)
    skip = ivy.pad(p.may_skip, [(0, 0), (0, 2)], False) if width > 1 else None
    position = ivy.arange(0, width, dtype=dtypes.int64)
    is_end = ivy.logical_or(ivy.equal(position, p.ends), ivy.equal(position, p.ends - 1))
    never = ivy.full((batch, width), NEVER, dtype=dtype)
    ending = ivy.where(is_end, 0.0, never)
    edge = ivy.full((batch, 2), NEVER, dtype=dtype)

    def step(carry, x):
        (after,), (scores, time) = carry, x
        going = _sum(after[:, :-2], after[:, 1:-1], after[:, 2:], skip)
        rest = ivy.where(ivy.equal(time, p.times - 1), ending, going)
        rest = ivy.add(ivy.where(time < p.times, rest, never), scores)
        return (ivy.concat([rest, edge], axis=1),), (rest,)

    start = ivy.full((batch, width + 2), NEVER, dtype=dtype)
    times = ivy.arange(0, length, dtype=dtypes.int64)
    return ivy.scan(step, (start,), (p.scores, times), reverse=True)[1][0]


def _sum(stay: Any, move: Any, jump: Any, skip: Any) -> Any:
    """log(exp(stay) + exp(move) + exp(jump)), `jump` only where `skip` allows."""
    if skip is None:
        return stay
    return ivy.logaddexp(ivy.logaddexp(stay, move), ivy.where(skip, jump, NEVER))
