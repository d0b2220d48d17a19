"""Devices, and arrays shared with other libraries by DLPack."""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf

DEFAULT_DTYPES = {"real floating": "float32", "complex floating": "complex64"}
_CPU = (1, 0)  # DLPack's type and number


def devices() -> list[str]:
    """The names of all devices: the CPU, which is supported."""
    return ["cpu"]


def device(x: Any) -> str:
    """The name of the device that holds `x`."""
    return "cpu"


def to_device(x: Any, name: str, *, stream: Any = None) -> Any:
    """`x` on another device (itself if it is there)."""
    if stream is not None:
        raise ValueError("the backend tensorflow takes no stream.")
    from ivy.backends import tensorflow as backend

    backend.check_device(name)
    return x


def to_dlpack(
    x: Any,
    *,
    stream: Any = None,
    max_version: tuple[int, int] | None = None,
    dl_device: tuple[Any, int] | None = None,
    copy: bool | None = None,
) -> Any:
    """A DLPack capsule of `x`, of the version before 1.0, which every consumer takes.

    Raises
    ------
    BufferError
        Another device than the CPU is asked for.
    """
    if dl_device is not None and tuple(map(int, dl_device)) != _CPU:
        raise BufferError(f"an array on the CPU is not on the device {dl_device}.")
    if copy:
        x = tf.constant(np.array(x.numpy()))
    return tf.experimental.dlpack.to_dlpack(x)


def dlpack_device(x: Any) -> tuple[Any, int]:
    """DLPack's type and number of the device of `x`."""
    return _CPU


def from_dlpack(x: Any, *, device: str | None = None, copy: bool | None = None) -> Any:
    """A tensor on the memory of `x`, or with its elements.

    Raises
    ------
    BufferError
        A copy is needed, and forbidden: TensorFlow takes arrays without gaps in row-major order only.
    """
    from ivy.backends import tensorflow as backend

    backend.check_device(device or "cpu")
    if not copy:
        try:
            return tf.experimental.dlpack.from_dlpack(x.__dlpack__())
        except (tf.errors.OpError, BufferError) as error:
            if copy is not None:
                raise BufferError(f"TensorFlow cannot share this memory: {error}") from error
    return backend.from_numpy(np.from_dlpack(x))
