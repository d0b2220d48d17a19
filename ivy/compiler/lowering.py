"""A graph as a Python function on the arrays of a backend.

Composites that the backend does not have itself are first taken apart, by recording the graph again;
then every node is one call of a function of the backend, and needs nothing around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ivy._core.backend import Backend
from ivy.compiler import trees
from ivy.compiler.evaluation import Evaluation
from ivy.compiler.graph import INPUT, Constant, Graph, Node, Ref
from ivy.compiler.passes import simplified
from ivy.compiler.recording import Recorder, recording_backend

LOOPS = frozenset(
    ("cond", "fori_loop", "switch", "while_loop")
)  # Python's own where values are read


def lowered(graph: Graph, backend: Backend) -> Graph:
    """The graph in ops that the backend has itself."""
    if all(_is_own(n, backend) for n in graph.nodes):
        return graph
    recorder = Recorder(graph.name, lambda: "", keeps=backend.own | LOOPS)
    new = recorder.graph
    symbols = {
        i: recorder.input(n.name, *n.results[0]) for i, n in enumerate(graph.nodes) if n.op == INPUT
    }
    places = {i: s.place.node for i, s in symbols.items()}
    with recorder.recording(), recording_backend().running():
        value = Evaluation(graph, recording_backend(), dict(symbols), lambda c: c).run().value
    new.inputs = [places[i] for i in graph.inputs]
    new.params = {k: places[i] for k, i in graph.params.items()}
    new.state = {k: places[i] for k, i in graph.state.items()}
    new.key = None if graph.key is None else places[graph.key]
    new.in_tree, new.given, new.out_tree = graph.in_tree, graph.given, graph.out_tree
    new.values, new.tied = graph.values, graph.tied
    new.outputs = [recorder.entry(value(o)) for o in graph.outputs]
    new.guards = [g._replace(value=recorder.entry(value(g.value))) for g in graph.guards]
    new.new_state = {k: recorder.entry(value(v)) for k, v in graph.new_state.items()}
    return simplified(new)


def _is_own(node: Node, backend: Backend) -> bool:
    inner = [a for a in _flat((*node.args, *node.kwargs.values())) if isinstance(a, Graph)]
    if any(not _is_own(n, backend) for g in inner for n in g.nodes):
        return False
    return node.op == INPUT or node.op in backend.own or node.op in LOOPS


def _flat(values: Any) -> Iterator[Any]:
    for value in values:
        if type(value) in (list, tuple):
            yield from _flat(value)
        else:
            yield value


class Writer:
    """Writes a graph as the source of a function `program(params, state, key, inputs)`.

    `names` are what the source refers to: functions of the backend, constants, static values.
    """

    def __init__(self, backend: Backend):
        self.backend = backend
        self.names: dict[str, Any] = {}
        self.statics: dict[Any, str] = {}
        self.functions = 0

    def program(self, graph: Graph) -> Callable[..., Any]:
        """The function itself, with its text as `source`."""
        lines = ["def program(params, state, key, inputs):"]
        lines += [f"    v{n} = params[{k!r}]" for k, n in graph.params.items()]
        lines += [f"    v{n} = state[{k!r}]" for k, n in graph.state.items()]
        lines += [f"    v{n} = inputs[{i}]" for i, n in enumerate(graph.inputs)]
        if graph.key is not None:
            lines.append(f"    v{graph.key} = key")
        lines += self.body(graph, "    ", "v")
        outputs = ", ".join(self.text(o, graph, "v") for o in graph.arrays)
        changed = [f"{k!r}: {self.text(v, graph, 'v')}" for k, v in graph.new_state.items()]
        state = f"{{**state, {', '.join(changed)}}}" if changed else "dict(state)"
        guards = ", ".join(self.text(g.value, graph, "v") for g in graph.guards)
        lines.append(f"    return [{outputs}], {state}, [{guards}]")
        source = "\n".join(lines)
        exec(compile(source, f"<graph {graph.name} on {self.backend.name}>", "exec"), self.names)
        program = self.names["program"]
        program.source = source
        return program

    def body(self, graph: Graph, indent: str, prefix: str) -> Iterator[str]:
        """A line per node; functions in the graph become functions before it."""
        for number, node in enumerate(graph.nodes):
            if node.op == INPUT:
                continue
            given = []
            for a in node.args:
                given.append((yield from self.argument(a, graph, indent, prefix)))
            given += [f"{k}={self.text(v, graph, prefix)}" for k, v in node.kwargs.items()]
            call = f"{self.function(node.op)}({', '.join(given)})"
            if any(isinstance(a, Graph) for a in _flat(node.args)):
                call = f"{self.name('leaves_of', trees.leaves)}({call})"
            yield f"{indent}{prefix}{number} = {call}"

    def argument(self, value: Any, graph: Graph, indent: str, prefix: str) -> Any:
        """The text of an argument; yields the lines of functions that it needs."""
        if isinstance(value, Graph):
            return (yield from self.inner(value, graph, indent, prefix))
        if type(value) in (list, tuple) and any(isinstance(v, Graph) for v in value):
            parts = []
            for v in value:
                parts.append((yield from self.argument(v, graph, indent, prefix)))
            return f"[{', '.join(parts)}]"
        return self.text(value, graph, prefix)

    def inner(self, graph: Graph, around: Graph, indent: str, prefix: str) -> Any:
        """The lines of a function in a graph; its name."""
        self.functions += 1
        own = f"f{self.functions}_"
        name, inside = f"f{self.functions}", indent + "    "
        flatten = self.name("flatten", lambda tree, operands: tree.flatten_up_to(operands))
        yield f"{indent}def {name}(*operands):"
        yield f"{inside}leaves = {flatten}({self.static(graph.in_tree)}, operands)"
        for i, n in enumerate(graph.inputs):
            yield f"{inside}{own}{n} = leaves[{i}]"
        for n, ref in graph.outer.items():
            yield f"{inside}{own}{n} = {self.text(ref, around, prefix)}"
        yield from self.body(graph, inside, own)
        outputs = ", ".join(self.text(o, graph, own) for o in graph.outputs)
        build = self.name("build", lambda tree, leaves: tree.unflatten(leaves))
        yield f"{inside}return {build}({self.static(graph.out_tree)}, [{outputs}])"
        return name

    def text(self, value: Any, graph: Graph, prefix: str) -> str:
        """An argument as Python text."""
        if isinstance(value, Ref):
            many = graph.nodes[value.node].many
            return f"{prefix}{value.node}" + (f"[{value.place}]" if many else "")
        if isinstance(value, Constant):
            return self.constant(graph.constants[value.index])
        if type(value) in (list, tuple):
            items = "".join(f"{self.text(v, graph, prefix)}, " for v in value)
            return f"[{items}]" if type(value) is list else f"({items})"
        if value is None or type(value) in (bool, int, str):
            return repr(value)
        return self.static(value)

    def name(self, name: str, value: Any) -> str:
        """A name for something that is there once."""
        self.names.setdefault(name, value)
        return name

    def function(self, op: str) -> str:
        """The name of the backend's function."""
        return self.name(f"op_{op}", getattr(self.backend, op))

    def constant(self, array: Any) -> str:
        """The name of a constant, uploaded once."""
        name = f"c{id(array)}"
        if name not in self.names:
            self.names[name] = self.backend.from_numpy(array)
        return name

    def static(self, value: Any) -> str:
        """The name of a value that has no short text."""
        name = f"s{len(self.names)}"
        self.names[name] = value
        return name
