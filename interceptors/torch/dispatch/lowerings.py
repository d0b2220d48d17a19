"""In-place operators with a user's lowering. Others look it up like a frontend function."""

from __future__ import annotations

from typing import Any

import torch

from interceptors.session import Session
from interceptors.shared import trees
from interceptors.torch import _compat
from interceptors.torch.dispatch.schema import Operator
from interceptors.torch.dispatch.writes import assign
from interceptors.torch.engine import Engine
from interceptors.torch.validation.errors import raise_as_native
from ivy._core import errors


def write(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs the lowering of an in-place operator: it returns the new values, then the results."""
    assert op.function is not None
    outs = [t for t in op.written(args, kwargs) if t is not None]
    try:
        found = engine.wrap(engine.executor.run(session, op.function, args, kwargs))
    except Exception as error:
        raise_as_native(session, op, args, kwargs, error)
    values = list(found) if isinstance(found, (list, tuple)) else [found]
    if len(values) < len(outs):
        raise errors.UnsupportedOpError(
            f"{op.label}: the lowering has to return the new values of {len(outs)} arguments"
        )
    if op.counts_versions:
        _compat.bump_version(trees.instances(torch.Tensor, outs))
    for out, value in zip(outs, values, strict=False):
        many = isinstance(out, (list, tuple))
        for o, v in zip(out, value, strict=True) if many else [(out, value)]:
            assign(engine, session, o, v, resize=op.resizes)
    session.count(op.label, engine.executor.way)
    results = tuple(values[len(outs) :]) or tuple(outs[: op.returns])
    return None if not op.returns else results[0] if op.returns == 1 else results
