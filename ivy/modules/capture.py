"""The graph of an `ivy.Module` of Ivy's own layers."""

from __future__ import annotations

from typing import Any

import numpy as np

from ivy._core.context import running
from ivy.compiler import trees
from ivy.compiler.graph import Graph
from ivy.compiler.passes import simplified
from ivy.compiler.recording import Recorder, recording_backend
from ivy.compiler.verify import verify
from ivy.modules.functions import form_of
from ivy.modules.module import Call, Module


def captured(module: Module, training: bool, args: Any, kwargs: Any) -> Graph:
    """The graph of a call with arguments of these shapes and dtypes."""
    recorder = Recorder(module.name, lambda: "")
    graph = recorder.graph

    def inputs(kind: str, table: dict[str, int]) -> dict[str, Any]:
        found = {}
        for name, value in module._named(kind).items():
            graph.values[name] = values = module._backend.to_numpy(value)
            found[name] = recorder.input(name, values.shape, values.dtype)
            table[name] = found[name].place.node
        return found

    leaves, graph.in_tree = trees.flatten((args, kwargs))
    symbols = []
    for place, leaf in enumerate(leaves):
        form = form_of(leaf)
        if form is not None:
            leaf = recorder.input(f"x{place}", *form)
            graph.inputs.append(leaf.place.node)
        graph.given.append((leaf,) if form is None else None)
        symbols.append(leaf)
    call = Call(inputs("v", graph.params), inputs("state", graph.state), recorder.key)
    call.next_key = recorder.key
    before = module.training
    with recorder.recording(), running(recording_backend()):
        try:
            given, options = graph.in_tree.unflatten(symbols)
            out, changed = module.train(training)._run(call, given, options)
        finally:
            module.train(before)
    flat, graph.out_tree = trees.flatten(out)
    graph.outputs = [recorder.entry(x) for x in flat]
    graph.new_state = {
        k: recorder.entry(np.asarray(x) if form_of(x) is None else x) for k, x in changed.items()
    }
    graph = simplified(graph)
    verify(graph)
    return graph
