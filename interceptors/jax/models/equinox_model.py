"""Models of Equinox: `ivy.to_ivy_module(module, state=...)`."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, cast

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from interceptors.jax.models.pure import Named, PureModel
from ivy.compiler.naming import named


class EquinoxModel(PureModel):
    """An `equinox.Module`, and the `eqx.nn.State` that it is called with."""

    outputs_first = True

    def __init__(self, module: Any, state: Any = None, **_: Any):
        self.name = type(module).__name__
        params, self.static = eqx.partition(module, eqx.is_inexact_array)
        self.params = Named(params)
        self.v = self.params.values
        # without weak types, which values from elsewhere do not have
        self.start = state and jax.tree.map(lambda x: jnp.asarray(np.asarray(x)), _clone(state))
        self.places = {} if state is None else dict(_indices(module))
        self.kept = Named({k: cast(Any, state).get(index) for k, index in self.places.items()})
        self.state = self.kept.values
        modes = [getattr(m, "inference", None) for m in jax.tree.leaves(module, is_leaf=_has_mode)]
        self.training = not any(m is True for m in modes)
        self.takes_key = "key" in inspect.signature(type(module).__call__).parameters

    def pure(
        self, training: bool, v: Any, state: Any, key: Any, args: Any, kwargs: Any
    ) -> tuple[Any, Mapping[str, Any]]:
        """See `PureModel`."""
        module = eqx.combine(self.params.filled(v), self.static)
        module = eqx.nn.inference_mode(module, value=not training)
        kwargs = {**({"key": key} if self.takes_key else {}), **kwargs}
        if self.start is None:
            return module(*args, **kwargs), {}
        values = self.kept.filled(state)
        before = _clone(self.start)
        for name, index in self.places.items():
            before = before.set(index, values[name])
        out, after = module(*args, before, **kwargs)
        if not training:
            return out, {}
        return out, self.kept.flat({k: after.get(index) for k, index in self.places.items()})

    def tree(self, values: Mapping[str, Any]) -> Any:
        """The module, or `(module, state)`."""
        values = {k: jnp.asarray(x) for k, x in values.items()}
        module = eqx.combine(self.params.filled(values), self.static)
        if self.start is None:
            return module
        state, kept = _clone(self.start), self.kept.filled(values)
        for name, index in self.places.items():
            state = state.set(index, kept[name])
        return module, state


def _clone(state: Any) -> Any:
    """The same state again: each may be used once."""
    leaves, tree = jax.tree.flatten(state)
    return jax.tree.unflatten(tree, leaves)


def _has_mode(x: Any) -> bool:
    return hasattr(x, "inference")


def _is_index(x: Any) -> bool:
    return isinstance(x, eqx.nn.StateIndex)


def _indices(module: Any) -> Any:
    for path, x in jax.tree_util.tree_flatten_with_path(module, is_leaf=_is_index)[0]:
        if _is_index(x):
            name = named(jax.tree_util.keystr(path, simple=True, separator="."))
            yield name.removesuffix(".state_index").removesuffix("_index"), x


model = EquinoxModel
