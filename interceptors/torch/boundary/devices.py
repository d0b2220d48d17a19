"""Code written for an accelerator, where a block names the target's device: `run_on(..., device=...)`.

There `x.to('cuda')`, `model.cuda()` and `torch.ones(2, device='cuda:0')` mean the device of the
target, which holds all elements of redirected tensors. The tensors still say `cpu`: PyTorch's C++
code ends the process when autograd meets a device that was not compiled in, and
`torch.cuda.is_available()` tells the truth, as libraries go on to call CUDA.

What is a copy natively is a copy. So each storage that the program has put on an accelerator is noted,
and each that was computed from one. In blocks without `device=` nothing of this is active,
and PyTorch raises its own errors.
"""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import torch

from interceptors.session import CURRENT
from interceptors.shared import trees
from interceptors.shared.errors import NotRedirectable
from interceptors.shared.storage import Storage
from interceptors.torch import _compat
from interceptors.torch.engine import Engine
from ivy._core.errors import IvyError

_CPU = torch.device("cpu")
_HERE = ("cpu", "meta")
_PLACED: weakref.WeakSet[Storage] = weakref.WeakSet()
_TO, _TO_HOST, _PIN = torch.Tensor.to, torch.Tensor.cpu, torch.Tensor.pin_memory
_TO_ACCELERATOR = tuple(
    getattr(torch.Tensor, name) for name in ("cuda", "xpu") if hasattr(torch.Tensor, name)
)


class Following:
    """Part of a mode: what is computed from tensors on an accelerator is there, too."""

    engine: Engine

    def _follow(self, out: Any, args: Any, kwargs: Any) -> Any:
        if _any_placed(self.engine, args) or (kwargs and _any_placed(self.engine, kwargs.values())):
            _place(self.engine, out)
        return out


class FollowsOperators(Following):
    """Part of a dispatch mode."""

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        return self._follow(super().__torch_dispatch__(func, types, args, kwargs), args, kwargs)  # type: ignore[misc]


class TranslatesPlaces(Following):
    """Part of a function mode: places that a program names are the target's."""

    def __torch_function__(
        self, func: Any, types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        kwargs = kwargs or {}
        if func is _TO or func is _TO_HOST or func is _PIN or func in _TO_ACCELERATOR:
            return self._move(func, types, args, kwargs)
        place = kwargs.get("device")
        pinned = kwargs.get(_compat.PINNED)
        if place is None and not pinned:
            out = super().__torch_function__(func, types, args, kwargs)  # type: ignore[misc]
            return self._follow(out, args, kwargs)
        kwargs = {k: v for k, v in kwargs.items() if k not in ("device", _compat.PINNED)}
        far = is_accelerator(place)
        if place is not None:
            kwargs["device"] = _CPU if far else place
        out = super().__torch_function__(func, types, args, kwargs)  # type: ignore[misc]
        if far:
            _place(self.engine, out)
        return out

    def _move(self, func: Any, types: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
        tensor, far, options = args[0], *_destination(func, args[1:], kwargs)
        there = _any_placed(self.engine, args[:1])
        if far is None:  # a dtype alone, or another tensor, where this one is to go
            far = _any_placed(self.engine, args[1:]) or there
        if func is _PIN or far is not there:
            options["copy"] = True
        out = super().__torch_function__(_TO, types, (tensor, *options.pop("row")), options)  # type: ignore[misc]
        if far:
            _place(self.engine, out)
        return out


def is_accelerator(place: Any) -> bool:
    """Whether a device, or the name or number of one, is neither the CPU nor without data."""
    if place is None or isinstance(place, bool):
        return False
    return isinstance(place, int) or torch.device(place).type not in _HERE


def _destination(func: Any, row: tuple, kwargs: dict[str, Any]) -> tuple[bool | None, dict]:
    """Whether a call moves to an accelerator (None: it names no place), and how to call `to`."""
    options = {k: v for k, v in kwargs.items() if k in ("dtype", "memory_format", "copy")}
    if func is not _TO:
        return (func in _TO_ACCELERATOR if func is not _PIN else None), {**options, "row": ()}
    place = kwargs.get("device")
    if place is None and row and isinstance(row[0], (int, str, torch.device)):
        place, row = row[0], row[1:]
    if row and isinstance(row[0], torch.Tensor):
        return None, {**options, "row": row}
    rest = [v for v in row if isinstance(v, torch.dtype)]
    switches = [v for v in row if isinstance(v, bool)]  # non_blocking, copy
    if switches[1:]:
        options["copy"] = switches[1]
    far = None if place is None else is_accelerator(place)
    elsewhere = [] if far or place is None else [place]
    return far, {**options, "row": (*elsewhere, *rest)}


def _placeable(engine: Engine, values: Any) -> Iterator[Storage]:
    """The storages of tensors among arguments or results."""
    for tensor in trees.instances(torch.Tensor, list(values)):
        with contextlib.suppress(NotRedirectable, IvyError, TypeError):
            if not _compat.is_functorch_wrapped(tensor):
                yield engine.locate(tensor)[0]


def _any_placed(engine: Engine, values: Any) -> bool:
    return any(storage in _PLACED for storage in _placeable(engine, values))


def _place(engine: Engine, value: Any) -> None:
    _PLACED.update(_placeable(engine, [value]))


# -- what no mode sees


def _is_on() -> bool:
    session = CURRENT.get()
    return session is not None and session.device is not None and "torch" in session.sources


def _translated(place: Any) -> Any:
    return "cpu" if _is_on() and is_accelerator(place) else place


def _default_device(wrapped: Callable, context: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """`set_default_device('cuda')` and `with torch.device('cuda')`: below every mode of ours."""
    if not _is_on() or not is_accelerator(context.device):
        return wrapped(*args, **kwargs)
    return _without_context(*args, **kwargs)


def _without_context(func: Any, types: Any, args: tuple = (), kwargs: Any = None) -> Any:
    return func(*args, **(kwargs or {}))


def _restore(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """`torch.load`: where a file, or `map_location`, says that a storage shall lie."""
    storage, place = args
    return wrapped(storage, _translated(place), **kwargs)


def _generator(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """`torch.Generator('cuda')`: all numbers are drawn by the generator of the CPU."""
    return wrapped(*map(_translated, args), **{k: _translated(v) for k, v in kwargs.items()})


def _module_to(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """`module.to(0)`, which PyTorch's parser takes for a device that it looks for."""
    if _is_on() and args and type(args[0]) is int:
        args = (f"cuda:{args[0]}", *args[1:])
    return wrapped(*args, **kwargs)


METHODS: tuple[tuple[Any, str, Callable], ...] = (
    (_compat.DEFAULT_DEVICE, "__torch_function__", _default_device),
    (torch.serialization, "default_restore_location", _restore),
    (torch, "Generator", _generator),
    (torch.nn.Module, "to", _module_to),
)
