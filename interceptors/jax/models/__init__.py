"""Models of JAX libraries as Ivy has them (`ivy.modules.converted.NativeModel`), a file per library."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from ivy._core import errors

# the classes of models, by the package of their library
_CLASSES = {
    "equinox": ("Module",),
    "flax": ("linen.Module", "nnx.Module"),
    "haiku": ("Transformed", "TransformedWithState"),
    "keras": ("layers.Layer",),
    "objax": ("Module",),
    "trax": ("layers.base.Layer",),
}


def library_of(x: Any) -> str | None:
    """The library of JAX of which an object is a model."""
    imported = [name for name in _CLASSES if name in sys.modules]
    return next((name for name in imported if _is_model(sys.modules[name], x)), None)


def _is_model(library: Any, x: Any) -> bool:
    for path in _CLASSES[library.__name__]:
        kind = library
        for name in path.split("."):
            kind = getattr(kind, name, None)
        if isinstance(kind, type) and isinstance(x, kind):
            return library.__name__ != "keras" or library.backend.backend() == "jax"
    return False


def of(x: Any, kwargs: dict[str, Any]) -> Any:
    """An object as a model, in the mode in which it is called; None if it is no model.

    Raises
    ------
    CompileError
        It has no values of its own.
    """
    library = library_of(x)
    if library is None:
        return None
    values: dict[str, Any] = {}
    from interceptors.jax.models.pure import mode_of

    mode = mode_of(type(x).__call__, kwargs) if callable(x) else None
    if library == "haiku":
        raise errors.CompileError(_LACKS.format("Haiku", "transformed.apply, params, key, x"))
    if library == "flax" and hasattr(x, "scope"):  # of linen
        if x.scope is None:
            raise errors.CompileError(_LACKS.format("Flax linen", "module.apply, variables, x"))
        x, values["variables"] = x.unbind()
    model = importlib.import_module(f"{__name__}.{library}_model").model(x, **values)
    if mode is not None or "training" not in vars(model):
        model.training = bool(mode)
    return model


_LACKS = (
    "a model of {} has no values of its own: ivy.compile_graph({}), or give them to "
    "ivy.to_ivy_module."
)
