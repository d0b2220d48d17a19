"""The backend that ops run on in this context: threads and tasks choose for themselves."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

CURRENT: ContextVar[Any] = ContextVar("ivy_backend", default=None)
# called instead of a `subroutine`, with the function and its arguments
SUBROUTINE: ContextVar[Any] = ContextVar("ivy_subroutine", default=None)


def subroutine(function: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a long function of ops that becomes a separate function in generated source."""

    @functools.wraps(function)
    def run(*args: Any) -> Any:
        around = SUBROUTINE.get()
        return function(*args) if around is None else around(function, args)

    return run


class running:
    """`backend` as the current one, inside its `scope`: what every call of raw ops needs around it.

    Another scope is for callers who differentiate the ops themselves.
    """

    __slots__ = ("_backend", "_scope", "_token")

    def __init__(self, backend: Any, scope: Callable[[], Any] | None = None):
        self._backend = backend
        self._scope = (scope or backend.scope)()

    def __enter__(self) -> Any:
        self._token = CURRENT.set(self._backend)
        self._scope.__enter__()
        return self._backend

    def __exit__(self, *error: Any) -> None:
        CURRENT.reset(self._token)
        self._scope.__exit__(*error)
