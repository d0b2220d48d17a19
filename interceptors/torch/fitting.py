"""Making a result fit for the tensor that it is written into: its shape, its dtype or an error."""

from __future__ import annotations

from typing import Any

import numpy as np

from interceptors.torch import native
from interceptors.torch.store import Store, View
from ivy import functional
from ivy._core import dtypes
from ivy._core.context import CURRENT


class ShapeMismatch(Exception):
    """A result does not fit the tensor that it is to be written into."""


class Into:
    """Where a result goes: the store and view of a tensor that the call writes."""

    __slots__ = ("dtype", "shape", "store", "strict", "view")

    def __init__(self, store: Store, view: View | None, strict: bool):
        self.store = store
        self.view = view
        self.dtype = native.dtype_of(store.dtype)
        self.shape = store.shape if view is None else view.shape
        self.strict = strict

    def fit(self, value: Any) -> Any:
        """The result in the dtype and shape of the tensor."""
        return fit(value, self.dtype, self.shape, self.strict)


def fit(value: Any, wanted: np.dtype, shape: tuple, strict: bool) -> Any:
    """`value` in that dtype and shape.

    Raises
    ------
    RuntimeError
        PyTorch would not cast this result to that dtype.
    """
    dtype = functional.dtype(value)
    if strict and dtypes.category(dtype) > max(dtypes.category(wanted), 0):
        raise RuntimeError(
            f"result type {_spell(dtype)} can't be cast to the desired output type {_spell(wanted)}"
        )
    given = CURRENT.get().shape(value)
    if given != shape:
        raise ShapeMismatch(f"{given} into {shape}")
    return value if dtype == wanted else functional.astype(value, wanted)


_SPELLINGS = {
    "int8": "Char",
    "uint8": "Byte",
    "int16": "Short",
    "int32": "Int",
    "int64": "Long",
    "bool": "Bool",
    "float16": "Half",
    "bfloat16": "BFloat16",
    "float32": "Float",
    "float64": "Double",
    "complex64": "ComplexFloat",
    "complex128": "ComplexDouble",
}


def _spell(dtype: np.dtype) -> str:
    return _SPELLINGS.get(dtype.name, dtype.name)
