"""`flax.nnx.Module` of an `ivy.Module`: `Param` and `BatchStat`, keys of `rngs.dropout`."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
from flax import nnx

from ivy.modules.libraries.blueprint import Blueprint, attribute, attributes, words


class Group(nnx.Module):
    """Variables with a common part in their names."""


class IvyModule(nnx.Module):
    """A module of Flax that computes the graph of another one. `train()` and `eval()` choose the mode:
    they set `deterministic`."""

    def __init__(self, blueprint: Blueprint, rngs: nnx.Rngs | None):
        self.deterministic = not blueprint.training
        self.rngs = nnx.Rngs(0) if rngs is None else rngs
        self._blueprint = blueprint
        attributes(self, {k: nnx.Param(jnp.asarray(x)) for k, x in blueprint.v.items()}, Group)
        attributes(
            self, {k: nnx.BatchStat(jnp.asarray(x)) for k, x in blueprint.state.items()}, Group
        )

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The outputs; in training mode the state changes."""
        make = self._blueprint
        v = {k: attribute(self, k)[...] for k in make.v}
        state = {k: attribute(self, k)[...] for k in make.state}
        out, changed = make(not self.deterministic, v, state, self._key, args, kwargs)
        for name, value in changed.items():
            attribute(self, name)[...] = value
        return out

    def _key(self) -> jax.Array:
        return words(self.rngs.dropout())


def convert(module: Any, rngs: nnx.Rngs | None = None) -> IvyModule:
    """See `ivy.Module.to_nnx_module`."""
    return IvyModule(Blueprint(module, "jax"), rngs)
