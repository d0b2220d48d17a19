"""Operators that write: their functional twin runs, and its results go into the tensors they name.

Everything about a write is decided here: what is written and with which result, whether PyTorch
allows it (`validation/overlap.py`), and how the result is cast (`shared/destination.py`). What a
write does to other views of the same elements follows from `shared/storage.py`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import torch

from interceptors.session import Session
from interceptors.shared import trees
from interceptors.shared.destination import Destination, ShapeMismatch
from interceptors.shared.storage import contiguous
from interceptors.torch import _compat
from interceptors.torch.dispatch import overlapping_writes
from interceptors.torch.dispatch.geometry_changes import change_geometry
from interceptors.torch.dispatch.schema import Operator, operator
from interceptors.torch.engine import Engine
from interceptors.torch.validation import overlap
from interceptors.torch.validation.errors import raise_as_native
from ivy._core.errors import UnsupportedOpError


def write(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs the functional twin and writes its results."""
    if op.writes_lists and len(args[0]) > 1 and _need_an_order(engine, args[0], args[1:]):
        return _write_one_by_one(engine, op, session, args, kwargs)
    outs = op.written(args, kwargs)
    try:
        known = overlap.check(engine, op, args, kwargs)
    except Exception as error:
        raise_as_native(session, op, args, kwargs, error)
    if overlapping_writes.is_overlapping(engine, outs):
        return _write_overlapping(engine, op, session, args, kwargs, outs)
    given, options = _arguments_of_twin(op, args, kwargs, outs)
    twin = operator(op.twin)
    direct = len(outs) == 1 and isinstance(outs[0], torch.Tensor) and op.twin_outputs is None
    if known and direct and twin.function is not None:
        return _write_one(engine, op, twin, session, given, options, outs[0])
    results = engine.run(session, op.twin, given, options)
    try:
        if not known:
            overlap.check_results(op, args, kwargs, results, outs)
        return _write_all(engine, op, session, results, outs)
    except (ShapeMismatch, RuntimeError) as error:
        raise_as_native(session, op, args, kwargs, error)


def _arguments_of_twin(op: Operator, args: tuple, kwargs: dict, outs: list) -> tuple[tuple, dict]:
    if op.is_out:
        written = {name for _, name in op.writes}
        kwargs = {k: v for k, v in kwargs.items() if k not in written}
    if op.twin_takes_dtype:
        kwargs = {**kwargs, "dtype": outs[0].dtype}
    if op.twin_order is not None:
        args = tuple(args[i] for i in op.twin_order if i < len(args))
    return args, kwargs


def _need_an_order(engine: Engine, written: Any, others: tuple) -> bool:
    """Whether writing one tensor of a list changes what is read for another one of it, or itself."""
    positions = {id(engine.locate(t)[0].root): i for i, t in enumerate(written)}
    if len(positions) < len(written) or overlapping_writes.is_overlapping(engine, written):
        return True
    for other in others:
        many = isinstance(other, (list, tuple))
        for i, t in enumerate(other if many else [other]):
            if isinstance(t, torch.Tensor):
                position = positions.get(id(engine.locate(t)[0].root))
                if position is not None and not (many and position == i):
                    return True
    return False


def _write_one_by_one(
    engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict
) -> None:
    for i in range(len(args[0])):
        row = [a[i : i + 1] if isinstance(a, (list, tuple)) else a for a in args]
        engine.run(session, op.func, tuple(row), kwargs)


def _write_one(
    engine: Engine,
    op: Operator,
    twin: Operator,
    session: Session,
    args: tuple,
    kwargs: dict,
    out: torch.Tensor,
) -> torch.Tensor:
    """One program computes the result and casts it to what it is written to."""
    storage, view = engine.locate(out)
    into = Destination(storage, view)
    try:
        assert twin.function is not None
        base = engine.executor.run(session, twin.function, args, kwargs, into)
    except UnsupportedOpError:  # the twin decides what becomes of it
        results = engine.run(session, op.twin, args, kwargs)
        return _write_all(engine, op, session, results, [out])
    except ShapeMismatch as error:
        if not op.resizes:
            raise_as_native(session, op, args, kwargs, error)
        results = engine.run(session, op.twin, args, kwargs)
        return _write_all(engine, op, session, results, [out])
    except Exception as error:
        raise_as_native(session, twin if op.is_out else op, args, kwargs, error)
    if op.counts_versions:
        _compat.bump_version((out,))
    storage.write(base, whole=view is None)
    session.count(op.label, engine.executor.way)
    return out


def _write_overlapping(
    engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict, outs: list
) -> Any:
    """Writes tensors that show an element at several positions."""
    written = trees.instances(torch.Tensor, outs)
    given = _arguments_of_twin(op, args, kwargs, outs)
    call = functools.partial(engine.run, session, op.twin, *given)
    try:
        overlapping_writes.write(engine, op, session, (args, kwargs), written, call)
    except ShapeMismatch as error:
        if not op.resizes:
            raise_as_native(session, op, args, kwargs, error)
        return _write_all(engine, op, session, call(), outs)
    except Exception as error:
        raise_as_native(session, op, args, kwargs, error)
    if op.counts_versions:
        _compat.bump_version(written)
    session.count(op.label, engine.executor.way)
    return written[0] if op.returns else None


def _write_all(engine: Engine, op: Operator, session: Session, results: Any, outs: list) -> Any:
    """Writes results that another call has computed; what the operator returns."""
    values: list[Any] = list(results) if isinstance(results, (list, tuple)) else [results]
    count = op.returns  # what `out=` names comes last
    returned: Any = outs[0] if count == 1 else tuple(outs[-count:])
    if op.twin_outputs is not None:
        chosen = list(op.twin_outputs.values())
        rest = tuple(v for i, v in enumerate(values) if i not in chosen)
        if rest:
            returned = rest[0] if len(rest) == 1 else rest
        values = [values[i] for i in chosen]
    elif len(outs) == 1 and isinstance(outs[0], (list, tuple)):
        values = [values]
    if op.counts_versions:
        _compat.bump_version(trees.instances(torch.Tensor, outs))
    # a functional twin of a fused step may return more than it was asked to write
    for out, value in zip(outs, values, strict=False):
        many = isinstance(out, (list, tuple))
        for o, v in zip(out, value, strict=True) if many else [(out, value)]:
            if o is not None:
                if op.fills_any_shape and o.numel() == v.numel():
                    v = engine.run(session, _compat.VIEW, (v, o.shape, contiguous(o.shape)), {})
                assign(engine, session, o, v, resize=op.resizes)
    session.count(op.label, engine.executor.way)
    return returned if op.returns else None


def assign(engine: Engine, session: Session, out: Any, value: Any, *, resize: bool) -> None:
    """Writes the value of one tensor into another, which takes its shape if `resize`."""
    if resize and out.shape != value.shape:
        strides = contiguous(tuple(value.shape))
        change_geometry(
            engine, operator(_compat.aten.resize_.default), session, (out, value.shape), {}
        )
        assert out.stride() == strides
    storage, view = engine.locate(out)
    into = Destination(storage, view)
    base = engine.executor.run(session, _identity, (value,), {}, into)
    storage.write(base, whole=view is None)


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
