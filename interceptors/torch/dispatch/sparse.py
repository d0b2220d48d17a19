"""Operators on sparse tensors in coordinate format.

PyTorch's autograd makes such tensors where an embedding asks for it. The operators that the
frontend has for them (`ivy/frontends/torch/_sparse.py`) run on the target; all others are
fallbacks.
"""

from __future__ import annotations

from typing import Any

import torch

from interceptors import lookup
from interceptors.session import Session
from interceptors.shared import trees
from interceptors.shared.errors import NotRedirectable
from interceptors.torch._arguments import translate
from interceptors.torch.dispatch.schema import Operator, aten_lookup_names
from interceptors.torch.dispatch.writes import assign
from interceptors.torch.engine import Engine
from interceptors.torch.tensors.layout import geometry_of
from interceptors.torch.tensors.sparse_tensor import (
    LAYOUT,
    SparseTensor,
    make_sparse,
    native_parts,
)
from interceptors.torch.tensors.tensor import with_view
from interceptors.torch.validation.errors import raise_as_native
from ivy._core.context import running
from ivy.frontends._publish import Coordinates


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


def call(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs an operator that makes or takes sparse tensors.

    Raises
    ------
    NoRule
        The frontend has none for this call.
    NotRedirectable
        It is not about sparse tensors.
    """
    takes = [a for a in (*args, *kwargs.values()) if _is_sparse(a)]
    function = find(op)
    if not takes and (function is None or isinstance(args[0], torch.Tensor)):
        raise NotRedirectable
    run = _Call(engine, session)
    writes = [args[i] for i, _ in op.writes if i >= 0]
    try:
        native = any(_is_sparse(w) and not isinstance(w, SparseTensor) for w in writes)
        if function is None or op.is_out or native:
            raise NotImplementedError
        with running(engine.target):
            out = function(*run.enter(args), **{k: run.enter(v) for k, v in kwargs.items()})
    except NotImplementedError:
        raise NoRule from None
    except Exception as error:
        raise_as_native(session, op, args, kwargs, error)
    shares = op.is_view or not takes
    out = run.put(writes[0], out) if writes else run.leave(out, shares=shares)
    session.count(op.label, "op by op")
    return out


def _is_sparse(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.layout is LAYOUT


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
        if _is_sparse(value):
            held = value.held if isinstance(value, SparseTensor) else native_parts(value)
            return held._replace(indices=self._enter(held.indices), values=self._enter(held.values))
        if isinstance(value, torch.Tensor):
            array = self.engine.array(value)
            self.parts[id(array)] = array, value
            return array
        return translate(value)

    def leave(self, value: Any, *, shares: bool) -> Any:
        """The tensor of a result; if it `shares`, arrays that came in leave as views."""
        if isinstance(value, Coordinates):
            indices = self.leave(value.indices, shares=shares)
            values = self.leave(value.values, shares=shares)
            return make_sparse(value._replace(indices=indices, values=values))
        _, part = self.parts.get(id(value), (None, None))
        if part is None or not shares:
            return self.engine.wrap(value)
        storage, view = self.engine.locate(part)
        return with_view(self.engine.tensor, storage, view, part.dtype, geometry_of(part))

    def put(self, out: Any, value: Any) -> Any:
        """Gives a tensor that is written its new value."""
        if not isinstance(value, Coordinates):
            assign(self.engine, self.session, out, self.engine.wrap(value), resize=False)
            return out
        before = self.engine.array(out.held.indices)
        if value.indices is before:
            values = self.engine.wrap(value.values)
            assign(self.engine, self.session, out.held.values, values, resize=False)
            out.held = out.held._replace(coalesced=value.coalesced)
        else:
            out.held = self.leave(value, shares=False).held
        return out
