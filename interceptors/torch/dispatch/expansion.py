"""Operators that PyTorch itself expands into others, which come back one by one or as one program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from interceptors.session import CURRENT, Session
from interceptors.shared.errors import NotRedirectable
from interceptors.torch import _compat
from interceptors.torch.boundary.subclasses import needs_own_dispatch
from interceptors.torch.dispatch.random import draw
from interceptors.torch.dispatch.schema import Operator
from interceptors.torch.engine import Engine
from interceptors.torch.tensors.strides import restride
from interceptors.torch.validation.errors import raise_as_native
from ivy._core import errors


def _body(op: Operator) -> Callable:
    body = op.func.decompose if op.is_composite else op.decomposition
    assert body is not None
    return body


def expand_eagerly(
    engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict
) -> Any:
    """Runs PyTorch's own expansion, whose operators come back one by one."""
    if needs_own_dispatch((*args, *kwargs.values())):
        raise NotRedirectable
    try:
        with engine.mode(session):
            out = _body(op)(*args, **kwargs)
    except errors.DrawsNumbersError:
        return draw(engine, op, session, args, kwargs)
    session.count(op.label, "expansion")
    if op.is_composite or session.tracing or engine.is_dense(args):
        return out
    return restride(engine, op.func, args, kwargs, out)


def expand(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """As `expand_eagerly`, in one compiled program where that is possible."""
    if not engine.executor.compiles or op.func in engine.eager or not engine.is_dense(args):
        return expand_eagerly(engine, op, session, args, kwargs)
    function = engine.expansions.get(op.func)
    if function is None:
        function = engine.expansions[op.func] = _as_function(engine, _body(op))
    try:
        out = engine.wrap(engine.executor.run(session, function, args, kwargs))
    except (errors.ReadsValueError, errors.DrawsNumbersError):
        if session.tracing:
            raise
        engine.eager.add(op.func)
        return expand_eagerly(engine, op, session, args, kwargs)
    except Exception as error:
        raise_as_native(session, op, args, kwargs, error)
    session.count(op.label, "program")
    return out if session.tracing else restride(engine, op.func, args, kwargs, out)


def _as_function(engine: Engine, body: Callable) -> Callable:
    """An expansion as a function of arrays."""

    def expansion(*values: Any, **options: Any) -> Any:
        session = CURRENT.get()
        assert session is not None
        tensors = [engine.wrap(v) for v in values]
        session.tracing += 1
        try:
            with engine.mode(session):
                out = body(*tensors, **{k: engine.wrap(v) for k, v in options.items()})
            return engine.unwrap(out)
        except RuntimeError as error:
            if _compat.NO_MEMORY in str(error):  # C++ that reads elements, as `reads_value` does
                raise errors.ReadsValueError(str(error)) from error
            raise
        finally:
            session.tracing -= 1

    expansion.takes_native_arguments = True
    return expansion


def run_kernel(engine: Engine, op: Operator, session: Session, args: tuple, kwargs: dict) -> Any:
    """Runs a kernel that is made of calls of PyTorch, such as a function that a user registered."""
    if needs_own_dispatch((*args, *kwargs.values())):
        raise NotRedirectable
    assert op.kernel is not None
    with _compat.below_autograd(op.func), engine.mode(session):
        out = op.kernel(*args, **kwargs)
    session.count(op.label, "expansion")
    return out
