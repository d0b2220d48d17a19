"""What models of all JAX libraries have in common: they are pure functions of trees with names."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

import jax
import numpy as np

from interceptors.jax.capturing import capture_pure, key_of
from ivy._core import errors
from ivy.compiler.naming import named, unique
from ivy.compiler.passes import simplified
from ivy.compiler.verify import verify

# the usual names of the argument that says whether the model is trained, and whether it is not
TRAINING = ("training", "is_training", "train")
EVALUATION = ("deterministic", "use_running_average", "inference")


class PureModel:
    """A model that is a pure function: a subclass defines `pure`."""

    backend = "jax"
    training = True
    outputs_first = False
    name = ""
    v: Mapping[str, Any]
    state: Mapping[str, Any]

    def pure(
        self, training: bool, v: Any, state: Any, key: Any, args: Any, kwargs: Any
    ) -> tuple[Any, Mapping[str, Any]]:
        """`(outputs, changed state)`; `key` is a key of JAX."""
        raise NotImplementedError

    def of_words(self, training: bool, v: Any, state: Any, words: Any, *call: Any) -> Any:
        """`pure`, of the two words of a key."""
        return self.pure(training, v, state, key_of(words), *call)

    def capture(self, training: bool, args: Any, kwargs: Any) -> Any:
        """See `NativeModel`."""
        pure = functools.partial(self.of_words, training)
        graph = simplified(capture_pure(pure, self.name, self.v, self.state, args, kwargs))
        verify(graph)
        return graph

    def tree(self, values: Mapping[str, Any]) -> Any:
        """See `NativeModel`."""
        raise NotImplementedError

    def run(self, training: bool, v: Any, state: Any, key: Any, args: Any, kwargs: Any) -> Any:
        """See `NativeModel`."""
        return self.of_words(training, v, state, key(), args, kwargs)


class Named:
    """A tree whose leaves have names: the parts of their paths, with dots between them."""

    def __init__(self, tree: Any):
        paths, self.tree = jax.tree_util.tree_flatten_with_path(tree)
        names = [named(jax.tree_util.keystr(p, simple=True, separator=".")) for p, _ in paths]
        if all(n.endswith(".value") for n in names):  # of the variables of nnx
            names = [n.removesuffix(".value") for n in names]
        self.names = unique(names)
        self.values = dict(zip(self.names, (np.asarray(x) for _, x in paths), strict=True))

    def filled(self, values: Mapping[str, Any]) -> Any:
        """The tree with other values."""
        return jax.tree.unflatten(self.tree, [values[n] for n in self.names])

    def flat(self, tree: Any) -> dict[str, Any]:
        """The values of such a tree by name."""
        return dict(zip(self.names, jax.tree.leaves(tree), strict=True))


def flags(function: Callable[..., Any], training: bool) -> dict[str, bool]:
    """The argument that chooses the mode, if the function has one of the usual names."""
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return {}
    on = {n: training for n in TRAINING if n in parameters}
    return on | {n: not training for n in EVALUATION if n in parameters}


def mode_of(function: Callable[..., Any], kwargs: Mapping[str, Any]) -> bool | None:
    """Whether a call trains a model, by the argument that says so; None if there is none."""
    parameters = inspect.signature(function).parameters
    for names, meaning in ((TRAINING, True), (EVALUATION, False)):
        for name in names:
            if name in parameters:
                value = kwargs.get(name, parameters[name].default)
                if isinstance(value, bool):
                    return value is meaning
    return None


def required(value: Any, library: str, argument: str) -> Any:
    """What a library keeps outside of its models, and has to be given."""
    if value is None:
        raise errors.ConversionError(
            f"a model of {library} has no values of its own: ivy.to_ivy_module(model, {argument}=...)."
        )
    return value
