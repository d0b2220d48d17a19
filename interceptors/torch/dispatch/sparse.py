"""Operators on sparse tensors.

The operators that the frontend has for them (`ivy/frontends/torch/_sparse/`) run on the target, those
that PyTorch writes with others are expanded; all others are fallbacks.
"""

from __future__ import annotations

from typing import Any

import torch

from interceptors import lookup
from interceptors.session import Session
from interceptors.shared import trees
from interceptors.shared.errors import NotRedirectable
from interceptors.torch import _compat
from interceptors.torch._arguments import translate
from interceptors.torch.dispatch import native_calls
from interceptors.torch.dispatch.expansion import expand_eagerly
from interceptors.torch.dispatch.schema import Operator, aten_lookup_names
from interceptors.torch.dispatch.writes import assign
from interceptors.torch.engine import Engine
from interceptors.torch.tensors.layout import geometry_of
from interceptors.torch.tensors.sparse_tensor import (
    SparseTensor,
    make_sparse,
    native_parts,
)
from interceptors.torch.tensors.tensor import with_view
from interceptors.torch.validation import replay
from interceptors.torch.validation.errors import raise_as_native
from ivy._core.context import running
from ivy.frontends._publish import Compressed, Coordinates


class NoRule(NotRedirectable):
    """A call on sparse tensors that the frontend has no rule for."""


def find(op: Operator) -> Any:
    """The frontend's function on sparse tensors for an operator, or None."""
    for func in (op.func, op.twin):
        if func is not None:
            found = lookup.sparse(aten_lookup_names(func))
            if found is not None:
                return found
    return None


def first(rule: Any, engine: Engine, op: Operator, *call_: Any) -> Any:
    """A rule for operators that the frontend has for sparse tensors too."""
    _, args, kwargs = call_
    plain = not kwargs and all(type(a) is engine.tensor for a in args)
    if not plain and _is_about_sparse(op, args, kwargs):
        raise NotRedirectable
    return rule(engine, op, *call_)


def make(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs an operator that only sparse tensors have, or that makes them."""
    try:
        return _run(engine, op, session, args, kwargs)
    except NoRule:
        return native_calls.fall_back(engine, op, session, args, kwargs)


def call(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs an operator on sparse tensors, or one that is asked to make one.

    Raises
    ------
    NoRule
        The frontend has none for this call.
    NotRedirectable
        It is not about sparse tensors.
    """
    if not _is_about_sparse(op, args, kwargs):
        raise NotRedirectable
    return _run(engine, op, session, args, kwargs)


def _is_about_sparse(op: Operator, args: tuple, kwargs: dict) -> bool:
    if kwargs.get("layout") in _compat.SPARSE_LAYOUTS or _layouts(args, kwargs):
        return True
    at = op.sparse_at
    return at is not None and len(args) > at and args[at] is True


def _layouts(args: tuple, kwargs: dict) -> set[torch.layout]:
    """The sparse layouts of arguments."""
    found = {t.layout for t in trees.instances(torch.Tensor, (args, kwargs))}
    return found.intersection(_compat.SPARSE_LAYOUTS)


def _run(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    function, layouts = find(op), _layouts(args, kwargs)
    if function is None and op.is_composite:
        return expand_eagerly(engine, op, session, args, kwargs)
    run = _Call(engine, session)
    outs = op.written(args, kwargs)
    names = {name for _, name in op.writes} if op.is_out else ()
    options = {k: v for k, v in kwargs.items() if k not in names}
    try:
        _check(op, layouts, args, kwargs)
        if function is None:
            raise NotImplementedError
        with running(engine.target):
            out = function(*run.enter(args), **{k: run.enter(v) for k, v in options.items()})
        if outs:
            out = run.put(outs[0], out, resize=op.resizes)
        else:
            out = run.leave(out, shares=op.is_view or not layouts)
    except NotImplementedError:
        if (own := replay.native_error(op.func, args, kwargs)) is not None:
            raise own from None
        raise NoRule from None
    except Exception as error:
        raise_as_native(session, op, args, kwargs, error)
    session.count(op.label, "op by op")
    return out


_checked: set[tuple] = set()  # operators that PyTorch has by another way than a kernel


def _check(op: Operator, layouts: set[torch.layout], args: tuple, kwargs: dict) -> None:
    """Raises what PyTorch raises where it has no kernel, and if it is to check what it is given."""
    if layouts:
        key = (op.func, *layouts)
        if key in _checked or _compat.has_sparse_kernel(op.func, layouts):
            return
        _checked.add(key)
    elif not _compat.checks_invariants():
        return
    own = replay.native_error(op.func, args, kwargs)
    if own is not None:
        _checked.discard((op.func, *layouts))
        raise own


class _Call:
    """Converts the arguments of one call to arrays, and its result back to tensors."""

    def __init__(self, engine: Engine, session: Session):
        self.engine = engine
        self.session = session
        self.parts: dict[int, tuple[Any, torch.Tensor]] = {}

    def enter(self, tree: Any) -> Any:
        """Arrays, and coordinates of arrays, in place of tensors."""
        return trees.map_leaves(self._enter, tree)

    def _enter(self, value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            if _compat.is_sparse(value):
                held = value.held if isinstance(value, SparseTensor) else native_parts(value)
                return held.map_parts(self._enter)
            array = self.engine.array(value)
            self.parts[id(array)] = array, value
            return array
        return translate(value)

    def leave(self, value: Any, *, shares: bool) -> Any:
        """The tensor of a result; if it `shares`, arrays that came in leave as views."""
        if isinstance(value, (Coordinates, Compressed)):
            return make_sparse(value.map_parts(lambda part: self.leave(part, shares=shares)))
        if type(value) in (list, tuple):
            return type(value)(self.leave(each, shares=shares) for each in value)
        _, part = self.parts.get(id(value), (None, None))
        if part is None or not shares:
            return self.engine.wrap(value)
        storage, view = self.engine.locate(part)
        return with_view(self.engine.tensor, storage, view, part.dtype, geometry_of(part))

    def put(self, out: Any, value: Any, *, resize: bool) -> Any:
        """Gives a tensor that is written its new value."""
        if not _compat.is_sparse(out):
            assign(self.engine, self.session, out, self.engine.wrap(value), resize=resize)
        elif not isinstance(out, SparseTensor):
            self._put_into_native(out, value)
        elif (value.layout, value.shape) != (out.held.layout, out.held.shape):
            raise NotImplementedError("a sparse tensor of another size")
        elif self._stands_as(out.held, value):
            values = self.engine.wrap(value.values)
            assign(self.engine, self.session, out.held.values, values, resize=False)
            if isinstance(value, Coordinates):
                out.held = out.held._replace(coalesced=value.coalesced)
        else:
            out.held = self.leave(value, shares=False).held
        return out

    def _put_into_native(self, out: torch.Tensor, value: Any) -> None:
        """Writes the values of PyTorch's own tensor, if it keeps its indices."""
        held = native_parts(out)
        if not self._stands_as(held, value) or out.dtype != held.values.dtype:
            raise NotImplementedError("other indices")
        assign(self.engine, self.session, held.values, self.engine.wrap(value.values), resize=False)

    def _stands_as(self, held: Coordinates | Compressed, value: Any) -> bool:
        """Whether a new value has its elements where the tensor has them."""
        return value[0] is self.engine.array(held[0]) and value.layout == held.layout
