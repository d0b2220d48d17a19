"""How a failed call is described: its name, dtypes and shapes, the target and the user's line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from interceptors.report import user_line


class NotRedirectable(Exception):
    """A value of this call has no counterpart on any target; it belongs to the source itself."""


def describe_call(
    name: str, args: tuple, kwargs: dict[str, Any], spell: Callable[[Any], str]
) -> str:
    """A call as `torch.mm(float32[2, 3], float32[2, 3])`; `spell` describes a leaf."""

    def text(value: Any) -> str:
        if type(value) in (list, tuple):
            return f"[{', '.join(map(text, value[:8]))}{', ...' * (len(value) > 8)}]"
        return spell(value)

    parts = [text(a) for a in args] + [f"{k}={text(v)}" for k, v in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def where(call: str, target: str) -> str:
    """A call, its target and the user's line."""
    return f"{call} on {target}, at {user_line()}"
