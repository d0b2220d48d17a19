"""The graph of an `ivy.Module`: its variables are parameters, its state is state."""

from __future__ import annotations

from typing import Any

import numpy as np

from ivy._core import errors
from ivy._core.context import running
from ivy.compiler import functions
from ivy.compiler.graph import Graph
from ivy.compiler.passes import simplified
from ivy.compiler.recording import Example, Options, parameter_names, recording_backend
from ivy.compiler.verify import verify
from ivy.modules.functions import form_of
from ivy.modules.module import Call, Module


def takes(fn: Any, leaves: list[Any]) -> bool:
    """Whether a function is a module, or a method of one."""
    return _module_of(fn) is not None


def _module_of(fn: Any) -> Module | None:
    owner = fn if isinstance(fn, Module) else getattr(fn, "__self__", None)
    return owner if isinstance(owner, Module) else None


def capture(fn: Any, args: Any, kwargs: Any, asked: Options) -> Graph:
    """The graph of a call."""
    module = _module_of(fn)
    assert module is not None
    if type(module).capture is not Module.capture:  # made of a model of another library
        if asked.specialize or asked.shapes is not None:
            raise errors.CompileError(
                f"{module.name} is made of a model of another library: capture that model itself."
            )
        return module.graph(*args, **kwargs)
    recorder = asked.recorder(module.name, functions.line)
    graph = recorder.graph

    def inputs(kind: str, table: dict[str, int]) -> dict[str, Any]:
        found = {}
        for name, value in module._named(kind).items():
            graph.values[name] = values = module._backend.to_numpy(value)
            found[name] = recorder.input(name, values.shape, values.dtype)
            table[name] = found[name].place.node
            if recorder.examples is not None:
                recorder.examples[table[name]] = values
        return found

    method = module.forward if fn is module else fn
    call = Call(inputs("v", graph.params), inputs("state", graph.state), recorder.key)
    call.next_key = recorder.key
    names = parameter_names(method)
    given, options = recorder.arguments(
        module._arguments(args, kwargs), names, asked.shapes, _example
    )
    with recorder.recording(), running(recording_backend()):
        out, changed = module._run(call, given, options, method)
        recorder.outputs(out, functions.array_of)
    graph.new_state = {
        k: recorder.entry(np.asarray(x) if form_of(x) is None else x) for k, x in changed.items()
    }
    return graph


def _example(leaf: Any) -> Example | None:
    known = functions.example_of(leaf)
    return known and known._replace(wrap=lambda symbol: symbol)


def captured(module: Module, training: bool, args: Any, kwargs: Any) -> Graph:
    """The graph of a call with arguments of these shapes and dtypes, in a mode."""
    before = module.training
    try:
        graph = simplified(capture(module.train(training), args, kwargs, Options(lambda _: None)))
    finally:
        module.train(before)
    verify(graph)
    return graph
