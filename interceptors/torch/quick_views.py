"""Quick forms of view operators: the geometry is worked out once per kind of call."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import torch

from interceptors.torch import _compat, geometry, native
from interceptors.torch.quick import MISS, NATIVE, Quick
from interceptors.torch.store import View, contiguous

if TYPE_CHECKING:
    from interceptors.torch.engine import Engine

_inference = torch.is_inference_mode_enabled


def quick_view(engine: Engine, operator: Any) -> Quick:
    """`quick(args, kwargs, operator)` of a view operator: a tensor over the same store, or MISS."""
    tensor_class = engine.tensor
    make, cpu = _compat.make_wrapper, native.CPU
    shown: dict[tuple, tuple | None] = {}

    def show(args: tuple, kwargs: Any, func: Any) -> Any:
        tensor = args[0]
        if kwargs or _inference() or tensor.is_inference():
            return MISS
        if type(tensor) is tensor_class:
            view, store = tensor._view, tensor._store
        elif type(tensor) in NATIVE:
            known = engine.natives.get(id(tensor))
            if known is None or known[0]() is not tensor or known[1] != tensor.data_ptr():
                return MISS
            store, view = known[2], known[3]
            if store.backend is not engine.target:
                return MISS
        else:
            return MISS
        at = None if view is None else (view.shape, view.strides, view.offset)
        key = (
            store.shape,
            store.dtype,
            at,
            *[tuple(a) if type(a) is list else a for a in args[1:]],
        )
        try:
            found = shown[key]
        except KeyError:
            found = shown[key] = _shown(operator, tensor, store, args[1:])
        except TypeError:  # an argument that can't be looked up
            return MISS
        if found is None:
            return MISS
        shape, strides, offset, dtype, whole, dense = found
        out = make(tensor_class, shape, strides, offset, None, dtype, torch.strided, cpu)
        out._own, out._array = store, None
        out._view = None if whole else View(shape, strides, offset, dense)
        return out

    return show


def _shown(operator: Any, tensor: Any, store: Any, rest: tuple) -> tuple | None:
    """The geometry of a view, whether it is the whole store, whether it is row-major."""
    try:
        found = geometry.view(operator, tensor, math.prod(store.shape), rest, {})
    except Exception:  # the general path says what is wrong
        return None
    if isinstance(found, list):
        return None
    shape, strides, offset, _ = found
    dense = strides == contiguous(shape)
    return (*found, dense and offset == 0 and shape == store.shape, dense)
