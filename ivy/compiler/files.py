"""Graphs in files: JSON for the nodes, safetensors for the arrays; nothing in a file is ever run.

A file is a safetensors file whose metadata has the JSON. What has no form in JSON is an object with
one key that says what it is: `{"%": [node, place]}`, `{"dtype": "float32"}`, `{"slice": [0, 4, 1]}`.
Reading checks every name and number against what Ivy knows: ops and their parameters, dtypes,
references.
"""

from __future__ import annotations

import collections
import json
import keyword
import math
import os
from collections.abc import Callable
from typing import Any, ClassVar, cast

import numpy as np

from ivy._core import dtypes, errors
from ivy._core.inference import ShapeDtype
from ivy.compiler import trees
from ivy.compiler.graph import Constant, Graph, Guard, Node, Ref, Size
from ivy.compiler.verify import verify

FORMAT = "ivy graph 1"
_DEEPEST = 64  # lists in lists, graphs in graphs
_KEPT = frozenset(
    ("bool", "float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8")
)


def save(graph: Graph, path: str | os.PathLike[str]) -> None:
    """Writes a graph with its parameters and state.

    Raises
    ------
    CompileError
        The graph holds a value of the call that no file can hold.
    """
    arrays: dict[str, np.ndarray] = {}
    text = json.dumps({"format": FORMAT, "graph": _Writer(arrays).graph(graph)}, allow_nan=False)
    _safetensors("numpy").save_file(arrays, os.fspath(path), metadata={"graph": text})


def load_graph(path: str | os.PathLike[str]) -> Graph:
    """Reads a graph that `Graph.save` has written.

    Raises
    ------
    CompileError
        The file is not such a file, or names what Ivy does not have.
    """
    opened = _safetensors("").safe_open
    try:
        with opened(os.fspath(path), framework="numpy") as file:
            text = (file.metadata() or {}).get("graph", "")
            stored = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        found = json.loads(text)
        if type(found) is not dict or found.get("format") != FORMAT:
            raise errors.CompileError(f"it is no file of the format {FORMAT!r}")
        graph = _Reader(stored).graph(found["graph"], 0)
        verify(graph)
    except FileNotFoundError:
        raise
    except (errors.IvyError, RecursionError, MemoryError, OSError) as error:
        raise errors.CompileError(f"{os.fspath(path)} holds no graph: {error}") from error
    except Exception as error:  # of safetensors, JSON, or for a value of another type than expected
        name = type(error).__name__
        raise errors.CompileError(f"{os.fspath(path)} holds no graph: {name}: {error}") from error
    return graph


def _safetensors(part: str) -> Any:
    import importlib

    try:
        return importlib.import_module(f"safetensors.{part}" if part else "safetensors")
    except ModuleNotFoundError as error:
        raise errors.BackendNotInstalledError(
            "graphs are saved with safetensors, which is not installed: "
            "pip install 'ivy-runtime[graph]'."
        ) from error


