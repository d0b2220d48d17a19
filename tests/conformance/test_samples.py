"""A sample of every conformance program on every target; `make conformance` runs the whole of them.

Names come from the recorded results, so that collecting the tests imports no database: every nth entry
for which PyTorch has an answer runs with a few of its samples. IVY_CONFORMANCE_EVERY=1: all entries.
"""

from __future__ import annotations

import functools
import importlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from conformance.run import MODES
from support import conformance, expectations

EVERY = os.environ.get("IVY_CONFORMANCE_EVERY")


@dataclass(frozen=True)
class Sampling:
    """Every nth of the entries that have samples, with a limited number of these."""

    every: int
    start: int = 0
    limit: int | None = None
    least: int = 1  # recorded samples of an entry


SAMPLED = {
    "forward": Sampling(9, limit=2),
    "grad": Sampling(8, start=4, limit=2),
    "modules": Sampling(6, limit=3),
    "optimizers": Sampling(1, limit=1),
    "errors": Sampling(4),
    "same_forward": Sampling(17, limit=2),
    "on_host": Sampling(19, limit=16, least=5),
    "again": Sampling(17),
    "transformers": Sampling(37),
    "values": Sampling(83, limit=2),
    "sparse": Sampling(23, limit=2),
    "sparse_grad": Sampling(23, limit=2),
}


@functools.cache
def _entries(mode: str) -> dict[tuple[str, str], conformance.Entry]:
    """The entries of a mode by name and variant."""
    program = importlib.import_module(f"conformance.{MODES[mode].program}")
    if hasattr(program, "way"):
        found = program.entries(program.way(MODES[mode].options))
    else:
        found = program.ENTRIES
    return {(e.name, e.variant): e for e in found}


def _names(mode: str) -> list[tuple[str, str]]:
    recorded = conformance.measured(mode, "jax")
    some = [key for key, samples in recorded.items() if samples >= SAMPLED[mode].least]
    return some[:: int(EVERY)] if EVERY else some[SAMPLED[mode].start :: SAMPLED[mode].every]


def _cases(mode: str) -> Iterator[Any]:
    for name, variant in _names(mode):
        title = f"{name}:{variant}" if variant else name
        for target in expectations.TARGETS:
            if target in MODES[mode].targets:
                yield pytest.param(
                    mode,
                    (name, variant),
                    target,
                    id=f"{mode}-{title}-{target}",
                    marks=expectations.marks("torch", target, title, mode),
                )


def _spread_first(checks: list[Callable], limit: int | None) -> list[Callable]:
    """All checks, those first that `limit` of them would be."""
    first = conformance.spread(checks, limit or len(checks))
    return [*first, *(c for c in checks if not any(c is f for f in first))]


@pytest.mark.filterwarnings("ignore")  # of PyTorch's databases, about their own inputs
@pytest.mark.parametrize(("mode", "entry", "target"), [c for m in SAMPLED for c in _cases(m)])
def test_sample(mode: str, entry: tuple[str, str], target: str) -> None:
    limit, ran = SAMPLED[mode].limit, 0
    for check in _spread_first(list(_entries(mode)[entry].checks()), limit):
        ran += check(target)
        if ran == limit:
            break
    assert ran


@pytest.mark.parametrize("mode", [m for m in MODES if conformance.results(m, "jax").exists()])
def test_results_are_of_the_whole_database(mode: str) -> None:
    recorded, entries = set(conformance.measured(mode, "jax")), set(_entries(mode))
    assert recorded and recorded <= entries
    assert MODES[mode].sparse or recorded == entries
