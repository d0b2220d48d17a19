"""Devices, and arrays shared with other libraries by DLPack."""

from __future__ import annotations

from typing import Any

import torch

DEFAULT_DTYPES = {"real floating": "float32", "complex floating": "complex64"}


def _name(found: torch.device) -> str:
    return str(found).replace("cuda", "gpu")


def devices() -> list[str]:
    """The names of all devices, the default one first."""
    return ["cpu", *(f"gpu:{i}" for i in range(torch.cuda.device_count()))]


def device(x: Any) -> str:
    """The name of the device that holds `x`."""
    return _name(x.device)


def to_device(x: Any, name: str, *, stream: Any = None) -> Any:
    """`x` on another device (itself if it is there)."""
    if stream is not None:
        raise ValueError("the backend torch takes no stream.")
    if name not in devices():
        raise ValueError(f"device={name!r}: torch has {', '.join(devices())} here.")
    return x.to(name.replace("gpu", "cuda"))


def to_dlpack(x: Any, **options: Any) -> Any:
    """A DLPack capsule of `x`."""
    return x.detach().__dlpack__(**options)


def dlpack_device(x: Any) -> tuple[Any, int]:
    """DLPack's type and number of the device of `x`."""
    return x.__dlpack_device__()


def from_dlpack(x: Any, *, device: str | None = None, copy: bool | None = None) -> Any:
    """A tensor on the memory of `x`, or with its elements."""
    return torch.from_dlpack(x, device=device and device.replace("gpu", "cuda"), copy=copy)
