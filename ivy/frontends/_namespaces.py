"""The modules of a frontend: imports its table files, and makes the namespaces that users see.

A frontend's tables are all files of its package, except those below a folder named `standalone`: they
serve only the namespace used directly, so `ivy.run_on` imports none of them.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any


def load_tables(package_name: str) -> ModuleType:
    """Imports every table file below a package, which fills the registries; returns the package."""
    package = importlib.import_module(package_name)
    for info in pkgutil.iter_modules(package.__path__, f"{package_name}."):
        if not info.ispkg:
            importlib.import_module(info.name)
        elif not info.name.endswith(".standalone"):
            load_tables(info.name)
    return package


def put(package: ModuleType, path: Iterable[str], names: dict[str, Any]) -> None:
    """Adds functions and other names to the namespace at a path below a package.

    Raises
    ------
    ValueError
        A name is that of a file, or the namespace is a table file, whose functions call each other
        raw.
    """
    module = namespace(package, path)
    files = [n for n in names if isinstance(vars(module).get(n), ModuleType)]
    if files:
        raise ValueError(f"files of {module.__name__} have the names of functions: {files}")
    vars(module).update(names)


def namespace(package: ModuleType, path: Iterable[str]) -> ModuleType:
    """The module at a path below a package; created if there is no file for it."""
    module = package
    for part in path:
        inner = _imported(f"{module.__name__}.{part}")
        setattr(module, part, inner)
        module = inner
    return module


def _imported(name: str) -> ModuleType:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        module = sys.modules[name] = ModuleType(name, f"`{name.partition('.frontends.')[2]}`.")
        module.__path__ = []  # a package, so that `import a.b.c` finds what is in it
    if vars(module).get("__all__") is not None:
        raise ValueError(f"{name} is a table file; its name must begin with an underscore")
    return module


def fill_on_demand(package_name: str, paths: Iterable[str], assembly: str) -> None:
    """Creates namespaces that are filled when a public name of one of them is first looked up.

    Parameters
    ----------
    package_name
        The package at the root of the namespaces.
    paths
        The other namespaces, as dotted paths below the package.
    assembly
        The module whose import fills all of them.
    """
    package = sys.modules[package_name]
    for path in ("", *paths):
        module = namespace(package, path.split(".") if path else ())
        vars(module).update(_hooks(module, assembly))


def _hooks(module: ModuleType, assembly: str) -> dict[str, Callable]:
    """`__getattr__` and `__dir__` of a module that importing `assembly` fills."""

    def attribute(name: str) -> Any:
        if _can_be_filled(module, name):
            importlib.import_module(assembly)
            if name in vars(module):
                return vars(module)[name]
        raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

    def names() -> list[str]:
        importlib.import_module(assembly)
        return sorted(vars(module))

    return {"__getattr__": attribute, "__dir__": names}


def _can_be_filled(module: ModuleType, name: str) -> bool:
    """Whether a name can be one of the source's, rather than a file or a private name of Python.

    `from package import _file` looks for an attribute first, and must not fill the namespaces;
    `from package import *` looks for `__all__` first, and must.
    """
    if name.startswith("__"):
        return name == "__all__"
    return importlib.util.find_spec(f"{module.__name__}.{name}") is None
