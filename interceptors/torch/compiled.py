"""The compiled form of the hot path (`_hot.c`), where there is one.

It is connected here to the names and classes of the Python side, whose slots it reads. `hot` is None
without a compiler at installation, or with `IVY_PURE_PYTHON=1` in the environment: all works without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from interceptors import _base
from interceptors.torch import _compat, foreign, native, quick, quick_views, store, tensor
from ivy._core import extensions

if TYPE_CHECKING:
    from interceptors.torch.engine import Engine


def _load() -> Any:
    """The module, connected; or None."""
    if not extensions.wanted():
        return None
    try:
        from interceptors.torch import _hot  # pyright: ignore[reportAttributeAccessIssue]
    except ImportError:
        return None
    _hot.connect(
        {
            "MISS": quick.MISS,
            "PASS": quick.PASS,
            "ARRAY": quick.ARRAY,
            "NATIVE": quick.NATIVE,
            "PLAIN": foreign.PLAIN,
            "Tensor": torch.Tensor,
            "OpOverload": torch._ops.OpOverload,
            "dtype": torch.dtype,
            "torch_dtypes": native.TORCH,
            "autocast": _compat.any_autocast,
            "inference": torch.is_inference_mode_enabled,
            "grad_enabled": torch.is_grad_enabled,
            "count_modes": _compat.count_dispatch_modes,
            "forward_ad": vars(torch.autograd.forward_ad),
            "session": _base.CURRENT,
            "RedirectedTensor": tensor.RedirectedTensor,
            "Store": store.Store,
            "View": store.View,
            "Shown": quick_views.Shown,
            "flags": _compat.flag_addresses(),
        }
    )
    return _hot


hot = _load()


def facts(engine: Engine) -> Any:
    """What the compiled calls of one engine share; None if there are none."""
    if hot is None or engine.target.compile is None:
        return None
    target, stock = engine.target, engine.shelves.stock
    number, offset = target.number_array, engine.runner.offset_array
    return hot.Facts(engine.tensor, target, engine.natives, number, offset, stock)
