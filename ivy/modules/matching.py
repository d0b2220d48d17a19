"""Which parameter of a model is which of another one of the same architecture.

Both are graphs: functions of an input and of named arrays. They are run with the same values in both,
and compared by the gradients of their arrays, which do not depend on how either is written:

1. All arrays have one constant. Arrays that correspond then have the same gradients, up to the layout.
2. Where that leaves one possibility (array, part of it, layout), both get the same random values there.
   They tell others apart, and so on until all are known. If that ends before, a possibility is tried.
3. With random values everywhere, the outputs have to be equal.
"""

from __future__ import annotations

import copy
import dataclasses
import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ivy._core import errors
from ivy._core.backend import load
from ivy._core.context import running
from ivy.compiler import trees
from ivy.compiler.graph import INPUT, Graph, node_refs
from ivy.compiler.passes import with_arguments
from ivy.functional.transforms import vjp
from ivy.modules.functions import dtype_of, form_of, traced
from ivy.modules.layouts import Matches, Origin, Part, layouts, runs_of

TOLERANCE = 1e-5  # of gradients and outputs, computed in float64
NOTHING = (
    1e-9  # a gradient that is 0 but for rounding (constants are of float32), beside the largest
)
PARTS = (2, 3, 4)  # of arrays that are one in a model and several in another
ATTEMPTS = 200  # runs before the search is given up


# -- models


