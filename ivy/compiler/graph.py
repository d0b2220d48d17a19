"""The graph of a function: nodes of ivy ops, and what the function takes and returns.

A graph is plain data. `nodes` is a list in the order of evaluation; a node names an op and its
arguments, and an argument is one of

    Ref(node, place)   a result of an earlier node
    Constant(index)    an array of `constants`
    Graph              a function of arrays, for `cond`, `while_loop`, ...
    anything else      a static value: a Python number, a string, a dtype, a slice
    list or tuple      of these

The first nodes are the inputs (op "input"): arrays of the call (`inputs`), parameters and state of
modules (`params`, `state`, by name), the key of random numbers (`key`). What is passed to the function
is described by `in_tree`, a tree with a leaf per array or other value; `given` has for each leaf None,
if it is an array (the next of `inputs`), or `(value,)`, if it is another value, which then is a part of
the graph. `outputs` are the leaves of `out_tree`; `new_state` says which state has changed.
"""

from __future__ import annotations

import dataclasses
import math
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ivy._core.inference import ShapeDtype

INPUT = "input"


class Ref(NamedTuple):
    """A result of a node: of those with several, the one at `place`."""

    node: int
    place: int = 0


class Constant(NamedTuple):
    """An array of `Graph.constants`."""

    index: int


class Size(NamedTuple):
    """A number that depends on the sizes of dynamic axes: a sum of multiples of their products."""

    terms: tuple[tuple[int | float, tuple[str, ...]], ...]

    def of(self, sizes: dict[str, int]) -> Any:
        """The number for these sizes."""
        return sum(c * math.prod(sizes[n] for n in names) for c, names in self.terms)

    def __repr__(self) -> str:
        def term(factor: int, names: tuple[str, ...]) -> str:
            return "*".join([str(factor)] * (factor != 1 or not names) + list(names))

        return " + ".join(term(*t) for t in self.terms) or "0"


class Guard(NamedTuple):
    """What has to hold at every call: the array `value` is `wanted`, or `error(message)` is raised.

    Without a message it is a value that the capture has read (dynamic='specialize').
    """

    value: Ref | Constant
    wanted: np.ndarray
    message: str = ""
    error: str = "ValueError"  # a built-in exception


@dataclasses.dataclass(slots=True, eq=False)
class Node:
    """One call of an ivy op.

    `results` are shapes and dtypes; `many` says whether the op returns a tuple of arrays. `scope` is
    the dotted name of the module that was running, `line` the user's `file:line`, `name` that of an
    input.
    """

    op: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    results: tuple[ShapeDtype, ...]
    many: bool = False
    scope: str = ""
    line: str = ""
    name: str = ""


