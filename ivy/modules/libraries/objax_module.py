"""`objax.Module` of an `ivy.Module`: `TrainVar` and `StateVar`, keys of Objax's generator."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import objax  # pyright: ignore[reportMissingImports]

from ivy.modules.libraries.blueprint import Blueprint, attribute, attributes


class Group(objax.Module):
    """Variables with a common part in their names."""


class IvyModule(objax.Module):
    """A module of Objax that computes the graph of another one."""

    def __init__(self, blueprint: Blueprint):
        super().__init__()
        self.keygen = objax.random.DEFAULT_GENERATOR
        self._blueprint = blueprint
        attributes(self, {k: objax.TrainVar(jnp.asarray(x)) for k, x in blueprint.v.items()}, Group)
        attributes(
            self, {k: objax.StateVar(jnp.asarray(x)) for k, x in blueprint.state.items()}, Group
        )

    def __call__(self, *args: Any, training: bool = False, **kwargs: Any) -> Any:
        """The outputs; with `training` the state changes."""
        make = self._blueprint
        v = {k: attribute(self, k).value for k in make.v}
        state = {k: attribute(self, k).value for k in make.state}
        out, changed = make(training, v, state, self._key, args, kwargs)
        for name, value in changed.items():
            attribute(self, name).value = value
        return out

    def _key(self) -> jax.Array:
        return objax.random.randint((2,), 0, 2**31 - 1, generator=self.keygen).astype(jnp.uint32)


def convert(module: Any) -> IvyModule:
    """See `ivy.Module.to_objax_module`."""
    return IvyModule(Blueprint(module, "jax"))
