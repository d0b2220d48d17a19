"""The fast paths in C (`_fastpath.c`), where the extension was built.

It is connected here to the names and classes of the Python side, whose slots it reads. Without a
compiler at installation, with `IVY_PURE_PYTHON=1` or `IVY_PRINT_CALLS=1` in the environment, there
are no fast paths.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from interceptors.session import CURRENT, PRINTS_CALLS
from interceptors.shared import storage
from interceptors.torch import _compat
from interceptors.torch.boundary import subclasses
from interceptors.torch.engine import NATIVE, Engine
from interceptors.torch.fastpath import calls, views
from interceptors.torch.tensors import memory, tensor
from ivy._core import extensions


def _load() -> Any:
    """The module, connected; or None."""
    if not extensions.wanted() or PRINTS_CALLS:
        return None
    try:
        from interceptors.torch.fastpath import _fastpath  # pyright: ignore[reportAttributeAccessIssue]
    except ImportError:
        return None
    _fastpath.connect(
        {
            "NOT_HANDLED": calls.NOT_HANDLED,
            "DEFER_TO_AUTOGRAD": calls.DEFER_TO_AUTOGRAD,
            "ARRAY": calls.ARRAY,
            "NATIVE": NATIVE,
            "PLAIN": subclasses.PLAIN,
            "Tensor": torch.Tensor,
            "OpOverload": _compat.OpOverload,
            "dtype": torch.dtype,
            "autocast": _compat.any_autocast,
            "inference": torch.is_inference_mode_enabled,
            "grad_enabled": torch.is_grad_enabled,
            "count_modes": _compat.count_dispatch_modes,
            "forward_ad": vars(torch.autograd.forward_ad),
            "session": CURRENT,
            "RedirectedTensor": tensor.RedirectedTensor,
            "Storage": storage.Storage,
            "TensorStorage": memory.TensorStorage,
            "View": storage.View,
            "ViewTemplate": views.ViewTemplate,
            "flags": _compat.flag_addresses(),
        }
    )
    return _fastpath


EXTENSION = _load()


def facts(engine: Engine) -> Any:
    """State shared by an engine's fast paths in C, or None without the extension."""
    if EXTENSION is None:
        return None
    target, executor = engine.target, engine.executor
    return EXTENSION.Facts(
        engine.tensor,
        target,
        engine.imported.entries,
        executor.number_array,
        executor.offset_array,
        engine.pool.refill,
        target.TYPE_ATTRIBUTE,
        executor.type_token,
        target.shape,
        target.dtype,
        executor.compiles,
    )


def hand_over(original: Callable, mode_class: type) -> Callable | None:
    """`handle_torch_function` for a stack of modes with ours on top; else what it was."""
    if EXTENSION is None:
        return None
    count, pop, push = _compat.count_function_modes, _compat.pop_mode, _compat.push_mode
    return EXTENSION.hand_over(original, count, pop, push, _compat.has_overrides, mode_class)
