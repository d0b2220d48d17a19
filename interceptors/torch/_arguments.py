"""Arguments of PyTorch calls as frontends take them: the table of this source."""

from __future__ import annotations

import torch

from interceptors.shared.arguments import Translator, same
from interceptors.torch.tensors.conversion import dtype_of
from ivy._core import errors

MEMORY_FORMATS = {
    torch.contiguous_format: "contiguous_format",
    torch.preserve_format: "preserve_format",
    torch.channels_last: "channels_last",
    torch.channels_last_3d: "channels_last_3d",
}


def _number_class(value: type) -> type:
    """`bool`, `int`, `float` and `complex` stand for dtypes."""
    if issubclass(value, (bool, int, float, complex)):
        return value
    raise errors.ConversionError(f"the class {value.__qualname__} is no dtype")


translate = Translator(
    "torch",
    {
        type(Ellipsis): same,
        slice: same,
        type: _number_class,
        torch.Size: tuple,
        torch.dtype: dtype_of,
        torch.device: str,
        torch.layout: str,
        torch.memory_format: MEMORY_FORMATS.__getitem__,
    },
    [(bool, bool), (int, int), (float, float)],
)
