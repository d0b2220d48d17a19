"""A backend wrapper for 8-bit floats, which frameworks store but hardly compute with.

Few kernels accept these dtypes, and some that only move elements change them: XLA converts through
float16, which can't represent all values of float8_e5m2fnuz. So ops that move elements run on the
bytes; all others compute in float32 and round the result. A backend only has to store such arrays and
provide `astype` and `bitcast`.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Iterable
from typing import Any, cast

import numpy as np

from ivy._core import dtypes
from ivy._core.backend import Backend
from ivy._core.registry import OPS

_AS_THEY_ARE = frozenset({
    "astype", "bitcast", "dtype", "item", "python_kind", "require", "reshape", "to_numpy",
})  # fmt: skip
_MOVE = frozenset({
    "as_strided", "as_strided_scatter", "broadcast_to", "concat", "constant", "expand_dims", "flip",
    "get_index", "moveaxis", "permute_dims", "repeat", "roll", "slice_", "squeeze", "stack", "take",
    "take_along_axis", "tile",
})  # fmt: skip
_MOVE_ARRAYS = frozenset({"pad", "put_along_axis", "set_index", "where"})  # but may take numbers
_NUMBERS = (bool, int, float)


def backend_for(backend: Backend, values: Iterable[Any]) -> Backend:
    """`backend`, or what stands for it if there is an 8-bit float among these arrays and dtypes."""
    for value in values:
        if isinstance(value, backend.array_types):
            value = backend.dtype(value)
        if isinstance(value, np.dtype) and dtypes.is_float8(cast(np.dtype, value)):
            return _carrier(backend)
    return backend


@functools.cache
def _carrier(backend: Backend) -> Backend:
    made = copy.copy(backend)
    for name in backend.own - _AS_THEY_ARE:
        if name in OPS:
            setattr(made, name, _carried(backend, name))
    return made


def _carried(backend: Backend, name: str) -> Callable[..., Any]:
    op = getattr(backend, name)

    def is_narrow(x: Any) -> bool:
        return isinstance(x, backend.array_types) and dtypes.is_float8(backend.dtype(x))

    def run(*args: Any, **kwargs: Any) -> Any:
        found = [backend.dtype(x) for x in _operands((*args, *kwargs.values())) if is_narrow(x)]
        asked = kwargs.get("dtype")
        if asked is not None:
            rounds = dtypes.is_float8(asked)
            kwargs = {**kwargs, "dtype": dtypes.float32 if rounds else asked}
            wanted = asked if rounds else None
        else:
            wanted = found[0] if found else None
        if not found and wanted is None:
            return op(*args, **kwargs)
        moves = len(set(found)) == 1 and _moves(name, args, kwargs)
        between = dtypes.uint8 if moves else dtypes.float32
        change, back = (backend.bitcast, backend.bitcast) if moves else (backend.astype,) * 2

        def enter(x: Any) -> Any:
            return change(x, between) if is_narrow(x) else x

        def leave(x: Any) -> Any:
            ours = isinstance(x, backend.array_types) and backend.dtype(x) == between
            return back(x, wanted) if ours and wanted is not None else x

        args = tuple(_mapped(enter, a) for a in args)
        return _mapped(leave, op(*args, **{k: _mapped(enter, v) for k, v in kwargs.items()}))

    return run


def _moves(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Whether an op only moves elements, which it may do with their bytes."""
    if name not in _MOVE_ARRAYS:
        return name in _MOVE
    return kwargs.get("reduction", "set") == "set" and not any(
        isinstance(a, _NUMBERS) for a in args
    )


def _operands(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for v in values:
        found.extend(v) if type(v) in (list, tuple) else found.append(v)
    return found


def _mapped(function: Callable[[Any], Any], value: Any) -> Any:
    if type(value) in (list, tuple):
        return type(value)(map(function, value))
    return function(value)