class Network:
    """A graph as a function of named arrays in float64, for one input. `names` are the arrays that are
    looked for, in the order of their use; what else the graph takes keeps its value."""

    def __init__(self, graph: Graph, values: Mapping[str, Any], args: Any):
        self.graph = _widened(graph)
        self.runs = runs_of(graph)
        leaves, tree = trees.flatten(args)
        self.args = tree.unflatten(map(_wide, leaves))
        places = {**graph.params, **graph.state}
        self.values = {k: _wide(np.asarray(values[k])) for k in places}
        first: dict[int, int] = {}
        for number, node in enumerate(graph.nodes):
            for ref in node_refs(node):
                first.setdefault(ref.node, number)
        found = [k for k, i in places.items() if i in first and self.values[k].dtype.kind == "f"]
        self.names = sorted(found, key=lambda k: first[places[k]])

    def positive(self) -> Network:
        """The same, for the absolute values of the input."""
        other = copy.copy(self)
        leaves, tree = trees.flatten(self.args)
        other.args = tree.unflatten(map(_positive, leaves))
        return other

    def shape(self, name: str) -> tuple[int, ...]:
        """That of an array."""
        return self.values[name].shape

    def sizes(self) -> set[int]:
        """Those that arrays of the same architecture may have."""
        own = {math.prod(self.shape(k)) for k in self.names}
        return own | {n * k for n in own for k in PARTS} | {n // k for n in own for k in PARTS}

    def __call__(
        self, values: Mapping[str, np.ndarray], scales: list[float] | None = None
    ) -> tuple[list[np.ndarray], list[float], dict[str, np.ndarray]]:
        """Outputs, their scales, and gradients of a sum over the outputs in any order."""
        rest = {k: x for k, x in self.values.items() if k not in values}

        def run(v: Mapping[str, Any]) -> list[Any]:
            trace = next(iter(v.values())).trace
            given = {**v, **rest}
            out, _ = traced(self.graph, trace, given, given, np.zeros(2, np.uint32), self.args, {})
            return [x for x in trees.leaves(out) if dtype_of(x).kind == "f"]

        with running(load("numpy")), np.errstate(all="ignore"):
            try:
                outputs, back = vjp(run, dict(values))
            except (ValueError, TypeError, IndexError) as error:
                raise errors.ConversionError(
                    f"{self.graph.name} does not run with these arguments: {error}."
                ) from error
            scales = scales or [1 / (_rms(x) or 1.0) for x in outputs]
            slopes = [
                s * np.cos(x * s + 0.5 + k)
                for k, (x, s) in enumerate(zip(outputs, scales, strict=True))
            ]
            (gradients,) = back(slopes)
        return outputs, scales, gradients


def _rms(x: np.ndarray) -> float:
    return float(np.sqrt(np.mean(x**2))) if x.size else 0.0


def _positive(x: Any) -> Any:
    return abs(x) if isinstance(x, np.ndarray) and is_float(x.dtype) else x


def _wide(x: Any) -> Any:
    form = form_of(x)
    return np.asarray(x, np.float64) if form is not None and is_float(form[1]) else x


def is_float(dtype: np.dtype) -> bool:
    """Whether it is one of NumPy's or ml_dtypes' floats."""
    return dtype.kind == "f" or dtype.name.startswith(("bfloat", "float"))


def _widened(graph: Graph) -> Graph:
    """The graph in float64."""

    def wide(value: Any) -> Any:
        if isinstance(value, Graph):
            return _widened(value)
        return np.dtype(np.float64) if isinstance(value, np.dtype) and is_float(value) else value

    nodes = [n if n.op == INPUT else with_arguments(n, wide) for n in graph.nodes]
    return dataclasses.replace(graph, nodes=nodes, constants=[_wide(c) for c in graph.constants])


# -- the search


def matched(source: Network, target: Network) -> Matches:
    """Where each part of the arrays of the target comes from.

    Raises
    ------
    ConversionError
        The models are not of one architecture.
    """
    _hold_constants(source, target)
    # behind a `relu` equal sums tie in `max`, where rounding decides gradients; of positive numbers not
    tries = [_Search(s, t) for s, t in ((source, target), (source.positive(), target.positive()))]
    for search in tries:
        found = search.solved(search.start())
        if found is not None:
            return found
    raise errors.ConversionError(tries[0].failure)


def _hold_constants(source: Network, target: Network) -> None:
    """Buffers that the other model has no array of such a size for: tables that it computes."""
    for own, other in ((source, target), (target, source)):
        sizes = other.sizes()
        own.names = [
            k for k in own.names if k in own.graph.params or math.prod(own.shape(k)) in sizes
        ]


class _Search:
    """The search for matches; `failure` says why there are none."""

    def __init__(self, source: Network, target: Network):
        self.source, self.target = source, target
        self.runs = tuple(dict.fromkeys((*source.runs, *target.runs)))
        self.rng = np.random.default_rng(0)
        self.random = {k: self._random(source.values[k]) for k in source.names}
        sizes = [math.prod(source.shape(k)) / max(source.shape(k), default=1) for k in source.names]
        self.constant = 1 / float(np.exp(np.mean(np.log([max(n, 1.0) for n in sizes] or [1.0]))))
        self.failure = ""
        self.attempts = 0

    def _random(self, x: np.ndarray) -> np.ndarray:
        """Values like those of the model, of which none are equal; positive ones stay so."""
        noise = self.rng.normal(size=x.shape)
        if x.size and (x > 0).all():
            return x * np.exp(0.3 * noise)
        return x + 0.3 * (_rms(x) + 0.05) * noise

    # -- runs

    def gradients(self, known: Matches) -> tuple[Any, Any]:
        """Those of both models, with random values in what is known."""
        self.attempts += 1
        ours = {k: np.full(x.shape, self.constant) for k, x in self.random.items()}
        theirs = {k: np.full(self.target.shape(k), self.constant) for k in self.target.names}
        for part, (origin, layout) in known.items():
            origin.of(ours)[...] = values = origin.of(self.random)
            part.of(theirs)[...] = layout(values)
        outputs, scales, slopes = self.source(ours)
        own_outputs, _, own_slopes = self.target(theirs, scales)
        self.outputs = outputs, own_outputs
        return _Slopes(slopes), _Slopes(own_slopes)

    # -- steps

    def start(self) -> dict[Part, list[Origin]]:
        """What each array of the target may come from."""
        slopes, own_slopes = self.gradients({})
        found: dict[Part, list[Origin]] = {}
        for name in self.target.names:
            divisions = [[Part(name)], *_divisions(name, self.target.shape(name))]
            for parts in divisions:
                some = {p: list(self.origins(p, slopes, own_slopes)) for p in parts}
                if all(some.values()):
                    found |= some
                    break
            else:
                found[Part(name)] = []
        return found

    def origins(self, part: Part, slopes: _Slopes, own_slopes: _Slopes) -> Iterator[Origin]:
        """The parts of the source with the same gradients, and how they are laid out there."""
        wanted = own_slopes.of(part)
        for name in self.source.names:
            shape = self.source.shape(name)
            whole = [[Part(name)]] if math.prod(shape) == wanted.size else []
            count = math.prod(shape) // max(wanted.size, 1)
            if part.count == 1 and count in PARTS:
                whole = [d for d in _divisions(name, shape) if d[0].count == count]
            for origin in itertools.chain(*whole):
                given = slopes.of(origin)
                if not (given.size == wanted.size and own_slopes.has_norm(wanted, given)):
                    continue
                for runs in ((), self.runs):
                    fits = [
                        x
                        for x in layouts(given.shape, wanted.shape, runs)
                        if own_slopes.equal(x(given), wanted)
                    ]
                    if fits:
                        yield from (Origin(origin, x) for x in fits)
                        break

    def solved(self, possible: dict[Part, list[Origin]]) -> Matches | None:
        """The matches, if there are any among what is possible."""
        known: Matches = {}
        while True:
            possible = _exclusive(possible)
            missing = [p for p, o in possible.items() if not o]
            if missing:
                self.fail(missing)
                return None
            before, known = len(known), {p: o[0] for p, o in possible.items() if len(o) == 1}
            if len(known) == before and len(known) < len(possible):
                return self.tried(possible)
            if self.attempts > ATTEMPTS:
                self.failure = "the architectures have too many parameters that are used alike"
                return None
            slopes, own_slopes = self.gradients(known)
            possible = {
                p: [x for x in o if own_slopes.equal(x.layout(slopes.of(x.part)), own_slopes.of(p))]
                for p, o in possible.items()
            }
            if len(known) == len(possible) and all(possible.values()):
                return known if self.is_same(known) else None

    def tried(self, possible: dict[Part, list[Origin]]) -> Matches | None:
        """The matches with one of the possibilities of an array."""
        several = [p for p, o in possible.items() if len(o) > 1]
        part = min(several, key=lambda p: len(possible[p]))
        for origin in possible[part]:
            found = self.solved({**possible, part: [origin]})
            if found is not None or self.attempts > ATTEMPTS:
                return found
        return None

    # -- the end

    def fail(self, missing: list[Part]) -> None:
        """Notes why there are no matches."""
        if self.failure:
            return
        sizes = self.source.sizes()
        names = list(dict.fromkeys(p.name for p in missing))
        names = [n for n in names if math.prod(self.target.shape(n)) not in sizes] or names
        shown = ", ".join(f"{n} {list(self.target.shape(n))}" for n in names[:5])
        self.failure = (
            f"no parameter of {self.source.graph.name} is used as these of {self.target.graph.name} "
            f"are: {shown}{', ...' * (len(names) > 5)}. The models must compute the same function: "
            f"layers, activations, epsilons, and the order of what is joined."
        )

    def is_same(self, known: Matches) -> bool:
        """Whether all of the source is used, and the outputs are equal."""
        parts = {o.part for o in known.values()}
        left = [k for k in self.source.names if not any(p.name == k for p in parts)]
        left += [p.name for p in parts if {p._replace(index=i) for i in range(p.count)} - parts]
        if left:
            self.failure = (
                f"{', '.join(dict.fromkeys(left))} of {self.source.graph.name} has no counterpart "
                f"in {self.target.graph.name}."
            )
            return False
        if any(not _same_output(a, b) for a, b in zip(*self.outputs, strict=True)):
            self.failure = (
                f"with the same parameters, {self.source.graph.name} and {self.target.graph.name} "
                f"do not compute the same outputs: the architectures differ."
            )
            return False
        return True


class _Slopes:
    """Gradients by name, and when they are equal."""

    def __init__(self, values: Mapping[str, np.ndarray]):
        self.values = {k: np.asarray(x) for k, x in values.items()}
        largest = max((abs(x).max() for x in self.values.values() if x.size), default=0.0)
        self.nothing = NOTHING * float(largest)

    def of(self, part: Part) -> np.ndarray:
        """The gradient of a part."""
        return part.of(self.values)

    def equal(self, a: np.ndarray, b: np.ndarray) -> bool:
        """Whether two gradients are equal, but for rounding."""
        return bool(np.all(abs(a - b) <= TOLERANCE * abs(b).max(initial=0.0) + self.nothing))

    def has_norm(self, a: np.ndarray, b: np.ndarray) -> bool:
        """Whether two gradients may be equal in some order."""
        bound = TOLERANCE * abs(a).max(initial=0.0) + self.nothing
        return all(abs(f(abs(a)) - f(abs(b))) <= bound for f in (np.mean, np.max, np.min) if a.size)


def _divisions(name: str, shape: tuple[int, ...]) -> list[list[Part]]:
    """The ways to cut an array into equal parts."""
    return [
        [Part(name, axis, count, i) for i in range(count)]
        for count in PARTS
        for axis, n in enumerate(shape)
        if n % count == 0
    ]


def _exclusive(possible: dict[Part, list[Origin]]) -> dict[Part, list[Origin]]:
    """Without what is the only possibility elsewhere."""
    taken: dict[Part, Part] = {}
    while True:
        taken |= {o[0].part: p for p, o in possible.items() if len(o) == 1}
        new = {p: [x for x in o if taken.get(x.part, p) == p] for p, o in possible.items()}
        if new == possible:
            return new
        possible = new


def _same_output(a: np.ndarray, b: np.ndarray) -> bool:
    if a.size != b.size:
        return False
    if a.shape != b.shape:  # in another order of axes
        a, b = np.sort(a, axis=None), np.sort(b, axis=None)
    return bool(np.all(abs(a - b) <= TOLERANCE * max(abs(b).max(initial=0.0), 1.0)))
