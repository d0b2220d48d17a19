"""`ivy.compile_graph`: the graph of a function or model, whatever framework it is written for."""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import inspect
import sys
from collections.abc import Callable, Generator, Iterator
from types import CodeType
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
from ivy.modules import capture as module_graphs
from ivy_runtime.sessions import open_session

_DYNAMIC = ("error", "specialize")
# in the order in which they are asked whether a function or its arguments are theirs
NUMPY = "numpy"
SOURCES = ("torch", "jax", "tensorflow", NUMPY)


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
    if not callable(fn) and not hasattr(fn, "apply"):
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

    with _no_collections():
        graph = generalized(capture, _sizes(axes)) if axes and _sizes(axes) else capture()
        verify(graph)
    return graph


@contextlib.contextmanager
def _no_collections() -> Generator[None]:
    """Python's garbage collector waits: it would look at all nodes again and again."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


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
    """The module `graphs` of the source that a function is written for.

    That is the one whose model it is or whose arrays it gets; with arrays of NumPy, which every
    framework takes, the one that its code names.
    """
    leaves = trees.leaves((args, kwargs))
    imported = [n for n in SOURCES if n in sys.modules]
    sources: dict[str, Any] = {
        n: importlib.import_module(f"interceptors.{n}.graphs") for n in imported if n != NUMPY
    }
    sources = {"ivy.modules": module_graphs, **sources, "ivy": functions}
    found = next((s for s in sources.values() if s.takes(fn, leaves)), None)
    if found is not None:
        return found
    sources[NUMPY] = importlib.import_module(f"interceptors.{NUMPY}.graphs")
    used = packages_of(fn)
    if found := next((s for n, s in sources.items() if n in used), None):
        return found
    if sources[NUMPY].takes(fn, leaves):
        return sources[NUMPY]
    if any(backend_of(x) is not None for x in leaves):
        return functions
    raise errors.CompileError(
        f"{fn!r} is no model, names no framework, and none of its arguments is an array, of "
        f"{', '.join(SOURCES)}: its framework is not known."
    )


def packages_of(fn: Any) -> set[str]:
    """The packages that the code of a function, or of an object's call, names."""
    fn = inspect.unwrap(fn)
    while isinstance(fn, functools.partial):
        fn = fn.func
    code = getattr(fn, "__code__", None)
    if code is None:
        fn = getattr(fn, "__func__", None) or getattr(type(fn), "__call__", None)  # noqa: B004
        code = getattr(fn, "__code__", None)
    found = {(getattr(fn, "__module__", None) or "").partition(".")[0]}
    if code is None:
        return found
    names = set().union(*(c.co_names for c in _codes(code)))
    values = [v for k, v in getattr(fn, "__globals__", {}).items() if k in names]
    values += [c.cell_contents for c in getattr(fn, "__closure__", None) or () if _is_filled(c)]
    for value in values:
        home = getattr(value, "__name__" if inspect.ismodule(value) else "__module__", None)
        found.add(str(home or type(value).__module__).partition(".")[0])
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    """A function's code, and that of the functions in it."""
    yield code
    for value in code.co_consts:
        if isinstance(value, CodeType):
            yield from _codes(value)


def _is_filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not cell
    except ValueError:
        return False


def _in_session(source: str) -> Any:
    """A session in which calls of a source are recorded, opened."""
    return open_session(Session(recording_backend(), sources=(source,), fallback="error"))
