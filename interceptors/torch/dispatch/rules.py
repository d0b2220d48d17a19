"""Operators that a frontend function computes."""

from __future__ import annotations

from typing import Any

import torch

from interceptors.session import Session
from interceptors.torch import _compat
from interceptors.torch.dispatch.native_calls import is_fault_of_rule, lacks
from interceptors.torch.dispatch.random import draw
from interceptors.torch.dispatch.schema import Operator
from interceptors.torch.engine import Engine
from interceptors.torch.tensors.strides import restride
from interceptors.torch.tensors.tensor import show, to_native
from interceptors.torch.validation.errors import raise_as_native
from ivy._core import errors


def call(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs the frontend function."""
    function = op.function
    assert function is not None
    options = kwargs
    if hasattr(function, "reads_layout"):  # what it returns depends on strides
        options = {**kwargs, "contiguous": engine.is_dense(args[0])}
    try:
        out = engine.wrap(engine.executor.run(session, function, args, options))
    except errors.DrawsNumbersError:
        return draw(engine, op, session, args, kwargs)
    except errors.UnsupportedOpError as error:
        return lacks(engine, op, session, args, kwargs, error)
    except Exception as error:
        if session.report.explanation is not None and is_fault_of_rule(op, args, kwargs, error):
            return lacks(engine, op, session, args, kwargs, error)
        raise_as_native(session, op, args, kwargs, error)
    session.count(op.label, engine.executor.way)
    if op.host_results:
        out = tuple(to_native(o) if i in op.host_results else o for i, o in enumerate(out))
    asks = op.changes_layout or (op.names_layout and _asks_for_layout(kwargs, args))
    if not asks and engine.is_dense(args):
        return out
    return restride(engine, op.func, args, kwargs, out)


def call_on_memory(
    engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict
) -> Any:
    """An operator whose geometry is that of all the memory behind its first argument.

    The result shows the same part of a copy of the memory.
    """
    storage, view = engine.locate(args[0])
    if view is None:
        return call(engine, op, session, args, kwargs)
    at = op.offset_at
    assert at is not None
    args, given = args[:at], args[at] if len(args) > at else kwargs.get(_compat.OFFSET)
    kwargs = {**kwargs, _compat.OFFSET: view.offset if given is None else given}
    whole = engine.wrap(storage.current())
    out = call(engine, op, session, (whole, *args[1:]), kwargs)
    part = view.shape, view.strides, view.offset
    return show(engine.tensor, engine.locate(out)[0], out.dtype, part)


def _asks_for_layout(kwargs: dict, args: tuple) -> bool:
    """Whether a call of an operator that can name a layout does so: a format, or strides."""
    return kwargs.get("memory_format") is not None or len(args) > 1


def copy_view(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """`foo_copy` is the view operator `foo` and a copy of what it shows."""
    try:
        shown = engine.run(session, op.copies, args, kwargs)
    except Exception as error:
        raise_as_native(session, op, args, kwargs, error)
    clone = _compat.aten.clone.default
    if isinstance(shown, torch.Tensor):
        return engine.run(session, clone, (shown,), {"memory_format": torch.contiguous_format})
    return [engine.run(session, clone, (v,), {}) for v in shown]
