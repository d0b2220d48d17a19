"""Chooses the rule and the fast path of an ATen operator, at its first call.

The rules are tried in the order of `RULES`; the first whose condition holds is taken. One engine per
target is made here.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from interceptors import lookup
from interceptors.lowerings import for_target, is_elsewhere, is_lowering
from interceptors.session import CURRENT, Session
from interceptors.shared import forks
from interceptors.shared.errors import NotRedirectable
from interceptors.torch import _compat
from interceptors.torch.boundary.subclasses import needs_own_dispatch
from interceptors.torch.dispatch import (
    collectives,
    deterministic,
    lowerings,
    native_calls,
    schema,
    sparse,
    unsupported_layouts,
)
from interceptors.torch.dispatch.expansion import expand, expand_eagerly, run_kernel
from interceptors.torch.dispatch.geometry_changes import change_geometry
from interceptors.torch.dispatch.random import draw, sampling_recipe
from interceptors.torch.dispatch.rules import call, call_on_memory, copy_view
from interceptors.torch.dispatch.schema import Operator
from interceptors.torch.dispatch.views import view
from interceptors.torch.dispatch.writes import write
from interceptors.torch.engine import Engine, Rule
from interceptors.torch.fastpath import calls, extension, views, writes
from interceptors.torch.tensors import conversion
from interceptors.torch.tensors.tensor import all_storages
from ivy._core.backend import Backend


def run(engine: Engine, session: Session, func: Any, args: tuple, kwargs: dict[str, Any]) -> Any:
    """Runs one ATen operator."""
    rule = engine.rules.get(id(func))
    if rule is None:
        rule = engine.rules[id(func)] = _choose(engine, func)
    try:
        return rule(session, args, kwargs)
    except NotRedirectable:
        pass
    op = schema.operator(func)
    try:
        return sparse.call(engine, op, session, args, kwargs)
    except NotRedirectable as reason:
        values = (*args, *kwargs.values())
        if needs_own_dispatch(values):
            return NotImplemented
        if isinstance(reason, sparse.NoRule) or unsupported_layouts.holds_any(values):
            return unsupported_layouts.call(engine, op, session, args, kwargs)
        return native_calls.untouched(func, args, kwargs)


def _leave_to_the_class(session: Session, args: tuple, kwargs: dict[str, Any]) -> Any:
    return NotImplemented


def _draws(op: Operator) -> bool:
    twin = schema.operator(op.twin) if op.twin is not None else op
    return op.is_random and not (op.is_composite or op.function or twin.function)


def _writes_samples(op: Operator) -> bool:
    return _draws(op) and bool(op.writes) and op.twin is not None and _has_recipe(op.twin)


def _has_recipe(func: Any) -> bool:
    return sampling_recipe(func) is not None


def _run_natively(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    return native_calls.untouched(op.func, args, kwargs)


def _run_as_is(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    return op.func(*args, **kwargs)


RULES: tuple[tuple[Callable[[Operator], Any], Callable], ...] = (
    (lambda op: not op.has_tensors, _run_as_is),  # profiling marks and the like
    (lambda op: _compat.op_name(op.func) in _compat.STAYS_NATIVE, _run_natively),
    (lambda op: op.is_collective and op.kernel is not None, collectives.move_by_others),
    (lambda op: op.is_collective, collectives.move),
    (lambda op: op.kernel is not None and op.function is None, run_kernel),
    (_writes_samples, write),
    (_draws, draw),
    (lambda op: op.changes_geometry, change_geometry),
    (lambda op: op.writes and op.twin is None and is_lowering(op.function), lowerings.write),
    (lambda op: op.writes and op.twin is None and op.is_composite, expand_eagerly),
    (lambda op: op.writes and op.twin is None, native_calls.fall_back),
    (lambda op: op.writes, write),
    (lambda op: op.is_view and op.is_composite, expand_eagerly),
    (lambda op: op.is_view, view),
    (lambda op: op.function is not None and op.offset_at is None, call),
    (lambda op: op.function is not None, call_on_memory),
    (lambda op: op.copies is not None, copy_view),
    (lambda op: op.is_composite or op.decomposition is not None, expand),
    (lambda op: sparse.find(op) is not None, sparse.make),
    (lambda op: op.returns_no_tensor and op.marks_writes, native_calls.query_metadata),
    (lambda op: True, native_calls.fall_back),
)


def _choose(engine: Engine, func: Any) -> Rule:
    if not _compat.is_in_dispatcher(func):
        return _leave_to_the_class
    op = schema.operator(func)
    if is_elsewhere(op.function, engine.target.name):
        with for_target(engine.target.name):
            op = schema.operator.__wrapped__(func)
    rule = next(rule for condition, rule in (*engine.own_rules, *RULES) if condition(op))
    if engine.facts is not None:
        _register_fast_path(engine, rule, op)
    if _compat.op_name(op.func) in _compat.UNDEFINED | _compat.ALERTS:
        rule = deterministic.watched(rule)
    if sparse.find(op) is not None and rule is not sparse.make:
        return functools.partial(sparse.first, rule, engine, op)
    return functools.partial(rule, engine, op)


def _register_fast_path(engine: Engine, rule: Callable, op: Operator) -> None:
    """Notes the fast path of an operator, if it may have one."""
    form = None
    twin = schema.operator(op.twin).function if op.twin is not None else None
    row_major = not (op.host_results or op.names_strides or op.changes_layout)
    if rule is call and row_major:
        assert op.function is not None
        make = calls.fast_answer if op.returns_no_tensor else calls.fast_call
        form = make(engine, op.function)
        if op.may_place:
            form = calls.without_placement(form)
    elif rule is write and op.writes_first and twin is not None:
        form = writes.fast_write(engine, twin)
    elif rule is write and op.writes_lists and op.twin_order is None and twin is not None:
        positions = tuple(i for i, _ in op.writes)
        form = writes.fast_list_write(engine, twin, positions, op.counts_versions)
    elif rule is view and op.reinterpretation is None:
        form = views.fast_view(engine, op.func)
    if _compat.op_name(op.func) in _compat.UNDEFINED | _compat.ALERTS:
        form = deterministic.unless_deterministic(form)
    if form is not None:
        engine.fast_operators[id(op.func)] = form, op.label


_engines: dict[Backend, Engine] = {}
_lock = threading.Lock()


def follow_default_dtype(default: Any) -> None:
    """Makes frontends and programs use PyTorch's default dtype, which is process-wide state."""
    if lookup.set_default_dtype("torch", conversion.dtype_of(default)):
        for each in list(_engines.values()):
            each.forget()


def forget() -> None:
    """Discards all decisions about operators: the user has added or removed a lowering."""
    schema.operator.cache_clear()
    for each in list(_engines.values()):
        each.forget()
        each.expansions.clear()
        each.eager.clear()


def engine(target: Backend) -> Engine:
    """The engine of a target; there is one per process, so that programs are compiled once."""
    found = _engines.get(target)
    if found is None:
        with _lock:
            found = _engines.get(target) or _make(target)
    return found


def _make(target: Backend) -> Engine:
    token = CURRENT.set(None)  # threads of the target's runtime do not inherit the block
    try:
        target.from_numpy(np.zeros(()))  # starts it; it may have hooks for forks
    finally:
        CURRENT.reset(token)
    forks.prepare(all_storages)
    lookup.load("torch")
    made = Engine(target)
    made.run = functools.partial(run, made)
    made.facts = None if target.is_abstract else extension.facts(made)
    _engines[target] = made
    return made
