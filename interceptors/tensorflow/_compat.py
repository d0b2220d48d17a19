"""Every private name of TensorFlow that this source uses, and facts about single ops.

Tested with tensorflow 2.21.0.
"""

# pyright: basic
from __future__ import annotations

import sys
from typing import Any

import tensorflow as tf
from tensorflow.python.eager import context, execute
from tensorflow.python.framework import function_def_to_graph, op_def_registry

TESTED = ("2.21.0",)

# Ops whose result is their first input, whatever kind of value that is.
PASSING = frozenset("Identity IdentityN Snapshot StopGradient PreventGradient".split())
# Ops on variables: what becomes of the value, in terms of an op of values.
READS = frozenset(("ReadVariableOp",))
ASSIGNS = {
    "AssignAddVariableOp": "AddV2",
    "AssignSubVariableOp": "Sub",
    "AssignVariableOp": "",
    "ResourceScatterAdd": "TensorScatterAdd",
    "ResourceScatterMax": "TensorScatterMax",
    "ResourceScatterMin": "TensorScatterMin",
    "ResourceScatterSub": "TensorScatterSub",
    "ResourceScatterUpdate": "TensorScatterUpdate",
}
# Ops that run for their effect.
EFFECTS = frozenset((*ASSIGNS, "Assert"))
# Ops that make what a random op draws from out of a seed, or of the state of a generator.
SEEDS = frozenset("StatelessRandomGetKeyCounter StatelessRandomGetKeyCounterAlg".split())
# Attributes that hold functions, by op.
FUNCTIONS = {
    "Case": ("branches",),
    "If": ("then_branch", "else_branch"),
    "PartitionedCall": ("f",),
    "StatefulPartitionedCall": ("f",),
    "StatelessCase": ("branches",),
    "StatelessIf": ("then_branch", "else_branch"),
    "StatelessWhile": ("cond", "body"),
    "While": ("cond", "body"),
}


def names(kind: str) -> tuple[list[str], list[str]]:
    """The inputs and attributes of an op, without attributes that follow from inputs."""
    definition: Any = op_def_registry.get(kind)
    follows = {
        n for a in definition.input_arg for n in (a.type_attr, a.number_attr, a.type_list_attr)
    }
    attributes = [a.name for a in definition.attr if a.name not in follows]
    return [a.name for a in definition.input_arg], attributes


def function_graph(graph: Any, name: str) -> Any:
    """The graph of a function that an op of `graph` calls."""
    while graph is not None:
        found = graph._get_function(name)
        if found is not None:
            return found.graph
        graph = getattr(graph, "outer_graph", None)
    current: Any = context.context()
    return function_def_to_graph.function_def_to_graph(current.get_function_def(name))


def natively(op: Any, inputs: Any) -> list[Any]:
    """The results of an op of constants."""
    attributes = []
    for attribute in op.op_def.attr:
        value = op.get_attr(attribute.name)
        attributes += [attribute.name, getattr(value, "as_datatype_enum", value)]
    with tf.init_scope():
        given = [tf.constant(x) for x in inputs]
        found = execute.execute(
            op.type.encode(), len(op.outputs), given, tuple(attributes), context.context()
        )
    return [x.numpy() for x in found]


def is_function(fn: Any) -> bool:
    """Whether TensorFlow has made a function of it: `tf.function`, a concrete one, of a saved model."""
    return callable(getattr(fn, "get_concrete_function", None)) or isinstance(
        fn, tf.types.experimental.ConcreteFunction
    )


def is_model(fn: Any) -> bool:
    """Whether it is a module of TensorFlow, or a layer of Keras that runs on TensorFlow."""
    keras = sys.modules.get("keras")
    if keras is not None and isinstance(fn, keras.layers.Layer):
        return keras.backend.backend() == "tensorflow"
    return isinstance(fn, tf.Module)


def variables(module: Any) -> Any:
    """`(path, variable)` of all variables of a module of TensorFlow."""
    if not isinstance(module, tf.Module):
        return ()
    any_module: Any = module
    return any_module._flatten(predicate=lambda x: isinstance(x, tf.Variable), with_path=True)


def layers(layer: Any) -> list[Any]:
    """The layers of Keras that a layer has itself."""
    return [x for x in getattr(layer, "_layers", None) or () if hasattr(x, "name")]
