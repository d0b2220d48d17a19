"""Registries of frontend functions, by the native name that they imitate.

A table file ends with `publish(__name__, native="torch")`. That gives each function born in the file
(or made by its `_adapters`) its native name, lists it in `__all__`, and registers it as
`NATIVE["torch.add"]`. Interceptors look functions up here and nowhere else.

Tables of functions; a native name is in one of them. *Raw* functions take and return backend arrays:
`ivy.run_on` calls them as they are. Users of a namespace (`import ivy.frontends.torch as torch`) see
them wrapped, so that they take and return the source's own tensors.

| table        | functions                                                              | shown to |
|--------------|------------------------------------------------------------------------|----------|
| `NATIVE`     | raw                                                                    | both     |
| `STANDALONE` | raw; `run_on` needs none, as the source's own code calls other ones    | users    |
| `VIEWS`      | raw; the result shares the memory of the first argument                | users    |
| `COMPOSED`   | written with the source's own functions and methods on its own tensors | users    |

Tables of facts about native operators, which only `ivy.run_on` needs:

| table              | from an operator to                                                      |
|--------------------|--------------------------------------------------------------------------|
| `REINTERPRETATIONS`| (forward, backward) of a view that shows other values than its base has  |
|                    | (conjugates, pairs of real numbers, the bytes as another dtype)          |
| `SAMPLERS`         | (distribution, transform): which numbers the source's generator draws,   |
|                    | and what becomes of them                                                 |
| `KEYED`            | the function that draws from a key of Ivy's, which graphs do             |
| `LAYERS`           | the function that is one op of Ivy's, which graphs record                |
| `VIEW_VALUES`      | the value of what a view shows, where `VIEWS` has no such function       |
| `SPARSE`           | its function of sparse tensors, given as `Coordinates` or `Compressed`   |
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from types import FunctionType
from typing import Any, NamedTuple

NATIVE: dict[str, Callable] = {}
STANDALONE: dict[str, Callable] = {}
VIEWS: dict[str, Callable] = {}
COMPOSED: dict[str, Callable] = {}
SHOWN = (NATIVE, STANDALONE, VIEWS, COMPOSED)

REINTERPRETATIONS: dict[str, tuple[Callable, Callable]] = {}
SAMPLERS: dict[str, tuple[Callable, Callable]] = {}
LIKE_INPUT = "the geometry of the first argument"  # instead of a shape to draw
KEYED: dict[str, Callable] = {}
LAYERS: dict[str, Callable] = {}
VIEW_VALUES: dict[str, Callable] = {}
SPARSE: dict[str, Callable] = {}
# Native functions that write an argument: (function, parameter), what gives its new elements and which.
WRITERS: dict[str, tuple[Callable, str]] = {}
# What objects of the source do without a public function: indices, methods of ufuncs.
PROTOCOL: dict[str, Callable] = {}


class Coordinates(NamedTuple):
    """Sparse tensor in coordinate format: the sum of `values[i]` at `indices[:, i]`.

    Coalesced means that every position occurs once, in row-major order.
    """

    indices: Any
    values: Any
    shape: tuple[int, ...]
    coalesced: bool
    layout: str = "torch.sparse_coo"

    def map_parts(self, function: Callable[[Any], Any]) -> Coordinates:
        """The same of `function(part)` for each part."""
        return self._replace(indices=function(self.indices), values=function(self.values))


class Compressed(NamedTuple):
    """Sparse tensor whose rows, or columns, are compressed; elements may be blocks of a matrix.

    Those of row `i` are at the columns `plain[compressed[i] : compressed[i + 1]]`. Batches come first.
    """

    compressed: Any
    plain: Any
    values: Any
    shape: tuple[int, ...]
    layout: str

    def map_parts(self, function: Callable[[Any], Any]) -> Compressed:
        """The same of `function(part)` for each part."""
        compressed, plain, values = map(function, self[:3])
        return self._replace(compressed=compressed, plain=plain, values=values)


def publish(
    module_name: str,
    native: str,
    helpers: Collection[Callable] = (),
    registry: dict[str, Callable] = NATIVE,
    replaces: Collection[str] = (),
) -> None:
    """Registers every public function of a module under `native`, in NATIVE or another table.

    Names with a leading underscore are private, except where native names have one themselves
    (`torch.ops.aten._softmax`): there, `helpers` lists the functions not to register. `replaces`
    lists functions whose entry in NATIVE has the calling convention of the source's inner function;
    the namespace shows the one registered here instead.

    Raises
    ------
    ValueError
        Two files declare one native name.
    """
    module = sys.modules[module_name]
    names = []
    for name, value in list(vars(module).items()):
        if not isinstance(value, FunctionType):
            continue
        if value.__module__ != module_name and not value.__module__.endswith("._adapters"):
            continue
        if value in helpers or (name.startswith("_") and not native.endswith("aten")):
            continue
        register(registry, f"{native}.{name}", value, module_name, name in replaces)
        value.__name__ = value.__qualname__ = name
        value.__module__ = module_name
        value.__doc__ = value.__doc__ or f"`{native}.{name}`, written with ivy functions."
        names.append(name)
    module.__all__ = names  # pyright: ignore[reportAttributeAccessIssue]


def publish_sparse(table: dict[str, Callable]) -> None:
    """Adds functions of sparse tensors to `SPARSE`, by the name of their ATen operator.

    Raises
    ------
    ValueError
        Two files declare one operator.
    """
    for name, function in table.items():
        key = f"torch.ops.aten.{name}"
        if key in SPARSE:
            raise ValueError(f"{key} is in {SPARSE[key].__module__} and in {function.__module__}")
        SPARSE[key] = function


def register(
    registry: dict[str, Callable],
    key: str,
    function: Callable,
    module_name: str,
    replaces: bool = False,
) -> None:
    """Adds one function to a table.

    Raises
    ------
    ValueError
        The name has a function, and `replaces` does not allow a second one.
    """
    known = table_of(key)
    if known is not None and not replaces:
        raise ValueError(f"{key} is in {known[key].__module__} and in {module_name}")
    registry[key] = function


_file = register


def table_of(key: str) -> dict[str, Callable] | None:
    """The first table of functions with an entry for a native name."""
    return next((table for table in SHOWN if key in table), None)


def alias(function: Callable) -> Callable:
    """A fresh function object for a second native name of one function."""
    copy = FunctionType(
        function.__code__,
        function.__globals__,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__module__ = sys._getframe(1).f_globals["__name__"]
    return copy
