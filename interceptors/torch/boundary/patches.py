"""What is replaced in PyTorch while a block is open, and restored after the last one.

The functions with which pickles and checkpoints rebuild tensors work on native memory, so no mode
may see them; the one that sets the default dtype has to be followed. `handle_torch_function`,
through which functions written in Python reach a function mode, gets a short cut to ours, as it
costs as much as a call otherwise. Where no block is open, replacements do nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import torch
import wrapt

from interceptors.session import CURRENT, Session
from interceptors.shared.patching import Patches
from interceptors.torch import _compat
from interceptors.torch.boundary import (
    devices,
    memory_access,
    replacements,
    scripts,
    subclasses,
    tracing,
)
from interceptors.torch.dispatch.choose import engine, follow_default_dtype
from interceptors.torch.fastpath import extension


def _rebuild(wrapped: Any, instance: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    with _compat.without_modes():
        return wrapped(*args, **kwargs)


def _set_and_follow(wrapped: Any, instance: Any, args: tuple, kwargs: dict[str, Any]) -> None:
    wrapped(*args, **kwargs)
    follow_default_dtype(torch.get_default_dtype())


def _unseen() -> Session | None:
    """The session of a call that the function mode does not see, None if it does.

    Hooks, and `backward` of the user's own functions, run below that mode.
    """
    if _compat.count_function_modes() or not _compat.count_dispatch_modes():
        return None
    session = CURRENT.get()
    return session if session is not None and session.sources else None


def _read_memory(wrapped: Any, instance: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """A method that reads memory.

    Without the function mode, PyTorch's C++ code would get a redirected tensor from the dispatcher,
    and read memory that nobody has written.
    """
    session = _unseen()
    if session is None:
        return wrapped(*args, **kwargs)
    method, every = memory_access.READERS[wrapped.__name__], (instance, *args)
    return memory_access.on_native_memory(engine(session.target), method, session, every, kwargs)


class _Data:
    """`tensor.data`, whose assignment gives a redirected tensor other elements too."""

    def __init__(self, original: Any):
        self.original = original

    def __get__(self, tensor: Any, owner: Any = None) -> Any:
        # PyTorch looks for the methods of its own descriptor in the class
        return self.original if tensor is None else self.original.__get__(tensor, owner)

    def __set__(self, tensor: Any, value: Any) -> None:
        session = _unseen()
        if session is None:
            self.original.__set__(tensor, value)
        else:
            arguments = session, (tensor, value), {}
            memory_access.set_data(engine(session.target), self.original.__set__, *arguments)


def _install(patches: Patches, mode_class: type) -> None:
    for name in memory_access.READERS:
        patches.wrap(torch.Tensor, name, _read_memory)
    for owner, name in _compat.REBUILD_FUNCTIONS:
        patches.wrap(owner, name, _rebuild)
    patches.wrap(*_compat.SET_DEFAULT_DTYPE, _set_and_follow)
    for owner, name, wrapper in (*replacements.METHODS, *devices.METHODS, *scripts.METHODS):
        patches.wrap(owner, name, wrapper)
    kinds = getattr(_compat.OPTIMIZERS, _compat.TYPES_IN_LISTS)
    patches.put(_compat.OPTIMIZERS, _compat.TYPES_IN_LISTS, replacements.TypesInLists(kinds))
    tensor = torch.Tensor
    patches.put(tensor, "data", _Data(tensor.data))
    patches.put(tensor, "as_subclass", subclasses.as_subclass(tensor.as_subclass))
    name, original = _compat.MAKE_SUBCLASS, getattr(tensor, _compat.MAKE_SUBCLASS)
    patches.put(tensor, name, subclasses.make_subclass(original))
    patches.wrap(_compat.RECORDER, _compat.RECORD, tracing.record)
    patches.wrap(torch.library, "opcheck", tracing.record)  # which compares records with calls
    for name in _compat.SCRIPT_READERS:
        patches.wrap(_compat.CPP, name, tracing.read)
    for name in _compat.SCRIPT_OPTIMIZERS:
        patches.wrap(_compat.CPP, name, tracing.optimize)
    for owner, name in _compat.READ_THEIR_OWN:
        patches.wrap(owner, name, tracing.read)
    for name, install in _LATE.items():
        if name in sys.modules:
            install(sys.modules[name])
    for owner in _compat.HANDS_OVER:
        original = getattr(owner, _compat.HAND_OVER)
        short_cut = extension.hand_over(original, mode_class)
        if short_cut is not None:
            patches.put(owner, _compat.HAND_OVER, short_cut)


PATCHES = Patches(_install)


def _run_compiled_functions_eagerly(compiler: Any) -> None:
    """A function that `torch.compile` made runs its Python code in a block, operator by operator."""

    def callback(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
        return None if replacements.is_open() else wrapped(*args, **kwargs)

    def count(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
        found = wrapped(*args, **kwargs)  # with `fullgraph` none at all would be an error
        return 1 if found == 0 and args == (-1,) and replacements.is_open() else found

    PATCHES.wrap(compiler, _compat.COMPILED_CALLBACK, callback)
    PATCHES.wrap(compiler, _compat.COMPILED_COUNT, count)


def _export_natively(exporter: Any) -> None:
    PATCHES.wrap(exporter, _compat.EXPORT, tracing.record)
    PATCHES.wrap(torch.export, "load", tracing.read)
    PATCHES.wrap(torch.export.ExportedProgram, "run_decompositions", tracing.rewrite)


# Modules that PyTorch imports when they are needed first, maybe while a block is open.
_LATE: dict[str, Callable] = {
    _compat.COMPILER: _run_compiled_functions_eagerly,
    _compat.EXPORTER: _export_natively,
}


def _imported(module: Any) -> None:
    _compat.compiler_is_loaded()
    if PATCHES.active and module is not None:
        _LATE[module.__name__](module)


for _name in _LATE:
    wrapt.register_post_import_hook(_imported, _name)
