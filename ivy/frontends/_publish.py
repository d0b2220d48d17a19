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
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ivy.frontends._frontend import Frontend

NATIVE: dict[str, Callable] = {}

# Functions that only a namespace used directly shows, because an interceptor never needs them (a
# source's own code makes others of them, or they are about memory):
# raw ones, as in NATIVE;
STANDALONE: dict[str, Callable] = {}
# raw ones whose result shares the memory of the first argument (`torch.transpose`);
VIEWS: dict[str, Callable] = {}
# ones that are the source's own code: written with its functions and methods, on its own arrays.
COMPOSED: dict[str, Callable] = {}

_REPLACED: set[str] = set()

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


def publish(
    module_name: str,
    native: str,
    helpers: Collection[Callable] = (),
    registry: dict[str, Callable] = NATIVE,
    replaces: Collection[str] = (),
) -> None:
    """Files every public function of a module under `native`, in NATIVE or another registry.

    Names that start with an underscore are private, except where native names do so themselves
    (`torch.ops.aten._softmax`): there `helpers` lists the functions that are not to be filed.
    `replaces` names functions that stand in NATIVE with another calling convention, which is that
    of the source's inner function.

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
        _file(registry, f"{native}.{name}", value, module_name, name in replaces)
        value.__name__ = value.__qualname__ = name
        value.__module__ = module_name
        value.__doc__ = value.__doc__ or f"`{native}.{name}`, written with ivy functions."
        names.append(name)
    module.__all__ = names  # pyright: ignore[reportAttributeAccessIssue]


def _file(
    registry: dict[str, Callable],
    key: str,
    function: Callable,
    module_name: str,
    replaces: bool = False,
) -> None:
    known = next((r[key] for r in (NATIVE, STANDALONE, VIEWS, COMPOSED) if key in r), None)
    if replaces:
        _REPLACED.add(key)
    if known is not None and key not in _REPLACED:
        raise ValueError(f"{key} is in {known.__module__} and in {module_name}")
    registry[key] = function


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


def load_tables(package_name: str) -> ModuleType:
    """Imports every file of a frontend, which fills the registries; gives the package."""
    package = sys.modules[package_name]
    for info in pkgutil.walk_packages(package.__path__, f"{package_name}."):
        importlib.import_module(info.name)
    return package


def expose(package_name: str, native: str, frontend: Frontend | None = None) -> None:
    """Imports the table files of a frontend and puts its functions where the native ones stand.

    `NATIVE["torch.linalg.det"]` becomes the attribute `det` of the module `linalg` of the package.
    With a `frontend` the namespace shows wrapped functions, in modules that hold no table (a table's
    own functions call each other raw), and `NATIVE["torch.Tensor.fill_"]` becomes a method.
    """
    package = load_tables(package_name)
    for key, function in NATIVE.items():
        module = ".".join((package_name, *key.split(".")[1:-1]))
        if frontend is None and key.split(".")[0] == native and module in sys.modules:
            setattr(sys.modules[module], key.rpartition(".")[2], function)
    if frontend is not None:
        _expose_wrapped(package, frontend)


def _expose_wrapped(package: ModuleType, frontend: Frontend) -> None:
    for registry, wrap in (
        (NATIVE, frontend.wrap),
        (STANDALONE, frontend.wrap),
        (VIEWS, frontend.wrap_view),
        (COMPOSED, frontend.wrap_composed),
    ):
        for key, function in registry.items():
            root, *path, name = key.split(".")
            if root != frontend.native:
                continue
            is_method = path == [frontend.holder.__name__]
            place = frontend.holder if is_method else _namespace(package, path)
            setattr(place, name, wrap(function, key))


def _namespace(package: ModuleType, path: list[str]) -> ModuleType:
    """The module under a package that native names live in; made if there is no file of it."""
    module = package
    for part in path:
        name = f"{module.__name__}.{part}"
        inner = sys.modules.get(name)
        if inner is None:
            inner = sys.modules[name] = ModuleType(name, f"`{name.partition('.frontends.')[2]}`.")
            inner.__path__ = []  # a package, so that `import a.b.c` finds what is in it
        if inner.__dict__.get("__all__") is not None:
            raise ValueError(f"{name} holds a table; its name must begin with an underscore")
        setattr(module, part, inner)
        module = inner
    return module
