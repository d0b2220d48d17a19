"""Learning rates that depend on the number of steps done: functions for optimizers, as Optax has them.

>>> import ivy
>>> rate = ivy.schedules.cosine_decay(0.1, 100)
>>> rate(0), round(rate(50), 4), rate(100)
(0.1, 0.05, 0.0)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

Schedule = Callable[[int], float]
__all__ = [
    "cosine_decay",
    "exponential_decay",
    "join",
    "linear",
    "piecewise_constant",
    "polynomial",
    "step_decay",
    "warmup_cosine",
]


def polynomial(
    start: float, end: float, steps: int, power: float = 1.0, begin: int = 0
) -> Schedule:
    """From `start` to `end` over `steps` steps, after `begin` steps. As `optax.polynomial_schedule`."""

    def rate(step: int) -> float:
        done = min(max(step - begin, 0), steps) / steps
        return (start - end) * (1 - done) ** power + end

    return rate


def linear(start: float, end: float, steps: int) -> Schedule:
    """From `start` to `end` in a straight line. As `optax.linear_schedule`."""
    return polynomial(start, end, steps)


def cosine_decay(start: float, steps: int, alpha: float = 0.0) -> Schedule:
    """From `start` to `alpha` times it along half a cosine. As `optax.cosine_decay_schedule`."""

    def rate(step: int) -> float:
        share = (1 + math.cos(math.pi * min(step, steps) / steps)) / 2
        return start * ((1 - alpha) * share + alpha)

    return rate


def exponential_decay(
    start: float, steps: int, factor: float, *, begin: int = 0, staircase: bool = False
) -> Schedule:
    """`start`, times `factor` for every `steps` steps. As `optax.exponential_decay`."""

    def rate(step: int) -> float:
        done = max(step - begin, 0) / steps
        return start * factor ** (math.floor(done) if staircase else done)

    return rate


def step_decay(start: float, steps: int, factor: float = 0.1) -> Schedule:
    """`start`, times `factor` after every `steps` steps. As `torch.optim.lr_scheduler.StepLR`."""
    return exponential_decay(start, steps, factor, staircase=True)


def piecewise_constant(start: float, factors: Mapping[int, float]) -> Schedule:
    """`start`, times each of `factors` from its step on. As `optax.piecewise_constant_schedule`."""

    def rate(step: int) -> float:
        return start * math.prod(f for at, f in factors.items() if step >= at)

    return rate


def join(schedules: list[Schedule], boundaries: list[int]) -> Schedule:
    """One schedule after the other, each from its boundary on. As `optax.join_schedules`."""

    def rate(step: int) -> float:
        part = sum(step >= b for b in boundaries)
        return schedules[part](step - ([0, *boundaries][part]))

    return rate


def warmup_cosine(start: float, peak: float, warmup: int, steps: int, end: float = 0.0) -> Schedule:
    """Linear to `peak`, then a cosine to `end`. As `optax.warmup_cosine_decay_schedule`."""
    decay = cosine_decay(peak, steps - warmup, end / peak if peak else 0.0)
    return join([linear(start, peak, warmup), decay], [warmup])
