"""Tensors in layouts that no target supports: nested, quantized, other libraries'.

They stay PyTorch's own. A call that makes or takes one runs natively as a fallback: counted, and
refused in `fallback='error'`. What it computes in a strided layout is redirected again. (Sparse
tensors are supported, see `sparse.py`; so are run here the few operators that it has no rule for.)
"""

from __future__ import annotations

from typing import Any

import torch

from interceptors.session import Session
from interceptors.shared import trees
from interceptors.shared.storage import STORAGES
from interceptors.torch import _compat
from interceptors.torch.dispatch import native_calls
from interceptors.torch.dispatch.schema import Operator
from interceptors.torch.engine import Engine
from interceptors.torch.validation.errors import describe


def holds_any(values: tuple) -> bool:
    """Whether arguments hold such a tensor."""
    tensors = trees.instances(torch.Tensor, values)
    return any(t.device.type == "cpu" and not _compat.is_strided_array(t) for t in tensors)


def _reason(args: tuple, kwargs: dict) -> str:
    layouts = {t.layout for t in trees.instances(torch.Tensor, (args, kwargs))}
    sparse = layouts.intersection(_compat.SPARSE_LAYOUTS)
    return "no rule for sparse tensors" if sparse else native_calls.UNSTRIDED


def call(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs an operator that takes such tensors."""
    reads_only = op.is_view or op.returns_no_tensor
    if not reads_only:
        text = describe(op.name, args, kwargs)
        session.fall_back(text, _reason(args, kwargs), native_calls.PASS_WARN)
    # parts of such tensors may have been imported and changed by themselves
    for storage in list(STORAGES.values()):
        if op.writes:
            storage.move_to_host()
        else:
            storage.flush()
    return native_calls.on_copies(engine, op, session, args, kwargs, uploads=not reads_only)
