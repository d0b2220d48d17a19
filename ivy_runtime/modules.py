"""`ivy.to_ivy_module`: a model of any library as an `ivy.Module`."""

from __future__ import annotations

import importlib
from typing import Any

from ivy._core import errors
from ivy.modules.converted import ConvertedModule
from ivy.modules.module import Module
from ivy_runtime.graphs import compile_graph

# by the top package of a class: the file and class of its models
MODELS = {
    "torch": "interceptors.torch.modules.TorchModel",
    **{
        name: f"interceptors.jax.models.{name}_model.model"
        for name in ("keras", "haiku", "flax", "equinox", "objax", "trax")
    },
}


def to_ivy_module(native: Any, **kept: Any) -> Module:
    """An `ivy.Module` of a model of another library.

    It has the values of the model's parameters and state, under their names, and its mode. Until
    `compile_graph` or `to_backend` is called, the library itself runs the model.

    Parameters
    ----------
    native
        A `torch.nn.Module`; a built model of Keras on JAX; what `hk.transform` or
        `hk.transform_with_state` returns (with `params=` and `state=`); a module of Flax linen (with
        `variables=`) or nnx, of Equinox (with `state=`, if it has one), of Objax; a layer of Trax.
        Whether it is trained is said to it by the usual names (`training`, `is_training`, `train`,
        `deterministic`, ...).

    Raises
    ------
    ConversionError
        The model is of none of these libraries, or lacks the values that are kept outside of it.

    >>> import ivy, torch, numpy as np
    >>> net = ivy.to_ivy_module(torch.nn.Linear(3, 1)).to_backend('numpy')
    >>> net.v.weight.shape, net(np.ones((2, 3), np.float32)).shape
    ((1, 3), (2, 1))
    """
    if isinstance(native, Module):
        return native
    library = library_of(native)
    if library is not None:
        file, _, name = MODELS[library].rpartition(".")
        model = getattr(importlib.import_module(file), name)
        return ConvertedModule(model(native, compile_graph=compile_graph, **kept))
    raise errors.ConversionError(
        f"{type(native).__module__}.{type(native).__qualname__} is no model of {', '.join(MODELS)}."
    )


def library_of(native: Any) -> str | None:
    """The library that the class of an object is of."""
    packages = (base.__module__.partition(".")[0] for base in type(native).__mro__)
    return next((p for p in packages if p in MODELS), None)
