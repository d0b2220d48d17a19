"""What is replaced in PyTorch while a block is open, and put back after the last one.

The function with which pickles and checkpoints rebuild tensors works on native memory, so no mode may
see it; the one that sets the default dtype has to be followed. The one through which functions written
in Python reach a function mode gets a short cut to ours, as it costs as much as a call otherwise. Where
no block is open, the replacements change nothing.
"""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Callable
from typing import Any

import torch
import wrapt

from interceptors.torch import _compat, accelerators, foreign, recorders, rewritten
from interceptors.torch.compiled import hot

_lock = threading.Lock()
_open = 0
_INHERITED = object()
_originals: list[tuple[Any, str, Any]] = []


def _rebuild(wrapped: Any, instance: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    with _compat.without_modes():
        return wrapped(*args, **kwargs)


def acquire(follow_default_dtype: Callable[[], None], mode_class: type) -> None:
    """Puts the replacements in place, at the first open block."""

    def set_and_follow(wrapped: Any, instance: Any, args: tuple, kwargs: dict[str, Any]) -> None:
        wrapped(*args, **kwargs)
        follow_default_dtype()

    global _open
    with _lock:
        _open += 1
        if _open == 1:
            for owner, name in _compat.REBUILD_FUNCTIONS:
                _replace(owner, name, _rebuild)
            _replace(*_compat.SET_DEFAULT_DTYPE, set_and_follow)
            for owner, name, wrapper in (*rewritten.METHODS, *accelerators.METHODS):
                _replace(owner, name, wrapper)
            kinds = getattr(_compat.OPTIMIZERS, _compat.TYPES_IN_LISTS)
            _put(_compat.OPTIMIZERS, _compat.TYPES_IN_LISTS, rewritten.TypesInLists(kinds))
            _put(torch.Tensor, "as_subclass", foreign.as_subclass(torch.Tensor.as_subclass))
            _put(torch.Tensor, "_make_subclass", foreign.make_subclass(torch.Tensor._make_subclass))
            _replace(_compat.RECORDER, _compat.RECORD, recorders.record)
            _replace(torch.jit, "load", recorders.read)
            for name, replace in _LATE.items():
                if name in sys.modules:
                    replace(sys.modules[name])
            for owner in _compat.HANDS_OVER:
                original = getattr(owner, _compat.HAND_OVER)
                _put(owner, _compat.HAND_OVER, _short_cut(original, mode_class))


def _short_cut(original: Callable, mode_class: type) -> Callable:
    """`handle_torch_function` for a stack of modes with ours on top; else what it was."""
    count, pop, push = _compat.count_function_modes, _compat.pop_mode, _compat.push_mode
    if hot is not None:
        return hot.hand_over(original, count, pop, push, _compat.has_overrides, mode_class)

    @functools.wraps(original)
    def hand_over(public_api: Callable, relevant: Any, *args: Any, **kwargs: Any) -> Any:
        if count():
            mode = pop()
            try:
                if type(mode) is mode_class and not _compat.has_overrides(relevant):
                    return mode.__torch_function__(public_api, (), args, kwargs)
            finally:
                push(mode)
        return original(public_api, relevant, *args, **kwargs)

    return hand_over


def _replace(owner: Any, name: str, wrapper: Callable) -> None:
    _put(owner, name, wrapt.FunctionWrapper(getattr(owner, name), wrapper))


def _put(owner: Any, name: str, value: Any) -> None:
    _originals.append((owner, name, vars(owner).get(name, _INHERITED)))
    setattr(owner, name, value)


def _run_compiled_functions_eagerly(compiler: Any) -> None:
    """A function that `torch.compile` made runs its Python code in a block, operator by operator."""

    def callback(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
        return None if rewritten.is_open() else wrapped(*args, **kwargs)

    def count(wrapped: Callable, _: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
        found = wrapped(*args, **kwargs)  # with `fullgraph` none at all would be an error
        return 1 if found == 0 and args == (-1,) and rewritten.is_open() else found

    _replace(compiler, _compat.COMPILED_CALLBACK, callback)
    _replace(compiler, _compat.COMPILED_COUNT, count)


def _export_natively(exporter: Any) -> None:
    _replace(exporter, _compat.EXPORT, recorders.record)
    _replace(torch.export, "load", recorders.read)
    _replace(torch.export.ExportedProgram, "run_decompositions", recorders.rewrite)


# Modules that PyTorch imports when they are needed first, maybe while a block is open.
_LATE: dict[str, Callable] = {
    _compat.COMPILER: _run_compiled_functions_eagerly,
    _compat.EXPORTER: _export_natively,
}


def _imported(module: Any) -> None:
    if _open and module is not None:
        _LATE[module.__name__](module)


for _name in _LATE:
    wrapt.register_post_import_hook(_imported, _name)


def release() -> None:
    """Takes them out again, at the last open block."""
    global _open
    with _lock:
        _open -= 1
        if _open == 0:
            while _originals:
                owner, name, original = _originals.pop()
                if original is _INHERITED:
                    delattr(owner, name)
                else:
                    setattr(owner, name, original)