@dataclasses.dataclass(eq=False)
class Graph:
    """A function as a graph of ivy ops; see the docstring of this module for its parts."""

    name: str = "graph"
    nodes: list[Node] = dataclasses.field(default_factory=list[Node])
    constants: list[np.ndarray] = dataclasses.field(default_factory=list[np.ndarray])
    inputs: list[int] = dataclasses.field(default_factory=list[int])
    params: dict[str, int] = dataclasses.field(default_factory=dict[str, int])
    state: dict[str, int] = dataclasses.field(default_factory=dict[str, int])
    key: int | None = None
    parameters: list[str] = dataclasses.field(
        default_factory=list[str]
    )  # of the function, by place
    in_tree: Any = None
    given: list[Any] = dataclasses.field(default_factory=list[Any])
    outputs: list[Any] = dataclasses.field(default_factory=list[Any])
    out_tree: Any = None
    new_state: dict[str, Any] = dataclasses.field(default_factory=dict[str, Any])
    # the names of dynamic axes, and the sizes at which the function was captured; numbers in nodes that
    # depend on them are of the class `Size`
    sizes: dict[str, int] = dataclasses.field(default_factory=dict[str, int])
    guards: list[Guard] = dataclasses.field(default_factory=list[Guard])
    # of a graph inside another one: its inputs that are values of that, by node number here
    outer: dict[int, Ref] = dataclasses.field(default_factory=dict[int, Ref])
    # the values of parameters and state when the function was captured
    values: dict[str, np.ndarray] = dataclasses.field(default_factory=dict[str, np.ndarray])
    # further names of parameters that share their values with another one
    tied: dict[str, str] = dataclasses.field(default_factory=dict[str, str])

    def add(self, node: Node) -> int:
        """Appends a node; its number."""
        self.nodes.append(node)
        return len(self.nodes) - 1

    def type_of(self, ref: Ref) -> ShapeDtype:
        """Shape and dtype of a result."""
        return self.nodes[ref.node].results[ref.place]

    @property
    def arrays(self) -> list[Ref | Constant]:
        """The outputs that are arrays."""
        return [o for o in self.outputs if isinstance(o, (Ref, Constant))]

    @property
    def roots(self) -> list[Any]:
        """What has to be computed: outputs, new state and what guards ask for."""
        return [*self.outputs, *self.new_state.values(), *(g.value for g in self.guards)]

    def to_backend(self, name: str) -> Any:
        """The graph as a program of a backend: a function of its arrays, compiled by it.

        Raises
        ------
        UnknownBackendError, BackendNotInstalledError
            There is no such backend, or its framework cannot be imported.
        """
        from ivy.compiler.program import Program  # loads the backends' side

        return Program(self, name)

    def source(self, name: str, path: Any = None) -> str:
        """The graph as a Python module of a framework, which needs nothing of Ivy.

        Its entry is `forward(params, *args, key=None)`, without `params` if there are none; with state
        `forward(params, state, *args)`, which returns `(outputs, new_state)`.

        Parameters
        ----------
        path
            Where to write it. Beside it, as `.safetensors`, stand parameters and large constants, for
            `load_parameters()` and `load_state()` of the module.

        Raises
        ------
        UnsupportedOpError
            The framework computes an op by looking at values, which text can't.
        """
        from ivy.compiler.printing import source  # loads the backends' side

        return source(self.at(self.sizes) if self.sizes else self, name, path)

    def at(self, sizes: dict[str, int]) -> Graph:
        """The graph for these sizes of its dynamic axes."""
        from ivy.compiler.sizes import at

        return at(self, sizes)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the graph, its parameters and its state to a file; see `ivy.load_graph`."""
        from ivy.compiler.files import save

        save(self, path)

    def show(self, path: Any = None) -> Any:
        """A picture of the graph, which notebooks show as SVG.

        Parameters
        ----------
        path
            Where to write a self-contained HTML page with collapsible modules.
        """
        from ivy.compiler.show import Picture

        picture = Picture(self)
        if path is not None:
            Path(path).write_text(picture.page(), encoding="utf-8")
        return picture

    def __str__(self) -> str:
        return "\n".join(listing(self))

    def __repr__(self) -> str:
        ops = sum(n.op != INPUT for n in self.nodes)
        return f"<Graph {self.name}: {ops} ops, {len(self.params)} parameters>"


def refs(value: Any) -> Iterator[Ref]:
    """The references in an argument, also those of graphs in it to the graph around them."""
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, Graph):
        yield from value.outer.values()
    elif type(value) in (list, tuple):
        for item in value:
            yield from refs(item)


def node_refs(node: Node) -> Iterator[Ref]:
    """The references in all arguments of a node."""
    for value in (*node.args, *node.kwargs.values()):
        yield from refs(value)


def mapped(function: Callable[[Any], Any], value: Any) -> Any:
    """An argument with `function` of everything in its lists and tuples that is none itself."""
    if type(value) in (list, tuple):
        return type(value)(mapped(function, item) for item in value)
    return function(value)


# -- the listing


def listing(graph: Graph, indent: str = "") -> Iterator[str]:
    """The lines of `print(graph)`: a node per line, under the module that it belongs to."""
    scope = None
    for number, node in enumerate(graph.nodes):
        if node.op != INPUT and node.scope != scope:
            scope = node.scope
            yield f"{indent}# {scope}" if scope else f"{indent}#"
        types = ", ".join(f"{t.dtype}{list(t.shape)}" for t in node.results)
        if node.op == INPUT:
            yield f"{indent}%{number} = {node.name}: {types}"
            continue
        given = [spelled(a, graph) for a in node.args]
        given += [f"{k}={spelled(v, graph)}" for k, v in node.kwargs.items()]
        yield f"{indent}%{number} = {node.op}({', '.join(given)})  # {types}"
        for inner in (a for a in (*node.args, *node.kwargs.values()) if isinstance(a, Graph)):
            yield f"{indent}  {inner.name}:"
            yield from listing(inner, indent + "    ")
    shown = [spelled(o, graph) for o in graph.outputs]
    yield f"{indent}return {', '.join(shown)}"
    for guard in graph.guards:
        yield f"{indent}guard {spelled(guard.value, graph)} == {guard.wanted}"
    for name, value in graph.new_state.items():
        yield f"{indent}{name} <- {spelled(value, graph)}"


def spelled(value: Any, graph: Graph) -> str:
    """An argument in a listing."""
    if isinstance(value, Ref):
        many = graph.nodes[value.node].many
        return f"%{value.node}" + (f"[{value.place}]" if many else "")
    if isinstance(value, Constant):
        array = graph.constants[value.index]
        if array.size == 1:
            return f"{array.dtype}({array.reshape(-1)[0]})"
        return f"constant{value.index}: {array.dtype}{list(array.shape)}"
    if isinstance(value, Graph):
        return value.name
    if type(value) in (list, tuple):
        inside = ", ".join(spelled(v, graph) for v in value)
        return f"[{inside}]" if type(value) is list else f"({inside}{',' * (len(value) == 1)})"
    return str(value) if isinstance(value, np.dtype) else repr(value)