class _Writer:
    """Graphs as values of JSON; `arrays` takes their arrays."""

    def __init__(self, arrays: dict[str, np.ndarray]):
        self.arrays = arrays

    def graph(self, graph: Graph) -> dict[str, Any]:
        """All parts of a graph."""
        return {
            "name": graph.name,
            "nodes": [self.node(n) for n in graph.nodes],
            "constants": [self.array(c) for c in graph.constants],
            "inputs": graph.inputs,
            "params": graph.params,
            "state": graph.state,
            "key": graph.key,
            "parameters": graph.parameters,
            "in_tree": self.tree(graph.in_tree),
            "given": [g and [self.value(g[0])] for g in graph.given],
            "outputs": [self.value(o) for o in graph.outputs],
            "out_tree": self.tree(graph.out_tree),
            "new_state": {k: self.value(v) for k, v in graph.new_state.items()},
            "guards": [[self.value(g[0]), self.array(g[1]), *g[2:]] for g in graph.guards],
            "sizes": graph.sizes,
            "outer": [[n, self.value(r)] for n, r in graph.outer.items()],
            "values": {k: self.array(v) for k, v in graph.values.items()},
            "tied": graph.tied,
        }

    def node(self, node: Node) -> list[Any]:
        """A node as a list of its parts."""
        return [
            node.op,
            [self.value(a) for a in node.args],
            {k: self.value(v) for k, v in node.kwargs.items()},
            [[self._items(t.shape), t.dtype.name] for t in node.results],
            node.many,
            node.scope,
            node.line,
            node.name,
        ]

    def array(self, array: np.ndarray) -> list[Any]:
        """An array: its name among the tensors, dtype and shape."""
        name = f"a{len(self.arrays)}"
        kept = array.dtype.name in _KEPT
        flat = np.ascontiguousarray(array).reshape(-1)
        self.arrays[name] = flat if kept else flat.view(np.uint8)
        return [name, array.dtype.name, list(array.shape)]

    def value(self, value: Any) -> Any:
        """An argument or output."""
        for kind, write in self._FORMS.items():
            if type(value) is kind:
                return write(self, value)
        if isinstance(value, np.dtype):
            return {"dtype": value.name}
        raise errors.CompileError(
            f"a {type(value).__qualname__} of the call is a part of this graph and can't be saved."
        )

    def tree(self, tree: Any) -> Any:
        """A tree as nested containers with "leaf" for the leaves."""
        return _skeleton(tree.unflatten([_LEAF] * tree.num_leaves))

    def _items(self, values: Any) -> list[Any]:
        return [self.value(v) for v in values]

    def _float(self, value: float) -> Any:
        return value if math.isfinite(value) else {"float": repr(value)}

    _FORMS: ClassVar[dict[type, Callable[[_Writer, Any], Any]]] = {
        type(None): lambda self, v: None,
        bool: lambda self, v: v,
        int: lambda self, v: v,
        str: lambda self, v: v,
        float: _float,
        complex: lambda self, v: {"complex": [repr(v.real), repr(v.imag)]},
        list: _items,
        tuple: lambda self, v: {"tuple": self._items(v)},
        slice: lambda self, v: {"slice": self._items((v.start, v.stop, v.step))},
        Size: lambda self, v: {"size": [[c, list(names)] for c, names in v.terms]},
        type(Ellipsis): lambda self, v: {"ellipsis": 0},
        Ref: lambda self, v: {"%": [v.node, v.place]},
        Constant: lambda self, v: {"constant": v.index},
        Graph: lambda self, v: {"graph": self.graph(v)},
    }


_LEAF = object()


def _skeleton(value: Any) -> Any:
    if value is _LEAF:
        return "leaf"
    if value is None:
        return None
    if isinstance(value, dict):
        items = cast("dict[Any, Any]", value).items()
        kind = type(value).__name__ if type(value) in _DICTIONARIES.values() else "dict"
        return {kind: [[k, _skeleton(v)] for k, v in items]}
    items = [_skeleton(v) for v in value]
    if hasattr(value, "_fields"):
        return {"named": [type(value).__name__, list(value._fields), items]}
    return {"list" if isinstance(value, list) else "tuple": items}


_DICTIONARIES: dict[str, Any] = {"dict": dict, "OrderedDict": collections.OrderedDict}


