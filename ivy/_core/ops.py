"""Every declared op, by name: what the bodies of composites and the rules of ops are written with.

A declaration adds its op (`ivy._core.op`), so the files of `ivy.functional` need not import each other,
nor their own package, to call an op of another family.
"""

from collections.abc import Callable
from typing import Any


def __getattr__(name: str) -> Callable[..., Any]:
    raise AttributeError(f"no op {name!r} is declared.")
