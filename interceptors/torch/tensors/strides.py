"""Results in the memory layout that PyTorch would give them."""

from __future__ import annotations

from typing import Any

import torch

from interceptors.shared.storage import contiguous, view_of
from interceptors.torch.engine import Engine
from interceptors.torch.tensors import meta
from interceptors.torch.tensors.memory import TensorStorage
from interceptors.torch.tensors.tensor import with_view
from ivy import functional
from ivy._core.context import running
from ivy._core.narrow import backend_for
from ivy._core.nested import rebuilt


def restride(engine: Engine, func: Any, args: tuple, kwargs: dict, out: Any) -> Any:
    """Gives results the strides that PyTorch would give them."""
    if not isinstance(out, (torch.Tensor, list, tuple)):
        return out
    outs = [out] if isinstance(out, torch.Tensor) else out
    shapes = [tuple(o.shape) if isinstance(o, torch.Tensor) else () for o in outs]
    strides = meta.output_strides(func, args, kwargs, shapes)
    if not any(strides):
        return out
    if isinstance(out, torch.Tensor):
        return with_strides(engine, out, strides[0])
    padded = [*strides, *[None] * (len(out) - len(strides))]
    laid = (
        with_strides(engine, o, s) if isinstance(o, torch.Tensor) else o
        for o, s in zip(out, padded, strict=True)
    )
    return rebuilt(out, laid)


def with_strides(engine: Engine, tensor: Any, strides: tuple | None) -> Any:
    """The same values, laid out in memory by `strides`."""
    shape = tuple(tensor.shape)
    if strides is None or strides == tensor.stride():
        return tensor
    if len(strides) != len(shape):  # what a kernel keeps for its backward has another form here
        return tensor
    target, value = engine.target, engine.array(tensor)
    order = tuple(sorted(range(len(shape)), key=lambda i: -strides[i]))
    dense = contiguous(tuple([shape[i] for i in order]))
    if all(strides[i] == s for i, s in zip(order, dense, strict=True) if shape[i] > 1):
        base = engine.executor.permuted(value, order)
    else:  # a part of something larger, or the same element again
        with running(backend_for(target, [value])):
            room = functional.zeros((meta.extent(shape, strides, 0),), dtype=target.dtype(value))
            base = functional.as_strided_scatter(room, value, shape, strides)
    storage = TensorStorage(target, base, target.dtype(base), target.shape(base))
    view = view_of(storage, shape, strides, 0)
    if view is not None:
        view.value, view.version = value, storage.version
    return with_view(engine.tensor, storage, view, tensor.dtype, (shape, strides, 0))
