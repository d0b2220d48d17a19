"""Functions transformed by Haiku: `ivy.to_ivy_module(transformed, params=..., state=...)`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import haiku as hk
import jax
import jax.numpy as jnp

from interceptors.jax.models.pure import Named, PureModel, flags, required


class HaikuModel(PureModel):
    """The result of `hk.transform` or `hk.transform_with_state`, with its parameters and state."""

    def __init__(self, transformed: Any, params: Any = None, state: Any = None, **_: Any):
        self.transformed = transformed
        self.params = Named(required(params, "Haiku", "params"))
        self.kept = Named({} if state is None else state)
        self.v, self.state = self.params.values, self.kept.values
        self.function = _of_user(transformed.apply)
        self.name = getattr(self.function, "__name__", "haiku").strip("<>")

    def pure(
        self, training: bool, v: Any, state: Any, key: Any, args: Any, kwargs: Any
    ) -> tuple[Any, Mapping[str, Any]]:
        """See `PureModel`."""
        kwargs = {**flags(self.function, training), **kwargs}
        params = self.params.filled(v)
        if isinstance(self.transformed, hk.Transformed):
            return self.transformed.apply(params, key, *args, **kwargs), {}
        old = self.kept.filled(state)
        out, new = self.transformed.apply(params, old, key, *args, **kwargs)
        return out, self.kept.flat(new)

    def tree(self, values: Mapping[str, Any]) -> Any:
        """The parameters, or `(parameters, state)` of `hk.transform_with_state`."""
        values = {k: jnp.asarray(x) for k, x in values.items()}
        params = self.params.filled(values)
        if isinstance(self.transformed, hk.Transformed):
            return params
        return params, self.kept.filled(values)


def kept(transformed: Any, args: Any, values: Any = None) -> dict[str, Any]:
    """What `ivy.to_ivy_module` is given beside a function: these values, or those of `init`."""
    if values is None:
        options = flags(_of_user(transformed.apply), True)  # a BatchNorm has no averages else
        values = transformed.init(jax.random.key(0), *args, **options)
    params, state = values if isinstance(values, tuple) else (values, None)
    return {"params": params, "state": state}


def _of_user(function: Any, depth: int = 6) -> Any:
    """The function that was transformed, which Haiku's functions close over."""
    if not (getattr(function, "__module__", None) or "haiku").startswith("haiku"):
        return function
    cells = [c.cell_contents for c in getattr(function, "__closure__", None) or ()]
    for inner in (getattr(function, "__wrapped__", None), *cells):
        parts = inner if isinstance(inner, tuple) else (inner,)
        for part in parts:
            if callable(part) and depth:
                found = _of_user(part, depth - 1)
                if found is not None:
                    return found
    return None


model = HaikuModel
