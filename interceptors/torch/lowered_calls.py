"""Lowerings of users: public calls that take them, and their gradients.

Operators find a user's function as they find a frontend's (`lookup.find`). PyTorch's own derivative is
used where it has one and the user has not given another; else the gradient is the user's `vjp`, or
that of the ivy functions that the lowering is made of.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any

import torch

from interceptors import lowerings
from interceptors.session import CURRENT, Session
from interceptors.shared import trees
from interceptors.shared.errors import NotRedirectable
from interceptors.torch import _compat
from interceptors.torch.boundary import memory_access
from interceptors.torch.dispatch import names, schema
from interceptors.torch.engine import Engine
from interceptors.torch.validation import checks
from interceptors.torch.validation.errors import raise_as_native
from ivy._core import errors

_grad_enabled = torch.is_grad_enabled


def call(engine: Engine, func: Any) -> Callable | None:
    """What is done with a public function, or an operator, that has a lowering; None if it has none."""
    native = _names(func)
    if lowerings.find(native) is None:
        return None
    function = checks.find(native)
    assert function is not None
    name = function.native_name  # pyright: ignore[reportFunctionMemberAccess]
    op = schema.public(func, name, function)
    own_gradient = _has_own_gradient(func)

    def run(session: Session, args: tuple, kwargs: dict[str, Any]) -> Any:
        tensors = trees.instances(torch.Tensor, (args, kwargs))
        differentiates = _grad_enabled() and any(t.requires_grad for t in tensors)
        given = lowerings.has_gradient(function, session.target.name)
        if (
            not tensors
            or _compat.is_transformed()
            or any(map(_compat.is_functorch_wrapped, tensors))
            or (differentiates and own_gradient and not given)
            or (session.verify and not differentiates)
            or _writes(func)
        ):
            return memory_access.pass_on(engine, func, args, kwargs)
        try:
            if differentiates:
                return _differentiably(engine, session, function, args, kwargs)
            return _run(engine, session, function, name, args, kwargs)
        except NotRedirectable:
            return memory_access.pass_on(engine, func, args, kwargs)
        except Exception as error:
            lacks = isinstance(error, errors.UnsupportedOpError)
            if (lacks or session.report.explanation) and not isinstance(func, FunctionType):
                # the operator decides what becomes of it
                return memory_access.pass_on(engine, func, args, kwargs)
            raise_as_native(session, op, args, kwargs, error)

    return run


def _names(func: Any) -> tuple[str, ...]:
    if isinstance(func, _compat.OpOverload):
        return tuple(schema.aten_lookup_names(func))
    if isinstance(func, _compat.OpOverloadPacket):
        return (f"torch.ops.{_compat.packet_name(func).replace('::', '.')}",)
    return names.lookup_names(func)


def _overload(func: Any) -> Any:
    """The overload that a call of an operator stands for, None if there are several."""
    if isinstance(func, _compat.OpOverloadPacket):
        overloads = func.overloads()
        return getattr(func, overloads[0]) if len(overloads) == 1 else None
    return func if isinstance(func, _compat.OpOverload) else None


def _writes(func: Any) -> bool:
    overload = _overload(func)
    return overload is not None and _compat.schema(overload).is_mutable


def _has_own_gradient(func: Any) -> bool:
    """Whether PyTorch can differentiate a call by itself."""
    if not isinstance(func, (_compat.OpOverload, _compat.OpOverloadPacket)):
        return not isinstance(func, FunctionType)
    overload = _overload(func)
    return overload is None or _compat.has_own_gradient(overload)


def _run(
    engine: Engine, session: Session, function: Callable, name: str, args: tuple, kwargs: dict
) -> Any:
    out = engine.wrap(engine.executor.run(session, function, args, kwargs))
    session.count(name, engine.executor.way)
    return out


def _differentiably(
    engine: Engine, session: Session, function: Callable, args: tuple, kwargs: dict[str, Any]
) -> Any:
    """The result as PyTorch's autograd sees it: one node, whose backward is the pullback."""
    bound = inspect.signature(function).bind(*args, **kwargs)
    args, kwargs = bound.args, bound.kwargs
    at = [i for i, a in enumerate(args) if isinstance(a, torch.Tensor)]
    if len(at) < len(trees.instances(torch.Tensor, (args, kwargs))):
        raise errors.UnsupportedOpError(
            f"{function.native_name}: gradients of tensors in lists, or by keyword"  # type: ignore[attr-defined]
        )

    class Lowered(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, *tensors: torch.Tensor) -> Any:
            given = _filled(args, at, tensors)
            out = _run(engine, session, function, function.native_name, given, kwargs)  # type: ignore[attr-defined]
            many = isinstance(out, (list, tuple))
            ctx.many = many
            ctx.save_for_backward(*tensors, *(out if many else (out,)))
            return tuple(out) if many else out

        @staticmethod
        @torch.autograd.function.once_differentiable
        def backward(ctx: Any, *cotangents: torch.Tensor) -> Any:
            saved = ctx.saved_tensors
            tensors, out = saved[: len(at)], saved[len(at) :]
            given = _filled(args, at, tensors)
            wanted = tuple(i for i, need in zip(at, ctx.needs_input_grad, strict=True) if need)
            results = list(out) if ctx.many else out[0]
            inner = list(cotangents) if ctx.many else cotangents[0]
            pull = lowerings.pullback(function)
            every = (inner, results, tuple(at), wanted, *given)
            block = CURRENT.get() or session
            found = engine.wrap(engine.executor.run(block, pull, every, kwargs))
            block.count(pull.native_name, engine.executor.way)  # pyright: ignore[reportFunctionMemberAccess]
            by_position = dict(zip(wanted, found, strict=True))
            return tuple(by_position.get(i) for i in at)

    return Lowered.apply(*[args[i] for i in at])


def _filled(args: tuple, at: list[int], tensors: Any) -> tuple:
    given = list(args)
    for i, tensor in zip(at, tensors, strict=True):
        given[i] = tensor
    return tuple(given)
