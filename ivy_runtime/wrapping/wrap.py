"""`ivy.wrap`."""

from __future__ import annotations

from typing import Any

from ivy_runtime.wrapping import proxies
from ivy_runtime.wrapping.border import Border


def wrap(x: Any, target: str, *, source: str | None = None, fallback: str = "warn") -> Any:
    """`x` of any framework as code of `target`."""
    border = Border(source or "torch", target, proxies.inward, proxies.outward, {"fallback": fallback})
    return proxies.outward(border, x)
