"""Namespace of all declared ops, for the bodies of composites and for gradient and batching rules.

Each declaration adds its op (`ivy._core.op`). A file of `ivy.functional` therefore calls ops of
other families without importing their files or its own package, which would be a cycle.
"""

from collections.abc import Callable
from typing import Any


def __getattr__(name: str) -> Callable[..., Any]:
    raise AttributeError(f"no op {name!r} is declared.")
