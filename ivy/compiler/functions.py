"""Functions written with Ivy as graphs: they run on symbols as they run on arrays."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, cast

import numpy as np

from ivy._core.backend import backend_of
from ivy._core.context import running
from ivy.compiler.graph import Graph
from ivy.compiler.recording import (
    SIMPLE,
    Array,
    Example,
    Options,
    Symbol,
    parameter_names,
    recording_backend,
)


def takes(fn: Any, leaves: list[Any]) -> bool:
    """Whether a function is called with arrays of Ivy."""
    return any(_is_wrapped(x) for x in leaves)


def _is_wrapped(x: Any) -> bool:
    return hasattr(x, "_read") and hasattr(cast(Any, type(x)), "of")


def capture(fn: Callable[..., Any], args: Any, kwargs: Any, asked: Options) -> Graph:
    """The graph of a call with arrays of Ivy, or of any backend."""
    recorder = asked.recorder(getattr(fn, "__name__", "graph"), line)
    arguments, options = recorder.arguments(
        (args, kwargs), parameter_names(fn), asked.shapes, example_of
    )
    with recorder.recording(), running(recording_backend()):
        recorder.outputs(fn(*arguments, **options), array_of)
    return recorder.graph


def example_of(leaf: Any) -> Example | None:
    array, wrap = (leaf._read(), type(leaf).of) if _is_wrapped(leaf) else (leaf, lambda x: x)
    owner = None if isinstance(array, SIMPLE) else backend_of(array)
    if owner is None:
        return None
    return Example(owner.shape(array), owner.dtype(array), lambda: owner.to_numpy(array), wrap)


def array_of(x: Any) -> Any:
    """The array that a result is, in the type of the recording backend; None if it is none."""
    x = x._read() if _is_wrapped(x) else x
    if isinstance(x, (Symbol, *Array)):
        return x
    owner = None if isinstance(x, SIMPLE) else backend_of(x)
    return None if owner is None else np.asarray(owner.to_numpy(x))


def line() -> str:
    """Where the user's program is."""
    frame = sys._getframe(1)
    while frame.f_back is not None and _is_own(frame):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


def _is_own(frame: Any) -> bool:
    return frame.f_code.co_filename == "<entry>" or (
        frame.f_globals.get("__name__") or ""
    ).startswith("ivy.")
