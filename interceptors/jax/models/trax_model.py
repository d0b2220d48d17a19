"""Layers of Trax: those that know two modes are switched between them for a call."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator, Mapping
from typing import Any

import jax
import jax.numpy as jnp

from interceptors.jax.models.pure import Named, PureModel
from ivy.compiler.naming import unique


class TraxModel(PureModel):
    """An initialised layer of Trax."""

    def __init__(self, layer: Any, **_: Any):
        self.layer = layer
        for part in _parts(layer):
            part.rng  # noqa: B018 (made when it is first read, which must not be in a trace)
        self.name = layer.name
        self.params, self.kept = Named(layer.weights), Named(layer.state)
        names = unique([n for n, _ in _walk(layer, layer.weights, "")])
        if len(names) == len(self.params.names):
            self.params.values = dict(zip(names, self.params.values.values(), strict=True))
            self.params.names = names
        self.v, self.state = self.params.values, self.kept.values
        self.training = not any(x._mode == "eval" for x in _with_modes(layer))

    def pure(
        self, training: bool, v: Any, state: Any, key: Any, args: Any, kwargs: Any
    ) -> tuple[Any, Mapping[str, Any]]:
        """See `PureModel`."""
        x = args[0] if len(args) == 1 else args
        weights, kept = self.params.filled(v), self.kept.filled(state)
        with _mode(self.layer, "train" if training else "eval"):
            out, new = self.layer.pure_fn(x, weights, kept, key, use_cache=False)
        return out, self.kept.flat(new) if training else {}

    def tree(self, values: Mapping[str, Any]) -> Any:
        """Weights and state of the layer."""
        return tuple(jax.tree.map(jnp.asarray, x.filled(values)) for x in (self.params, self.kept))


def _parts(layer: Any) -> Iterator[Any]:
    """A layer and those inside of it."""
    yield layer
    for part in layer.sublayers:
        yield from _parts(part)


def _with_modes(layer: Any) -> Iterator[Any]:
    """The layers that are in training or evaluation mode."""
    return (x for x in _parts(layer) if getattr(x, "_mode", None) in ("train", "eval"))


@contextlib.contextmanager
def _mode(layer: Any, mode: str) -> Generator[None]:
    before = [(x, x._mode) for x in _with_modes(layer)]
    try:
        for x, _ in before:
            x._mode = mode
        yield
    finally:
        for x, own in before:
            x._mode = own


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


model = TraxModel
