"""NumPy's conventions of every call: `out`, and which results are views."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from ivy.frontends._aliasing import Aliasing, AliasingFrontend, _on, backend_of
from ivy.frontends._call import Call


class NumPyFrontend(AliasingFrontend):
    """The frontend of NumPy."""

    def wrap(self, function: Callable, name: str | None = None) -> Callable:
        """As for every source; the result of a function with `out` is written there."""
        plain = super().wrap(function, name)
        parameters = list(inspect.signature(function).parameters.values())
        places = {p.name: i for i, p in enumerate(parameters)}
        if "out" not in places:
            return plain
        named = parameters[places["out"]].kind is inspect.Parameter.KEYWORD_ONLY
        place = len(parameters) if named else places["out"]
        several = "out1" in places

        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            result = plain(*args, **kwargs)
            out = (
                kwargs.get("out") if "out" in kwargs else args[place] if len(args) > place else None
            )
            if several and out is None and len(args) > places["out1"]:
                out = (*args[places["out1"] :], None)[:2]
            return result if out is None else _written(out, result)

        return call

    def wrap_view(self, function: Callable, name: str | None = None) -> Callable:
        """As for every source with views, but a result that NumPy has to copy is a copy."""
        viewed = super().wrap_view(function, name)

        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            return self._unshared(viewed(*args, **kwargs))

        return call

    def _unshared(self, result: Any) -> Any:
        if isinstance(result, (tuple, list)):
            return type(result)(map(self._unshared, result))
        if isinstance(result, Aliasing) and (base := result._array.base) is not None:
            cell = result._array
            if cell.moves and cell.places.size and not np.shares_memory(cell.places, base.places):
                return self.holder.of(cell.read())
        return result

    def lower(self, value: Any, call: Call) -> Any:
        """`value` itself: classes and the like are not converted."""
        return value


def _written(out: Any, result: Any) -> Any:
    """Writes a result to `out`, and returns `out`."""
    if isinstance(out, tuple):
        if len(out) == 1:
            return _written(out[0], result)
        return tuple(r if o is None else _written(o, r) for o, r in zip(out, result, strict=True))
    if isinstance(out, Aliasing):
        write(out, result._read() if isinstance(result, Aliasing) else result)
    else:
        out[...] = result._read() if isinstance(result, Aliasing) else result
    return out


def write(holder: Aliasing, array: Any) -> None:
    """Replaces the values of an array by a backend array of its shape and dtype."""
    backend = backend_of(array)
    with backend.scope():
        _on(backend, holder._write, array)
