"""`ivy.compile_graph`: the graph of a function or model, whatever framework it is written for."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

from interceptors.session import Session
from ivy._core import errors
from ivy._core.backend import backend_of
from ivy.compiler import functions, trees
from ivy.compiler.fusing import fused
from ivy.compiler.graph import Graph
from ivy.compiler.passes import simplified
from ivy.compiler.recording import Options, recording_backend
from ivy.compiler.sizes import generalized
from ivy.compiler.verify import verify
from ivy_runtime.sessions import open_session

_DYNAMIC = ("error", "specialize")
# in the order in which they are asked whether a function or its arguments are theirs
SOURCES = ("torch", "jax")


def compile_graph(
    fn: Callable[..., Any],
    *args: Any,
    dynamic_shapes: Any = None,
    dynamic: str = "error",
    **kwargs: Any,
) -> Graph:
    """The graph of `fn(*args, **kwargs)`, in ivy ops.

    Arrays among the arguments become inputs; parameters and buffers of a module too, under their names.
    All other arrays are constants, and other arguments a part of the graph.

    Parameters
    ----------
    fn
        A function or model, in the mode (train, eval) that it is in.
    dynamic_shapes
        For each positional argument `{axis: name}`, nested as the argument is; None for fixed shapes.
    dynamic
        What happens where the value of an array decides what the program does: 'error' raises, and
        'specialize' takes the way of these arguments, which every call then checks.

    Raises
    ------
    CompileError
        The function cannot be captured.
    ReadsValueError
        It reads a value, with `dynamic='error'`.

    >>> import ivy, torch
    >>> import numpy as np
    >>> graph = ivy.compile_graph(lambda x: torch.relu(x) + 1, torch.tensor([-1.0, 2.0]))
    >>> graph.to_backend('numpy')(np.asarray([-3.0, 3.0], np.float32)).tolist()
    [1.0, 4.0]
    """
    if dynamic not in _DYNAMIC:
        raise ValueError(f"dynamic={dynamic!r}: must be one of {', '.join(map(repr, _DYNAMIC))}.")
    if not callable(fn):
        raise errors.CompileError(
            f"{fn!r} can't be called: compile_graph takes a function or model."
        )
    source = _source_of(fn, args, kwargs)
    axes = None if dynamic_shapes is None else _axes(args, dynamic_shapes)
    if axes and dynamic == "specialize":
        raise errors.CompileError("dynamic_shapes and dynamic='specialize' exclude each other.")

    def capture(sizes: dict[str, int] | None = None) -> Graph:
        shapes = None if sizes is None else [_shape(x, names, sizes) for x, names in axes or ()]
        options = Options(_in_session, dynamic == "specialize", shapes)
        return fused(simplified(source.capture(fn, args, kwargs, options)))

    graph = generalized(capture, _sizes(axes)) if axes and _sizes(axes) else capture()
    verify(graph)
    return graph


def _axes(args: tuple[Any, ...], given: Any) -> list[tuple[Any, dict[int, str]]]:
    """For each array among the arguments the names of its dynamic axes."""
    given = tuple(given) + (None,) * (len(args) - len(given))

    def walk(value: Any, names: Any) -> Iterator[tuple[Any, dict[int, str]]]:
        if isinstance(value, dict):
            for k in sorted(value):
                yield from walk(value[k], names and names.get(k))
        elif isinstance(value, (list, tuple)):
            for i, item in enumerate(value):
                yield from walk(item, names and names[i])
        elif hasattr(value, "shape"):
            yield (
                value,
                {axis % max(len(value.shape), 1): n for axis, n in (names or {}).items() if n},
            )

    return list(walk(args, given))


def _sizes(axes: list[tuple[Any, dict[int, str]]]) -> dict[str, int]:
    """The sizes of the dynamic axes in the example."""
    sizes: dict[str, int] = {}
    for x, names in axes:
        for axis, name in names.items():
            if sizes.setdefault(str(name), int(x.shape[axis])) != x.shape[axis]:
                raise errors.CompileError(
                    f"the axis {name} of dynamic_shapes is {sizes[name]} and {x.shape[axis]} long."
                )
    return sizes


def _shape(x: Any, names: dict[int, str], sizes: dict[str, int]) -> tuple[int, ...]:
    return tuple(sizes[str(names[i])] if i in names else int(n) for i, n in enumerate(x.shape))


def _source_of(fn: Any, args: Any, kwargs: Any) -> Any:
    """The module `graphs` of the source that a function is written for."""
    leaves = trees.leaves((args, kwargs))
    imported = [n for n in SOURCES if n in sys.modules]
    sources = {n: importlib.import_module(f"interceptors.{n}.graphs") for n in imported}
    found: list[Any] = [s for s in (*sources.values(), functions) if s.takes(fn, leaves)]
    found += [
        sources[n] for n in (getattr(fn, "__module__", None) or "").split(".") if n in sources
    ]
    if not found and any(backend_of(x) is not None for x in leaves):
        found = [functions]
    if not found and len(sources) == 1:  # a function without arguments, say
        found = list(sources.values())
    if found:
        return found[0]
    raise errors.CompileError(
        f"{fn!r} is no module, and none of its arguments an array, of {', '.join(SOURCES)}: its "
        f"framework is not known."
    )


def _in_session(source: str) -> Any:
    """A session in which calls of a source are recorded, opened."""
    return open_session(Session(recording_backend(), sources=(source,), fallback="error"))
