"""A layer of Trax of an `ivy.Module`: weights and state are trees by names."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
from trax.layers import base  # pyright: ignore[reportMissingImports]

from ivy.modules.libraries.blueprint import Blueprint, words
from ivy.modules.variables import flat


class IvyModule(base.Layer):
    """A layer of Trax that computes the graph of another one, in one of Trax's modes for good."""

    def __init__(self, blueprint: Blueprint, mode: str, inputs: int):
        super().__init__(n_in=inputs, name=blueprint.name)
        self._blueprint = blueprint
        self._training = mode == "train"

    def init_weights_and_state(self, input_signature: Any) -> None:
        """See Trax."""
        self.weights, self.state = (
            _arrays(part) for part in (self._blueprint.v, self._blueprint.state)
        )

    def forward(self, x: Any) -> Any:
        """The outputs; in training the state changes."""
        args = tuple(x) if isinstance(x, (list, tuple)) else (x,)
        state = flat(self.state) if self.state else {}
        key = lambda: words(self.rng)  # noqa: E731
        out, changed = self._blueprint(self._training, self.weights, state, key, args, {})
        if changed:
            self.state = {**state, **changed}
        return out


def _arrays(values: Any) -> dict[str, Any]:
    return {k: jnp.asarray(x) for k, x in values.items()}


def convert(module: Any, mode: str = "train", inputs: int = 1) -> IvyModule:
    """See `ivy.Module.to_trax_module`."""
    return IvyModule(Blueprint(module, "jax"), mode, inputs)
