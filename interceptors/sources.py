"""The sources: which frameworks can be redirected, to which targets, and which are in use."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interceptors.protocol import Interceptor

# The targets that work for each source, in the order of how well they are measured.
TARGETS = {
    "torch": ("jax", "numpy", "tensorflow"),
    "jax": ("torch", "numpy", "tensorflow"),
    "numpy": ("jax", "torch", "tensorflow"),
}
NAMES = tuple(TARGETS)
# Every program imports NumPy: it is redirected if it is named, or if nothing else is there to be.
LAST_RESORT = "numpy"
UNNAMED = tuple(name for name in NAMES if name != LAST_RESORT)


def get(name: str) -> Interceptor:
    """The interceptor of a source; its framework is imported."""
    return importlib.import_module(f"interceptors.{name}").INTERCEPTOR


def loaded() -> Iterator[Interceptor]:
    """The interceptors that have been used in this process."""
    for name in NAMES:
        module = sys.modules.get(f"interceptors.{name}")
        if module is not None:
            yield module.INTERCEPTOR
