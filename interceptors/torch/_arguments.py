"""How arguments of PyTorch calls become arguments of frontend functions, by type.

The one table of this source. A type that is not in it is an error: nothing slips through unread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from interceptors.torch.native import dtype_of
from ivy._core import errors


def _same(value: Any) -> Any:
    return value


_MEMORY_FORMATS = {
    torch.contiguous_format: "contiguous_format",
    torch.preserve_format: "preserve_format",
    torch.channels_last: "channels_last",
    torch.channels_last_3d: "channels_last_3d",
}

TABLE: dict[type, Callable[[Any], Any]] = {
    bool: _same,
    int: _same,
    float: _same,
    complex: _same,
    str: _same,
    type(None): _same,
    type(Ellipsis): _same,
    slice: _same,
    torch.Size: tuple,
    torch.dtype: dtype_of,
    torch.device: str,
    torch.layout: str,
    torch.memory_format: _MEMORY_FORMATS.__getitem__,
}


def translate(value: Any) -> Any:
    """A value that holds no tensor, as frontends take it.

    Raises
    ------
    ConversionError
        Frontends have no counterpart of this type.
    """
    convert = TABLE.get(type(value))
    if convert is not None:
        return convert(value)
    if isinstance(value, (list, tuple)):
        return type(value)(map(translate, value))
    for kind in (bool, int, float):
        if isinstance(value, kind):
            return kind(value)
    if isinstance(value, type) and issubclass(value, (bool, int, float, complex)):
        return value
    raise errors.ConversionError(
        f"an argument of type {type(value).__module__}.{type(value).__qualname__} has no "
        f"counterpart in ivy.frontends.torch"
    )
