"""TensorFlow functions and Keras models as graphs: TensorFlow traces, `functions.py` walks the trace.

Variables become parameters, by their names; those that the function assigns become state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import tensorflow as tf

from interceptors import lookup
from interceptors.tensorflow import _compat
from interceptors.tensorflow.functions import Interpreter, Variable
from ivy._core import errors
from ivy._core.context import running
from ivy.compiler import trees
from ivy.compiler.graph import Graph
from ivy.compiler.naming import named, unique
from ivy.compiler.recording import (
    Example,
    Options,
    Recorder,
    Symbol,
    parameter_names,
    recording_backend,
)

_ARRAYS = (tf.Tensor, tf.Variable, np.ndarray, np.generic)


def takes(fn: Any, leaves: list[Any]) -> bool:
    """Whether a function is TensorFlow's: a model, or one that is called with its tensors."""
    if _compat.is_model(fn) or _compat.is_function(fn):
        return True
    return any(isinstance(x, (tf.Tensor, tf.Variable)) for x in leaves)


def capture(fn: Callable[..., Any], args: Any, kwargs: Any, asked: Options) -> Graph:
    """The graph of a call."""
    lookup.load("tensorflow")
    model = _model_of(fn)
    interpreter = Interpreter(_scopes(model))
    name = type(model).__name__ if model is not None else getattr(fn, "__name__", "graph")
    recorder = interpreter.recorder = asked.recorder(name, lambda: interpreter.line)
    graph = recorder.graph
    trace, out = _traced(fn, args, kwargs, asked.shapes)
    with recorder.recording(), running(recording_backend()):
        call = recorder.arguments(
            (args, kwargs), parameter_names(_plain(fn)), asked.shapes, _example
        )
        arrays = _instances(call, Symbol)
        known = _variables(recorder, model, trace)
        held = [known[id(e)] if id(e) in known else e.numpy() for e, _ in trace.captures]
        results = iter(interpreter.run(trace, [*arrays, *held]))
        recorder.scopes.clear()
        recorder.outputs(_filled(out, tf.Tensor, results), _array_of)
        _note_variables(recorder, known.values())
    return graph


def _plain(fn: Any) -> Any:
    """The Python function, of which the parameters have names."""
    fn = getattr(fn, "python_function", fn)
    return fn.call if _compat.is_model(fn) and hasattr(fn, "call") else fn


def _model_of(fn: Any) -> Any:
    owner = fn if _compat.is_model(fn) else getattr(_plain(fn), "__self__", None)
    return owner if _compat.is_model(owner) else None


def _example(leaf: Any) -> Example | None:
    if not isinstance(leaf, _ARRAYS):
        return None
    dtype = leaf.dtype.as_numpy_dtype if isinstance(leaf, (tf.Tensor, tf.Variable)) else leaf.dtype
    if np.dtype(dtype).kind == "O":
        raise errors.CompileError("strings can't be arguments of a graph.")
    shape: Any = leaf.shape
    return Example(tuple(shape), dtype, lambda: np.asarray(leaf), lambda symbol: symbol)


def _array_of(leaf: Any) -> Any:
    return leaf if isinstance(leaf, (Symbol, np.ndarray, np.generic)) else None


def _filled(tree: Any, kinds: Any, values: Iterator[Any]) -> Any:
    """A tree with other values in place of its leaves of these kinds."""
    leaves, structure = trees.flatten(tree)
    return structure.unflatten([next(values) if isinstance(x, kinds) else x for x in leaves])


def _instances(tree: Any, kinds: Any) -> list[Any]:
    return [x for x in trees.leaves(tree) if isinstance(x, kinds)]


# -- what TensorFlow traces


def _traced(fn: Any, args: Any, kwargs: Any, shapes: Any) -> tuple[Any, Any]:
    """The graph of a call, and what it returns, with its tensors."""
    arrays = _instances((args, kwargs), _ARRAYS)
    found: list[Any] = [tuple(x.shape) for x in arrays]
    found[: len(shapes or ())] = shapes or ()
    specs = [tf.TensorSpec(s, x.dtype) for s, x in zip(found, arrays, strict=True)]
    returned: list[Any] = []

    @tf.autograph.experimental.do_not_convert
    def filled(tensors: Any) -> Any:
        return _filled((args, kwargs), _ARRAYS, iter(tensors))

    @tf.autograph.experimental.do_not_convert
    def note(out: Any) -> list[Any]:
        variables = [tf.convert_to_tensor(x) for x in _instances(out, tf.Variable)]
        returned[:] = [_filled(out, tf.Variable, iter(variables))]
        return _instances(returned[0], tf.Tensor)

    def call(*tensors: Any) -> Any:
        given, options = filled(tensors)
        return note(fn(*given, **options))

    concrete = tf.function(call).get_concrete_function(*specs)
    return concrete.graph, returned[0]


# -- variables


def _variables(recorder: Recorder, model: Any, trace: Any) -> dict[int, Variable]:
    """The variables of a trace, by the identity of their handles; each is an input of the graph."""
    used = {id(e) for e, _ in trace.captures}
    paths = {} if model is None else _paths(model)
    found = [v for v in trace.variables if id(v.handle) in used]
    order = {key: i for i, key in enumerate(paths)}
    found.sort(key=lambda v: order.get(id(v), len(order)))
    names = unique([_name_of(v, paths, model) for v in found])
    made: dict[int, Variable] = {}
    for name, v in zip(names, found, strict=True):
        values = np.asarray(v)
        recorder.graph.values[name] = values
        symbol = recorder.input(name, values.shape, values.dtype)
        if recorder.examples is not None:
            recorder.examples[symbol.place.node] = values
        made[id(v.handle)] = Variable(name, bool(v.trainable), symbol)
    return made


def _name_of(variable: Any, paths: dict[int, str], model: Any) -> str:
    """The name of a variable: its path in the model, or its own."""
    name = paths.get(id(variable)) or getattr(variable, "path", None) or variable.name
    prefix = f"{getattr(model, 'name', '')}/"
    return named(name.partition(":")[0].removeprefix(prefix))


def _paths(model: Any) -> dict[int, str]:
    keras = getattr(model, "variables", ())
    found = {id(v.value): v.path for v in keras if hasattr(v, "path")}
    if found:
        return found
    return {id(v): "/".join(map(str, path)) for path, v in _compat.variables(model)}


def _note_variables(recorder: Recorder, variables: Any) -> None:
    """Parameters, state, and what the state is afterwards."""
    graph = recorder.graph
    for v in variables:
        changed = v.value is not v.symbol
        table = graph.params if v.is_trained and not changed else graph.state
        table[v.name] = v.symbol.place.node
        if changed:
            graph.new_state[v.name] = recorder.entry(v.value)


# -- modules


def _scopes(model: Any) -> Callable[[str], str]:
    """The name of the layer that an op belongs to, given the name of the op."""
    layers = {} if model is None else _layers(model)
    root = getattr(model, "name", "")

    def scope_of(name: str) -> str:
        first, *parts = name.split("/")[:-1] or [""]
        suffix = len(first) > len(root) and first.startswith(f"{root}_")
        if not layers or (first != root and not suffix):
            return ""
        known, inside = layers, []
        for part in parts:
            cut = part.rpartition("_")[0]
            part = cut if suffix and cut in known else part
            if part not in known:
                break
            inside.append(part)
            known = known[part]
        return ".".join(inside)

    return scope_of


def _layers(model: Any) -> dict[str, Any]:
    """The names of the layers in a model, nested."""
    return {x.name: _layers(x) for x in _compat.layers(model)}
