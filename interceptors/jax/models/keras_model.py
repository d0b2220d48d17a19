"""Models of Keras on its JAX backend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jax
import keras
import numpy as np

from interceptors.jax.models.pure import PureModel
from ivy._core import errors
from ivy.compiler.naming import named, unique


class KerasModel(PureModel):
    """A built model or layer of Keras. Its own seed generators are not used: keys are given."""

    training = False

    def __init__(self, layer: Any, **_: Any):
        if keras.backend.backend() != "jax":
            raise errors.ConversionError(
                f"models of Keras are converted on its JAX backend, and Keras runs "
                f"on {keras.backend.backend()}: set KERAS_BACKEND=jax, and load the saved model there."
            )
        if not layer.built:
            raise errors.ConversionError(
                f"{layer.name} has no weights yet: call it, or its build, once before."
            )
        self.layer = layer
        self.name = type(layer).__name__ if type(layer).__module__[:5] != "keras" else layer.name
        variables = layer.variables
        paths = [x.path.removeprefix(f"{layer.name}/") for x in variables]
        self.names = dict(zip(map(id, variables), unique(list(map(named, paths))), strict=True))
        self.seeds = {id(x) for x in variables if "seed_generator" in x.path}
        self.v = self._values(layer.trainable_variables)
        self.state = self._values(layer.non_trainable_variables)

    def _values(self, variables: Any) -> dict[str, Any]:
        return {
            self.names[id(x)]: np.asarray(x.value) for x in variables if id(x) not in self.seeds
        }

    def pure(
        self, training: bool, v: Any, state: Any, key: Any, args: Any, kwargs: Any
    ) -> tuple[Any, Mapping[str, Any]]:
        """See `PureModel`."""
        layer, names = self.layer, self.names
        words = jax.random.key_data(key)
        kept = [words if id(x) in self.seeds else state[names[id(x)]] for x in _kept(layer)]
        trained = [v[names[id(x)]] for x in layer.trainable_variables]
        out, new = layer.stateless_call(trained, kept, *args, training=training, **kwargs)
        if not training:
            return out, {}
        changed = zip(_kept(layer), new, strict=True)
        return out, {names[id(x)]: value for x, value in changed if id(x) not in self.seeds}

    def tree(self, values: Mapping[str, Any]) -> Any:
        """The list for `set_weights`."""
        return [
            np.asarray(x.value) if id(x) in self.seeds else values[self.names[id(x)]]
            for x in self.layer.weights
        ]


def _kept(layer: Any) -> Any:
    return layer.non_trainable_variables


model = KerasModel
