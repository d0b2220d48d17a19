"""`keras.Model` of an `ivy.Module`, on the active backend of Keras."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from ivy.compiler import trees
from ivy.modules.libraries.blueprint import Blueprint


class Group(keras.layers.Layer):
    """Weights with a common part in their names, and groups of these."""

    def __init__(self, name: str):
        super().__init__(name=name)
        self.groups: dict[str, Group] = {}
        self.built = True


def _add(owner: Any, name: str, value: np.ndarray, trained: bool) -> Any:
    first, _, rest = name.partition(".")
    if not rest:
        tensor: Any = keras.ops.convert_to_tensor(value)  # on JAX without its 64-bit types
        return owner.add_weight(
            shape=value.shape,
            dtype=keras.backend.standardize_dtype(tensor.dtype),
            initializer=lambda *_, **__: tensor,
            trainable=trained,
            name=first,
        )
    with keras.name_scope(owner.name):
        if first not in owner.groups:
            owner.groups[first] = Group(first)
        return _add(owner.groups[first], rest, value, trained)


class IvyModule(keras.Model):
    """A model of Keras that computes the graph of another one. The paths of its weights are the names
    in the source, with `/` between the parts; random numbers come from a seed generator of its own."""

    def __init__(self, blueprint: Blueprint, **options: Any):
        super().__init__(name=blueprint.snake_name, **options)
        self._blueprint = blueprint
        self.groups = {}
        self.weights_by_name = {
            _key(name): _add(self, name, value, trained)
            for values, trained in ((blueprint.v, True), (blueprint.state, False))
            for name, value in values.items()
        }
        self.seed_generator = keras.random.SeedGenerator(0)
        self.built = True

    def call(self, *args: Any, training: bool = False, **kwargs: Any) -> Any:
        """The outputs; in training the state changes."""
        make = self._blueprint
        v, state = (
            {k: _read(self.weights_by_name[_key(k)].value) for k in part}
            for part in (make.v, make.state)
        )
        out, changed = make(bool(training), v, state, self._words, args, kwargs)
        for name, value in changed.items():
            self.weights_by_name[_key(name)].assign(value)
        return out

    def compute_output_spec(self, *args: Any, training: bool = False, **kwargs: Any) -> Any:
        """Shapes and dtypes of the outputs, from the graph."""
        leaves, tree = trees.flatten((args, kwargs))
        given = [_example(x) if isinstance(x, keras.KerasTensor) else x for x in leaves]
        args, kwargs = tree.unflatten(given)
        graph = self._blueprint.functions.graph(bool(training), args, kwargs)
        batch = (
            None if any(isinstance(x, keras.KerasTensor) and None in x.shape for x in leaves) else 0
        )
        specs = []
        for output in graph.outputs:
            shape, dtype = graph.type_of(output)
            shape = shape if batch == 0 else (None, *shape[1:])
            specs.append(keras.KerasTensor(shape, str(dtype)))
        return graph.out_tree.unflatten(specs)

    def _words(self) -> Any:
        return keras.ops.cast(self.seed_generator.next(), "uint32")


def _read(value: Any) -> Any:
    """The array of a weight: TensorFlow's is a variable still."""
    return value.read_value() if hasattr(value, "read_value") else value


def _key(name: str) -> str:
    return name.replace(".", "__")  # Keras saves by attributes and keys, where a dot separates


def _example(x: Any) -> np.ndarray:
    shape = [1 if n is None else n for n in x.shape]
    return np.zeros(shape, x.dtype)


def convert(module: Any) -> IvyModule:
    """See `ivy.Module.to_keras_module`."""
    return IvyModule(Blueprint(module, keras.backend.backend()))
