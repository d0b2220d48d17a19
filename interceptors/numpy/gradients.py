"""Gradients of unmodified NumPy functions: they run on a tape of ivy's, as on any other target.

`ivy.grad(f)(x)` of a redirected `x`, or in a block of a native one, calls `f` with arrays whose target
is the tape. In-place writes need nothing: they replace the array of a storage.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from interceptors.numpy.array import Redirected, RedirectedArray, fresh
from interceptors.numpy.engine import Engine, engine, temporary
from interceptors.session import CURRENT, Session
from interceptors.shared import trees
from ivy._core.backend import Backend
from ivy._core.context import CURRENT as BACKEND


def adapt(function: Callable, args: tuple, kwargs: dict[str, Any]) -> tuple | None:
    """See `ivy.functional.transforms.ADAPTERS`."""
    session = CURRENT.get()
    active = session is not None and "numpy" in session.sources
    arrays = trees.instances((Redirected, np.ndarray), (args, kwargs))
    redirected = [x for x in arrays if isinstance(x, Redirected)]
    if not redirected and not (active and arrays):
        return None
    if not active:
        session = Session(redirected[0]._locate()[0].backend, sources=("numpy",))
    assert session is not None
    runs, block = engine(session.target), session

    def enter(x: Any) -> Any:
        return runs.array(x if isinstance(x, Redirected) else runs.upload(x))

    def inner(*values: Any, **options: Any) -> Any:
        return _on_tape(block, function, values, options)

    kinds = (Redirected, np.ndarray)
    args, kwargs = trees.map_instances(kinds, enter, (args, kwargs))
    return inner, args, kwargs, lambda out: _wrapped(runs, out)


def _on_tape(session: Session, function: Callable, values: tuple, options: dict) -> Any:
    tape: Backend = BACKEND.get()
    inner = session.child()
    inner.target = tape
    with temporary(tape) as runs:
        token = CURRENT.set(inner)
        try:
            given, named = _wrapped(runs, (values, options))
            out = function(*given, **named)
            return trees.map_instances(Redirected, runs.array, out)
        finally:
            CURRENT.reset(token)
            session.children.discard(inner)


def _wrapped(runs: Engine, tree: Any) -> Any:
    kinds = runs.target.array_types
    make = lambda x: fresh(runs.target, x, RedirectedArray)  # noqa: E731
    return trees.map_instances(kinds, make, tree)
