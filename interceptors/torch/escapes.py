"""Calls that hand a tensor's memory, or the tensor itself, to code that knows nothing of targets.

They run natively: what the block changed is first written to native memory, and what they change is
read again afterwards. Keys are PyTorch's own function objects.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch

from interceptors.torch import _compat, rewritten
from interceptors.torch.explain import NotOurs
from interceptors.torch.tensor import RedirectedTensor, alias

if TYPE_CHECKING:
    from interceptors._base import Session
    from interceptors.torch.engine import Engine

Escape = Callable[["Engine", Any, "Session", tuple, dict[str, Any]], Any]


def _on_native_memory(
    engine: Engine, func: Any, session: Session, args: tuple, kwargs: dict
) -> Any:
    """Runs a method of a native tensor after its memory was brought up to date."""
    tensor = args[0]
    if isinstance(tensor, torch.Tensor) and not isinstance(tensor, RedirectedTensor):
        if _plain(tensor):
            with contextlib.suppress(NotOurs):
                engine.locate(tensor)[0].release()
        with _compat.without_modes():
            return func(*args, **kwargs)
    return func(*args, **kwargs)


def _plain(tensor: torch.Tensor) -> bool:
    return tensor.device.type == "cpu" and tensor.layout is torch.strided


def _set_data(engine: Engine, func: Any, session: Session, args: tuple, kwargs: dict) -> Any:
    """`tensor.data = value`: the tensor takes over the other one's memory."""
    tensor, value = args
    engine.forget(tensor)
    if isinstance(tensor, RedirectedTensor):
        if not isinstance(value, RedirectedTensor):
            value = engine.wrap_array(engine.array(value))
        with _compat.quiet():
            func(tensor, value.detach() if value.requires_grad else value)
        tensor._store, tensor._view = value._store, value._view
        return None
    with _compat.quiet():
        return func(tensor, alias(value) if isinstance(value, RedirectedTensor) else value)


def _compatible(engine: Engine, func: Any, session: Session, args: tuple, kwargs: dict) -> bool:
    """Whether `a.data = b` can be: here also between a native and a redirected tensor."""
    a, b = args
    return a.layout is b.layout and a.device == b.device


def _is_set_to(engine: Engine, func: Any, session: Session, args: tuple, kwargs: dict) -> bool:
    """Whether two tensors show the same elements in the same way."""
    a, b = args
    (store, _), (other, _) = engine.locate(a), engine.locate(b)
    same = a.shape == b.shape and a.stride() == b.stride()
    return store is other and same and a.storage_offset() == b.storage_offset()


def _on_aliases(engine: Engine, func: Any, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs a method natively, also on a redirected tensor, whose elements move to native memory."""
    tensor, rest = args[0], args[1:]
    if isinstance(tensor, RedirectedTensor):
        tensor = alias(tensor)
    return _on_native_memory(engine, func, session, (tensor, *rest), kwargs)


def _gradients(engine: Engine, func: Any, session: Session, args: tuple, kwargs: dict) -> Any:
    """`torch.autograd.grad`: gradients that are zero everywhere are markers of PyTorch's C++ code."""

    def redirected(gradient: Any) -> Any:
        plain = isinstance(gradient, torch.Tensor) and not isinstance(gradient, RedirectedTensor)
        if plain and gradient._is_zerotensor() and not gradient.requires_grad:
            return engine.wrap_array(engine.array(gradient))
        return gradient

    return tuple(map(redirected, func(*args, **kwargs)))


def _rewritten(function: Callable) -> Escape:
    def escape(engine: Engine, func: Any, session: Session, args: tuple, kwargs: dict) -> Any:
        return function(*args, **kwargs)

    return escape


def untouched(func: Any) -> Escape:
    """The call as it is, past the operator mode: for functions that have to do with no tensors."""

    def escape(engine: Engine, _: Any, session: Session, args: tuple, kwargs: dict) -> Any:
        with _compat.DisableTorchDispatch():
            return func(*args, **kwargs)

    return escape


ESCAPES: dict[Any, Escape] = {
    torch.Tensor.data.__set__: _set_data,
    torch.autograd.grad: _gradients,
    torch._has_compatible_shallow_copy_type: _compatible,
    torch.Tensor.is_set_to: _is_set_to,
    **dict.fromkeys(
        (
            torch.Tensor.__array__,
            torch.Tensor.__deepcopy__,
            torch.Tensor.__dlpack__,
            torch.Tensor.__reduce_ex__,
            torch.Tensor.__repr__,
            torch.Tensor.data_ptr,
            torch.Tensor.numpy,
            torch.Tensor.share_memory_,
            torch.Tensor.storage,
            torch.Tensor.tolist,
            torch.Tensor.untyped_storage,
            torch.nn.Parameter.__deepcopy__,
            torch.nn.Parameter.__reduce_ex__,
            torch.nn.Parameter.__repr__,
        ),
        _on_native_memory,
    ),
    torch.Tensor.pin_memory: _on_aliases,
    torch.Tensor.is_pinned: _on_aliases,
    **{func: _rewritten(function) for func, function in rewritten.CALLS.items()},
}
