"""Tensors of users' own classes.

Subclasses that override only `__torch_function__` (or nothing) are backed by redirected storage:
their redirected tensors are instances of a class made here, which is both. A class with a
`__torch_dispatch__` of its own handles operators itself, above the target: PyTorch asks it after
us.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

import torch

from interceptors.session import CURRENT
from interceptors.shared import trees
from interceptors.torch import _compat
from interceptors.torch.tensors.sparse_tensor import SparseTensor
from interceptors.torch.tensors.tensor import HANDLER, RedirectedTensor


@functools.cache
def redirected_class(cls: type, redirected: type) -> type:
    """The class of redirected tensors that are instances of `cls`, too."""
    if issubclass(cls, RedirectedTensor) or cls is torch.Tensor:
        return redirected if cls is torch.Tensor else cls
    names = {"__slots__": (), "__module__": cls.__module__}
    metaclass: Any = type(cls)
    made = metaclass(cls.__name__, (cls, redirected), names)
    # afterwards, as PyTorch switches it off in classes with a `__torch_dispatch__`
    override = cls.__torch_function__ if _compat.overrides(cls) else None
    handler = _compat.disabled_torch_function if override is None else _naming_users(override)
    setattr(made, "__torch_function__", handler)  # noqa: B010
    return made


def _naming_users(override: Callable) -> staticmethod:
    """A handler of public functions that is given users' classes, not those made here.

    After the block results are native: they become instances of the user's class.
    """

    def handle(func: Any, types: Iterable[type], args: tuple = (), kwargs: Any = None) -> Any:
        return override(func, tuple(map(users_class, types)), args, kwargs or {})

    return staticmethod(handle)


def users_class(cls: type) -> type:
    """The user's class for which a class of redirected tensors was made; any other as it is."""
    above = cls.__mro__[1]
    made = issubclass(cls, RedirectedTensor) and not issubclass(above, RedirectedTensor)
    return above if made and above is not torch.Tensor else cls


def as_subclass(original: Callable) -> Callable:
    """`tensor.as_subclass(cls)`: the same elements under another class."""

    def replacement(self: torch.Tensor, cls: type) -> torch.Tensor:
        if not isinstance(self, RedirectedTensor) or _is_foreign(cls):
            with _compat.without_modes():  # a mode would give the alias a Python object of its own
                return original(self, cls)
        return _with_class(cls, _another_object(self), type(self))

    return replacement


def _another_object(tensor: RedirectedTensor) -> torch.Tensor:
    """The same elements, past all modes: users' modes see nothing of it natively."""
    session = CURRENT.get()
    if session is None or "torch" not in session.sources:
        return _compat.another_object(tensor)
    token = HANDLER.set(functools.partial(tensor._engine.run, session))
    try:
        with _compat.without_modes(), _compat.DisableTorchFunction():
            return _compat.another_object(tensor)
    finally:
        HANDLER.reset(token)


def make_subclass(original: Callable) -> Callable:
    """`Tensor._make_subclass(cls, tensor, requires_grad)`: as above, detached."""

    def replacement(cls: type, data: Any, requires_grad: bool = False, **kwargs: Any) -> Any:
        if not isinstance(data, RedirectedTensor) or _is_foreign(cls):
            return original(cls, data, requires_grad, **kwargs)
        return _with_class(cls, data.detach(), type(data)).requires_grad_(requires_grad)

    return staticmethod(replacement)


def _is_foreign(cls: type) -> bool:
    return _compat.has_own_dispatch(cls) and not issubclass(cls, RedirectedTensor)


def _with_class(cls: type, tensor: Any, like: type) -> Any:
    if isinstance(tensor, RedirectedTensor):  # else the block is over, and its view is native
        own = next(c for c in like.__mro__ if "_target" in vars(c))
        tensor.__class__ = redirected_class(cls, own)
    return tensor


PLAIN: set[type] = {torch.Tensor}  # classes known not to handle public functions


def overriding(types: Iterable[type]) -> list[type]:
    """Those of the classes that handle public functions themselves."""
    found = [cls for cls in types if cls not in PLAIN and _compat.overrides(cls)]
    PLAIN.update(cls for cls in types if cls not in found)
    return found if _compat.classes_are_asked() else []


def ask_classes(asked: list[type], func: Any, types: Any, args: tuple, kwargs: dict) -> Any:
    """Lets users' classes handle a public function, as PyTorch does where no mode is active."""
    for cls in asked:
        out = cls.__torch_function__(func, types, args, kwargs)
        if out is not NotImplemented:
            return out
    raise TypeError(
        f"Multiple dispatch failed for {func}; all __torch_function__ handlers returned "
        f"NotImplemented for {list(types)}"
    )


def needs_own_dispatch(values: Any) -> bool:
    """Whether arguments hold a tensor whose class has a `__torch_dispatch__` that must be asked."""
    tensors = trees.instances(torch.Tensor, values)
    return any(
        _is_foreign(type(t)) and not (isinstance(t, SparseTensor) or _compat.is_traced(t))
        for t in tensors
    )
