"""`equinox.Module` of an `ivy.Module`: a tree of parameters, `eqx.nn.State`, `key=`, `inference`."""

from __future__ import annotations

from typing import Any

import equinox as eqx
import jax.numpy as jnp

from ivy.modules.libraries.blueprint import Blueprint, no_key, words
from ivy.modules.variables import flat, nested


class IvyModule(eqx.Module):
    """A module of Equinox that computes the graph of another one. `eqx.nn.inference_mode` chooses the
    mode. Parameters are attributes of groups, by the parts of their names: `net.v.fc.weight`."""

    v: Any
    inference: bool
    blueprint: Blueprint = eqx.field(static=True)

    def __init__(self, blueprint: Blueprint):
        self.v = nested({k: jnp.asarray(x) for k, x in blueprint.v.items()})
        self.inference = not blueprint.training
        self.blueprint = blueprint

    def __call__(self, *args: Any, key: Any = None, **kwargs: Any) -> Any:
        """The outputs."""
        return self.run({}, key, args, kwargs)[0]

    def run(self, state: Any, key: Any, args: Any, kwargs: Any) -> Any:
        """`(outputs, changed state)`."""
        given = no_key("equinox.Module", "pass key=") if key is None else lambda: words(key)
        return self.blueprint(not self.inference, self.v, state, given, args, kwargs)


class StatefulIvyModule(IvyModule):
    """As `IvyModule`, called with the state after the arguments; it returns `(outputs, state)`."""

    state_index: eqx.nn.StateIndex

    def __init__(self, blueprint: Blueprint):
        super().__init__(blueprint)
        start = nested({k: jnp.asarray(x) for k, x in blueprint.state.items()})
        self.state_index = eqx.nn.StateIndex(start)

    def __call__(self, *args: Any, key: Any = None, **kwargs: Any) -> Any:
        """The outputs, and the state after the call."""
        state = args[-1]
        old = flat(state.get(self.state_index))
        out, changed = self.run(old, key, args[:-1], kwargs)
        return out, state.set(self.state_index, nested({**old, **changed}))


def convert(module: Any) -> Any:
    """See `ivy.Module.to_equinox_module`."""
    blueprint = Blueprint(module, "jax")
    if blueprint.state:
        return eqx.nn.make_with_state(StatefulIvyModule)(blueprint)
    return IvyModule(blueprint)
