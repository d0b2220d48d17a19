"""NumPy as a source: what `run_on` asks of it."""

from __future__ import annotations

import contextlib
import functools
import random
from collections.abc import Callable
from typing import Any

import numpy as np

from interceptors import lookup
from interceptors.numpy import (  # noqa: F401 - some only complete the class
    array,
    float_errors,
    foreign,
    forks,
    gradients,
    indexing,
    methods,
    ufuncs,
)
from interceptors.numpy.array import Redirected
from interceptors.numpy.engine import ENGINES, engine
from interceptors.numpy.proxy import PATCHES
from interceptors.protocol import Call
from interceptors.session import CURRENT, Session
from interceptors.shared import trees
from interceptors.verification import Verification, compare
from ivy.functional import transforms


@functools.cache
def _prepare() -> None:
    lookup.load("numpy")
    methods.give()
    array.UNPICKLE = _unpickled
    transforms.ADAPTERS.append(gradients.adapt)
    forks.prepare()


def _unpickled(values: Any) -> Any:
    session = CURRENT.get()
    if session is None or "numpy" not in session.sources:
        return values
    return engine(session.target).returned(values)


def _native_copy(x: Any) -> Any:
    return np.array(x._native() if isinstance(x, Redirected) else x)


def _run(call: Call, entered: Callable[[Any], Any]) -> dict[tuple[str, str], np.ndarray]:
    """Results, and the arguments afterwards, of a call that gets `entered(copy)` for each array.

    The user's own arrays and the global random states are left as they were.
    """
    states = np.random.get_state(), random.getstate()
    args, kwargs = trees.map_instances(
        np.ndarray, lambda x: entered(_native_copy(x)), (call.args, call.kwargs)
    )
    try:
        results = trees.leaves(call.function(*args, **kwargs))
    finally:
        np.random.set_state(states[0])
        random.setstate(states[1])
    found = {("result", f"result[{i}]"): _native_copy(x) for i, x in enumerate(results)}
    written = trees.instances(np.ndarray, (args, kwargs))
    return found | {("state", f"argument[{i}]"): _native_copy(x) for i, x in enumerate(written)}


class NumPyInterceptor:
    """The protocol of `interceptors.protocol.Interceptor` for NumPy."""

    name = "numpy"
    value_types = (foreign.Value,)
    MODES = frozenset()
    batched = staticmethod(foreign.batched)
    content = staticmethod(foreign.content)
    from_target = staticmethod(foreign.from_target)
    like = staticmethod(foreign.like)
    needs_gradient = staticmethod(foreign.needs_gradient)
    pullback = staticmethod(foreign.pullback)
    pushforward = staticmethod(foreign.pushforward)
    scope = staticmethod(foreign.scope)
    target_array = staticmethod(foreign.target_array)
    tracing = staticmethod(contextlib.nullcontext)
    with_gradient = staticmethod(foreign.with_gradient)
    zeros_like = staticmethod(np.zeros_like)

    def enter(self, session: Session) -> Any:
        """Gives the user's modules the proxies of NumPy's."""
        _prepare()
        engine(session.target)
        PATCHES.acquire()
        return float_errors.enter()

    def leave(self, session: Session, token: Any) -> None:
        """Gives them NumPy itself again."""
        float_errors.leave(token)
        PATCHES.release()

    explains_abstractly = False

    @staticmethod
    def verify(block: Callable[..., Any], found: Verification, call: Call) -> None:
        """Compares what a call returns and writes with the same call natively."""
        native = _run(call, lambda x: x)
        with block() as session:
            ours = _run(call, engine(session.target).returned)
        found.add_run(ours, native, compare)

    @staticmethod
    def explain(block: Callable[..., Any], call: Call) -> None:
        """Runs a call in a block whose session has an explanation."""
        with block() as session:
            _run(call, engine(session.target).returned)

    def forget(self) -> None:
        """Drops what was decided about functions, in all engines."""
        for each in list(ENGINES.values()):
            each.rules.clear()
            each.fast.forget()
            each.executor.forget_programs()

    def is_redirected(self, x: Any) -> bool:
        """Whether `x` is an array, or a scalar, whose elements are on a target."""
        return isinstance(x, Redirected)

    def named_values(self, x: Any) -> None:
        """NumPy has no modules."""

    def modes(self, x: Any) -> tuple:
        """Nothing: NumPy has no modules."""
        return ()

    def assign(self, x: Any, value: Any) -> None:
        """Writes elements."""
        x[...] = value

    def forget_traced(self, session: Session) -> list[str]:
        """Nothing: a native array is copied for each call, so nothing is written to it later."""
        return []

    def to_source(self, x: Any) -> Any:
        """A native array, or scalar, with the elements of `x`."""
        return x._native()


INTERCEPTOR = NumPyInterceptor()
