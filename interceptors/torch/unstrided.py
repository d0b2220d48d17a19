"""Tensors that are no strided arrays: nested, quantized, compressed sparse, of another library's.

No target has their like, so they stay PyTorch's own. A call that makes or takes one runs natively as
a fall-back: counted, and refused in `fallback='error'`. What it computes in a strided layout is
redirected again. (Sparse tensors in coordinate format have a form on the target: see `sparse.py`.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from interceptors.torch import _compat, natives
from interceptors.torch.explain import describe
from interceptors.torch.schema import Operator
from interceptors.torch.store import STORES

if TYPE_CHECKING:
    from interceptors._base import Session
    from interceptors.torch.engine import Engine


def holds_any(values: Any) -> bool:
    """Whether arguments hold such a tensor."""
    for v in values:
        if isinstance(v, torch.Tensor):
            if v.device.type == "cpu" and not _compat.is_strided_array(v):
                return True
        elif type(v) in (list, tuple) and holds_any(v):
            return True
    return False


def call(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs an operator that takes such tensors."""
    looks = facts.is_view or facts.is_question
    if not looks:
        text = describe(facts.name, args, kwargs)
        session.fall_back(text, natives.UNSTRIDED, natives.PASS_WARN)
    _bring_native_memory_up_to_date(writes=bool(facts.writes))
    return natives.on_copies(engine, facts, session, args, kwargs, upload=not looks)


def _bring_native_memory_up_to_date(*, writes: bool) -> None:
    """Parts of such tensors may have been mirrored and changed by themselves."""
    for store in list(STORES.values()):
        if writes:
            store.release()
        else:
            store.flush()
