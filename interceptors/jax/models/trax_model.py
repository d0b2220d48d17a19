"""Layers of Trax, which are in one mode for good."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jax

from interceptors.jax.models.pure import Named, PureModel, unique


class TraxModel(PureModel):
    """An initialised layer of Trax."""

    def __init__(self, layer: Any, **_: Any):
        self.layer = layer
        self.name = layer.name
        self.params, self.kept = Named(layer.weights), Named(layer.state)
        names = unique([n for n, _ in _walk(layer, layer.weights, "")])
        if len(names) == len(self.params.names):
            self.params.values = dict(zip(names, self.params.values.values(), strict=True))
            self.params.names = names
        self.v, self.state = self.params.values, self.kept.values

    def pure(
        self, training: bool, v: Any, state: Any, key: Any, args: Any, kwargs: Any
    ) -> tuple[Any, Mapping[str, Any]]:
        """See `PureModel`."""
        x = args[0] if len(args) == 1 else args
        weights, kept = self.params.filled(v), self.kept.filled(state)
        out, new = self.layer.pure_fn(x, weights, kept, key, use_cache=False)
        return out, self.kept.flat(new)


def _walk(layer: Any, weights: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """Names of weights by the layers that they are in, in the order of the tree."""
    parts = layer.sublayers
    if parts and isinstance(weights, (tuple, list)) and len(parts) == len(weights):
        for i, (part, of_part) in enumerate(zip(parts, weights, strict=True)):
            yield from _walk(part, of_part, f"{prefix}{part.name.lower()}_{i}.")
        return
    leaves = jax.tree.leaves(weights)
    names = ("weight", "bias") if len(leaves) == 2 else [f"weight_{i}" for i in range(len(leaves))]
    for name, leaf in zip(names, leaves, strict=True):
        yield prefix + name, leaf
