"""What `ivy.wrap` returns."""

from __future__ import annotations

from typing import Any

import wrapt

from ivy_runtime.wrapping.calls import Border


class WrappedFunction(wrapt.ObjectProxy):
    """A function of the source that takes and returns arrays of the target."""

    def __init__(self, wrapped: Any, border: Border):
        super().__init__(wrapped)
        self._self_border = border

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._self_border.call(self.__wrapped__, args, kwargs)


def wrap(x: Any, target: str, *, source: str | None = None, fallback: str = "warn") -> Any:
    """`x` of any framework as code of `target`."""
    return WrappedFunction(x, Border(source or "torch", target, {"fallback": fallback}))
