"""`ivy.to_ivy_module`: a model of any library as an `ivy.Module`."""

from __future__ import annotations

import importlib
from typing import Any

from ivy._core import errors
from ivy.modules.converted import ConvertedModule
from ivy.modules.module import Module
from ivy_runtime.graphs import compile_graph

# by the top package of a class: the file and class of its models
MODELS = {"torch": "interceptors.torch.modules.TorchModel"}


def to_ivy_module(native: Any, **kept: Any) -> Module:
    """An `ivy.Module` of a model of another library: a `torch.nn.Module`.

    It has the values of the model's parameters and buffers, under their names, and its mode. Until
    `compile_graph` or `to_backend` is called, the library itself runs the model.

    Raises
    ------
    ConversionError
        The model is of none of these libraries.

    >>> import ivy, torch, numpy as np
    >>> net = ivy.to_ivy_module(torch.nn.Linear(3, 1)).to_backend('numpy')
    >>> net.v.weight.shape, net(np.ones((2, 3), np.float32)).shape
    ((1, 3), (2, 1))
    """
    if isinstance(native, Module):
        return native
    for base in type(native).__mro__:
        path = MODELS.get(base.__module__.partition(".")[0])
        if path is not None:
            file, _, name = path.rpartition(".")
            model = getattr(importlib.import_module(file), name)
            return ConvertedModule(model(native, compile_graph=compile_graph, **kept))
    raise errors.ConversionError(
        f"{type(native).__module__}.{type(native).__qualname__} is no model of {', '.join(MODELS)}."
    )
