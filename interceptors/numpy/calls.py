"""Calls of native functions, and which of their arguments are host values."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

from interceptors.numpy import _compat, geometry
from interceptors.numpy.array import Redirected, RedirectedScalar, host_value


class Call(NamedTuple):
    """A native call: its name, the native function, the frontend's, and the arguments."""

    name: str
    native: Callable
    function: Callable
    args: tuple
    kwargs: dict[str, Any]

    @property
    def short_name(self) -> str:
        """The name without module or class."""
        return self.name.rpartition(".")[2]


@functools.lru_cache(4096)
def parameters(function: Callable) -> tuple[tuple[str, ...], str, dict[str, Any]]:
    """Names of parameters by position, that of `*args`, and the defaults."""
    found = inspect.signature(function).parameters.values()
    named = [p.name for p in found if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    rest = [p.name for p in found if p.kind is p.VAR_POSITIONAL]
    return tuple(named), rest[0] if rest else "", {p.name: p.default for p in found}


def option(call: Call, name: str) -> Any:
    """An option that is given by position or by keyword, None if it is not."""
    given = zip(parameters(call.native)[0], call.args, strict=False)
    return call.kwargs.get(name, dict(given).get(name))


def in_memory_order(call: Call) -> Call:
    """A call that takes elements as they are in memory ("A", "K"), with an order of axes instead."""
    wanted, x = option(call, "order"), call.args[0]
    if wanted not in ("A", "K") or not isinstance(x, Redirected):
        return call
    ghost = x._shape_on()
    if wanted == "A":
        order = "F" if ghost.flags.fnc else "C"
    else:
        order, axes = "C", geometry.order(ghost)
        x = x if axes is None else x.transpose(axes)  # type: ignore[attr-defined]
    rest = [order if a is wanted else a for a in call.args[1:]]
    kwargs = {**call.kwargs, "order": order} if "order" in call.kwargs else call.kwargs
    return call._replace(args=(x, *rest), kwargs=kwargs)


def host_arguments(native: Any, args: tuple) -> tuple:
    """Arguments with redirected sizes and axes read: all but the arrays themselves."""
    names, rest, _ = parameters(native)
    named = [names[i] if i < len(names) else rest for i in range(len(args))]
    return tuple(
        host_value(a) if _is_host(name) else a if a is args[0] or name == rest else _sizes(a)
        for name, a in zip(named, args, strict=True)
    )


def host_options(kwargs: dict[str, Any]) -> dict[str, Any]:
    """The same of keyword arguments."""
    return {k: host_value(v) if _is_host(k) else v for k, v in kwargs.items()}


def _is_host(parameter: str) -> bool:
    return parameter in _compat.HOST_PARAMETERS


def _sizes(value: Any) -> Any:
    """Sizes that are scalars, or tuples of them, on the host."""
    if isinstance(value, RedirectedScalar):
        return host_value(value)
    if type(value) in (list, tuple):
        return type(value)(map(_sizes, value))
    return value
