"""Models of Objax."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import objax  # pyright: ignore[reportMissingImports]

from interceptors.jax.models.pure import PureModel, flags
from ivy.compiler.naming import named, unique


class ObjaxModel(PureModel):
    """An `objax.Module`. Its own generators are not used: keys are given."""

    def __init__(self, module: Any, **_: Any):
        self.module = module
        self.name = type(module).__name__
        variables = dict(module.vars().items())
        names = unique([named(re.sub(r"\([^)]*\)", "", path)) for path in variables])
        self.variables = dict(zip(names, variables.values(), strict=True))
        self.streams = {k: x for k, x in self.variables.items() if isinstance(x, objax.RandomState)}
        values = {
            k: np.asarray(x.value) for k, x in self.variables.items() if k not in self.streams
        }
        trained = {k for k, x in self.variables.items() if isinstance(x, objax.TrainVar)}
        self.v = {k: x for k, x in values.items() if k in trained}
        self.state = {k: x for k, x in values.items() if k not in trained}

    def pure(
        self, training: bool, v: Any, state: Any, key: Any, args: Any, kwargs: Any
    ) -> tuple[Any, Mapping[str, Any]]:
        """See `PureModel`."""
        before = {k: x.value for k, x in self.variables.items()}
        streams = {k: jax.random.key_data(key) for k in self.streams}
        kwargs = {**flags(type(self.module).__call__, training), **kwargs}
        try:
            for k, x in {**v, **state, **streams}.items():
                self.variables[k].assign(x)
            out = self.module(*args, **kwargs)
            return out, {k: self.variables[k].value for k in state} if training else {}
        finally:
            for k, x in before.items():
                self.variables[k].assign(x)

    def tree(self, values: Mapping[str, Any]) -> Any:
        """The list for `module.vars().assign`."""
        own = {id(x): k for k, x in self.variables.items()}
        kept = {k: x.value for k, x in self.streams.items()}
        return [jnp.asarray({**values, **kept}[own[id(x)]]) for x in self.module.vars()]


model = ObjaxModel
