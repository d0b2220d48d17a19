"""How the values of an array of a model are laid out in one of another model: `Layout`, and where the
parts of an array come from: `Matches`.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from ivy.compiler.graph import Graph, node_refs


class Layout(NamedTuple):
    """`x.reshape(split).transpose(order).reshape(shape)`."""

    split: tuple[int, ...]
    order: tuple[int, ...]
    shape: tuple[int, ...]

    def __call__(self, x: np.ndarray) -> np.ndarray:
        return x.reshape(self.split).transpose(self.order).reshape(self.shape)


class Part(NamedTuple):
    """An array of a model, or one of `count` equal parts of it along an axis."""

    name: str
    axis: int = 0
    count: int = 1
    index: int = 0

    def of(self, values: Mapping[str, np.ndarray]) -> np.ndarray:
        """A view of the part."""
        x = values[self.name]
        size = x.shape[self.axis] // self.count if x.ndim else 1
        place = slice(self.index * size, (self.index + 1) * size)
        return x if self.count == 1 else x[(slice(None),) * self.axis + (place,)]


class Origin(NamedTuple):
    """Where the values of a part of the target come from."""

    part: Part
    layout: Layout


Matches = dict[Part, Origin]


def filled(
    matches: Matches, source: Mapping[str, np.ndarray], shapes: Mapping[str, tuple[int, ...]]
) -> dict[str, np.ndarray]:
    """The arrays of the target, of those of the source."""
    found = {k: np.empty(s, source[_first(matches, k)].dtype) for k, s in shapes.items()}
    for part, origin in matches.items():
        part.of(found)[...] = origin.layout(origin.part.of(source))
    return found


def _first(matches: Matches, name: str) -> str:
    return next(o.part.name for p, o in matches.items() if p.name == name)


# -- layouts


@functools.lru_cache(4096)
def layouts(
    source: tuple[int, ...], target: tuple[int, ...], runs: tuple[tuple[int, ...], ...] = ()
) -> tuple[Layout, ...]:
    """The ways from a shape to another one, the simplest first: axes are split (into those of the
    target, or by `runs`), permuted and joined."""
    if math.prod(source) != math.prod(target):
        return ()
    wanted = tuple(n for n in target if n != 1)
    found: dict[tuple[Any, ...], Layout] = {}
    for split in itertools.product(*(_splits(n, wanted, runs) for n in source if n != 1)):
        atoms = tuple(itertools.chain(*split))
        for order in _orders(atoms, wanted):
            found.setdefault((atoms, order), Layout(atoms, order, target))
    return tuple(sorted(found.values(), key=_difficulty))


def _splits(n: int, wanted: tuple[int, ...], runs: tuple[tuple[int, ...], ...]) -> list[Any]:
    several = itertools.chain(
        *(itertools.permutations(wanted, k) for k in range(2, min(len(wanted), 3) + 1)), runs
    )
    return [(n,), *dict.fromkeys(s for s in several if math.prod(s) == n)]


def _orders(atoms: tuple[int, ...], wanted: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Permutations of the atoms of which neighbours make the wanted axes."""

    def extend(order: tuple[int, ...], axis: int, size: int) -> Iterator[tuple[int, ...]]:
        if len(order) == len(atoms):
            if axis == len(wanted):
                yield order
            return
        for i, n in enumerate(atoms):
            if i in order or axis == len(wanted) or wanted[axis] % (size * n):
                continue
            full = size * n == wanted[axis]
            yield from extend((*order, i), axis + full, 1 if full else size * n)

    return extend((), 0, 1)


def _difficulty(layout: Layout) -> tuple[int, int]:
    order = layout.order
    return len(order), sum(a > b for a, b in itertools.combinations(order, 2))


def runs_of(graph: Graph) -> tuple[tuple[int, ...], ...]:
    """Neighbouring axes that the graph joins or splits: how a long axis may be ordered inside."""
    found: dict[tuple[int, ...], None] = {}
    for node in graph.nodes:
        if node.op != "reshape":
            continue
        shapes = [node.results[0].shape, *(graph.type_of(r).shape for r in node_refs(node))]
        for shape in shapes:
            for k in (2, 3):
                found.update(dict.fromkeys(itertools.pairwise(shape) if k == 2 else _threes(shape)))
    return tuple(f for f in found if 1 not in f)


def _threes(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    return zip(shape, shape[1:], shape[2:], strict=False)