class _Reader:
    """Graphs from values of JSON; raises whatever does not fit."""

    def __init__(self, arrays: dict[str, np.ndarray]):
        self.arrays = arrays

    def graph(self, given: Any, depth: int) -> Graph:
        """A graph; all of its parts have to be there."""
        graph = Graph(_typed(given["name"], str))
        graph.nodes = [self.node(n, depth) for n in given["nodes"]]
        graph.constants = [self.array(c) for c in given["constants"]]
        graph.inputs = [_typed(n, int) for n in given["inputs"]]
        graph.params = _table(given["params"], int)
        graph.state = _table(given["state"], int)
        graph.key = None if given["key"] is None else _typed(given["key"], int)
        graph.parameters = [_typed(n, str) for n in given["parameters"]]
        graph.in_tree = self.tree(given["in_tree"])
        graph.given = [g and (self.value(g[0], depth),) for g in given["given"]]
        graph.outputs = [self.value(o, depth) for o in given["outputs"]]
        graph.out_tree = self.tree(given["out_tree"])
        graph.new_state = {
            _typed(k, str): self.value(v, depth) for k, v in given["new_state"].items()
        }
        graph.guards = [self.guard(g) for g in given["guards"]]
        graph.sizes = _table(given["sizes"], int)
        graph.outer = {_typed(n, int): self.value(r, depth) for n, r in given["outer"]}
        graph.values = {_typed(k, str): self.array(v) for k, v in given["values"].items()}
        graph.tied = _table(given["tied"], str)
        return graph

    def node(self, given: Any, depth: int) -> Node:
        """A node."""
        op, args, kwargs, results, many, scope, line, name = given
        return Node(
            _typed(op, str),
            tuple(self.value(a, depth) for a in args),
            {_typed(k, str): self.value(v, depth) for k, v in kwargs.items()},
            tuple(ShapeDtype(self.shape(s), _dtype(d)) for s, d in results),
            _typed(many, bool),
            _typed(scope, str),
            _typed(line, str),
            _typed(name, str),
        )

    def guard(self, given: Any) -> Guard:
        """A guard."""
        value, wanted, message, error = given
        return Guard(self.value(value, 0), self.array(wanted), _typed(message, str), error)

    def array(self, given: Any) -> np.ndarray:
        """An array, from its name among the tensors, dtype and shape."""
        name, dtype, shape = given
        return self.arrays[name].view(_dtype(dtype)).reshape(_shape(shape))

    def value(self, given: Any, depth: int) -> Any:
        """An argument or output."""
        if depth > _DEEPEST:
            raise errors.CompileError("it is nested too deeply")
        if given is None or type(given) in (bool, int, float, str):
            return given
        if type(given) is list:
            return [self.value(v, depth + 1) for v in given]
        ((kind, content),) = _typed(given, dict).items()
        return self._FORMS[kind](self, content, depth + 1)

    def bound(self, given: Any, depth: int) -> int | Size | None:
        """A bound of a slice."""
        value = self.value(given, depth)
        if value is None or type(value) is int or isinstance(value, Size):
            return value
        raise errors.CompileError(f"{value!r:.50} is no bound of a slice")

    def shape(self, given: Any) -> Any:
        """The shape of a result, which may depend on the sizes of axes."""
        return tuple(_size(n["size"]) if type(n) is dict else _length(n) for n in given)

    def tree(self, given: Any) -> Any:
        """A tree."""
        return trees.flatten(_filled(given, 0))[1]

    _FORMS: ClassVar[dict[str, Callable[[_Reader, Any, int], Any]]] = {
        "float": lambda self, v, _: float(_typed(v, str)),
        "complex": lambda self, v, _: complex(float(v[0]), float(v[1])),
        "tuple": lambda self, v, d: tuple(self.value(x, d) for x in _typed(v, list)),
        "slice": lambda self, v, d: slice(*[self.bound(x, d) for x in v]),
        "size": lambda self, v, _: _size(v),
        "ellipsis": lambda self, v, _: ...,
        "dtype": lambda self, v, _: _dtype(v),
        "%": lambda self, v, _: Ref(_typed(v[0], int), _typed(v[1], int)),
        "constant": lambda self, v, _: Constant(_typed(v, int)),
        "graph": lambda self, v, d: self.graph(v, d),
    }


def _filled(given: Any, depth: int) -> Any:
    """A tree with a number at each leaf."""
    if depth > _DEEPEST:
        raise errors.CompileError("it is nested too deeply")
    if given is None:
        return None
    if given == "leaf":
        return 0
    ((kind, content),) = _typed(given, dict).items()
    if kind in _DICTIONARIES:
        return _DICTIONARIES[kind]((_key(k), _filled(v, depth + 1)) for k, v in content)
    if kind == "named":
        name, fields, items = content
        if any(type(f) is not str or keyword.iskeyword(f) for f in (name, *fields)):
            raise errors.CompileError(f"a tuple can't be called {name!r}")
        made: Any = collections.namedtuple(name, fields)
        return made(*[_filled(v, depth + 1) for v in items])
    made = {"list": list, "tuple": tuple}[kind]
    return made(_filled(v, depth + 1) for v in _typed(content, list))


def _key(value: Any) -> Any:
    if type(value) in (str, int):
        return value
    raise errors.CompileError(f"{value!r} is no key of a dictionary")


def _typed(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise errors.CompileError(f"{value!r:.50} is no {kind.__name__}")
    return value


def _table(given: Any, kind: type) -> dict[str, Any]:
    return {_typed(k, str): _typed(v, kind) for k, v in _typed(given, dict).items()}


def _shape(given: Any) -> tuple[int, ...]:
    return tuple(map(_length, _typed(given, list)))


def _length(given: Any) -> int:
    if _typed(given, int) < 0:
        raise errors.CompileError(f"{given} is no length of an axis")
    return given


def _size(given: Any) -> Size:
    return Size(
        tuple(
            (_typed(c, float if type(c) is float else int), tuple(_typed(n, str) for n in m))
            for c, m in given
        )
    )


def _dtype(given: Any) -> Any:
    if given not in (*dtypes.NAMES, *dtypes.FLOAT8):
        raise errors.CompileError(f"there is no dtype {given!r:.50}")
    return dtypes.as_dtype(given)
