"""Random numbers: PyTorch's own generator draws them, so that a seed gives PyTorch's numbers."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import torch

from interceptors import lookup
from interceptors.session import Session
from interceptors.torch import _compat
from interceptors.torch.dispatch import native_calls
from interceptors.torch.dispatch.schema import Operator, aten_lookup_names
from interceptors.torch.dispatch.writes import assign
from interceptors.torch.engine import Engine
from interceptors.torch.tensors import conversion, meta
from ivy import functional
from ivy._core import errors
from ivy._core.context import running
from ivy.frontends._publish import LIKE_INPUT


def draw(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Draws numbers natively and uploads them, or makes the result of plain ones on the target."""
    if session.key is not None:
        return _draw_with_key(engine, op, session, args, kwargs)
    if session.tracing:
        raise errors.ReadsValueError(f"{op.name} draws random numbers; give the call a key")
    recipe = sampling_recipe(op.func)
    if recipe is not None:
        try:
            out = _transform_samples(engine, recipe, session, args, kwargs)
        except errors.DrawsNumbersError:
            pass
        else:
            session.report.count_native("random", op.name)
            session.count(op.label, engine.executor.way)
            return out
    out = native_calls.natively(engine, op, session, args, kwargs)
    session.report.count_native("random", op.name)
    return out


def _draw_with_key(
    engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict
) -> Any:
    if lookup.keyed(aten_lookup_names(op.func)) is None:
        raise errors.UnsupportedOpError(
            f"{op.name} can't draw for a key; draw outside of the call, and pass the numbers."
        )
    session.draws += 1
    with running(engine.target):
        key = functional.random_fold_in(session.key, session.draws)
    session.count(op.label, engine.executor.way)
    return draw_for_key(engine, op, session, args, kwargs, key)


def draw_for_key(
    engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict, key: Any
) -> Any:
    """Random numbers of Ivy's generator: the same for the same key, and on the target."""
    law = lookup.keyed(aten_lookup_names(op.func))
    assert law is not None
    options = {k: v for k, v in kwargs.items() if k not in _compat.NOT_OF_NUMBERS}
    law = functools.partial(law, key)
    out = engine.wrap(engine.executor.run_eagerly(session, law, args, options))
    if not op.writes:
        return out
    assign(engine, session, args[0], out, resize=False)
    return args[0]


@functools.cache
def sampling_recipe(func: Any) -> tuple[Callable, Callable] | None:
    """The `(distribution, transform)` of an operator that does more than draw, None if it has none."""
    return lookup.drawn(aten_lookup_names(func))


def _transform_samples(
    engine: Engine, recipe: tuple[Callable, Callable], session: Session, args: tuple, kwargs: dict
) -> Any:
    """Draws plain numbers natively; the target makes the result of them."""
    distribution, transform = recipe
    generator = kwargs.get("generator")
    options = {k: v for k, v in kwargs.items() if k != "generator"}
    executor = engine.executor
    method, parameters, shape, dtype = executor.run_eagerly(session, distribution, args, options)
    with _compat.without_modes():
        numbers = _empty(args[0] if shape == LIKE_INPUT else shape, conversion.TORCH[dtype])
        getattr(numbers, method)(*parameters, generator=generator)
    full = (native_calls.upload(engine, numbers), *args)
    return engine.wrap(executor.run(session, transform, full, options))


def _empty(like: Any, dtype: torch.dtype) -> torch.Tensor:
    """Native memory of a shape, or of the geometry of a tensor, in which numbers are drawn."""
    if not isinstance(like, torch.Tensor):
        return torch.empty(like, dtype=dtype)
    if like.is_contiguous():
        return torch.empty(like.shape, dtype=dtype)
    strides = torch.empty_like(meta.to_meta(like)).stride()
    return torch.empty_strided(like.shape, strides, dtype=dtype)
