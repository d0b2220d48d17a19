"""A graph as a callable of a backend: its arguments, parameters and state.

program = graph.to_backend("jax")
program(x)                                        the stored parameters; updates the stored state
program.apply(program.params, program.state, x)   pure: `(outputs, new_state)`
"""

from __future__ import annotations

import builtins
import contextlib
import functools
from typing import Any, NoReturn

import numpy as np

from ivy._core import errors
from ivy._core.backend import Backend, load
from ivy._core.inference import ShapeDtype
from ivy.compiler import trees
from ivy.compiler.graph import Constant, Graph, Ref, Size
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
        self._in, self._out = trees.skeleton(graph.in_tree), trees.skeleton(graph.out_tree)
        self._made: dict[tuple[int, ...], tuple[Graph, Any, Any]] = {}
        with self.backend.lasting_scope():
            upload = self.backend.from_numpy
            self.params = {k: upload(graph.values[k]) for k in graph.params}
            self.state = {k: upload(graph.values[k]) for k in graph.state}
        if not graph.sizes:
            self._functions({})

    def _functions(self, sizes: dict[str, int]) -> tuple[Graph, Any, Any]:
        """The graph for these sizes, as a function of the backend's arrays, plain and compiled."""
        key = tuple(sizes.values())
        made = self._made.get(key)
        if made is None:
            graph = self.graph.at(sizes) if sizes else self.graph
            with self.backend.lasting_scope():
                run = Writer(self.backend).program(lowered(graph, self.backend))
            jit = self.backend.jit
            made = self._made[key] = graph, run, run if jit is None else jit(run)
        return made

    @property
    def source(self) -> str:
        """The text of the function that runs, for the sizes of the capture."""
        return self._functions(self.graph.sizes)[1].source

    def __call__(self, *args: Any, key: Any = None, **kwargs: Any) -> Any:
        """The outputs for these arguments; what the call changes of the state is stored.

        Raises
        ------
        CompileError
            The arguments are not those of the captured function, but for the values in arrays.
        """
        out, state, read = self._apply(True, self.params, self.state, args, kwargs, key)
        self._check(read)
        self.state = state
        return out

    def apply(
        self, params: Any, state: Any, /, *args: Any, key: Any = None, **kwargs: Any
    ) -> tuple[Any, Any]:
        """`(outputs, new_state)`, as a pure function: for the backend's own `grad` and `jit`.

        It makes none of the checks of a call, neither those of the program nor those of
        `dynamic='specialize'`; on JAX the nearest element is used for an index out of range.
        """
        return self._apply(False, params, state, args, kwargs, key)[:2]

    def compiled(
        self, params: Any, state: Any, /, *args: Any, key: Any = None, **kwargs: Any
    ) -> tuple[Any, Any]:
        """As `apply`, compiled by the backend, and with the checks of a call."""
        out, state, read = self._apply(True, params, state, args, kwargs, key)
        with contextlib.suppress(
            errors.ReadsValueError
        ):  # inside `grad` or `jit` there are no values
            self._check(read)
        return out, state

    def _apply(
        self, compiled: bool, params: Any, state: Any, args: tuple[Any, ...], kwargs: Any, key: Any
    ) -> tuple[Any, Any, list[Any]]:
        leaves = self._leaves(args, kwargs)
        graph, plain, fast = self._functions(self._sizes(leaves))
        run, inputs = fast if compiled else plain, self._inputs(graph, leaves)
        if graph.key is not None:
            key = self._key(key)
        with self.backend.program_scope():
            out, state, read = run(params, state, key, inputs)
        arrays = iter(out)
        leaves = [next(arrays) if isinstance(o, (Ref, Constant)) else o for o in graph.outputs]
        return trees.filled(self._out, iter(leaves)), state, read

    def _check(self, read: list[Any]) -> None:
        """Raises what guards ask for: an error of the program, or that it is not captured for this."""
        for value, guard in zip(read, self.graph.guards, strict=True):
            found = self.backend.to_numpy(value)
            exact = guard.wanted.dtype.kind not in "fc"  # backends round differently
            close = np.array_equal if exact else functools.partial(np.allclose, equal_nan=True)
            if close(found, guard.wanted):
                continue
            if guard.message:
                raise getattr(builtins, guard.error)(guard.message)
            raise errors.CompileError(
                f"{self.graph.name} was captured for an array that is {guard.wanted} there "
                f"(dynamic='specialize'), and is {found} now; capture it again for such arguments."
            )

    def _leaves(self, args: tuple[Any, ...], kwargs: Any) -> list[Any]:
        """The leaves of the arguments of a call."""
        graph = self.graph
        leaves = trees.leaves_of((args, kwargs), self._in)
        if leaves is None:
            leaves = trees.leaves_of(self._reordered(args, kwargs), self._in)
        if leaves is None:
            tree = trees.flatten((args, kwargs))[1]
            raise errors.CompileError(
                f"{graph.name} was captured with arguments of the structure {_shown(graph.in_tree)}, "
                f"and called with {_shown(tree)}."
            )
        return leaves

    def _reordered(self, args: tuple[Any, ...], kwargs: Any) -> tuple[tuple[Any, ...], Any]:
        """The arguments, by place or by name as the captured ones were."""
        names, (by_place, by_name) = self.graph.parameters, self._in
        found = {**dict(zip(names, args, strict=False)), **kwargs}
        wanted = names[: len(by_place)]
        if len(args) > len(names) or not all(n in found for n in wanted):
            return args, kwargs
        rest = {k: v for k, v in found.items() if k not in wanted}
        return tuple(found[n] for n in wanted), rest if by_name or not rest else kwargs

    def _sizes(self, leaves: list[Any]) -> dict[str, int]:
        """The sizes of the dynamic axes in this call."""
        graph = self.graph
        sizes: dict[str, int] = {}
        if not graph.sizes:
            return sizes
        arrays = [x for x, given in zip(leaves, graph.given, strict=True) if given is None]
        for x, number in zip(arrays, graph.inputs, strict=True):
            node = graph.nodes[number]
            wanted, shape = node.results[0].shape, tuple(np.shape(x))
            if len(shape) != len(wanted):
                self._refuse(node.name, wanted, shape)
            for n, m in zip(shape, wanted, strict=True):
                if isinstance(m, Size) and sizes.setdefault(repr(m), n) != n:
                    self._refuse(node.name, wanted, shape, f" {m} is {sizes[repr(m)]} already.")
        return {name: sizes[name] for name in graph.sizes}

    def _refuse(self, name: str, wanted: Any, shape: Any, hint: str = "") -> NoReturn:
        fixed = " Capture it with dynamic_shapes for axes that change."
        raise errors.CompileError(
            f"{self.graph.name} was captured with {name} of shape {list(wanted)}, and called with "
            f"{list(shape)}.{hint or fixed}"
        )

    def _refuse_dtype(self, name: str, wanted: Any, found: Any) -> NoReturn:
        raise errors.CompileError(
            f"{self.graph.name} was captured with {name} of dtype {wanted}, and called with {found}; "
            f"convert it first."
        )

    def _inputs(self, graph: Graph, leaves: list[Any]) -> list[Any]:
        """The arrays of a call, in the order of the graph's inputs."""
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
        if hasattr(x, "_read") and hasattr(type(x), "of"):  # an `ivy.Array`
            x = x._read()
        if not isinstance(x, backend.array_types):
            x = self._uploaded(x, name, wanted)
        shape, dtype = tuple(backend.shape(x)), backend.dtype(x)
        if shape != wanted.shape:
            self._refuse(name, wanted.shape, shape)
        if dtype == wanted.dtype:
            return x
        if not np.can_cast(dtype, wanted.dtype):
            self._refuse_dtype(name, wanted.dtype, dtype)
        with backend.program_scope():
            return backend.astype(x, wanted.dtype)

    def _uploaded(self, x: Any, name: str, wanted: ShapeDtype) -> Any:
        """A host array or Python number as an array of the backend."""
        if isinstance(x, (bool, int, float, complex)):
            if not np.can_cast(np.asarray(x).dtype, wanted.dtype, "same_kind"):
                self._refuse_dtype(name, wanted.dtype, type(x).__name__)
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
    except Exception:  # of a user's class, or of arrays: "ambiguous"
        return a is b


def _shown(tree: Any) -> str:
    return str(tree).removeprefix("PyTreeSpec(").removesuffix(")")
