"""NumPy programs run natively and in a block, and what of their results must be equal."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

import ivy
from interceptors import sources

TARGETS = sources.TARGETS["numpy"]
TOLERANCE = {"f": 1e-9, "c": 1e-9}
SINGLE = {"float16": 2e-3, "float32": 2e-5, "complex64": 2e-5}


def load(path: Path) -> ModuleType:
    """A program as a module of its own, which a block sees as the user's."""
    name = f"program_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def redirected(target: str, function: Callable, *args: Any) -> Any:
    """The result of a function in a block without fall-backs."""
    with ivy.run_on(target, sources=["numpy"], fallback="error"):
        return function(*args)


def assert_same(ours: Any, native: Any, tolerance: float | None = None) -> None:
    """Fails unless results agree in structure, dtype, shape and value."""
    if isinstance(native, (list, tuple)):
        assert isinstance(ours, type(native)) and len(ours) == len(native)
        for a, b in zip(ours, native, strict=True):
            assert_same(a, b, tolerance)
        return
    if isinstance(native, dict):
        assert_same(list(ours.items()), list(native.items()), tolerance)
        return
    if not isinstance(native, (np.ndarray, np.generic)):
        number = isinstance(native, (float, complex))
        assert np.isclose(ours, native, equal_nan=True) if number else ours == native
        return
    assert isinstance(ours, np.generic) == isinstance(native, np.generic)
    assert ours.dtype == native.dtype and ours.shape == native.shape, (
        f"{ours.dtype} {ours.shape} for {native.dtype} {native.shape}"
    )
    values = np.asarray(ivy.to_source(ours))
    if native.dtype.kind in "fc":
        bound = tolerance or SINGLE.get(native.dtype.name, 1e-9)
        np.testing.assert_allclose(values, native, rtol=bound, atol=bound)
    else:
        np.testing.assert_array_equal(values, native)
