"""Fast paths of view operators: the geometry is computed once per kind of call."""

from __future__ import annotations

from typing import Any

import torch

from interceptors.shared.caches import BoundedCache
from interceptors.shared.pool import BATCH_SIZE
from interceptors.shared.storage import Storage, View, contiguous
from interceptors.torch import _compat
from interceptors.torch.engine import NATIVE, Engine
from interceptors.torch.fastpath.calls import NOT_HANDLED, FastPath
from interceptors.torch.tensors import conversion, meta

_inference = torch.is_inference_mode_enabled


def fast_view(engine: Engine, operator: Any) -> FastPath:
    """The fast path of a view operator: a tensor over the same storage."""
    tensor_class = engine.tensor
    known: dict[tuple, ViewTemplate | None] = BoundedCache(8192)

    def slow_path(args: tuple, kwargs: Any, func: Any) -> Any:
        tensor = args[0]
        if kwargs or _inference() or tensor.is_inference():
            return NOT_HANDLED
        if type(tensor) is tensor_class:
            storage, view = tensor._storage, tensor._view
        else:
            located = engine.cached(tensor) if type(tensor) in NATIVE else None
            if located is None or located[0].backend is not engine.target:
                return NOT_HANDLED
            storage, view = located
        at = None if view is None else (view.shape, view.strides, view.offset)
        rest = [tuple(a) if type(a) is list else a for a in args[1:]]
        key = (storage.shape, storage.dtype, at, *rest)
        try:
            template = known[key]
        except KeyError:
            template = known[key] = compute_view(operator, tensor, storage, args[1:])
        except TypeError:  # an argument that can't be a key
            return NOT_HANDLED
        return NOT_HANDLED if template is None else template.instantiate(tensor_class, storage)

    return engine.facts.view(known, slow_path)


class ViewTemplate:
    """A geometry, and empty tensors of it: one at first, then in batches (see `WrapperPool`)."""

    __slots__ = ("count", "dense", "free_list", "geometry", "options", "whole")

    def __init__(self, geometry: tuple, dtype: torch.dtype, whole: bool, dense: bool):
        shape, strides, offset = geometry
        self.geometry = geometry
        # no offset is a sixth faster to make than one of 0
        self.options = (shape, strides, offset or None, None, dtype, torch.strided, conversion.CPU)
        self.whole = whole
        self.dense = dense
        self.free_list: list[Any] = []
        self.count = 1

    def instantiate(self, tensor_class: type, storage: Storage) -> Any:
        """A tensor of this geometry that shows a part of `storage`."""
        if not self.free_list:
            make = _compat.make_wrapper
            # the list itself stays the same: C may hold it
            self.free_list.extend(make(tensor_class, *self.options) for _ in range(self.count))
            self.count = BATCH_SIZE
        out = self.free_list.pop()
        out._own, out._array = storage, None
        out._view = None if self.whole else View(*self.geometry, dense=self.dense)
        return out


def compute_view(operator: Any, tensor: Any, storage: Storage, rest: tuple) -> ViewTemplate | None:
    """What a view operator gives; None if that is for the general path to say."""
    try:
        found = meta.view(operator, tensor, storage.size, rest, {})
    except Exception:  # the general path says what is wrong
        return None
    if isinstance(found, list):
        return None
    shape, strides, offset, dtype = found
    dense = strides == contiguous(shape)
    whole = dense and offset == 0 and shape == storage.shape
    return ViewTemplate((shape, strides, offset), dtype, whole, dense)
