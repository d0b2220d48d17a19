"""Inspection of the namespace: `__array_namespace_info__` of the standard."""

from __future__ import annotations

from typing import Any

import numpy as np

from ivy._array import datatypes
from ivy._core import backend as _backend
from ivy._core import dtypes
from ivy._core.dtypes import DType

_DTYPES = [n for n in dtypes.NAMES if n not in ("float16", "bfloat16")]


def _chosen() -> _backend.Backend:
    return _backend.CURRENT.get() or _backend.load("numpy")


def _check(device: str | None) -> None:
    """Raises ValueError unless the backend has a device of this name."""
    known = _chosen().exchange.devices()
    if device is not None and device not in known:
        raise ValueError(f"device={device!r}: {_chosen().name} has {', '.join(known)} here.")


class Info:
    """Properties of the current backend."""

    def capabilities(self) -> dict[str, Any]:
        """The optional features of the standard, and whether they are supported.

        >>> import ivy
        >>> ivy.__array_namespace_info__().capabilities()["boolean indexing"]
        True
        """
        return {"boolean indexing": True, "data-dependent shapes": True, "max dimensions": 64}

    def default_device(self) -> str:
        """The device of new arrays."""
        return _chosen().exchange.devices()[0]

    def default_dtypes(self, *, device: str | None = None) -> dict[str, DType]:
        """The default dtypes of new arrays."""
        _check(device)
        floating = {k: np.dtype(n) for k, n in _chosen().exchange.DEFAULT_DTYPES.items()}
        return {**floating, "integral": dtypes.int64, "indexing": dtypes.int64}

    def dtypes(self, *, device: str | None = None, kind: Any = None) -> dict[str, DType]:
        """The dtypes of the standard by name, of all kinds or of some."""
        _check(device)
        found = {n: np.dtype(n) for n in _DTYPES if np.dtype(n) in _chosen().dtypes}
        if kind is None:
            return found
        return {n: d for n, d in found.items() if datatypes.isdtype(d, kind)}

    def devices(self) -> list[str]:
        """The names of all devices."""
        return list(_chosen().exchange.devices())


def __array_namespace_info__() -> Info:  # noqa: N807 - the name is the standard's
    """The standard's inspection namespace.

    >>> import ivy
    >>> ivy.__array_namespace_info__().default_device()
    'cpu'
    """
    return Info()


__all__ = ["__array_namespace_info__"]
