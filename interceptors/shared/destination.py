"""Casting a result into what it is written to: shape, dtype, or an error."""

from __future__ import annotations

from typing import Any

import numpy as np

from interceptors.shared.storage import Storage, View
from ivy import functional
from ivy._core import dtypes
from ivy._core.context import CURRENT


class ShapeMismatch(Exception):
    """A result has another shape than what it is written to."""


class CastRefused(Exception):
    """A result would be cast to a dtype of a lower kind: a float to an integer, say."""

    def __init__(self, dtype: np.dtype, wanted: np.dtype):
        super().__init__(f"{dtype} can't be cast to {wanted}")
        self.dtype = dtype
        self.wanted = wanted


class Destination:
    """What a call writes: the storage and view of a value, and the dtype and shape of that."""

    __slots__ = ("dtype", "shape", "storage", "view")

    def __init__(self, storage: Storage, view: View | None):
        self.storage = storage
        self.view = view
        self.dtype = storage.dtype
        self.shape = storage.shape if view is None else view.shape

    def cast(self, value: Any) -> Any:
        """The result in the dtype and shape of the destination."""
        return cast_to(value, self.dtype, self.shape)


def cast_to(value: Any, wanted: np.dtype, shape: tuple) -> Any:
    """`value` in that dtype and shape.

    Raises
    ------
    CastRefused
        The dtype of `value` is of a higher kind.
    ShapeMismatch
        `value` has another shape.
    """
    dtype = functional.dtype(value)
    if dtypes.category(dtype) > max(dtypes.category(wanted), 0):
        raise CastRefused(dtype, wanted)
    given = CURRENT.get().shape(value)
    if given != shape:
        raise ShapeMismatch(f"{given} into {shape}")
    return value if dtype == wanted else functional.astype(value, wanted)
