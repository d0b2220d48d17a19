"""`x[...]` and `x[...] = y`: views by integers and slices, then positions by tensors."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends import _publish
from ivy.frontends._aliasing import Aliasing
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch._frontend import using
from ivy.frontends.torch._frontend import write as write_into


def _tensor() -> ModuleType:
    from ivy.frontends.torch import _tensor  # which imports this file

    return _tensor


@functools.cache
def _sliced() -> Callable:
    def slice_(input, index):
        return ivy.slice_(input, index)

    return _tensor().FRONTEND.wrap_view(slice_, "torch.Tensor.slice")


@functools.cache
def _gather() -> Callable:
    return _tensor().FRONTEND.wrap(_publish.NATIVE["torch.ops.aten.index"], "torch.index")


def read(x: Any, index: Any) -> Any:
    """`x[index]`."""
    part, indices = _basic_part(x, index)
    return part if indices is None else _gather()(part, indices)


def write(x: Any, index: Any, value: Any) -> None:
    """`x[index] = value`."""
    part, indices = _basic_part(x, index)
    _assign(part, indices, value)


def _basic_part(x: Any, index: Any) -> tuple[Any, list | None]:
    """The view by the integers, slices, None and Ellipsis of an index, and the tensors in it.

    The tensors stand at their axes of the view, None at axes that none indexes; no list if there is
    no tensor at all.
    """
    items = index if isinstance(index, tuple) else (index,)
    items = [_as_index(i, x) for i in items]
    items = _without_ellipsis(items, x.ndim)
    basic, tensors, axis = [], [], 0
    for item in items:
        if isinstance(item, Aliasing):
            taken = item.ndim if item.dtype in (dtypes.bool_, dtypes.uint8) else 1
            basic.extend([slice(None)] * taken if taken else [None])
            tensors.append(item if taken else item.reshape(1))
            axis += taken
            continue
        if item is None or isinstance(item, slice):
            tensors.append(None)
        _check_basic(item, x.shape, axis)
        basic.append(item)
        axis += item is not None
    part = _sliced()(x, tuple(basic))
    return part, tensors if any(t is not None for t in tensors) else None


def _as_index(item: Any, x: Any) -> Any:
    if isinstance(item, (bool, np.bool_)):
        return _on_backend(np.asarray(item), x)
    if isinstance(item, (list, tuple, range)):
        return _on_backend(np.asarray(_tensor().plain(list(item))), x)
    if isinstance(item, np.ndarray):
        return _on_backend(item, x)
    if isinstance(item, slice):
        return slice(
            *(None if i is None else i.__index__() for i in (item.start, item.stop, item.step))
        )
    if isinstance(item, Aliasing):
        if item.dtype.kind == "f":
            raise IndexError("tensors used as indices must be long, int, byte or bool tensors")
        scalar = item.ndim == 0 and item.dtype not in (dtypes.bool_, dtypes.uint8)
        return int(item.item()) if scalar else item
    if item is None or item is Ellipsis:
        return item
    if hasattr(item, "shape"):
        return _tensor().Tensor.of(item)
    if not hasattr(item, "__index__"):
        raise IndexError(f"tensors can't be indexed by {type(item).__name__}")
    return item.__index__()


def _on_backend(values: np.ndarray, x: Any) -> Any:
    if not values.size:
        values = values.astype(np.int64)
    with using(x._backend()):
        return _tensor().Tensor.of(ivy.constant(values, dtype=values.dtype))


def _without_ellipsis(items: list, ndim: int) -> list:
    masks = (dtypes.bool_, dtypes.uint8)
    taken = sum(
        (i.ndim if i.dtype in masks else 1)
        if isinstance(i, Aliasing)
        else i not in (None, Ellipsis)
        if not isinstance(i, slice)
        else 1
        for i in items
    )
    if taken > ndim:
        raise IndexError(f"too many indices for tensor of dimension {ndim}")
    places = [i for i, item in enumerate(items) if item is Ellipsis]
    if not places:
        return items
    at = places[0]
    return items[:at] + [slice(None)] * (ndim - taken) + items[at + 1 :]


def _check_basic(item: Any, shape: Sequence[int], axis: int) -> None:
    if isinstance(item, slice):
        if item.step is not None and item.step <= 0:
            raise ValueError("step must be greater than zero")
    elif item is not None and not -shape[axis] <= item < shape[axis]:
        raise IndexError(
            f"index {item} is out of bounds for dimension {axis} with size {shape[axis]}"
        )


def _assign(part: Any, indices: list | None, value: Any) -> None:
    backend = part._backend()
    with using(backend):
        if isinstance(value, Aliasing):
            value = value._read()
        elif isinstance(value, np.ndarray) and backend.name != "numpy":
            value = backend.from_numpy(value)
        value = to.cast(value, part.dtype)
        if indices is not None:
            places = [None if i is None else i._read() for i in indices]
            result = _publish.NATIVE["torch.index_put"](part._read(), places, value)
        else:
            lead = max(value.ndim - part.ndim, 0)  # leading axes of length 1 do not count
            if all(n == 1 for n in value.shape[:lead]):
                value = ivy.reshape(value, tuple(value.shape[lead:]))
            result = _broadcast(value, part.shape)
        write_into(part, _tensor().Tensor.of(result))


def _broadcast(value: Any, shape: Sequence[int]) -> Any:
    try:
        return ivy.broadcast_to(value, tuple(shape))
    except Exception as error:
        raise RuntimeError(
            f"The expanded size of the tensor {list(shape)} must match the existing size "
            f"{list(value.shape)}"
        ) from error
