"""`hk.Module` of an `ivy.Module`: parameters and state of Haiku, keys of `hk.next_rng_key`."""

from __future__ import annotations

from typing import Any

import haiku as hk
import jax.numpy as jnp
from haiku._src.base import current_frame  # 0.0.17

from ivy.modules.libraries.blueprint import Blueprint, identifier, words


class Group(hk.Module):
    """Parameters and state with a common part in their names, and groups of these."""

    def __init__(self, values: dict[str, Any], name: str):
        super().__init__(name=name)
        self.values = values
        self.groups: dict[str, Group] = {}

    def __call__(self, changed: dict[str, Any] | None = None) -> dict[str, Any]:
        """What Haiku has for the values, by dotted names; state is set to what has changed."""
        found: dict[str, Any] = {}
        for name, value in self.values.items():
            if isinstance(value, dict):
                group = self.groups.get(name)
                if group is None:
                    group = self.groups[name] = Group(value, identifier(name))
                of_group = {
                    k.removeprefix(f"{name}."): x
                    for k, x in (changed or {}).items()
                    if k.startswith(f"{name}.")
                }
                if changed is None or of_group:
                    got = group(of_group if changed is not None else None)
                    found.update({f"{name}.{k}": x for k, x in got.items()})
            elif changed is None:
                found[name] = _of_haiku(identifier(name), *value)
            elif name in changed:
                hk.set_state(identifier(name), changed[name])
        return found


def _of_haiku(name: str, value: Any, trained: bool) -> Any:
    array = jnp.asarray(value)
    get = hk.get_parameter if trained else hk.get_state
    return get(name, array.shape, array.dtype, init=lambda *_: array)


class IvyModule(Group):
    """A module of Haiku that computes the graph of another one."""

    def __init__(self, blueprint: Blueprint, name: str | None = None):
        super().__init__(blueprint.annotated(), name or blueprint.snake_name)
        self.blueprint = blueprint

    def __call__(self, *args: Any, is_training: bool = False, **kwargs: Any) -> Any:
        """The outputs; with `is_training` the state changes, and `hk.next_rng_key` may be asked."""
        found, make = super().__call__(), self.blueprint
        v, state = ({k: found[k] for k in part} for part in (make.v, make.state))
        out, changed = make(is_training, v, state, lambda: words(hk.next_rng_key()), args, kwargs)
        super().__call__(changed)
        return out


class Handle:
    """A converted module, to be called inside of `hk.transform`, where modules of Haiku are made.

    `net(x, is_training=True)` calls it, each time the same module; `net.module(name)` makes a
    `hk.Module` of its own.
    """

    def __init__(self, blueprint: Blueprint):
        self._blueprint = blueprint
        self._made: dict[int, IvyModule] = {}  # by the number of a transformation that runs

    def module(self, name: str | None = None) -> IvyModule:
        """A new module, made inside of `hk.transform`."""
        return IvyModule(self._blueprint, name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The outputs; see `IvyModule`."""
        transformation = current_frame().frame_id
        if transformation not in self._made:
            while len(self._made) > 32:
                del self._made[next(iter(self._made))]
            self._made[transformation] = self.module()
        return self._made[transformation](*args, **kwargs)


def convert(module: Any) -> Handle:
    """See `ivy.Module.to_haiku_module`."""
    return Handle(Blueprint(module, "jax"))
