"""PyTorch's own kernels inside a block: fallbacks, and calls that are not for a target."""

from __future__ import annotations

import functools
from typing import Any

import torch

from interceptors import lowerings
from interceptors.session import Session, count_transfer
from interceptors.shared import trees
from interceptors.shared.errors import NotRedirectable
from interceptors.shared.native_calls import StandIns
from interceptors.torch import _compat
from interceptors.torch.boundary.subclasses import needs_own_dispatch
from interceptors.torch.dispatch.schema import Operator
from interceptors.torch.dispatch.writes import assign
from interceptors.torch.engine import Engine
from interceptors.torch.tensors import conversion, meta
from interceptors.torch.tensors.sparse_tensor import SparseTensor, adopt, native_sparse
from interceptors.torch.tensors.strides import with_strides
from interceptors.torch.tensors.tensor import RedirectedTensor, to_native
from interceptors.torch.validation import overlap, replay
from interceptors.torch.validation.errors import describe
from ivy._core.abstract import unnoticed

UNSTRIDED = "nested and quantized tensors have no counterpart on a target"
PASS_WARN = "Pass fallback='warn' to run it natively."


def query_metadata(
    engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict
) -> Any:
    """Answers what depends on the geometry of tensors only."""

    def convert(tensor: torch.Tensor) -> torch.Tensor:
        return meta.meta_like(tensor, engine.locate(tensor)[0].size)

    try:
        with _compat.quiet():
            given = trees.map_instances(torch.Tensor, convert, args)
            options = {k: trees.map_instances(torch.Tensor, convert, v) for k, v in kwargs.items()}
            return op.func(*given, **options)
    except NotImplementedError:  # it is about values
        return fall_back(engine, op, session, args, kwargs)


