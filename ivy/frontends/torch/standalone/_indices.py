"""`x[...]` and `x[...] = y`: a view by the integers and slices, then gathering by the tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ivy import functional as ivy
from ivy._core import dtypes
from ivy.frontends._aliasing import Aliasing
from ivy.frontends.torch import _dtypes as to
from ivy.frontends.torch import _indexing as indexing
from ivy.frontends.torch.ops.aten import _indexing as aten
from ivy.frontends.torch.standalone._frontend import using
from ivy.frontends.torch.standalone._frontend import write as write_into
from ivy.frontends.torch.standalone._tensor import FRONTEND, Tensor, plain


def _slice(input, index):
    return ivy.slice_(input, index)


_sliced = FRONTEND.wrap_view(_slice, "torch.Tensor.slice")
_gather = FRONTEND.wrap(aten.index, "torch.index")


def read(x: Any, index: Any) -> Any:
    """`x[index]`."""
    part, indices = _basic_part(x, index)
    return part if indices is None else _gather(part, indices)


def write(x: Any, index: Any, value: Any) -> None:
    """`x[index] = value`."""
    part, indices = _basic_part(x, index)
    _assign(part, indices, value)


def _basic_part(x: Any, index: Any) -> tuple[Any, list | None]:
    """View by the integers, slices, None and Ellipsis of an index, and the tensors in the index.

    The tensors are listed by axis of the view, with None for axes without one; the list is None if
    there is no tensor at all.
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
    part = _sliced(x, tuple(basic))
    return part, tensors if any(t is not None for t in tensors) else None


def _as_index(item: Any, x: Any) -> Any:
    if isinstance(item, (bool, np.bool_)):
        return _on_backend(np.asarray(item), x)
    if isinstance(item, (list, tuple, range)):
        return _on_backend(np.asarray(plain(list(item))), x)
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
        return Tensor.of(item)
    if not hasattr(item, "__index__"):
        raise IndexError(f"tensors can't be indexed by {type(item).__name__}")
    return item.__index__()


def _on_backend(values: np.ndarray, x: Any) -> Any:
    if not values.size:
        values = values.astype(np.int64)
    with using(x._backend()):
        return Tensor.of(ivy.constant(values, dtype=values.dtype))


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
            result = indexing.index_put(part._read(), places, value)
        else:
            lead = max(value.ndim - part.ndim, 0)  # leading axes of length 1 do not count
            if all(n == 1 for n in value.shape[:lead]):
                value = ivy.reshape(value, tuple(value.shape[lead:]))
            result = _broadcast(value, part.shape)
        write_into(part, Tensor.of(result))


def _broadcast(value: Any, shape: Sequence[int]) -> Any:
    try:
        return ivy.broadcast_to(value, tuple(shape))
    except Exception as error:
        raise RuntimeError(
            f"The expanded size of the tensor {list(shape)} must match the existing size "
            f"{list(value.shape)}"
        ) from error
