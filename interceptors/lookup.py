"""From the name of a native call to the frontend function that imitates it.

The only place that connects interceptors to frontends. Keys are native paths ("torch.add"), so the
same four steps serve every source: exact name, derived name (an overload, an in-place or `out=` form,
a method), the framework's own decomposition, nothing. The last two steps belong to the source, which
alone knows its schemas; this module does the first two.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterable
from typing import Any

from interceptors import lowerings
from ivy.frontends import _namespaces
from ivy.frontends._publish import (
    KEYED,
    LAYERS,
    NATIVE,
    PROTOCOL,
    REINTERPRETATIONS,
    SAMPLERS,
    SPARSE,
    VIEW_VALUES,
    VIEWS,
    WRITERS,
)


@functools.cache
def load(source: str) -> None:
    """Imports every table file of the frontend `source`, once."""
    _namespaces.load_tables(f"ivy.frontends.{source}")


def set_default_dtype(source: str, dtype: Any) -> bool:
    """Sets a frontend's default dtype to the source's; returns whether it changed."""
    module = importlib.import_module(f"ivy.frontends.{source}._dtypes")
    changed = module.default_dtype() != dtype
    module.set_default_dtype(dtype)
    return changed


def find(candidates: Iterable[str]) -> Callable | None:
    """The function under the first of the native names that has one: a user's, else a frontend's."""
    candidates = tuple(candidates)
    function = lowerings.find(candidates)
    if function is not None:
        return function
    for name in candidates:
        function = NATIVE.get(name)
        if function is not None:
            return function
    return None


def reinterpretation(candidates: Iterable[str]) -> tuple[Callable, Callable] | None:
    """`(forward, backward)` of a view that shows other values than its base has."""
    return next((REINTERPRETATIONS[n] for n in candidates if n in REINTERPRETATIONS), None)


def drawn(candidates: Iterable[str]) -> tuple[Callable, Callable] | None:
    """`(distribution, transform)` of a random function: what to draw, and the result made of it."""
    return next((SAMPLERS[n] for n in candidates if n in SAMPLERS), None)


def sparse(candidates: Iterable[str]) -> Callable | None:
    """The function of sparse tensors under the first of the native names that has one."""
    return next((SPARSE[n] for n in candidates if n in SPARSE), None)


def view(name: str) -> Callable | None:
    """The function whose result shares the memory of its first argument, None if it is no such."""
    return VIEWS.get(name)


def writer(name: str) -> tuple[Callable, str] | None:
    """`(function, parameter)`: what gives the new elements of an argument that a function writes."""
    return WRITERS.get(name)


def protocol(name: str) -> Callable | None:
    """What an object of the source does by protocol: an index, a method of a ufunc."""
    return PROTOCOL.get(name)


def keyed(candidates: Iterable[str]) -> Callable | None:
    """The random function that draws from a key of Ivy's, under the first name that has one."""
    return next((KEYED[n] for n in candidates if n in KEYED), None)


def layers(source: str) -> dict[str, Callable]:
    """The functions of a source that are one op of Ivy's each, by their native names."""
    return {name: f for name, f in LAYERS.items() if name.startswith(f"{source}.")}


@functools.cache
def load_views(source: str) -> None:
    """Imports the functions that compute what views show, once."""
    importlib.import_module(f"ivy.frontends.{source}.standalone._views")


def viewed(candidates: Iterable[str]) -> Callable | None:
    """The function that computes what a view shows, under the first name that has one."""
    tables = ((t, n) for n in candidates for t in (VIEW_VALUES, VIEWS))
    return next((table[n] for table, n in tables if n in table), None)
