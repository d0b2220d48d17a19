"""The sources: which frameworks can be redirected, and which of them this process has imported."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator

from interceptors._base import Interceptor

NAMES = ("torch", "jax")


def get(name: str) -> Interceptor:
    """The interceptor of a source; its framework is imported."""
    return importlib.import_module(f"interceptors.{name}").INTERCEPTOR


def loaded() -> Iterator[Interceptor]:
    """The interceptors that have been used in this process."""
    for name in NAMES:
        module = sys.modules.get(f"interceptors.{name}")
        if module is not None:
            yield module.INTERCEPTOR
