"""Where results go: their strides, the tensors they are written into, geometry that changes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch

from interceptors.torch import _compat, geometry
from interceptors.torch.fitting import Into
from interceptors.torch.schema import Operator, operator
from interceptors.torch.store import Store, View, contiguous, view_of
from interceptors.torch.tensor import RedirectedTensor, alias, with_geometry
from ivy._core.backend import CURRENT

if TYPE_CHECKING:
    from interceptors._base import Session
    from interceptors.torch.engine import Engine


def restride(engine: Engine, func: Any, args: tuple, kwargs: dict, out: Any) -> Any:
    """Gives results the strides that PyTorch would give them."""
    strides = geometry.output_strides(func, args, kwargs)
    if not any(strides):
        return out
    if isinstance(out, torch.Tensor):
        return with_strides(engine, out, strides[0])
    padded = [*strides, *[None] * (len(out) - len(strides))]
    return type(out)(
        with_strides(engine, o, s) if isinstance(o, torch.Tensor) else o
        for o, s in zip(out, padded, strict=True)
    )


def with_strides(engine: Engine, tensor: Any, strides: tuple | None) -> Any:
    """The same values, laid out in memory by `strides`."""
    shape = tuple(tensor.shape)
    if strides is None or strides == contiguous(shape):
        return tensor
    if len(strides) != len(shape):  # what a kernel keeps for its backward has another form here
        return tensor
    order = tuple(sorted(range(len(shape)), key=lambda i: -strides[i]))
    dense = contiguous(tuple([shape[i] for i in order]))
    if any(strides[i] != s for i, s in zip(order, dense, strict=True) if shape[i] > 1):
        return tensor  # a part of something larger, or the same element again
    value = engine.array(tensor)
    base = engine.runner.permuted(value, order)
    store = Store(engine.target, base, tensor.dtype, engine.target.shape(base))
    view = View(shape, strides, 0, False)
    view.value, view.version = value, store.version
    return with_geometry(engine.tensor, store, view, tensor.dtype, shape, strides, 0)


def change_geometry(
    engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict
) -> Any:
    """Gives the tensor object itself another geometry, or another tensor's store."""
    tensor, rest = args[0], args[1:]
    engine.forget(tensor)
    if not isinstance(tensor, RedirectedTensor):
        native_rest = [alias(a) if isinstance(a, RedirectedTensor) else a for a in rest]
        _make_room(engine, facts, tensor, rest)
        with _compat.without_modes():
            facts.func(tensor, *native_rest, **kwargs)
        engine.forget(tensor)
        engine.locate(tensor)
        return tensor
    if rest and isinstance(rest[0], torch.UntypedStorage):
        _check_memory(facts, rest[0])
        with _compat.without_modes():  # a tensor over that memory is what the call asks for
            over = facts.func(torch.empty(0, dtype=tensor.dtype), *rest, **kwargs)
        return change_geometry(engine, operator(_compat.TAKE_OVER), session, (tensor, over), {})
    old = store = engine.locate(tensor)[0]
    room = math.prod(store.shape)
    if rest and isinstance(rest[0], torch.Tensor):
        other = engine.locate(rest[0])[0]
        theirs = geometry.meta_like(rest[0], math.prod(other.shape))
        with _compat.quiet():
            out = facts.func(geometry.meta_like(tensor, room), theirs, *rest[1:], **kwargs)
        shape, strides, offset = tuple(out.shape), out.stride(), out.storage_offset()
        if _compat.share_storage(out, theirs):
            store = other
    else:
        shape, strides, offset, _ = geometry.view(facts.func, tensor, room, rest, kwargs)
    store = _grown(engine, store, shape, strides, offset)
    at = view_of(store, shape, strides, offset)
    if store is old:
        _compat.set_geometry(tensor, shape, strides, offset)
    else:
        dtype = store.dtype
        _compat.become(
            tensor, with_geometry(engine.tensor, store, at, dtype, shape, strides, offset)
        )
    tensor._store, tensor._view = store, at
    return tensor


def _make_room(engine: Engine, facts: Operator, tensor: torch.Tensor, rest: tuple) -> None:
    """Gives a native tensor memory of its own if it is to grow, and a target looks at what it has.

    PyTorch can't make such memory larger, and would leave the tensor broken.

    Raises
    ------
    RuntimeError
        Others look at the same memory, so that it can't be replaced.
    """
    storage = _compat.storage_of(tensor)
    if storage.resizable() or any(isinstance(a, torch.Tensor) for a in rest):
        return
    room = storage.nbytes() // tensor.element_size()
    if not geometry.outgrows(facts.func, tensor, room, rest):
        return
    engine.locate(tensor)[0].release()
    engine.forget(tensor)
    if _compat.storage_users(storage) > _compat.USERS_OF_LONE_STORAGE:
        raise RuntimeError("Trying to resize storage that is not resizable")
    with _compat.quiet():
        size, stride, offset = tuple(tensor.shape), tensor.stride(), tensor.storage_offset()
        tensor.set_(storage.clone(), offset, size, stride)


def _check_memory(facts: Operator, storage: Any) -> None:
    """Refuses the storage that C++ code takes from a redirected tensor itself: it is empty."""
    try:
        storage.data_ptr()
    except RuntimeError:
        raise RuntimeError(
            f"{facts.name} with a part of another tensor: pass tensor.untyped_storage() instead."
        ) from None


def _grown(engine: Engine, store: Store, shape: tuple, strides: tuple, offset: int) -> Store:
    """A store with room for a geometry (resize_): the old one if it is large enough."""
    if 0 in shape:
        return store
    needed = offset + 1 + sum((n - 1) * s for n, s in zip(shape, strides, strict=True))
    room = math.prod(store.shape)
    if needed <= room:
        return store
    token = CURRENT.set(engine.target)
    try:
        with engine.target.scope():
            flat = engine.target.reshape(store.current(), (room,))
            base = engine.target.pad(flat, [(0, needed - room)], 0)
    finally:
        CURRENT.reset(token)
    return Store(engine.target, base, store.dtype, (needed,))


def assign(engine: Engine, session: Session, out: Any, value: Any, *, resize: bool) -> None:
    """Writes the value of one tensor into another, which takes its shape if `resize`."""
    if resize and out.shape != value.shape:
        strides = contiguous(tuple(value.shape))
        change_geometry(
            engine, operator(_compat.aten.resize_.default), session, (out, value.shape), {}
        )
        assert out.stride() == strides
    store, at = engine.locate(out)
    store.write(engine.runner.run(session, _identity, (value,), {}, Into(store, at, True)))


def by_result(func: Callable, call: Callable | None, one_dtype: bool) -> Callable:
    """`call` of a public function (None: the function itself), with `out=` written from its result."""

    def run(session: Session, args: tuple, kwargs: dict[str, Any]) -> Any:
        out = kwargs.get("out")
        if out is None:
            return call(session, args, kwargs) if call else func(*args, **kwargs)
        result = func(*args, **{k: v for k, v in kwargs.items() if k != "out"})
        grad = torch.is_grad_enabled() and (result.requires_grad or out.requires_grad)
        fits = torch.can_cast(result.dtype, out.dtype)
        if grad or not fits or (one_dtype and result.dtype != out.dtype):
            return func(*args, **kwargs)  # which PyTorch refuses
        if out.shape != result.shape:
            out.resize_(result.shape)
        return out.copy_(result)

    return run


def _identity(x: Any) -> Any:
    return x
