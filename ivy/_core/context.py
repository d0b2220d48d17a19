"""The backend that ops run on in this context: threads and tasks choose for themselves."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

CURRENT: ContextVar[Any] = ContextVar("ivy_backend", default=None)


class running:
    """`backend` as the current one, inside its `scope`: what every call of raw ops needs around it."""

    __slots__ = ("_backend", "_scope", "_token")

    def __init__(self, backend: Any):
        self._backend = backend

    def __enter__(self) -> Any:
        self._token = CURRENT.set(self._backend)
        self._scope = self._backend.scope()
        self._scope.__enter__()
        return self._backend

    def __exit__(self, *error: Any) -> None:
        CURRENT.reset(self._token)
        self._scope.__exit__(*error)
