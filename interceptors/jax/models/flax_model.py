"""Models of Flax: linen (`ivy.to_ivy_module(module, variables=...)`) and nnx."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jax
import jax.numpy as jnp
from flax import nnx
from flax.core import unfreeze

from interceptors.jax.models.pure import Named, PureModel, flags, required


class LinenModel(PureModel):
    """A `flax.linen.Module` with its variables."""

    def __init__(self, module: Any, variables: Any = None, **_: Any):
        self.module = module
        self.name = type(module).__name__
        rest = dict(unfreeze(required(variables, "Flax", "variables")))
        self.params = Named(rest.pop("params", {}))
        # names begin with the collection only if there are several
        self.collections = list(rest)
        self.kept = Named(rest if len(rest) > 1 else rest[self.collections[0]] if rest else {})
        self.v, self.state = self.params.values, self.kept.values

    def pure(
        self, training: bool, v: Any, state: Any, key: Any, args: Any, kwargs: Any
    ) -> tuple[Any, Mapping[str, Any]]:
        """See `PureModel`."""
        kept, names = self.kept.filled(state), self.collections
        rest = kept if len(names) != 1 else {names[0]: kept}
        kwargs = {**flags(type(self.module).__call__, training), **kwargs}
        out, new = self.module.apply(
            {"params": self.params.filled(v), **rest},
            *args,
            rngs={"dropout": key},
            mutable=names if training else [],
            **kwargs,
        )
        if not training or not names:
            return out, {}
        new = unfreeze(new)
        return out, self.kept.flat(new if len(names) > 1 else new[names[0]])

    def tree(self, values: Mapping[str, Any]) -> Any:
        """The variables, by collections."""
        kept = self.kept.filled(values)
        rest = {self.collections[0]: kept} if len(self.collections) == 1 else kept
        return jax.tree.map(jnp.asarray, {"params": self.params.filled(values), **rest})


class NnxModel(PureModel):
    """A `flax.nnx.Module`. Its own streams of random numbers are not used: keys are given."""

    def __init__(self, module: Any, **_: Any):
        self.module = module
        self.name = type(module).__name__
        parts: Any = nnx.split(module, nnx.Param, nnx.RngState, ...)
        _, params, self.streams, kept = parts
        self.params, self.kept = Named(params), Named(kept)
        self.v, self.state = self.params.values, self.kept.values
        modes = [getattr(m, "deterministic", False) for _, m in nnx.iter_modules(module)]
        self.training = not any(modes)

    def pure(
        self, training: bool, v: Any, state: Any, key: Any, args: Any, kwargs: Any
    ) -> tuple[Any, Mapping[str, Any]]:
        """See `PureModel`."""
        of_mode = nnx.clone(self.module)
        (of_mode.train if training else of_mode.eval)()
        structure: Any = nnx.split(of_mode, nnx.Param, nnx.RngState, ...)[0]
        streams = jax.tree.map(lambda x: key if _is_key(x) else 0 * x, self.streams)
        module = nnx.merge(structure, self.params.filled(v), streams, self.kept.filled(state))
        out = module(*args, **kwargs)
        if not training:
            return out, {}
        after: Any = nnx.split(module, nnx.Param, nnx.RngState, ...)
        return out, self.kept.flat(after[3])

    def tree(self, values: Mapping[str, Any]) -> Any:
        """A state for `nnx.update(module, state)`."""
        parts = (jax.tree.map(jnp.asarray, x.filled(values)) for x in (self.params, self.kept))
        return nnx.merge_state(*parts)


def _is_key(x: Any) -> bool:
    return jnp.issubdtype(x.dtype, jax.dtypes.prng_key)


def kept(module: Any, args: Any, values: Any = None) -> dict[str, Any]:
    """What `ivy.to_ivy_module` is given beside a module: these values, or those of `init`."""
    if isinstance(module, nnx.Module):
        return {}
    if values is None:
        keys = {"params": jax.random.key(0), "dropout": jax.random.key(1)}
        values = module.init(keys, *args, **flags(type(module).__call__, False))
    return {"variables": values}


def model(module: Any, **kept: Any) -> PureModel:
    """The model of a module of either kind."""
    return (NnxModel if isinstance(module, nnx.Module) else LinenModel)(module, **kept)
