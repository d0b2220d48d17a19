"""A graph as a callable of a backend: its arguments, parameters and state.

program = graph.to_backend("jax")
program(x)                                        the stored parameters; updates the stored state
program.apply(program.params, program.state, x)   pure: `(outputs, new_state)`
"""

from __future__ import annotations

import builtins
import contextlib
import functools
from typing import Any

import numpy as np

from ivy._core import errors
from ivy._core.backend import Backend, load
from ivy._core.inference import ShapeDtype
from ivy.compiler import trees
from ivy.compiler.graph import Graph
from ivy.compiler.lowering import Writer, lowered


class Program:
    """A graph on one backend; see `Graph.to_backend`.

    Attributes
    ----------
    params, state
        Parameters and state as arrays of the backend, by their names in the source. Both may be
        replaced.
    """

    def __init__(self, graph: Graph, name: str):
        self.graph = graph
        self.backend: Backend = load(name)
        self.name = self.backend.name
        with self.backend.scope():
            low = lowered(graph, self.backend)
            self._run = Writer(self.backend).program(low)
            upload = self.backend.from_numpy
            self.params = {k: upload(graph.values[k]) for k in graph.params}
            self.state = {k: upload(graph.values[k]) for k in graph.state}
        jit = self.backend.jit
        self._compiled = self._run if jit is None else jit(self._run)

    @property
    def source(self) -> str:
        """The text of the function that runs."""
        return self._run.source

    def __call__(self, *args: Any, key: Any = None, **kwargs: Any) -> Any:
        """The outputs for these arguments; what the call changes of the state is stored.

        Raises
        ------
        CompileError
            The arguments are not those of the captured function, but for the values in arrays.
        """
        run, state = self._compiled, self.state
        out, state, read = self._apply(run, self.params, state, args, kwargs, key)
        self._check(read)
        self.state = state
        return out

    def apply(
        self, params: Any, state: Any, /, *args: Any, key: Any = None, **kwargs: Any
    ) -> tuple[Any, Any]:
        """`(outputs, new_state)`, as a pure function: for the backend's own `grad` and `jit`."""
        return self._apply(self._run, params, state, args, kwargs, key)[:2]

    def compiled(
        self, params: Any, state: Any, /, *args: Any, key: Any = None, **kwargs: Any
    ) -> tuple[Any, Any]:
        """As `apply`, as a program that the backend has compiled."""
        out, state, read = self._apply(self._compiled, params, state, args, kwargs, key)
        with contextlib.suppress(errors.ReadsValueError):  # under a transformation of the caller's
            self._check(read)
        return out, state

    def _apply(
        self, run: Any, params: Any, state: Any, args: tuple[Any, ...], kwargs: Any, key: Any
    ) -> tuple[Any, Any, list[Any]]:
        graph = self.graph
        inputs = self._inputs(args, kwargs)
        if graph.key is not None:
            key = self._key(key)
        with self.backend.program_scope():
            out, state, read = run(params, state, key, inputs)
        return graph.out_tree.unflatten(out), state, read

    def _check(self, read: list[Any]) -> None:
        """Raises what guards ask for: an error of the program, or that it is not captured for this."""
        for value, guard in zip(read, self.graph.guards, strict=True):
            found = self.backend.to_numpy(value)
            exact = guard.wanted.dtype.kind not in "fc"
            close = np.array_equal if exact else functools.partial(np.allclose, equal_nan=True)
            if close(found, guard.wanted):
                continue
            if guard.message:
                raise getattr(builtins, guard.error)(guard.message)
            raise errors.CompileError(
                f"{self.graph.name} was captured for an array that is {guard.wanted} there "
                f"(dynamic='specialize'), and is {found} now; capture it again for such arguments."
            )

    def _inputs(self, args: tuple[Any, ...], kwargs: Any) -> list[Any]:
        """The arrays of a call, in the order of the graph's inputs."""
        graph = self.graph
        leaves, tree = trees.flatten((args, kwargs))
        if tree != graph.in_tree:
            raise errors.CompileError(
                f"{graph.name} was captured with arguments of the structure {_shown(graph.in_tree)}, "
                f"and called with {_shown(tree)}."
            )
        found: list[Any] = []
        for place, (leaf, given) in enumerate(zip(leaves, graph.given, strict=True)):
            if given is None:
                wanted = graph.nodes[graph.inputs[len(found)]]
                found.append(self._array(leaf, wanted.name, wanted.results[0]))
            elif not _equal(leaf, given[0]):
                raise errors.CompileError(
                    f"{graph.name} was captured with {given[0]!r} as argument {place}, which is a part "
                    f"of the graph, and called with {leaf!r}; capture it again for this value."
                )
        return found

    def _array(self, x: Any, name: str, wanted: ShapeDtype) -> Any:
        backend = self.backend
        if not isinstance(x, backend.array_types):
            x = self._uploaded(x, name, wanted)
        shape, dtype = tuple(backend.shape(x)), backend.dtype(x)
        if shape != wanted.shape:
            raise errors.CompileError(
                f"{self.graph.name} was captured with {name} of shape {list(wanted.shape)}, and called "
                f"with {list(shape)}. Capture it with dynamic_shapes for axes that change."
            )
        if dtype == wanted.dtype:
            return x
        if not np.can_cast(dtype, wanted.dtype):
            raise errors.CompileError(
                f"{self.graph.name} was captured with {name} of dtype {wanted.dtype}, and called with "
                f"{dtype}; convert it first."
            )
        with backend.program_scope():
            return backend.astype(x, wanted.dtype)

    def _uploaded(self, x: Any, name: str, wanted: ShapeDtype) -> Any:
        """A host array or Python number as an array of the backend."""
        if isinstance(x, (bool, int, float, complex)):
            return self.backend.from_numpy(np.asarray(x, wanted.dtype))
        if isinstance(x, (np.ndarray, np.generic)):
            return self.backend.from_numpy(np.asarray(x))
        raise errors.CompileError(
            f"{name} is a {type(x).__module__}.{type(x).__qualname__}; a program of {self.name} takes "
            f"arrays of {self.name}."
        )

    def _key(self, key: Any) -> Any:
        if key is None:
            raise errors.CompileError(
                f"{self.graph.name} draws random numbers: pass key=ivy.random_key(seed)."
            )
        if not isinstance(key, self.backend.array_types):
            key = self.backend.from_numpy(np.asarray(key, np.uint32))
        return key

    def __repr__(self) -> str:
        return f"<{self.graph.name} on {self.name}>"


def _equal(a: Any, b: Any) -> bool:
    try:
        return type(a) is type(b) and bool(a == b)
    except Exception:
        return a is b


def _shown(tree: Any) -> str:
    return str(tree).removeprefix("PyTreeSpec(").removesuffix(")")
