"""Sizes, strides, offsets and errors, worked out by PyTorch itself on tensors without data.

The "meta" device runs every operator's shape logic and nothing else. So the geometry of a view, the
strides of a result and the very exception for bad input come from PyTorch, not from a copy of its
rules. Views are cached; errors are looked up only after something went wrong.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

import torch

from interceptors.shared import trees
from interceptors.shared.caches import BoundedCache
from interceptors.torch import _compat
from interceptors.torch.tensors import layout

_views: dict[tuple, Any] = BoundedCache(100_000)
_strides: dict[tuple, Any] = BoundedCache(100_000)
_ABOUT_META = re.compile(r"\bmeta\b")


def meta_like(tensor: torch.Tensor, room: int = 0) -> torch.Tensor:
    """A tensor without data that has the geometry of `tensor`, in a storage of `room` elements."""
    geometry = layout.geometry_of(tensor)
    storage = torch.empty(max(extent(*geometry), room), dtype=tensor.dtype, device="meta")
    return _compat.set_lazy_bits(storage.as_strided(*geometry), *lazy_bits(tensor))


def lazy_bits(tensor: torch.Tensor) -> tuple[bool, bool]:
    """Whether a tensor is a conjugate, or a negative, of what is in its memory."""
    return tensor.is_conj(), tensor.is_neg()


def view(func: Any, tensor: torch.Tensor, room: int, args: tuple, kwargs: dict[str, Any]) -> Any:
    """What the view operator `func` makes of `tensor`: `(size, stride, offset, dtype)`, or a list.

    Raises
    ------
    Exception
        Whatever PyTorch raises for these arguments.
    """
    key = (
        func,
        layout.geometry_of(tensor),
        tensor.dtype,
        lazy_bits(tensor),
        room,
        geometry_key(args),
        geometry_key(tuple(kwargs.items())) if kwargs else None,
    )
    found = _views.get(key)
    if found is None:
        with _compat.quiet(), own_errors():
            out = func(meta_like(tensor, room), *args, **kwargs)
        if isinstance(out, torch.Tensor):
            found = _describe(out)
        else:
            found = [_describe(o) for o in out]
        _views[key] = found
    return found


def outgrows(func: Any, tensor: torch.Tensor, room: int, args: tuple) -> bool:
    """Whether `func` gives a tensor a geometry that needs more than `room` elements."""
    try:
        with _compat.quiet():
            out = func(meta_like(tensor, room), *args)
    except Exception:  # the call itself will raise
        return False
    return extent(*layout.geometry_of(out)) > room


@contextlib.contextmanager
def own_errors() -> Iterator[None]:
    """Shape logic that PyTorch has written in Python asserts where its kernels raise."""
    try:
        yield
    except AssertionError as error:
        raise RuntimeError(str(error)) from None


def _describe(t: torch.Tensor) -> tuple:
    size, stride, offset = layout.geometry_of(t)
    needed = t.element_size() * extent(size, stride, offset)
    room = t.untyped_storage().nbytes()
    if needed > room:
        raise RuntimeError(
            f"setStorage: sizes {list(size)}, strides {list(stride)}, storage offset {offset}, and "
            f"itemsize {t.element_size()} requiring a storage size of {needed} are out of bounds "
            f"for storage of size {room}"
        )
    return size, stride, offset, t.dtype


def extent(size: tuple, stride: tuple, offset: int) -> int:
    """How many elements a storage needs for this geometry."""
    if 0 in size:
        return 0
    return offset + 1 + sum((n - 1) * s for n, s in zip(size, stride, strict=True))


def output_strides(
    func: Any, args: tuple, kwargs: dict[str, Any], shapes: list[tuple]
) -> Sequence[tuple | None]:
    """For results of these shapes the strides that PyTorch would choose; None where it is open."""
    key = (func, geometry_key(args), geometry_key(tuple(kwargs.items())), *shapes)
    found = _strides.get(key)
    if found is None:
        own = _compat.own_layout(func)
        if own is None:
            found = _output_strides(func, args, kwargs)
        else:
            with _compat.quiet():
                found = own(shapes, *to_meta(args), **to_meta(kwargs))
        _strides[key] = found
    return found


def _output_strides(func: Any, args: tuple, kwargs: dict[str, Any]) -> list[tuple | None]:
    outs = results(func, args, kwargs)
    if outs is None:  # row-major it is
        return []
    if len(outs) == 1 and _keeps_layout(func):
        inputs = [
            (tuple(a.shape), a.stride()) if isinstance(a, torch.Tensor) else ((), ())
            for a, declared in zip(args, _compat.schema(func).arguments, strict=False)
            if str(declared.type) == "Tensor"
        ]
        return [layout.elementwise(tuple(outs[0].shape), inputs)]
    return [o.stride() if isinstance(o, torch.Tensor) else None for o in outs]


def results(func: Any, args: tuple, kwargs: dict[str, Any]) -> list | None:
    """The results of a call without their values; None if these decide about shapes, say."""
    try:
        with _compat.quiet():
            out = func(*to_meta(args), **to_meta(kwargs))
    except Exception:
        return None
    return [out] if isinstance(out, torch.Tensor) else list(out)


def _keeps_layout(func: Any) -> bool:
    """Whether the op is a TensorIterator kernel without a memory_format argument."""
    names = {a.name for a in _compat.schema(func).arguments}
    return _compat.POINTWISE in func.tags and "memory_format" not in names


def output_dtypes(func: Any, args: tuple, kwargs: dict[str, Any]) -> list[torch.dtype] | None:
    """The dtypes of the results of a call; None if only its values tell."""
    outs = results(func, args, kwargs)
    return None if outs is None else [o.dtype for o in outs]


def geometry_key(value: Any) -> Any:
    """The shapes, strides and dtypes of tensors, and all else by value, as a key."""
    if isinstance(value, torch.Tensor):
        return (value.shape, value.stride(), value.dtype)
    if isinstance(value, (list, tuple)):
        return tuple(map(geometry_key, value))
    return (type(value), value)


def to_meta(value: Any) -> Any:
    """Arguments with every tensor replaced by one without data."""

    def convert(leaf: Any) -> Any:
        if isinstance(leaf, torch.Tensor):
            return meta_like(leaf)
        return torch.device("meta") if isinstance(leaf, torch.device) else leaf

    return trees.map_leaves(convert, value)


def native_error(func: Any, args: tuple, kwargs: dict[str, Any]) -> Exception | None:
    """The exception that PyTorch raises for a call, or None if the shapes and dtypes please it."""
    try:
        with _compat.quiet(), own_errors():
            func(*to_meta(args), **to_meta(kwargs))
    except (NotImplementedError, RecursionError):  # no meta kernel; a detector below the modes
        return None
    except Exception as error:
        return error if is_refusal(error) else None
    return None


def is_refusal(error: Exception) -> bool:
    """Whether an exception on tensors without data is about the input, and no limit of such tensors."""
    if isinstance(error, ZeroDivisionError):  # a slip of Python code for such tensors
        return False
    text = str(error)
    # the call reads values, or wants its tensors elsewhere; or its arguments, as we give them, fit no
    # overload
    limits = ("Declaration: ", _compat.NO_MEMORY)
    return not _ABOUT_META.search(text) and not any(limit in text for limit in limits)
