"""Conventions of the public API over raw ops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy.frontends import _publish
from ivy.frontends.tensorflow import _convert as to
from ivy.frontends.tensorflow._schema import public

__all__ = [
    "aliases",
    "axes_of",
    "compatible",
    "dtype_of",
    "file",
    "like",
    "matching",
    "public",
    "publish",
]


def publish(module_name: str, native: str, helpers: Any = ()) -> None:
    """Files the public functions of a module: interceptors need raw ops only."""
    _publish.publish(module_name, native, helpers, _publish.STANDALONE)


def file(native: str, function: Callable) -> None:
    """Files one function whose native name is taken in Python."""
    function.__name__ = function.__qualname__ = native.rpartition(".")[2]
    _publish.STANDALONE[native] = function


def aliases(names: dict[str, str]) -> None:
    """Files functions under second native names."""
    for name, native in names.items():
        _publish.STANDALONE[name] = _publish.STANDALONE[native]


def dtype_of(value: Any) -> Any:
    """The dtype of what `to.tensor` makes of a value."""
    return ivy.dtype(to.tensor(value))


def matching(x: Any, y: Any) -> tuple[Any, Any]:
    """`x` as a tensor, and `y` in its dtype if it is no tensor."""
    x = to.tensor(x, to.dtype_of(y) if to.is_array(y) else None)
    dtype = ivy.dtype(x)
    if not to.is_array(y):
        try:
            return x, to.tensor(y, dtype)
        except TypeError:
            return x, to.tensor(y)
    return x, to.tensor(y)


def like(x: Any, value: Any) -> Any:
    """A number as a 0-d tensor of the dtype of `x`."""
    return ivy.full((), value, dtype=ivy.dtype(x))


def axes_of(x: Any, axis: Any) -> Any:
    """The axes of a reduction: None means all."""
    return np.arange(x.ndim, dtype=np.int32) if axis is None else axis


def compatible(one: Any, other: Any) -> None:
    """Raises ValueError, as TensorFlow does, unless two tensors have one shape."""
    if tuple(one.shape) != tuple(other.shape):
        raise ValueError(f"Shapes {tuple(one.shape)} and {tuple(other.shape)} are incompatible")
