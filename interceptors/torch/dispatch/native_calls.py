"""PyTorch's own kernels inside a block: fallbacks, and calls that are not for a target."""

from __future__ import annotations

from typing import Any

import torch

from interceptors.session import Session
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
from interceptors.torch.validation import overlap
from interceptors.torch.validation.errors import describe

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
    session.fall_back(describe(op.name, args, kwargs), reason, remedy)
    return natively(engine, op, session, args, kwargs)


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
    copies = StandIns(torch.Tensor, lambda tensor: _copy(engine, tensor))
    inputs, options = copies.enter(args), {k: copies.enter(v) for k, v in kwargs.items()}
    with _compat.without_modes():
        out = op.func(*inputs, **options)
    written = {id(t) for t in trees.instances(torch.Tensor, op.written(inputs, options))}
    for copy, tensor in copies.pairs():
        if id(copy) in written:
            _write_back(engine, op, session, tensor, copy)

    def convert(leaf: Any) -> Any:
        return upload(engine, leaf) if uploads and isinstance(leaf, torch.Tensor) else leaf

    return copies.leave(out, convert)


def _write_back(
    engine: Engine, op: Operator, session: Session, tensor: torch.Tensor, copy: torch.Tensor
) -> None:
    """Gives a tensor that was written what its copy holds now."""
    if isinstance(tensor, SparseTensor):
        adopt(engine, tensor, copy)
    elif copy is not tensor:
        assign(engine, session, tensor, upload(engine, copy), resize=op.is_out)


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
    wrapped = engine.wrap_array(engine.target.from_numpy(conversion.to_host(tensor)))
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
