"""The public namespace: the functions of this layer, and all other ops as they are declared."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from types import ModuleType
from typing import Any

from ivy import functional, linalg
from ivy._array import (
    boundary,
    creation,
    datatypes,
    indexing,
    info,
    manipulation,
    operators,
    pointwise,
    reductions,
    searching,
)
from ivy._array.array import Array
from ivy._array.wrapping import unwrap
from ivy._core.registry import OPS

_MODULES: tuple[ModuleType, ...] = (
    creation,
    datatypes,
    indexing,
    info,
    manipulation,
    pointwise,
    reductions,
    searching,
)
CONSTANTS = {"e": math.e, "inf": math.inf, "nan": math.nan, "newaxis": None, "pi": math.pi}
assert operators  # attaches them to the class
_LINALG = ("matmul", "matrix_transpose", "tensordot", "vecdot")

_found: dict[str, Any] = {"Array": Array, **CONSTANTS}
for _module in _MODULES:
    _found.update({name: getattr(_module, name) for name in _module.__all__})


def find(name: str) -> Any:
    """The value of `ivy.<name>`.

    Raises
    ------
    AttributeError
        There is no such name.
    """
    value = _found.get(name, _found)
    if value is _found:
        value = _found[name] = _made(name)
    return value


def names() -> list[str]:
    """All public names that `find` knows."""
    return sorted({*_found, *functional.__all__, *_LINALG})


def _made(name: str) -> Any:
    if name in _LINALG:
        return getattr(linalg, name)
    if name in OPS:
        return op(name)
    if name in functional.__all__:  # transforms handle trees of arrays by themselves
        return getattr(functional, name)
    raise AttributeError(f"module 'ivy' has no attribute {name!r}")


def op(name: str) -> Callable:
    """The public function of an op that is not in the standard."""
    raw = getattr(functional, name)
    if OPS[name].reads_value or name in ("dtype", "python_kind"):
        # the result is a host value
        @functools.wraps(OPS[name].declaration)
        def read(*args: Any, **kwargs: Any) -> Any:
            about = boundary.Call()
            about.inspect(args)
            backend = about.backend()
            return boundary.run(raw, backend, unwrap(args, backend), kwargs)

        read.__module__ = "ivy"
        return read
    return boundary.op(raw, OPS[name])


@functools.cache
def methods() -> frozenset[str]:
    """The functions that are also methods of `Array`: those whose first argument is an array."""
    taking = {n for n, o in OPS.items() if next(iter(o.kinds.values()), None) == "tensor"}
    own = {"astype", "take", "take_along_axis", *manipulation.__all__, *pointwise.__all__}
    return frozenset({*taking, *own, *reductions.__all__, *searching.__all__} - {"dtype", "where"})


def _method(self: Array, name: str) -> Callable:
    """A function of the namespace as a method."""
    if name.startswith("_") or name not in methods():
        raise AttributeError(f"an ivy.Array has no attribute {name!r}.")
    function = find(name)
    return lambda *args, **kwargs: function(self, *args, **kwargs)


Array.__getattr__ = _method
