"""Modules of other libraries, made of an `ivy.Module`: a file for each library, on one `Blueprint`.

They have the variables and the state under the names of the source, in the separators of the library,
as they are laid out there; the library's own keys, modes and savers. What they compute is the graph of
the source, as a program of the library's backend.
"""

from __future__ import annotations

import importlib
from typing import Any

from ivy._core import errors

# by the name of the method of `ivy.Module`: the packages that it needs, and the extra with them
PACKAGES = {
    "torch": (("torch",), "torch"),
    "keras": (("keras",), "tensorflow"),
    "haiku": (("haiku", "jax"), "haiku"),
    "flax": (("flax", "jax"), "flax"),
    "nnx": (("flax", "jax"), "flax"),
    "equinox": (("equinox", "jax"), "equinox"),
    "objax": (("objax", "jax"), "objax"),
    "trax": (("trax", "jax"), "trax"),
}


def convert(library: str, module: Any, **options: Any) -> Any:
    """A module of `library`.

    Raises
    ------
    BackendNotInstalledError
        The library cannot be imported.
    """
    packages, extra = PACKAGES[library]
    for package in packages:
        try:
            if package == "objax":
                importlib.import_module("ivy.modules.libraries.objax_shim")
            importlib.import_module(package)
        except ModuleNotFoundError as error:
            raise errors.BackendNotInstalledError(
                f"a module of {library} needs {error.name}, which is not installed: pip install "
                f"'ivy-runtime[{extra}]'."
            ) from error
    file = importlib.import_module(f"ivy.modules.libraries.{library}_module")
    return file.convert(module, **options)
