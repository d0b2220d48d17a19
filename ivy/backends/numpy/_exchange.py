"""Devices, and arrays shared with other libraries by DLPack."""

from __future__ import annotations

from typing import Any

import numpy as np

DEFAULT_DTYPES = {"real floating": "float64", "complex floating": "complex128"}


def devices() -> list[str]:
    """The names of all devices, the default one first."""
    return ["cpu"]


def device(x: Any) -> str:
    """The name of the device that holds `x`."""
    return "cpu"


def to_device(x: Any, name: str, *, stream: Any = None) -> Any:
    """`x` on another device (itself if it is there)."""
    if name != "cpu":
        raise ValueError(f"device={name!r}: the backend numpy has 'cpu' only.")
    if stream is not None:
        raise ValueError("the backend numpy has no streams.")
    return x


def to_dlpack(x: Any, **options: Any) -> Any:
    """A DLPack capsule of `x`."""
    if not x.flags.writeable and options.get("max_version") is None:
        x = x.copy()  # only newer capsules can say that the memory is not to be written
    return x.__dlpack__(**options)


def dlpack_device(x: Any) -> tuple[Any, int]:
    """DLPack's type and number of the device of `x`."""
    return x.__dlpack_device__()


def from_dlpack(x: Any, *, device: str | None = None, copy: bool | None = None) -> Any:
    """An array on the memory of `x`, or with its elements."""
    return np.from_dlpack(x, device=device, copy=copy)


def shares(x: np.ndarray, y: np.ndarray) -> bool:
    """Whether two arrays have memory in common."""
    return np.shares_memory(x, y)


def assigned(x: np.ndarray, key: tuple, value: Any, alone: bool) -> np.ndarray:
    """`x` after `x[key] = value`: itself if nobody else holds it (`alone`), else a copy."""
    if not (alone and x.flags.owndata and x.flags.writeable):
        x = x.copy()
    x[key] = value
    return x
