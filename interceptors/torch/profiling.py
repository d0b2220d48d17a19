"""Modes that note when each call ran, for blocks with a profile.

They go around the usual modes, fast paths included: nothing else runs another way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from interceptors.session import CURRENT, Session
from interceptors.shared import trees
from interceptors.torch.engine import Engine
from interceptors.torch.tensors.tensor import RedirectedTensor

FAST = "fast path"


class _Times:
    engine: Engine
    session: Session

    def _timed(self, call: Callable, args: tuple, fast: Any) -> Any:
        session = self.session
        if CURRENT.get() is not session:
            return call(*args)
        name = None if fast is None else fast[1]
        return session.report.timed(call, args, self._wait, name, FAST)

    def _wait(self, out: Any) -> None:
        if self.session.tracing:
            return
        for tensor in trees.instances(RedirectedTensor, out):
            array = tensor._array if tensor._own is None else tensor._own.root.base
            if array is not None:
                tensor._target.wait(array)


class TimesOperators(_Times):
    """Part of a dispatch mode."""

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        call = super().__torch_dispatch__  # type: ignore[misc]
        fast = self.engine.fast_operators.get(id(func))
        return self._timed(call, (func, types, args, kwargs), fast)


class TimesCalls(_Times):
    """Part of a function mode."""

    def __torch_function__(
        self, func: Any, types: Any, args: tuple = (), kwargs: Any = None
    ) -> Any:
        call = super().__torch_function__  # type: ignore[misc]
        fast = self.engine.fast_functions.get(func)
        return self._timed(call, (func, types, args, kwargs), fast)
