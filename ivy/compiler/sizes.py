"""Graphs for arrays of any size along named axes.

A function is captured at several sizes. The captures have to consist of the same ops; an integer that
differs between them is written as a polynomial of the sizes, which a capture at further sizes confirms.
So nothing has to understand sizes but what stands here: a graph is filled in for the sizes of a call.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np

from ivy._core import errors
from ivy._core.inference import ShapeDtype
from ivy.compiler import passes
from ivy.compiler.graph import Constant, Graph, Node, Ref, Size

_MOST = 3  # axes: the number of captures doubles with each


def generalized(capture: Callable[[dict[str, int]], Graph], sizes: dict[str, int]) -> Graph:
    """The graph for any size of the axes, from captures at these and at other ones.

    Raises
    ------
    CompileError
        The program depends on a size in another way than through polynomials.
    """
    if len(sizes) > _MOST:
        raise errors.CompileError(f"{len(sizes)} dynamic axes; there can be {_MOST}.")
    problem: Exception | None = None
    low = {name: max(n, 2) for name, n in sizes.items()}  # an axis of length 1 is broadcast
    for choose in (lambda n, k: n + k, lambda n, k: n * (k + 1), lambda n, k: n - k):
        high, further = ({m: choose(n, k) for m, n in low.items()} for k in (1, 2))
        if min(further.values()) < 1:
            continue
        try:
            return _generalized(capture, low, high, further)
        except errors.IvyError as error:
            problem = error
            break
        except Exception as error:  # the program does not run at such sizes
            problem = problem or error
    raise errors.CompileError(
        f"there is no graph for every size of {', '.join(sizes)}: {problem} Leave the axis out of "
        f"dynamic_shapes."
    ) from problem


def _generalized(
    capture: Callable[[dict[str, int]], Graph],
    low: dict[str, int],
    high: dict[str, int],
    further: dict[str, int],
) -> Graph:
    corners = [dict(zip(low, c, strict=True)) for c in itertools.product(*_pairs(low, high))]
    graphs = [capture(c) for c in corners]
    made = _Merger(corners, graphs).graph()
    made.sizes = low
    other = capture(further)
    difference = _difference(at(made, further), other)
    if difference:
        raise errors.CompileError(f"{difference} depends on the size in no simple way.")
    return _with_numbers(made)


def _pairs(low: dict[str, int], high: dict[str, int]) -> Iterable[tuple[int, int]]:
    return [(low[name], high[name]) for name in low]


class _SizedNumber(NamedTuple):
    """A 0-d constant that depends on sizes: the number of elements that a mean divides by."""

    size: Size
    dtype: Any

    def at(self, sizes: dict[str, int]) -> np.ndarray:
        return np.asarray(self.size.of(sizes), self.dtype)


def _with_numbers(graph: Graph) -> Graph:
    """A graph with a node for each constant that depends on sizes."""
    new, places = dataclasses.replace(graph), dict[int, Ref]()

    def is_sized(value: Any) -> bool:
        return isinstance(value, Constant) and isinstance(
            graph.constants[value.index], _SizedNumber
        )

    def numbered(value: Any) -> Any:
        if isinstance(value, Graph):
            return _with_numbers(value)
        if is_sized(value) and value.index not in places:
            array: Any = graph.constants[value.index]
            result = ShapeDtype((), array.dtype)
            node = Node("full", ((), array.size), {"dtype": array.dtype}, (result,))
            places[value.index] = Ref(new.add(node))
        return places[value.index] if is_sized(value) else value

    old = dataclasses.replace(graph, outputs=[None if is_sized(o) else o for o in graph.outputs])
    passes.rebuilt(old, lambda _, node: passes.with_arguments(node, numbered), new)
    pairs = zip(graph.outputs, new.outputs, strict=True)
    new.outputs = [numbered(o) if is_sized(o) else n for o, n in pairs]
    return new


class _Merger:
    """One graph from those captured at the corners of a box of sizes."""

    def __init__(self, corners: list[dict[str, int]], graphs: list[Graph]):
        self.corners = corners
        self.graphs = graphs
        self.where = ""

    def graph(self) -> Graph:
        """The merged graph."""
        first = self.graphs[0]
        if any([n.op for n in g.nodes] != [n.op for n in first.nodes] for g in self.graphs):
            raise errors.CompileError("the program takes other steps at another size.")
        new = dataclasses.replace(first)
        new.nodes = [self.node(row) for row in zip(*(g.nodes for g in self.graphs), strict=True)]
        new.constants = [
            self.constant(row) for row in zip(*(g.constants for g in self.graphs), strict=True)
        ]
        new.outputs = self.value([g.outputs for g in self.graphs])
        states = [list(g.new_state.values()) for g in self.graphs]
        new.new_state = dict(zip(first.new_state, self.value(states), strict=True))
        return new

    def node(self, nodes: tuple[Node, ...]) -> Node:
        """One node of those at each corner."""
        first = nodes[0]
        self.where = f"ivy.{first.op} at {first.line}"
        kwargs = {k: self.value([n.kwargs[k] for n in nodes]) for k in first.kwargs}
        return dataclasses.replace(
            first,
            args=tuple(self.value([n.args for n in nodes])),
            kwargs=kwargs,
            results=tuple(
                ShapeDtype(self.value([t.shape for t in row]), row[0].dtype)
                for row in zip(*(n.results for n in nodes), strict=True)
            ),
        )

    def value(self, values: list[Any]) -> Any:
        """One value of those at each corner: a number that differs becomes a `Size`."""
        first = values[0]
        if isinstance(first, slice):
            return slice(*(self.value([getattr(v, p) for v in values]) for p in _PARTS))
        if type(first) in (list, tuple):
            if any(len(v) != len(first) for v in values):
                raise errors.CompileError(f"{self.where} has other arguments at another size.")
            return type(first)(map(self.value, map(list, zip(*values, strict=True))))
        if isinstance(first, Graph):
            return _Merger(self.corners, values).graph()
        if all(type(v) is type(first) and v == first for v in values):
            return first
        whole = all(type(v) is float and v.is_integer() for v in values)
        if not whole and not all(type(v) is int for v in values):
            raise errors.CompileError(
                f"{self.where} gets {first!r} or {values[-1]!r}, by the size."
            )
        return self.polynomial(values)

    def polynomial(self, values: list[Any]) -> Size:
        """The polynomial, linear in each size, with these values at the corners."""
        names = list(self.corners[0])
        monomials = [c for k in range(len(names) + 1) for c in itertools.combinations(names, k)]
        rows = [[math.prod(c[n] for n in m) for m in monomials] for c in self.corners]
        solution = np.linalg.solve(np.asarray(rows, float), np.asarray(values, float))
        whole = np.rint(solution)
        if np.abs(solution - whole).max() > 1e-6:
            raise errors.CompileError(f"{self.where} depends on the size in no simple way.")
        kind = type(values[0])
        return Size(tuple((kind(c), m) for c, m in zip(whole, monomials, strict=True) if c))

    def constant(self, arrays: tuple[np.ndarray, ...]) -> np.ndarray:
        """One constant of those at each corner: cut to 1 along an axis where it is the same."""
        first = arrays[0]
        if not first.ndim and all(a.dtype == first.dtype for a in arrays):
            return self.number(arrays)
        if any(a.ndim != first.ndim or a.dtype != first.dtype for a in arrays):
            raise errors.CompileError("a constant differs at another size.")
        for axis in range(first.ndim):
            if len({a.shape[axis] for a in arrays}) > 1:
                arrays = tuple(_cut(a, axis) for a in arrays)
        if any(not np.array_equal(a, arrays[0], equal_nan=a.dtype.kind in "fc") for a in arrays):
            raise errors.CompileError("a constant differs at another size.")
        return arrays[0]

    def number(self, arrays: tuple[np.ndarray, ...]) -> Any:
        """One number of those at each corner."""
        first = arrays[0]
        if all(np.array_equal(a, first, equal_nan=a.dtype.kind in "fc") for a in arrays):
            return first
        values = [a.item() for a in arrays]
        if first.dtype.kind not in "iuf" or any(v != int(v) for v in values):
            raise errors.CompileError("a constant differs at another size.")
        return _SizedNumber(self.polynomial(list(map(int, values))), first.dtype)


_PARTS = ("start", "stop", "step")


def _cut(array: np.ndarray, axis: int) -> np.ndarray:
    one = np.take(array, [0], axis=axis)
    if not np.array_equal(np.broadcast_to(one, array.shape), array):
        raise errors.CompileError("a constant differs at another size.")
    return one


def at(graph: Graph, sizes: dict[str, int]) -> Graph:
    """The graph for these sizes."""

    def filled(value: Any) -> Any:
        if isinstance(value, Size):
            return value.of(sizes)
        if isinstance(value, slice):
            return slice(*(filled(getattr(value, p)) for p in _PARTS))
        if type(value) in (list, tuple):
            return type(value)(map(filled, value))
        return at(value, sizes) if isinstance(value, Graph) else value

    nodes = [
        dataclasses.replace(
            n,
            args=filled(n.args),
            kwargs={k: filled(v) for k, v in n.kwargs.items()},
            results=tuple(ShapeDtype(filled(t.shape), t.dtype) for t in n.results),
        )
        for n in graph.nodes
    ]
    return dataclasses.replace(
        graph,
        nodes=nodes,
        constants=[c.at(sizes) if isinstance(c, _SizedNumber) else c for c in graph.constants],
        outputs=[filled(o) for o in graph.outputs],
        sizes={},
    )


def _difference(a: Graph, b: Graph) -> str:
    """What differs between two graphs for the same sizes, or nothing."""
    if [n.op for n in a.nodes] != [n.op for n in b.nodes]:
        return "what is computed"
    for x, y in zip(a.nodes, b.nodes, strict=True):
        same = repr((x.args, x.kwargs, x.results)) == repr((y.args, y.kwargs, y.results))
        if not same and not any(isinstance(v, Graph) for v in x.args):
            return f"ivy.{x.op} at {x.line}"
    return "" if repr(a.outputs) == repr(b.outputs) else "what is returned"
