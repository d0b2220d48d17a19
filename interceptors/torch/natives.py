"""What PyTorch's own kernels do in a block: random numbers, fall-backs, tensors none of ours."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch

from interceptors import _lookup
from interceptors.torch import _compat, destinations, foreign, geometry, native, sparse
from interceptors.torch.explain import NotOurs, describe
from interceptors.torch.placing import assign, with_strides
from interceptors.torch.schema import Operator, native_names
from interceptors.torch.tensor import RedirectedTensor, to_native
from ivy._core import errors

if TYPE_CHECKING:
    from interceptors._base import Session
    from interceptors.torch.engine import Engine

UNSTRIDED = "sparse, nested and quantized tensors have no counterpart on a target"
PASS_WARN = "Pass fallback='warn' to run it natively."


def draw(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Lets PyTorch's own generator draw, so that a seed gives PyTorch's numbers."""
    if session.tracing:
        raise errors.ReadsValueError(f"{facts.name} draws random numbers")
    session.report.native["random", facts.name] += 1
    recipe = drawn(facts.func)
    if recipe is not None:
        try:
            return _draw_and_finish(engine, recipe, session, args, kwargs)
        except errors.DrawsNumbersError:
            pass
    session.report.calls[str(facts.func)] -= 1
    return natively(engine, facts, session, args, kwargs)


@functools.cache
def drawn(func: Any) -> tuple[Callable, Callable] | None:
    """What the frontend knows of an operator that does more than draw."""
    return _lookup.drawn(native_names(func._schema.name, func._overloadname))


def _draw_and_finish(
    engine: Engine, recipe: tuple[Callable, Callable], session: Session, args: tuple, kwargs: dict
) -> Any:
    """Lets the generator draw plain numbers; the target makes the result of them."""
    law, finish = recipe
    generator = kwargs.get("generator")
    options = {k: v for k, v in kwargs.items() if k != "generator"}
    method, parameters, shape, dtype = engine.runner.run_directly(session, law, args, options)
    with _compat.without_modes():
        numbers = torch.empty(shape, dtype=native.TORCH[dtype])
        getattr(numbers, method)(*parameters, generator=generator)
    full = (_upload(engine, numbers), *args)
    return engine.wrap(engine.runner.run(session, finish, full, options))


def ask(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Answers a question about the geometry of tensors, which needs no values."""

    def enter(value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            return geometry.meta_like(value, math.prod(engine.locate(value)[0].shape))
        return type(value)(map(enter, value)) if type(value) in (list, tuple) else value

    try:
        with _compat.quiet():
            return facts.func(*enter(args), **{k: enter(v) for k, v in kwargs.items()})
    except NotImplementedError:  # it is about values
        return fall_back(engine, facts, session, args, kwargs)


def fall_back(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Applies the fall-back policy to an operator that has no rule."""
    if foreign.decides_for_itself((*args, *kwargs.values())):
        raise NotOurs
    reason = "no rule"
    remedy = f"Add {facts.name.rpartition('.')[2]} to ivy/frontends/torch, or pass fallback='warn'."
    if facts.func._schema.name in _compat.MAKE_UNSTRIDED:
        reason, remedy = UNSTRIDED, PASS_WARN
    session.fall_back(describe(facts.name, args, kwargs), reason, remedy)
    session.report.calls[str(facts.func)] -= 1
    return natively(engine, facts, session, args, kwargs)


def natively(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs an operator in PyTorch's own kernel on converted values, and brings results back."""
    destinations.check(engine, facts, args, kwargs)
    return on_copies(engine, facts, session, args, kwargs)


def on_copies(
    engine: Engine,
    facts: Operator,
    session: Session,
    args: tuple,
    kwargs: dict,
    *,
    upload: bool = True,
) -> Any:
    """As `natively`, where PyTorch's own checks suffice; results go to the target if `upload`."""
    copies: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}

    def enter(value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            if id(value) not in copies:
                copies[id(value)] = (_copy(engine, value), value)
            return copies[id(value)][0]
        return type(value)(map(enter, value)) if type(value) in (list, tuple) else value

    inputs, options = enter(args), {k: enter(v) for k, v in kwargs.items()}
    with _compat.without_modes():
        out = facts.func(*inputs, **options)
    back = {id(copy): tensor for copy, tensor in copies.values()}
    written = [
        options[n] if n in options else inputs[i]
        for i, n in facts.writes
        if n in options or 0 <= i < len(inputs)
    ]
    for value in written:
        for copy in value if isinstance(value, (list, tuple)) else (value,):
            if copy is not None:
                _put_back(engine, facts, session, back[id(copy)], copy)

    def leave(value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            known = back.get(id(value))
            return known if known is not None else _upload(engine, value) if upload else value
        return type(value)(map(leave, value)) if type(value) in (list, tuple) else value

    return leave(out)


def _put_back(
    engine: Engine, facts: Operator, session: Session, tensor: torch.Tensor, copy: torch.Tensor
) -> None:
    """Gives a tensor that was written what its copy holds now."""
    if isinstance(tensor, sparse.SparseTensor):
        sparse.adopt(engine, tensor, copy)
    elif copy is not tensor:
        assign(engine, session, tensor, _upload(engine, copy), resize=facts.is_out)


def _copy(engine: Engine, tensor: torch.Tensor) -> torch.Tensor:
    if isinstance(tensor, RedirectedTensor):
        return to_native(tensor)
    if not _compat.is_strided_array(tensor):
        return sparse.native_sparse(tensor)  # itself, unless its parts are redirected
    engine.locate(tensor)[0].flush()
    return tensor.detach().clone()


def _upload(engine: Engine, tensor: torch.Tensor) -> torch.Tensor:
    if not _compat.is_strided_array(tensor) or tensor.device.type != "cpu":
        return tensor
    wrapped = engine.wrap_array(engine.target.from_numpy(native.to_host(tensor)))
    if tensor.is_contiguous() or 0 in tensor.stride():
        return wrapped
    return with_strides(engine, wrapped, tensor.stride())


def pass_on(engine: Engine, facts: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """For operators that only sparse tensors have."""
    raise NotOurs


def untouched(engine: Engine, func: Any, args: tuple, kwargs: dict) -> Any:
    """Runs a call on tensors that are none of ours (meta, fake, sparse) as if there were no block."""

    def enter(value: Any) -> Any:
        if isinstance(value, RedirectedTensor):
            return to_native(value)
        return type(value)(map(enter, value)) if type(value) in (list, tuple) else value

    with _compat.without_modes():
        return func(*enter(args), **{k: enter(v) for k, v in kwargs.items()})
