"""The registry of frontend functions, by the native name that they imitate.

A table file ends with `publish(__name__, native="torch")`. That gives each function born in the file
(or made by its `_adapters`) its native name, lists it in `__all__`, and files it under
`NATIVE["torch.add"]`. Interceptors look functions up here and nowhere else.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Collection
from types import FunctionType
from typing import Any, NamedTuple

NATIVE: dict[str, Callable] = {}

# Views that show other values than their base holds (conjugate, pairs of a complex number, bytes as
# another dtype), as `(forward, backward)`: functions of the flat elements, the dtype of the base and
# the call's own arguments.
REINTERPRETATIONS: dict[str, tuple[Callable, Callable]] = {}

# Random functions that do more than draw, as `(law, finish)`: which numbers the source's generator
# shall draw, and what becomes of them.
DRAWN: dict[str, tuple[Callable, Callable]] = {}


class Coordinates(NamedTuple):
    """A sparse tensor: `values[i]` stands at `indices[:, i]`; what stands at one place is added.

    It is coalesced if each place is there once, in row-major order.
    """

    indices: Any
    values: Any
    shape: tuple[int, ...]
    coalesced: bool


# Functions of sparse tensors, by the native operator.
SPARSE: dict[str, Callable] = {}


def publish(module_name: str, native: str, helpers: Collection[Callable] = ()) -> None:
    """Files every public function of a module under `native`.

    Names that start with an underscore are private, except where native names do so themselves
    (`torch.ops.aten._softmax`): there `helpers` lists the functions that are not to be filed.

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
        _file(f"{native}.{name}", value, module_name)
        value.__name__ = value.__qualname__ = name
        value.__module__ = module_name
        value.__doc__ = value.__doc__ or f"`{native}.{name}`, written with ivy functions."
        names.append(name)
    module.__all__ = names  # pyright: ignore[reportAttributeAccessIssue]


def _file(key: str, function: Callable, module_name: str) -> None:
    if key in NATIVE:
        raise ValueError(f"{key} is in {NATIVE[key].__module__} and in {module_name}")
    NATIVE[key] = function


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


def expose(package_name: str, native: str) -> None:
    """Imports the table files of a frontend and puts its functions where the native ones stand.

    `NATIVE["torch.linalg.det"]` becomes the attribute `det` of the module `linalg` of the package.
    """
    package = sys.modules[package_name]
    for info in pkgutil.walk_packages(package.__path__, f"{package_name}."):
        importlib.import_module(info.name)
    for key, function in NATIVE.items():
        path = key.split(".")
        if path[0] != native:
            continue
        module = ".".join((package_name, *path[1:-1]))
        if module in sys.modules:
            setattr(sys.modules[module], path[-1], function)
