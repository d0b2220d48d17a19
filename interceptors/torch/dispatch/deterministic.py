"""`torch.use_deterministic_algorithms`: new memory is filled, and kernels that may differ are refused.

Only operators that this concerns have such a rule (`_compat.UNDEFINED`, `_compat.ALERTS`).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import torch

from interceptors.session import Session
from interceptors.shared.native_calls import StandIns
from interceptors.torch import _compat
from interceptors.torch.dispatch.schema import Operator
from interceptors.torch.engine import Engine
from interceptors.torch.fastpath.calls import NOT_HANDLED, FastPath
from interceptors.torch.tensors.tensor import RedirectedTensor, to_native


def watched(rule: Callable) -> Callable:
    """A rule that also does what PyTorch does in its deterministic mode."""

    @functools.wraps(rule)
    def call(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
        if not _compat.is_deterministic():
            return rule(engine, op, session, args, kwargs)
        name = _compat.op_name(op.func)
        if name in _compat.ALERTS:
            _alert(op, args, kwargs)
        resized = isinstance(args[0], RedirectedTensor) and op.changes_geometry
        room = engine.locate(args[0])[0].size if resized else 0
        out = rule(engine, op, session, args, kwargs)
        if name in _compat.UNDEFINED and isinstance(out, RedirectedTensor) and _compat.fills():
            _fill(engine, session, out, room)
        return out

    return call


def unless_deterministic(fast: FastPath | None) -> FastPath | None:
    """A fast path that leaves the call to the general path in deterministic mode."""
    if fast is None:
        return None

    def call(args: tuple, kwargs: Any, func: Any) -> Any:
        return NOT_HANDLED if _compat.is_deterministic() else fast(args, kwargs, func)

    return call


def _alert(op: Operator, args: tuple, kwargs: dict) -> None:
    """Has PyTorch's kernel raise or warn, on copies."""
    copies = StandIns(torch.Tensor, lambda tensor: to_native(tensor).clone())
    with _compat.quiet():
        op.func(*copies.enter(args), **{k: copies.enter(v) for k, v in kwargs.items()})


def _fill(engine: Engine, session: Session, tensor: Any, first: int) -> None:
    """Fills a tensor, or what its memory has from element `first` on."""
    if first:
        size = engine.locate(tensor)[0].size - first
        if size <= 0:
            return
        tensor = engine.run(session, _compat.VIEW, (tensor, (size,), (1,), first), {})
    inexact = tensor.is_floating_point() or tensor.is_complex()
    most = tensor.dtype is torch.bool or (not inexact and torch.iinfo(tensor.dtype).max)
    value = float("nan") if inexact else most
    engine.run(session, _compat.FILL, (tensor, value), {})
