"""Quick forms of view operators: the geometry is worked out once per kind of call."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import torch

from interceptors.torch import _compat, geometry, native
from interceptors.torch.quick import MISS, NATIVE, Quick
from interceptors.torch.shelves import DOZEN
from interceptors.torch.store import Store, View, contiguous

if TYPE_CHECKING:
    from interceptors.torch.engine import Engine

_inference = torch.is_inference_mode_enabled
_LIMIT = 8192


def quick_view(engine: Engine, operator: Any) -> Quick:
    """`quick(args, kwargs, operator)` of a view operator: a tensor over the same store, or MISS."""
    tensor_class = engine.tensor
    known: dict[tuple, Shown | None] = {}

    def show(args: tuple, kwargs: Any, func: Any) -> Any:
        tensor = args[0]
        if kwargs or _inference() or tensor.is_inference():
            return MISS
        if type(tensor) is tensor_class:
            view, store = tensor._view, tensor._store
        elif type(tensor) in NATIVE:
            met = engine.met(tensor)
            if met is None or met[0].backend is not engine.target:
                return MISS
            store, view = met
        else:
            return MISS
        at = None if view is None else (view.shape, view.strides, view.offset)
        rest = [tuple(a) if type(a) is list else a for a in args[1:]]
        key = (store.shape, store.dtype, at, *rest)
        try:
            shown = known[key]
        except KeyError:
            if len(known) > _LIMIT:
                known.clear()
            shown = known[key] = _show(operator, tensor, store, args[1:])
        except TypeError:  # an argument that can't be looked up
            return MISS
        return MISS if shown is None else shown.over(tensor_class, store)

    return show if engine.facts is None else engine.facts.quick_view(known, show)


class Shown:
    """A geometry, and empty tensors of it: one at first, then by the dozen (see `shelves.py`)."""

    __slots__ = ("dense", "geometry", "number", "options", "shelf", "whole")

    def __init__(self, geometry: tuple, dtype: torch.dtype, whole: bool, dense: bool):
        shape, strides, offset = geometry
        self.geometry = geometry
        # no offset is a sixth faster to make than one of 0
        self.options = (shape, strides, offset or None, None, dtype, torch.strided, native.CPU)
        self.whole = whole
        self.dense = dense
        self.shelf: list[Any] = []
        self.number = 1

    def over(self, tensor_class: type, store: Store) -> Any:
        """A tensor of this geometry that shows a part of `store`."""
        if not self.shelf:
            make = _compat.make_wrapper
            self.shelf = [make(tensor_class, *self.options) for _ in range(self.number)]
            self.number = DOZEN
        out = self.shelf.pop()
        out._own, out._array = store, None
        out._view = None if self.whole else View(*self.geometry, self.dense)
        return out


def _show(operator: Any, tensor: Any, store: Any, rest: tuple) -> Shown | None:
    """What a view shows, or None if that is not for this path to say."""
    try:
        found = geometry.view(operator, tensor, math.prod(store.shape), rest, {})
    except Exception:  # the general path says what is wrong
        return None
    if isinstance(found, list):
        return None
    shape, strides, offset, dtype = found
    dense = strides == contiguous(shape)
    whole = dense and offset == 0 and shape == store.shape
    return Shown((shape, strides, offset), dtype, whole, dense)
