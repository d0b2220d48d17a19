"""Devices, and arrays shared with other libraries by DLPack."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

_OLDEST = (0, 5)  # version of DLPack, jax 0.10
DEFAULT_DTYPES = {"real floating": "float32", "complex floating": "complex64"}


def _name(found: jax.Device) -> str:
    return found.platform if found.platform == "cpu" else f"{found.platform}:{found.id}"


def devices() -> list[str]:
    """The names of all devices, the default one first."""
    return list(dict.fromkeys(map(_name, jax.devices())))


def device(x: Any) -> str:
    """The name of the device that holds `x`."""
    if isinstance(x, jax.core.Tracer):
        return devices()[0]
    return _name(next(iter(x.devices())))


def to_device(x: Any, name: str, *, stream: Any = None) -> Any:
    """`x` on another device (itself if it is there)."""
    if stream is not None:
        raise ValueError("the backend jax takes no stream.")
    from ivy.backends import jax as backend

    backend.check_device(name)
    return x if device(x) == name else jax.device_put(x, backend._device(name))


def to_dlpack(x: Any, **options: Any) -> Any:
    """A DLPack capsule of `x`."""
    if (options.get("max_version") or _OLDEST) < _OLDEST:
        options["max_version"] = None  # the consumer is to look which version it got
    return x.__dlpack__(**options)


def dlpack_device(x: Any) -> tuple[Any, int]:
    """DLPack's type and number of the device of `x`."""
    return x.__dlpack_device__()


def from_dlpack(x: Any, *, device: str | None = None, copy: bool | None = None) -> Any:
    """An array on the memory of `x`, or with its elements.

    Raises
    ------
    BufferError
        A copy is needed, and forbidden: JAX shares memory only that is aligned to 64 bytes.
    """
    try:
        out = jnp.from_dlpack(x, copy=copy)
    except ValueError as error:
        if copy is not False:
            raise
        raise BufferError(f"JAX does not share this memory: {error}") from error
    return out if device is None else to_device(out, device)


def assigned(x: Any, key: tuple, value: Any, alone: bool) -> Any:
    """`x` after `x[key] = value`."""
    from ivy.backends.jax import _compat

    with _compat.x64():
        return x.at[key].set(value)
