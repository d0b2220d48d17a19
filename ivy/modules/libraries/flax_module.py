"""`flax.linen.Module` of an `ivy.Module`: collections `params` and `batch_stats`, keys of "dropout"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flax.linen as nn
import jax.numpy as jnp

from ivy.modules.libraries.blueprint import Blueprint, identifier, words
from ivy.modules.variables import flat


class Values(dict[str, Any]):
    """A tree as a field of a module, which Flax hashes."""

    __hash__ = object.__hash__  # pyright: ignore[reportAssignmentType]


class Group(nn.Module):
    """Parameters and state with a common part in their names, and groups of these."""

    values: Values

    @nn.compact
    def __call__(self) -> dict[str, Any]:
        """See `_values`."""
        return _values(self, self.values)


def _values(module: nn.Module, tree: Mapping[str, Any]) -> dict[str, Any]:
    """What Flax has for the values of a tree: parameters, and variables with state."""
    found: dict[str, Any] = {}
    for name, value in tree.items():
        own = identifier(name)
        if isinstance(value, Mapping):  # Flax makes frozen ones of dicts
            found[name] = Group(Values(value), name=own)()
        elif value[1]:
            found[name] = module.param(own, lambda _, a=value[0]: jnp.asarray(a))
        else:
            found[name] = module.variable("batch_stats", own, jnp.asarray, value[0])
    return found


class IvyModule(nn.Module):
    """A module of Flax that computes the graph of another one."""

    blueprint: Blueprint

    @nn.compact
    def __call__(self, *args: Any, train: bool = False, **kwargs: Any) -> Any:
        """The outputs; with `train` the state changes, and keys of "dropout" may be asked."""
        make = self.blueprint
        found = flat(_values(self, make.annotated()))
        v, kept = {k: found[k] for k in make.v}, {k: found[k] for k in make.state}
        state = {k: x.value for k, x in kept.items()}
        training = train and not self.is_initializing()
        key = lambda: words(self.make_rng("dropout"))  # noqa: E731
        out, changed = make(training, v, state, key, args, kwargs)
        for name, value in changed.items():
            kept[name].value = value
        return out


def convert(module: Any) -> IvyModule:
    """See `ivy.Module.to_flax_module`."""
    blueprint = Blueprint(module, "jax")
    made = type(blueprint.name, (IvyModule,), {"__doc__": IvyModule.__doc__})
    return made(blueprint)
