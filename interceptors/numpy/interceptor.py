"""NumPy as a source: what `run_on` asks of it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from interceptors import lookup
from interceptors.numpy import (  # noqa: F401 - some only complete the class
    array,
    forks,
    gradients,
    indexing,
    methods,
    ufuncs,
)
from interceptors.numpy.array import Redirected
from interceptors.numpy.engine import ENGINES, engine
from interceptors.numpy.proxy import PATCHES
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


def _on_target(block: Any, function: Callable, args: tuple, kwargs: dict) -> Any:
    """The result of a call in a block, its native arrays copied to the target before."""
    with block() as session:
        given, named = engine(session.target).returned((args, kwargs))
        return function(*given, **named)


class NumPyInterceptor:
    """The protocol of `interceptors.protocol.Interceptor` for NumPy."""

    name = "numpy"

    def enter(self, session: Session) -> None:
        """Gives the user's modules the proxies of NumPy's."""
        _prepare()
        engine(session.target)
        PATCHES.acquire()

    def leave(self, session: Session, token: Any) -> None:
        """Gives them NumPy itself again."""
        PATCHES.release()

    explains_abstractly = False

    @staticmethod
    def verify(
        block: Any, found: Verification, function: Callable, args: tuple, kwargs: dict, _: bool
    ) -> None:
        """Compares the results of a call with those of the same call natively."""
        kinds = (Redirected, np.ndarray)
        given, named = trees.map_instances(kinds, _native_copy, (args, kwargs))
        native = trees.leaves(function(*given, **named))
        ours = trees.leaves(_on_target(block, function, args, kwargs))
        pairs = zip(map(_native_copy, ours), map(_native_copy, native), strict=True)
        for i, (a, b) in enumerate(pairs):
            found.add("result", f"result[{i}]", compare(a, b, found.tolerance, many=True))

    @staticmethod
    def explain(block: Any, function: Callable, args: tuple, kwargs: dict, _: bool) -> None:
        """Runs a call in a block whose session has an explanation."""
        _on_target(block, function, args, kwargs)

    def forget(self) -> None:
        """Drops what was decided about functions, in all engines."""
        for each in list(ENGINES.values()):
            each.rules.clear()
            each.fast.forget()
            each.executor.forget_programs()

    def is_redirected(self, x: Any) -> bool:
        """Whether `x` is an array, or a scalar, whose elements are on a target."""
        return isinstance(x, Redirected)

    def target_array(self, x: Any) -> Any:
        """The target's array with the elements of `x`."""
        return x._target_array()

    def to_source(self, x: Any) -> Any:
        """A native array, or scalar, with the elements of `x`."""
        return x._native()


INTERCEPTOR = NumPyInterceptor()
