"""Passes: functions from a graph to a graph that computes the same.

Each builds new lists of nodes; graphs inside a graph are passed through as well.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from ivy._core.registry import OPS
from ivy.compiler.graph import INPUT, Constant, Graph, Node, Ref, mapped, node_refs, refs


def simplified(graph: Graph) -> Graph:
    """A graph without what it does not need."""
    return without_dead_code(without_repetitions(without_identities(graph)))


def without_identities(graph: Graph) -> Graph:
    """No ops that return their argument: a reshape to the shape it has, say."""

    def keep(number: int, node: Node) -> Node | Ref:
        if node.op in _IDENTITIES and isinstance(node.args[0], Ref):
            ref = node.args[0]
            if new.type_of(ref) == node.results[0]:
                return ref
        return node

    new = dataclasses.replace(graph)
    return rebuilt(graph, keep, new)


# ops that return their first argument, if the result has the same shape and dtype
_IDENTITIES = frozenset(("astype", "broadcast_to", "reshape"))


def with_stops(graph: Graph, constant: set[int]) -> Graph:
    """A graph in which gradients do not go through these nodes: `stop_gradient` is where they end."""
    if not constant:
        return graph
    new, inside, stops = dataclasses.replace(graph), set[int](), dict[Ref, Ref]()

    def stopped(value: Any) -> Any:
        if isinstance(value, Graph):
            return _with_outer(value, stopped)
        if not isinstance(value, Ref) or value.node not in inside:
            return value
        type_ = new.type_of(value)
        if type_.dtype.kind in "biu":
            return value
        if value not in stops:
            node = Node("stop_gradient", (value,), {}, (type_,), scope=new.nodes[value.node].scope)
            stops[value] = Ref(new.add(node))
        return stops[value]

    def keep(number: int, node: Node) -> Node:
        if number in constant:
            inside.add(len(new.nodes))
            return node
        return with_arguments(node, stopped)

    rebuilt(graph, keep, new)
    new.outputs = [mapped(stopped, o) for o in new.outputs]
    return new


def without_dead_code(graph: Graph) -> Graph:
    """Only nodes that outputs or new state depend on; inputs of the call stay."""
    live = {i for i, n in enumerate(graph.nodes) if n.op == INPUT}
    live -= set(graph.outer)
    if graph.key is not None:
        live.discard(graph.key)
    todo = [r.node for root in graph.roots for r in refs(root)]
    while todo:
        number = todo.pop()
        if number not in live or graph.nodes[number].op == INPUT:
            live.add(number)
            todo += [r.node for r in node_refs(graph.nodes[number]) if r.node not in live]
    return rebuilt(graph, lambda number, node: node if number in live else None)


def without_repetitions(graph: Graph) -> Graph:
    """One node for calls of the same op with the same arguments, in the same module."""
    found: dict[Any, int] = {}

    def keep(number: int, node: Node) -> Node | int:
        op = OPS.get(node.op)
        if op is None or op.takes_function or (op.random and node.kwargs.get("key") is None):
            return node
        try:
            same = found.setdefault(
                (node.op, node.scope, _key(node.args), _key(node.kwargs)), number
            )
        except TypeError:
            return node
        return node if same == number else same

    return rebuilt(graph, keep)


def _key(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple((k, _key(v)) for k, v in value.items())
    if isinstance(value, Graph):
        raise TypeError("graphs are not compared")
    if isinstance(value, (Ref, Constant)):
        return value, type(value)
    if type(value) in (list, tuple):
        return (type(value), *map(_key, value))
    if type(value) in (float, complex, slice):  # -0.0 is not 0.0; slices have no hash in 3.11
        return type(value), repr(value)
    return type(value), value


def rebuilt(
    graph: Graph, keep: Callable[[int, Node], Node | Ref | int | None], new: Graph | None = None
) -> Graph:
    """A graph of those nodes that `keep` returns, renumbered, with the constants that they need.

    `keep(number, node)` is given a node whose references are to the new graph. None drops it, the
    number of an earlier node (of the old graph) replaces it by that, and a reference (to the new graph)
    by another result. `new` is the graph to build.
    """
    new = dataclasses.replace(graph) if new is None else new
    new.nodes, new.constants, new.inputs, new.params, new.state = [], [], [], {}, {}
    new.key, new.outer = None, {}
    places: dict[int, Any] = {}
    constants: dict[int, Constant] = {}

    def moved(value: Any) -> Any:
        if isinstance(value, Ref):
            place = places[value.node]
            return place if isinstance(place, Ref) else Ref(place, value.place)
        if isinstance(value, Graph):
            return _with_outer(value, moved)
        return value

    def needed(value: Any) -> Any:
        if isinstance(value, Constant):
            if value.index not in constants:
                constants[value.index] = Constant(len(new.constants))
                new.constants.append(graph.constants[value.index])
            return constants[value.index]
        return value

    for number, node in enumerate(graph.nodes):
        try:
            kept = keep(number, with_arguments(node, moved))
        except KeyError:  # it refers to a node that was dropped
            continue
        if isinstance(kept, Ref):
            places[number] = kept
        elif isinstance(kept, int):
            places[number] = places[kept]
        elif kept is not None:
            places[number] = new.add(with_arguments(kept, needed))
    new.inputs = [places[i] for i in graph.inputs]
    new.params = {k: places[i] for k, i in graph.params.items()}
    new.state = {k: places[i] for k, i in graph.state.items()}
    new.key = None if graph.key is None else places.get(graph.key)
    new.outer = {places[i]: r for i, r in graph.outer.items() if i in places}
    new.outputs = [mapped(needed, mapped(moved, o)) for o in graph.outputs]
    new.guards = [g._replace(value=needed(moved(g.value))) for g in graph.guards]
    new.new_state = {k: needed(moved(v)) for k, v in graph.new_state.items()}
    return new


def _with_outer(graph: Graph, function: Callable[[Any], Any]) -> Graph:
    return dataclasses.replace(graph, outer={n: function(r) for n, r in graph.outer.items()})


def with_arguments(node: Node, function: Callable[[Any], Any]) -> Node:
    """A node with `function` of each of its arguments."""
    args = tuple([mapped(function, a) for a in node.args])
    kwargs = {k: mapped(function, v) for k, v in node.kwargs.items()}
    rest = node.results, node.many, node.scope, node.line, node.name
    return Node(node.op, args, kwargs, *rest)  # `dataclasses.replace` takes five times as long