def fall_back(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Applies the fallback policy to an operator that has no rule."""
    if needs_own_dispatch((*args, *kwargs.values())):
        raise NotRedirectable
    reason = "no rule"
    remedy = f"Add {op.name.rpartition('.')[2]} to ivy/frontends/torch, or pass fallback='warn'."
    if _compat.op_name(op.func) in _compat.MAKE_UNSTRIDED:
        reason, remedy = UNSTRIDED, PASS_WARN
    lines = None if reason == UNSTRIDED else functools.partial(lines_to_write, op)
    session.fall_back(describe(op.name, args, kwargs), reason, remedy, lines)
    return natively(engine, op, session, args, kwargs)


def lacks(
    engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict, error: Exception
) -> Any:
    """Applies the fallback policy to an operator that needs what the target does not have."""
    reason = str(error).partition("\n")[0].rstrip(".")
    lines = functools.partial(lines_to_write, op)
    session.fall_back(describe(op.name, args, kwargs), reason, PASS_WARN, lines)
    return natively(engine, op, session, args, kwargs)


def is_fault_of_rule(op: Operator, args: tuple, kwargs: dict, error: Exception) -> bool:
    """Whether PyTorch itself accepts a call that has failed."""
    return not isinstance(error, NotRedirectable) and not replay.native_error(op.func, args, kwargs)


def lines_to_write(op: Operator) -> str:
    """The code with which a user can register a lowering of an operator."""
    name = f"torch.ops.{_compat.op_name(op.func).replace('::', '.')}"
    return lowerings.lines_to_write(name, _compat.parameters(op.func))


def natively(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs an operator in PyTorch's own kernel on copies, and brings its results back."""
    overlap.check(engine, op, args, kwargs)
    return on_copies(engine, op, session, args, kwargs)


def on_copies(
    engine: Engine,
    op: Operator,
    session: Session,
    args: tuple,
    kwargs: dict,
    *,
    uploads: bool = True,
) -> Any:
    """As `natively`, where PyTorch's own checks suffice; results go to the target if `uploads`."""
    copies = Copies(engine, op)
    inputs, options = copies.enter(args), {k: copies.enter(v) for k, v in kwargs.items()}
    with _compat.without_modes():
        out = op.func(*inputs, **options)
    for copy, tensor in copies.written(inputs, options):
        write_back(engine, session, tensor, copy, resize=op.is_out)

    def convert(leaf: Any) -> Any:
        return upload(engine, leaf) if uploads and isinstance(leaf, torch.Tensor) else leaf

    return copies.leave(out, convert)


def write_back(
    engine: Engine,
    session: Session,
    tensor: torch.Tensor,
    copy: torch.Tensor,
    *,
    resize: bool = False,
) -> None:
    """Gives a tensor that was written what its copy holds now."""
    if isinstance(tensor, SparseTensor):
        adopt(engine, tensor, copy)
    else:
        assign(engine, session, tensor, upload(engine, copy), resize=resize)


class Copies(StandIns):
    """Native copies of the tensors of one call.

    Those that share elements share memory, if the schema of the operator does not say what it writes:
    then what it has written is what holds other bytes than before.
    """

    def __init__(self, engine: Engine, op: Operator):
        super().__init__(torch.Tensor, self._make)
        self.engine = engine
        self.op = op
        self.before: dict[int, torch.Tensor] = {}
        self.memories: dict[int, tuple] = {}

    def _make(self, tensor: torch.Tensor) -> torch.Tensor:
        with unnoticed():
            return self._copy(tensor)

    def _copy(self, tensor: torch.Tensor) -> torch.Tensor:
        if self.op.marks_writes or not _compat.is_strided_array(tensor):
            return _copy(self.engine, tensor)
        with _compat.quiet():
            if self.op.is_collective:
                copy = _copy(self.engine, tensor)
            else:
                copy = replay.copy_of(tensor, self.memories)
            if copy is not tensor:
                self.before[id(copy)] = copy.clone()
        return copy

    def written(
        self, args: tuple = (), kwargs: Any = None
    ) -> list[tuple[torch.Tensor, torch.Tensor]]:
        """The copies that a call has written, each with its original."""
        marked = {id(t) for t in trees.instances(torch.Tensor, self.op.written(args, kwargs or {}))}
        return [
            (copy, tensor)
            for copy, tensor in self.pairs()
            if copy is not tensor and (id(copy) in marked or self._has_changed(copy))
        ]

    def _has_changed(self, copy: torch.Tensor) -> bool:
        before = self.before.get(id(copy))
        if before is None:  # sparse, say
            return not self.op.marks_writes
        with _compat.quiet():
            return not torch.equal(_bytes(before), _bytes(copy))


def _bytes(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.reshape(-1).view(torch.uint8)


def _copy(engine: Engine, tensor: torch.Tensor) -> torch.Tensor:
    if isinstance(tensor, RedirectedTensor):
        return to_native(tensor)
    if not _compat.is_strided_array(tensor):
        return native_sparse(tensor)  # itself, unless its parts are redirected
    engine.locate(tensor)[0].flush()
    return tensor.detach().clone()


def upload(engine: Engine, tensor: torch.Tensor) -> torch.Tensor:
    """A redirected tensor with the values and strides of a native one."""
    if not _compat.is_strided_array(tensor) or tensor.device.type != "cpu":
        return tensor
    values = conversion.to_host(tensor)
    count_transfer("to target", values.nbytes)
    wrapped = engine.wrap_array(engine.target.from_numpy(values))
    if tensor.is_contiguous() or 0 in tensor.stride():
        return wrapped
    return with_strides(engine, wrapped, tensor.stride())


def untouched(func: Any, args: tuple, kwargs: dict) -> Any:
    """Runs a call on tensors that are not redirectable (meta, fake) as if there were no block."""
    with _compat.without_modes():
        given = trees.map_instances(RedirectedTensor, to_native, args)
        options = {
            k: trees.map_instances(RedirectedTensor, to_native, v) for k, v in kwargs.items()
        }
        return func(*given, **options)
