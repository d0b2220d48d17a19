"""Empty tensors made ahead, for the results of quick calls."""

from __future__ import annotations

from typing import Any

import torch

from interceptors.torch import _compat, native

_SHELVES = 1024
DOZEN = 24


class Shelves(dict):
    """Lists of empty tensors by the identity of the array's description (shape and dtype).

    Making one right after XLA has run costs three times as much as making many in a row (the caches
    are cold), so they are made by the dozen. The description is kept: its identity stays its own.
    """

    def __init__(self, tensor_class: type[torch.Tensor]):
        self.tensor_class = tensor_class

    def take(self, array: Any) -> Any:
        """A tensor that holds `array`."""
        try:
            tensor = self[id(array.aval)][0].pop()
        except (KeyError, IndexError):
            tensor = self.stock(array.aval).pop()
        tensor._array = array
        return tensor

    def stock(self, aval: Any) -> list[Any]:
        """A shelf with tensors on it."""
        shape, dtype = aval.shape, native.TORCH[aval.dtype]
        make, cls, layout, cpu = _compat.make_wrapper, self.tensor_class, torch.strided, native.CPU
        # by position, which is a quarter faster: strides, offset, memory format, dtype, layout, device
        made = [make(cls, shape, None, None, None, dtype, layout, cpu) for _ in range(DOZEN)]
        for tensor in made:
            tensor._array = tensor._own = tensor._view = None  # type: ignore[attr-defined]
        known = self.get(id(aval))
        if known is not None:  # who has taken from this shelf goes on to do so
            known[0].extend(made)
            return known[0]
        if len(self) > _SHELVES:
            self.clear()
        self[id(aval)] = (made, aval)
        return made
