"""Gradients of unmodified NumPy functions: they run on a tape of ivy's, as on any other target.

`ivy.grad(f)(x)` of a redirected `x`, or in a block of a native one, calls `f` with arrays whose target
is the tape. In-place writes need nothing: they replace the array of a storage.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
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
        return on_tape(block, function, values, options)

    kinds = (Redirected, np.ndarray)
    args, kwargs = trees.map_instances(kinds, enter, (args, kwargs))
    return inner, args, kwargs, lambda out: wrapped(runs, out)


def on_tape(session: Session, function: Callable, values: tuple, options: dict) -> Any:
    """The arrays that a function returns, run on arrays of the current backend: a tape or a batch."""
    tape: Backend = BACKEND.get()
    with temporary(tape), targeting(session, tape) as runs:
        given, named = wrapped(runs, (values, options))
        out = function(*given, **named)
        out = trees.map_instances((np.ndarray, np.generic), runs.returned, out)
        return trees.map_instances(Redirected, runs.array, out)


@contextlib.contextmanager
def targeting(session: Session, target: Backend) -> Iterator[Engine]:
    """The engine of another target, which is that of the block as long as this one lasts."""
    inner = session.child()
    inner.target = target
    token = CURRENT.set(inner)
    try:
        yield engine(target)
    finally:
        CURRENT.reset(token)
        session.children.discard(inner)


def wrapped(runs: Engine, tree: Any) -> Any:
    """Arrays of a target as redirected arrays."""
    kinds = runs.target.array_types
    make = lambda x: fresh(runs.target, x, RedirectedArray)  # noqa: E731
    return trees.map_instances(kinds, make, tree)
