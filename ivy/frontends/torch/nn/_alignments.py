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
    skip = ivy.pad(p.may_skip, [(0, 0), (2, 0)], False) if width > 1 else None

    def step(carry, x):
        (before,) = carry
        reached = _sum(before, _shifted(before, 1), _shifted(before, 2), skip)
        reached = ivy.add(reached, x[0])
        return (reached,), (reached,)

    start = ivy.pad(
        ivy.zeros((batch, 1), dtype=ivy.dtype(p.scores)), [(0, 0), (0, width - 1)], NEVER
    )
    return ivy.scan(step, (start,), (p.scores,))[1][0]


def backward(p: Problem) -> Any:
    """The sum over endings of alignments that are at a symbol at a time."""
    length, batch, width = p.scores.shape
    skip = ivy.pad(p.may_skip, [(0, 0), (0, 2)], False) if width > 1 else None
    position = ivy.arange(0, width, dtype=dtypes.int64)
    is_end = ivy.logical_or(ivy.equal(position, p.ends), ivy.equal(position, p.ends - 1))

    def step(carry, x):
        (after,), (scores, time) = carry, x
        going = _sum(after, _shifted(after, -1), _shifted(after, -2), skip)
        ending = ivy.where(is_end, 0.0, ivy.full(going.shape, NEVER, dtype=ivy.dtype(going)))
        rest = ivy.where(ivy.equal(time, p.times - 1), ending, going)
        rest = ivy.add(ivy.where(time < p.times, rest, NEVER), scores)
        return (rest,), (rest,)

    start = ivy.full((batch, width), NEVER, dtype=ivy.dtype(p.scores))
    times = ivy.arange(0, length, dtype=dtypes.int64)
    return ivy.scan(step, (start,), (p.scores, times), reverse=True)[1][0]


def _shifted(x: Any, by: int) -> Any:
    """`x` moved along the symbols, with NEVER where nothing comes from."""
    width = x.shape[1]
    if abs(by) >= width:
        return ivy.full(x.shape, NEVER, dtype=ivy.dtype(x))
    kept = x[:, : width - by] if by > 0 else x[:, -by:]
    return ivy.pad(kept, [(0, 0), (max(by, 0), max(-by, 0))], NEVER)


def _sum(stay: Any, move: Any, jump: Any, skip: Any) -> Any:
    """log(exp(stay) + exp(move) + exp(jump)), `jump` only where `skip` allows."""
    if skip is None:
        return stay
    jump = ivy.where(skip, jump, NEVER)
    largest = ivy.maximum(ivy.maximum(stay, move), jump)
    level = ivy.where(ivy.equal(largest, NEVER), 0.0, largest)
    terms = [ivy.exp(ivy.subtract(x, level)) for x in (stay, move, jump)]
    return ivy.add(ivy.log(ivy.add(ivy.add(terms[0], terms[1]), terms[2])), level)
