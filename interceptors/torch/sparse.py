"""Sparse tensors in coordinate format: two tensors of the target, indices and values.

PyTorch's autograd makes them where an embedding asks for it. The operators on them that frontends have
(`ivy/frontends/torch/_sparse.py`) run on the target; all others are fall-backs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from interceptors import _lookup
from interceptors.torch import _arguments, _compat, native
from interceptors.torch.explain import NotOurs, explain
from interceptors.torch.placing import assign
from interceptors.torch.schema import Operator, native_names
from interceptors.torch.tensor import to_native, with_geometry
from ivy._core.backend import CURRENT
from ivy.frontends._publish import Coordinates

if TYPE_CHECKING:
    from interceptors._base import Session
    from interceptors.torch.engine import Engine

_LAYOUT = torch.sparse_coo


class NoRule(NotOurs):
    """A call on sparse tensors that the frontend has no rule for."""


class SparseTensor(torch.Tensor):
    """A tensor whose indices and values are redirected tensors, `held`."""

    held: Coordinates
    __torch_function__ = _compat.disabled_torch_function

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: tuple = (), kwargs: Any = None) -> Any:
        def leave(value: Any) -> Any:
            if type(value) in (list, tuple):
                return type(value)(map(leave, value))
            return native_sparse(value)

        return func(*leave(args), **{k: leave(v) for k, v in (kwargs or {}).items()})

    def __repr__(self, *, tensor_contents: Any = None) -> str:
        with _compat.without_modes(), _compat.DisableTorchFunction():
            return repr(native_sparse(self))

    def __reduce_ex__(self, protocol: Any) -> Any:
        return native_sparse(self).__reduce_ex__(protocol)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return memo.setdefault(id(self), self.clone())


def native_sparse(tensor: Any) -> Any:
    """A native tensor with the values of a `SparseTensor`; anything else as it is."""
    if not isinstance(tensor, SparseTensor):
        return tensor
    held = tensor.held
    with _compat.quiet():
        return torch.sparse_coo_tensor(
            to_native(held.indices),
            to_native(held.values),
            held.shape,
            is_coalesced=held.coalesced,
            check_invariants=False,
        )


def find(facts: Operator) -> Any:
    """The frontend's function on sparse tensors for an operator, or None."""
    for func in (facts.func, facts.twin):
        if func is not None:
            found = _lookup.sparse(native_names(func._schema.name, func._overloadname))
            if found is not None:
                return found
    return None


def call(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs an operator that makes or takes sparse tensors.

    Raises
    ------
    NoRule
        The frontend has none for this call.
    NotOurs
        It is not about sparse tensors.
    """
    takes = [a for a in (*args, *kwargs.values()) if _is_sparse(a)]
    function = find(facts)
    if not takes and (function is None or isinstance(args[0], torch.Tensor)):
        raise NotOurs
    run = _Call(engine, session)
    writes = [args[i] for i, _ in facts.writes if i >= 0]
    token = CURRENT.set(engine.target)
    try:
        foreign = any(_is_sparse(w) and not _is_ours(w) for w in writes)
        if function is None or facts.is_out or foreign:
            raise NotImplementedError
        with engine.target.scope():
            out = function(*run.enter(args), **{k: run.enter(v) for k, v in kwargs.items()})
    except NotImplementedError:
        raise NoRule from None
    except Exception as error:
        explain(session, facts, args, kwargs, error)
    finally:
        CURRENT.reset(token)
    if writes:
        return run.put(writes[0], out)
    return run.leave(out, shares=facts.is_view or not takes)


def _is_sparse(value: Any) -> bool:
    return isinstance(value, torch.Tensor) and value.layout is _LAYOUT


def _is_ours(value: Any) -> bool:
    return isinstance(value, SparseTensor)


class _Call:
    """Takes the arguments of one call to arrays, and its result back to tensors."""

    def __init__(self, engine: Engine, session: Session):
        self.engine = engine
        self.session = session
        self.parts: dict[int, tuple[Any, torch.Tensor]] = {}

    def enter(self, value: Any) -> Any:
        if _is_sparse(value):
            return self._coordinates(value)
        if isinstance(value, torch.Tensor):
            array = self.engine.array(value)
            self.parts[id(array)] = array, value
            return array
        if type(value) in (list, tuple):
            return type(value)(map(self.enter, value))
        return _arguments.translate(value)

    def _coordinates(self, tensor: Any) -> Coordinates:
        held = tensor.held if _is_ours(tensor) else _taken_apart(tensor)
        return held._replace(indices=self.enter(held.indices), values=self.enter(held.values))

    def leave(self, value: Any, *, shares: bool) -> Any:
        """`shares` says that arrays which came in leave as views of the tensors that they came from."""
        if isinstance(value, Coordinates):
            indices = self.leave(value.indices, shares=shares)
            values = self.leave(value.values, shares=shares)
            return _make(value._replace(indices=indices, values=values))
        _, part = self.parts.get(id(value), (None, None))
        if part is None or not shares:
            return self.engine.wrap(value)
        store, view = self.engine.locate(part)
        geometry = tuple(part.shape), part.stride(), part.storage_offset()
        return with_geometry(self.engine.tensor, store, view, part.dtype, *geometry)

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


def _taken_apart(tensor: torch.Tensor) -> Coordinates:
    with _compat.quiet():
        indices, values = tensor._indices().clone(), tensor._values().clone()
        return Coordinates(indices, values, tuple(tensor.shape), tensor.is_coalesced())


def adopt(engine: Engine, tensor: SparseTensor, values: torch.Tensor) -> None:
    """Gives a tensor the values of a native one."""
    held = _taken_apart(values)
    parts = [engine.wrap_array(engine.target.from_numpy(native.to_host(t))) for t in held[:2]]
    tensor.held = held._replace(indices=parts[0], values=parts[1])


def _make(held: Coordinates) -> SparseTensor:
    dtype, device = held.values.dtype, held.values.device
    tensor = _compat.make_wrapper(
        SparseTensor, held.shape, dtype=dtype, layout=_LAYOUT, device=device
    )
    tensor.held = held
    return tensor
